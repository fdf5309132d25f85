"""Wire types of Speech, with exactly the contract's names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from zenhire.modules.speech.errors import RUN_FAILURES

LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "hi", "zh", "ja", "ko", "ar", "tr", "pl", "ru", "sr")

Status = Literal["queued", "processing", "success", "partial", "failed"]
Cefr = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-08-11T09:15:02.417Z"])]
Metadata = Annotated[dict[str, str], Field(description="Your labels, values as text; `{}` when none.")]
Tags = Annotated[list[str], Field(description="Your tags, trimmed and distinct; `[]` when none.")]


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
    status: Literal["processing", "queued"] = Field(description="`queued` while your other runs take all slots.")
    poll_interval_seconds: int = Field(ge=1, description="Seconds to wait before the first poll.")
    queue_position: int | None = Field(None, ge=1, description="Place in your queue, from 1; only while queued.")
    active_requests: int = Field(ge=0, description="Your Speech runs in `processing` now.")
    message: str = Field(description="What happens next, in words.")
    metadata: Metadata
    tags: Tags


class Audio(Wire):
    """The recording."""

    duration_ms: int = Field(ge=0, description="Length of the whole recording.")
    duration_formatted: str = Field(description="m:ss, or h:mm:ss from one hour.", examples=["12:05"])
    language_code: str = Field(description="Language that was detected or used.")
    requested_language: str = Field(description="`language` as submitted, `en` when left out.")
    speaker_count: int = Field(ge=0, description="Voices told apart; 1 for a monologue.")


class CandidateDetection(Wire):
    """Which speaker is the candidate, and why."""

    speaker: str = Field(description="Id of the voice, counted from 0.", examples=["speaker_1"])
    speaker_label: str = Field(description="Its label, counted from 1.", examples=["Speaker 2"])
    confidence: Literal["high", "medium", "low"] = Field(
        description="How sure the choice is. `low`: look at the transcript; scores are never held back for it."
    )
    reason: str = Field(description="Why this voice, in words.")
    word_count: int = Field(ge=0, description="Words that the candidate said.")


class Scores(Wire):
    """Scores on 0-5 with CEFR bands (estimates) and percentages; all null on a failed run."""

    vocabulary: float | None = Field(ge=0, le=5, description="Vocabulary, 0-5 with one decimal.")
    vocabulary_cefr: Cefr | None = Field(description="CEFR band of `vocabulary`, an estimate.")
    vocabulary_percent: int | None = Field(ge=0, le=100, description="20 times `vocabulary`, rounded.")
    fluency: float | None = Field(ge=0, le=5, description="Fluency, 0-5 with one decimal.")
    fluency_cefr: Cefr | None = Field(description="CEFR band of `fluency`, an estimate.")
    fluency_percent: int | None = Field(ge=0, le=100, description="20 times `fluency`, rounded.")
    accent: float | None = Field(ge=0, le=5, description="Accent, 0-5 with one decimal.")
    accent_cefr: Cefr | None = Field(description="CEFR band of `accent`, an estimate.")
    accent_percent: int | None = Field(ge=0, le=100, description="20 times `accent`, rounded.")
    overall: float | None = Field(ge=0, le=5, description="Mean of the three, 0-5 with one decimal.")
    cefr_level: Cefr | None = Field(description="CEFR band of `overall`, an estimate.")
    overall_percent: int | None = Field(ge=0, le=100, description="20 times `overall`, rounded.")

    @classmethod
    def none(cls) -> Scores:
        """The scores of a run that has none."""
        return cls.model_validate(dict.fromkeys(cls.model_fields))


class Explainability(Wire):
    """Two or three plain sentences each."""

    vocab: str = Field(description="What the vocabulary score rests on.")
    fluency: str = Field(description="What the fluency score rests on.")


class Segment(Wire):
    """A stretch of one speaker's talk."""

    speaker: str = Field(description="Id of the voice.")
    speaker_label: str = Field(description="Its label.")
    start_ms: int = Field(description="Where it begins in the recording.")
    end_ms: int = Field(description="Where it ends.")
    text: str = Field(description="What was said.")
    confidence: float | None = Field(description="Mean probability that the words were said; null without words.")
    is_candidate: bool = Field(description="Whether the candidate speaks.")


class Speaker(Wire):
    """A voice in the recording."""

    id: str = Field(description="`speaker_0`, `speaker_1` and so on.")
    label: str = Field(description="`Speaker 1`, `Speaker 2` and so on.")
    word_count: int = Field(ge=0, description="Words said.")
    speaking_time_ms: int = Field(description="Time spoken.")
    is_candidate: bool = Field(description="Whether this is the candidate.")


class TranscriptWord(Wire):
    """One recognised word."""

    text: str = Field(description="The word.")
    start_ms: int = Field(description="Where it begins in the recording.")
    end_ms: int = Field(description="Where it ends.")
    confidence: float = Field(description="Calibrated probability that this word was said.")
    speaker: str = Field(description="Id of the voice.")


class Transcript(Wire):
    """What was said, by whom, when."""

    segments: list[Segment] = Field(description="Stretches of talk, in order.")
    speakers: list[Speaker] = Field(description="The voices told apart.")
    candidate_text: str = Field(description="All that the candidate said.")
    candidate_speaker: str = Field(description="Id of the candidate's voice.")
    words: list[TranscriptWord] = Field(description="Every recognised word, in order.")


class Credits(Wire):
    """What the run cost."""

    deducted: int = Field(ge=0, description="Credits charged for this run.")
    remaining_balance: int = Field(description="Your balance after the charge.")
    audio_duration_minutes: float = Field(ge=0, description="Length of the recording.")


class RunError(Wire):
    """Why a run failed."""

    code: str = Field(
        description="Stable code; the list may grow: " + ", ".join(f"`{code}`" for code in RUN_FAILURES) + ".",
        examples=["TRANSCRIPTION_LOW_CONFIDENCE"],
    )
    message: str = Field(description="For people; the wording may change.")


class RunProgress(Wire):
    """How far a running analysis has come."""

    current_step: str | None = Field(description="The step that is worked on; null when all are done.")
    step_share: float | None = Field(ge=0, le=1, description="How much of it is done, 0-1, where that can be told.")
    steps_done: int = Field(ge=0, description="Steps that are recorded.")
    steps_total: int = Field(ge=1, description="Steps of the whole analysis.")


class PollResponse(Wire):
    """State of a run. Unfinished runs carry the light fields only; finished ones the whole result."""

    id: str = Field(description="The run's id.", examples=["req_1786439702417_k3v9qa"])
    request_id: str = Field(description="The same value as `id`, for clients that read the older name.")
    external_id: str | None = Field(description="Your correlation tag, as submitted.")
    status: Status = Field(description="`success`, `partial` and `failed` are final.")
    timestamp: Moment = Field(description="Last change of status, ISO 8601 UTC with milliseconds.")
    metadata: Metadata
    tags: Tags
    poll_interval_seconds: int | None = Field(None, ge=1, description="Unfinished runs: seconds until the next poll.")
    queue_position: int | None = Field(None, ge=1, description="While queued: place in your queue, from 1.")
    active_requests: int | None = Field(None, ge=0, description="While queued: your runs in `processing` now.")
    progress: RunProgress | None = Field(None, description="While processing: steps done.")
    processing_time_ms: int | None = Field(None, ge=0, description="From the start of the work to its end.")
    scoring_method: Literal["ml_hybrid", "gpt_multilingual"] | None = Field(
        None, description="`ml_hybrid` for English, `gpt_multilingual` for all else; `analysis` names what was used."
    )
    audio: Audio | None = Field(None, description="The recording.")
    candidate_detection: CandidateDetection | None = Field(None, description="Which speaker is the candidate, and why.")
    scores: Scores | None = Field(None, description="The scores; all null on a failed run.")
    explainability: Explainability | None = Field(None, description="Left out on failed runs.")
    analysis: dict[str, Any] | None = Field(None, description="Engines, features with units, evidence, confidence.")
    hr_recommendation: str | None = Field(None, description="For recruiters; never says whom to hire.")
    candidate_feedback: str | None = Field(None, description="For the candidate.")
    transcript: Transcript | None = Field(None, description="What was said, by whom, when.")
    credits: Credits | None = Field(None, description="What the run cost.")
    error: RunError | None = Field(None, description="Why the run failed; null unless it did.")


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

    id: str = Field(description="The run's id; poll with it.")
    external_id: str | None = Field(description="Your correlation tag, as submitted.")
    service_type: Literal["speech", "cv_deepmatch"] = Field(description="The module that the run belongs to.")
    status: Status = Field(description="`success`, `partial` and `failed` are final.")
    created_at: Moment = Field(description="When it was submitted.")
    completed_at: Moment | None = Field(description="When it ended.")
    language: str | None = Field(description="Language that was submitted.")
    audio_duration_ms: int | None = Field(description="Length of the recording.")
    overall: float | None = Field(description="Overall score, 0-5.")
    cefr_level: str | None = Field(description="CEFR band of the overall score.")
    credits_deducted: int | None = Field(description="Credits charged.")
    project: str | None = Field(description="Id of the project of the key that submitted it.")
    metadata: Metadata
    tags: Tags
    error: RunError | None = Field(description="Why the run failed; null unless it did.")


class Pagination(Wire):
    """Where this page lies."""

    limit: int = Field(ge=1, le=100, description="Page size that was used.")
    offset: int = Field(ge=0, description="Rows skipped; 0 with a cursor.")
    total: int = Field(ge=0, description="Runs that match the filters.")
    has_more: bool = Field(description="Whether older ones follow.")
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last.")


class RunList(Wire):
    """Runs, newest first."""

    runs: list[RunSummary] = Field(description="The rows of this page.")
    pagination: Pagination = Field(description="Which page this is, and where the next begins.")
