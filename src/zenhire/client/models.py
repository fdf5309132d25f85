"""What the platform answers, typed. Fields are snake_case here; those that this version does not know are kept.

Unknown fields are reached by their name on the wire (`run.model_extra["newField"]`), the whole answer as it came by
`body`. Fields that an older or another platform may leave out have a default.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import Field

from zenhire.client.errors import RunFailed
from zenhire.client.wire import SNAKE_CASE, Answer, Wire

Status = Literal["queued", "processing", "success", "partial", "failed"]
"""The words of `status` today."""

FINISHED = frozenset({"success", "partial", "failed"})


class UsageByModule(Wire):
    """Credits deducted, by module."""

    model_config = SNAKE_CASE

    speech: int = 0
    interview: int = 0
    cvdeepmatch: int = 0
    cvdeepsearch: int = 0


class Usage(Wire):
    """All credits that ever went out and came in."""

    total_deducted: int
    total_added: int
    by_module: UsageByModule = UsageByModule()


class Transaction(Wire):
    """A line of the ledger; `amount` is negative when credits went out."""

    id: str
    type: str
    amount: int
    balance_after: int
    module: str | None = None
    run_id: str | None = None
    description: str = ""
    created_at: datetime


class Credits(Answer):
    """The organisation's credits."""

    credit_balance: int
    """The ledger's balance; held credits are still in it."""
    held_credits: int | None = None
    """Reserved for runs that have not ended."""
    available_credits: int | None = None
    """Balance less held: what a new run may cost."""
    usage: Usage | None = None
    recent_transactions: list[Transaction] = []
    """The newest ones first."""


class HealthCheck(Wire):
    """One part of the platform; what else it says is in `model_extra`."""

    status: str
    latency_ms: int | None = None
    message: str | None = None


class Health(Answer):
    """Whether the platform can work."""

    status: str
    timestamp: datetime | None = None
    version: str | None = None
    checks: dict[str, HealthCheck] = {}
    error: dict[str, Any] | None = None
    """There only when it cannot."""

    @property
    def healthy(self) -> bool:
        """Whether every part is well."""
        return self.status == "healthy"


class Submitted(Answer):
    """A recording was accepted."""

    id: str
    """The run's id, for good."""
    request_id: str | None = None
    """The same, under its older name."""
    external_id: str | None = None
    status: str
    """`processing` or `queued`."""
    poll_interval_seconds: int | None = None
    """Seconds to wait before the first look."""
    queue_position: int | None = None
    """Place in the organisation's queue, from 1; only while queued."""
    active_requests: int | None = None
    """The organisation's runs in `processing`."""
    message: str | None = None
    metadata: dict[str, str] = {}
    tags: list[str] = []


class Audio(Wire):
    """The recording."""

    duration_ms: int
    duration_formatted: str
    language_code: str
    """The language heard or used."""
    requested_language: str
    speaker_count: int


class CandidateDetection(Wire):
    """Who is taken for the candidate, and why. Where this is wrong, every score is about the wrong person."""

    speaker: str
    speaker_label: str
    confidence: str
    """`high`, `medium` or `low`."""
    reason: str
    word_count: int


class Scores(Wire):
    """Scores 0-5, CEFR bands (estimates) and percentages; all None on a failed run."""

    vocabulary: float | None = None
    vocabulary_cefr: str | None = None
    vocabulary_percent: int | None = None
    fluency: float | None = None
    fluency_cefr: str | None = None
    fluency_percent: int | None = None
    accent: float | None = None
    accent_cefr: str | None = None
    accent_percent: int | None = None
    overall: float | None = None
    cefr_level: str | None = None
    overall_percent: int | None = None


class Explainability(Wire):
    """Two or three plain sentences each."""

    vocab: str
    fluency: str


class Segment(Wire):
    """A stretch of one speaker's talk."""

    speaker: str
    speaker_label: str
    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = None
    """Mean probability that its words were said."""
    is_candidate: bool


class Speaker(Wire):
    """A voice in the recording."""

    id: str
    label: str
    word_count: int
    speaking_time_ms: int
    is_candidate: bool


class TranscriptWord(Wire):
    """One recognised word; `confidence` is the probability that it was said."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float
    speaker: str


class Transcript(Wire):
    """What was said, by whom, when."""

    segments: list[Segment] = []
    speakers: list[Speaker] = []
    candidate_text: str = ""
    candidate_speaker: str = ""
    words: list[TranscriptWord] = []


class Charge(Wire):
    """What a run cost."""

    deducted: int
    remaining_balance: int
    audio_duration_minutes: float


class RunError(Wire):
    """Why a run failed."""

    code: str
    message: str


class RunProgress(Wire):
    """How far a run has come; `step_share` (0-1) is how much of the present step is done, where that can be told."""

    current_step: str | None = None
    step_share: float | None = None
    steps_done: int
    steps_total: int


class Run(Answer):
    """How a run stands, at last with the result. What is not there yet is None."""

    id: str
    request_id: str | None = None
    """The run's id under its older name."""
    external_id: str | None = None
    status: str
    """`queued`, `processing`, `success`, `partial` or `failed`."""
    timestamp: datetime | None = None
    """Last change of status."""
    metadata: dict[str, str] = {}
    tags: list[str] = []
    poll_interval_seconds: int | None = None
    queue_position: int | None = None
    active_requests: int | None = None
    progress: RunProgress | None = None
    processing_time_ms: int | None = None
    scoring_method: str | None = None
    audio: Audio | None = None
    candidate_detection: CandidateDetection | None = None
    scores: Scores | None = None
    explainability: Explainability | None = None
    analysis: dict[str, Any] | None = None
    """Engines, features with units, intervals, confidence, evidence."""
    hr_recommendation: str | None = None
    candidate_feedback: str | None = None
    transcript: Transcript | None = None
    credits: Charge | None = None
    error: RunError | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing about the run changes any more."""
        return self.status in FINISHED

    @property
    def scored(self) -> bool:
        """Whether there is a result: `success` or `partial`."""
        return self.status in {"success", "partial"}

    def raise_if_failed(self) -> Self:
        """The run itself. Raises RunFailed when it ended `failed`."""
        if self.status == "failed":
            why = self.error or RunError(code="UNKNOWN", message="The platform does not say why.")
            raise RunFailed(self.id, why.code, why.message)
        return self


class RunSummary(Wire):
    """A row of the list."""

    id: str
    external_id: str | None = None
    service_type: str | None = None
    status: str
    created_at: datetime
    completed_at: datetime | None = None
    language: str | None = None
    audio_duration_ms: int | None = None
    overall: float | None = None
    cefr_level: str | None = None
    credits_deducted: int | None = None
    project: str | None = None
    metadata: dict[str, str] = {}
    tags: list[str] = []
    error: RunError | None = None


class Pagination(Wire):
    """Where a page lies."""

    limit: int | None = None
    offset: int | None = None
    total: int | None = None
    has_more: bool
    next_cursor: str | None = None


class RunPage(Answer):
    """One page of the list, newest first."""

    runs: list[RunSummary]
    pagination: Pagination = Field(default_factory=lambda: Pagination(has_more=False))
