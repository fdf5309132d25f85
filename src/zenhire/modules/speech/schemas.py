"""Wire types of Speech, with exactly the contract's names."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "hi", "zh", "ja", "ko", "ar", "tr", "pl", "ru", "sr")

Status = Literal["queued", "processing", "success", "partial", "failed"]
Cefr = Literal["A1", "A2", "B1", "B2", "C1", "C2"]


class Wire(BaseModel):
    """camelCase on the wire, snake_case here."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    def wire(self) -> dict[str, Any]:
        """The JSON object: fields that were not given are left out, fields given as None are null."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class SubmitResponse(Wire):
    """A submit was accepted."""

    id: str = Field(description="Public id of the run; poll with it.", examples=["req_1786439702417_k3v9qa"])
    request_id: str = Field(description="The same value as `id`, for clients that read the older name.")
    external_id: str | None = Field(description="Your correlation tag, as submitted.")
    status: Literal["processing", "queued"]
    poll_interval_seconds: int = Field(description="Seconds to wait before the first poll.")
    queue_position: int | None = Field(None, description="Place in your queue, from 1; only while queued.")
    active_requests: int = Field(description="Your Speech runs in `processing` now.")
    message: str = Field(description="What happens next, in words.")
    metadata: dict[str, str]
    tags: list[str]


class Audio(Wire):
    """The recording."""

    duration_ms: int
    duration_formatted: str = Field(description="m:ss, or h:mm:ss from one hour.", examples=["12:05"])
    language_code: str = Field(description="Language that was detected or used.")
    requested_language: str
    speaker_count: int = Field(ge=0)


class CandidateDetection(Wire):
    """Which speaker is the candidate, and why."""

    speaker: str = Field(examples=["speaker_1"])
    speaker_label: str = Field(examples=["Speaker 2"])
    confidence: Literal["high", "medium", "low"]
    reason: str
    word_count: int


class Scores(Wire):
    """Scores on 0-5 with CEFR bands (estimates) and percentages; all null on a failed run."""

    vocabulary: float | None = Field(ge=0, le=5)
    vocabulary_cefr: Cefr | None
    vocabulary_percent: int | None = Field(ge=0, le=100)
    fluency: float | None = Field(ge=0, le=5)
    fluency_cefr: Cefr | None
    fluency_percent: int | None = Field(ge=0, le=100)
    accent: float | None = Field(ge=0, le=5)
    accent_cefr: Cefr | None
    accent_percent: int | None = Field(ge=0, le=100)
    overall: float | None = Field(ge=0, le=5)
    cefr_level: Cefr | None
    overall_percent: int | None = Field(ge=0, le=100)

    @classmethod
    def none(cls) -> Scores:
        """The scores of a run that has none."""
        return cls.model_validate(dict.fromkeys(cls.model_fields))


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
    confidence: float | None = Field(description="Mean probability that the words were said; null without words.")
    is_candidate: bool


class Speaker(Wire):
    """A voice in the recording."""

    id: str
    label: str
    word_count: int
    speaking_time_ms: int
    is_candidate: bool


class TranscriptWord(Wire):
    """One recognised word."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float = Field(description="Calibrated probability that this word was said.")
    speaker: str


class Transcript(Wire):
    """What was said, by whom, when."""

    segments: list[Segment]
    speakers: list[Speaker]
    candidate_text: str
    candidate_speaker: str
    words: list[TranscriptWord]


class Credits(Wire):
    """What the run cost."""

    deducted: int
    remaining_balance: int
    audio_duration_minutes: float


class RunError(Wire):
    """Why a run failed."""

    code: str = Field(examples=["TRANSCRIPTION_LOW_CONFIDENCE"])
    message: str


class RunProgress(Wire):
    """How far a running analysis has come."""

    current_step: str | None = Field(description="The step that is worked on; null when all are done.")
    step_share: float | None = Field(description="How much of it is done, 0-1, where that can be told.")
    steps_done: int
    steps_total: int


class PollResponse(Wire):
    """State of a run. Unfinished runs carry the light fields only; finished ones the whole result."""

    id: str
    request_id: str = Field(description="The same value as `id`, for clients that read the older name.")
    external_id: str | None
    status: Status
    timestamp: str = Field(description="Last change of status, ISO 8601 UTC.")
    metadata: dict[str, str]
    tags: list[str]
    poll_interval_seconds: int | None = Field(None, description="Unfinished runs: seconds until the next poll.")
    queue_position: int | None = Field(None, description="While queued: place in your queue, from 1.")
    active_requests: int | None = Field(None, description="While queued: your runs in `processing` now.")
    progress: RunProgress | None = Field(None, description="While processing: steps done.")
    processing_time_ms: int | None = None
    scoring_method: Literal["ml_hybrid", "gpt_multilingual"] | None = None
    audio: Audio | None = None
    candidate_detection: CandidateDetection | None = None
    scores: Scores | None = None
    explainability: Explainability | None = Field(None, description="Left out on failed runs.")
    analysis: dict[str, Any] | None = Field(None, description="Engines, features with units, evidence, confidence.")
    hr_recommendation: str | None = None
    candidate_feedback: str | None = None
    transcript: Transcript | None = None
    credits: Credits | None = None
    error: RunError | None = None


class SpeechResult(Wire):
    """What a finished analysis stores: the result fields of a poll."""

    scoring_method: Literal["ml_hybrid", "gpt_multilingual"]
    audio: Audio
    candidate_detection: CandidateDetection
    scores: Scores
    explainability: Explainability
    analysis: dict[str, Any]
    hr_recommendation: str
    candidate_feedback: str
    transcript: Transcript


class RunSummary(Wire):
    """A row of the list."""

    id: str
    external_id: str | None
    service_type: Literal["speech", "cv_deepmatch"]
    status: Status
    created_at: str
    completed_at: str | None
    language: str | None
    audio_duration_ms: int | None
    overall: float | None
    cefr_level: str | None
    credits_deducted: int | None
    project: str | None
    metadata: dict[str, str]
    tags: list[str]
    error: RunError | None


class Pagination(Wire):
    """Where this page lies."""

    limit: int
    offset: int
    total: int
    has_more: bool
    next_cursor: str | None


class RunList(Wire):
    """Runs, newest first."""

    runs: list[RunSummary]
    pagination: Pagination
