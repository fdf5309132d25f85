"""Wire types of the endpoints that all modules share."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class UsageByModule(BaseModel):
    """Credits deducted, by module."""

    speech: int = Field(ge=0, description="Credits charged for Speech.")
    interview: int = Field(ge=0, description="Credits charged for Interview.")
    cvdeepmatch: int = Field(ge=0, description="Credits charged for CV DeepMatch.")
    cvdeepsearch: int = Field(ge=0, description="Credits charged for CV DeepSearch.")


class Usage(_Wire):
    """All credits that ever went out and came in."""

    total_deducted: int = Field(ge=0, description="Charged for runs since the account was made.")
    total_added: int = Field(description="Granted since then, less what was taken back.")
    by_module: UsageByModule = Field(description="Charged, by module.")


class Transaction(_Wire):
    """A line of the ledger."""

    id: str = Field(description="Id of this line.", examples=["txn_01J9ZK"])
    type: str = Field(description="What happened.", examples=["deduction", "addition"])
    amount: int = Field(description="Negative when credits went out.")
    balance_after: int = Field(description="Balance once it was written.")
    module: str | None = Field(description="Module that was used; null for additions.")
    run_id: str | None = Field(description="Run that was paid; null for additions.")
    description: str = Field(description="For people.")
    created_at: str = Field(description="ISO 8601 UTC.", json_schema_extra={"format": "date-time"})


class CreditsResponse(_Wire):
    """The client's credits."""

    credit_balance: int = Field(description="Ledger balance; held credits are still in it.")
    held_credits: int = Field(description="Reserved for runs that have not ended.")
    available_credits: int = Field(description="Balance less held: what a new run may cost.")
    usage: Usage = Field(description="All that ever went out and came in.")
    recent_transactions: list[Transaction] = Field(description="The 20 newest.")


class HealthCheck(_Wire):
    """One part of the service."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")

    status: Literal["healthy", "configured", "unhealthy", "unreachable", "not_configured"] = Field(
        description="`healthy` and `configured` are good."
    )
    latency_ms: int | None = Field(None, ge=0, description="How long the check took.")
    message: str | None = Field(None, description="For people.")


class HealthResponse(_Wire):
    """Whether the service can work. `error` is there only when it cannot."""

    status: Literal["healthy", "unhealthy"] = Field(description="`healthy` when every check is good.")
    timestamp: str = Field(description="ISO 8601 UTC.", json_schema_extra={"format": "date-time"})
    version: str = Field(description="Version of the platform.")
    checks: dict[str, HealthCheck] = Field(description="Each part by its name; parts may be added.")
    error: dict[str, Any] | None = Field(
        None, description="Only when it is not healthy: the `error` object of every failure, `SERVICE_UNHEALTHY`."
    )
