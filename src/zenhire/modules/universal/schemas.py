"""Wire types of the endpoints that all modules share."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class UsageByModule(BaseModel):
    """Credits deducted, by module."""

    speech: int
    interview: int
    cvdeepmatch: int
    cvdeepsearch: int


class Usage(_Wire):
    """All credits that ever went out and came in."""

    total_deducted: int
    total_added: int
    by_module: UsageByModule


class Transaction(_Wire):
    """A line of the ledger."""

    id: str
    type: str = Field(examples=["deduction", "addition"])
    amount: int = Field(description="Negative when credits went out.")
    balance_after: int
    module: str | None
    run_id: str | None
    description: str
    created_at: str


class CreditsResponse(_Wire):
    """The client's credits."""

    credit_balance: int = Field(description="Ledger balance; held credits are still in it.")
    held_credits: int = Field(description="Reserved for runs that have not ended.")
    available_credits: int = Field(description="Balance less held: what a new run may cost.")
    usage: Usage
    recent_transactions: list[Transaction] = Field(description="The 20 newest.")


class HealthCheck(_Wire):
    """One part of the service."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")

    status: Literal["healthy", "configured", "unhealthy", "unreachable", "not_configured"]
    latency_ms: int | None = None
    message: str | None = None


class HealthResponse(_Wire):
    """Whether the service can work. `error` is there only when it cannot."""

    status: Literal["healthy", "unhealthy"]
    timestamp: str
    version: str
    checks: dict[str, HealthCheck]
    error: dict[str, Any] | None = None
