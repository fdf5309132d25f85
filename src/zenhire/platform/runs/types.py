"""What a run is, whichever module it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zenhire.platform.runs.idempotency import IdempotencyKey

QUEUED = "queued"
PROCESSING = "processing"
SUCCESS = "success"
PARTIAL = "partial"
FAILED = "failed"

STATUSES = (QUEUED, PROCESSING, SUCCESS, PARTIAL, FAILED)
OWN_WORDS = {status: (status,) for status in STATUSES}
"""The statuses that each word stands for, where a module shows them as they are."""
TERMINAL = frozenset({SUCCESS, PARTIAL, FAILED})


class RunFailed(Exception):
    """A required step cannot be done: the run ends `failed` with this code and message."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")


class StepDegraded(Exception):
    """An optional step cannot be done: the run ends `partial`, and says why."""


class RunLost(Exception):
    """Another attempt owns the run now, or it has ended: whoever sees this stops and writes nothing."""


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run to be admitted. `cost` is held until the run ends.

    With an `idempotency_key` that leads to a run already, that run is the answer and this one never comes to be.
    """

    id: str
    client_id: str
    project_id: str | None
    key_id: str | None
    module: str
    task: str
    cost: int
    external_id: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    idempotency_key: IdempotencyKey | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run's row."""

    seq: int
    id: str
    client_id: str
    project_id: str | None
    module: str
    task: str
    status: str
    cost: int
    hold_id: str | None
    external_id: str | None
    metadata: dict[str, Any]
    tags: list[str]
    attempt: int
    interruptions: int
    created_at: datetime
    status_changed_at: datetime
    started_at: datetime | None
    taken_up_at: datetime | None
    finished_at: datetime | None
    error_code: str | None
    error_message: str | None

    @property
    def terminal(self) -> bool:
        """True when nothing about the run changes any more."""
        return self.status in TERMINAL


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of a submit: the run, its place in the queue (from 1; None when it runs), and how many run.

    `replayed`: it is the run of an earlier submit with the same key, and nothing was written.
    """

    run: Run
    queue_position: int | None
    active: int
    replayed: bool = False
