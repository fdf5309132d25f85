"""A client of the platform's API, synchronous and asynchronous. It needs httpx and pydantic, not the platform.

from zenhire.client import Client

with Client() as client:
    submitted = client.speech.analyze("interview.ogg", external_id="my-candidate-7")
    run = client.speech.wait(submitted).raise_if_failed()
    print(run.scores.overall, run.scores.cefr_level)

    submitted = client.cvdeepmatch.submit("cv.pdf", position_id="wh-7", job_description="...", config={...})
    match = client.cvdeepmatch.wait(submitted).raise_if_failed()
    print(match.result.overall_score, match.result.skills_missing)
"""

from zenhire.client.clients import AsyncClient, Client
from zenhire.client.errors import (
    ApiError,
    ConfigurationError,
    ConnectFailed,
    OutcomeUnknown,
    RequestTimedOut,
    RunFailed,
    TransportError,
    UnexpectedAnswer,
    WaitTimeout,
    ZenhireError,
)
from zenhire.client.match_models import Match, MatchPage, MatchResult, MatchSubmitted, MatchSummary
from zenhire.client.models import Credits, Health, Run, RunPage, RunSummary, Submitted
from zenhire.client.positions import check_config
from zenhire.client.retry import NO_RETRY, Retry, RetryEvent

__all__ = [
    "NO_RETRY",
    "ApiError",
    "AsyncClient",
    "Client",
    "ConfigurationError",
    "ConnectFailed",
    "Credits",
    "Health",
    "Match",
    "MatchPage",
    "MatchResult",
    "MatchSubmitted",
    "MatchSummary",
    "OutcomeUnknown",
    "RequestTimedOut",
    "Retry",
    "RetryEvent",
    "Run",
    "RunFailed",
    "RunPage",
    "RunSummary",
    "Submitted",
    "TransportError",
    "UnexpectedAnswer",
    "WaitTimeout",
    "ZenhireError",
    "check_config",
]
