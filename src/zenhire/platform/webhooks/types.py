"""Events, their kinds, and how a delivery stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SPEECH_COMPLETED = "speech.completed"
CVDEEPMATCH_FINISHED = "cvdeepmatch.finished"
CVDEEPSEARCH_COMPLETED = "cvdeepsearch.completed"
INTERVIEW_COMPLETED = "interview.completed"

EVENT_TYPES = (SPEECH_COMPLETED, CVDEEPMATCH_FINISHED, CVDEEPSEARCH_COMPLETED, INTERVIEW_COMPLETED)
_HEADER_FAMILY = {INTERVIEW_COMPLETED: "X-Interview"}

PENDING = "pending"
DELIVERED = "delivered"
FAILED = "failed"
REPLAYED = "replayed"
STATES = (PENDING, DELIVERED, FAILED, REPLAYED)

OPERATOR = "operator"
FAILURES = "failures"


def signature_header_name(event_type: str) -> str:
    """The header that carries the signature of an event of this type."""
    return _HEADER_FAMILY.get(event_type, "X-CVDM") + "-Signature"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a run. `body` goes out as compact JSON, in the order of its keys.

    `url`: the run's own destination, besides the client's registered endpoints. `failed` events are sent only for
    clients that want them. A body holds scores and states, never what a candidate said or wrote.
    """

    type: str
    client_id: str
    run_id: str
    body: dict[str, Any]
    url: str | None = None
    failed: bool = False

    @property
    def request_id(self) -> str:
        """The value of `X-CVDM-Request-Id`."""
        return f"api_{self.run_id}"

    @property
    def wire(self) -> bytes:
        """The body's bytes, as they are stored, signed and sent."""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A registered destination. `failing_since`: the first failure since the last success."""

    id: str
    client_id: str
    url: str
    events: tuple[str, ...]
    enabled: bool
    disabled_by: str | None
    failing_since: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this dispatcher is to attempt now."""

    id: str
    claim: int
    client_id: str
    endpoint_id: str | None
    url: str
    lane: str
    origin: str
    attempts: int
    type: str
    request_id: str
    body: bytes
    sealed_secret: bytes | None
    endpoint_enabled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """Deliveries of one client to one place, as the dispatcher sees them waiting."""

    client_id: str
    lane: str
    origin: str
    due_at: datetime
