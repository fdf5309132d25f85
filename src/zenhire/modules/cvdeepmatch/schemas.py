"""Wire types of CV DeepMatch, with exactly the contract's names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from zenhire.analysis.cv.match.types import Details
from zenhire.analysis.cv.narrative import Narrative
from zenhire.analysis.cv.parse import ParsedCv
from zenhire.analysis.cv.types import FindingKind
from zenhire.modules.cvdeepmatch.errors import RUN_FAILURES
from zenhire.platform.runs.types import FAILED, PARTIAL, PROCESSING, QUEUED, SUCCESS

Status = Literal["processing", "finished", "failed"]
WORDS: dict[str, tuple[str, ...]] = {
    "processing": (QUEUED, PROCESSING),
    "finished": (SUCCESS, PARTIAL),
    "failed": (FAILED,),
}
"""The statuses of a run that each word on the wire stands for."""

ESTIMATED_TIME = "1-3 minutes"
EXAMPLE_ID = "8d3c5a52-6f5e-4b7f-93f1-0c4e7b2a9d10"

_MOMENT = {"format": "date-time"}
RunId = Annotated[str, Field(description="Id of the match, opaque.", examples=[EXAMPLE_ID])]
PositionId = Annotated[str, Field(description="Your id of the position, as submitted.", examples=["wh-lead-7"])]
Moment = Annotated[str, Field(json_schema_extra=_MOMENT, examples=["2026-08-11T11:00:00.000Z"])]
ExternalId = Annotated[str | None, Field(alias="externalId", description="Your correlation tag, as submitted.")]
Metadata = Annotated[dict[str, str], Field(description="Your labels, values as text; `{}` when none.")]
Tags = Annotated[list[str], Field(description="Your tags, trimmed and distinct; `[]` when none.")]


def status_of(run_status: str) -> Any:
    """The word on the wire, a `Status`, for a run's status."""
    return next(word for word, meant in WORDS.items() if run_status in meant)


class Wire(BaseModel):
    """snake_case on the wire, but for `externalId`."""

    model_config = ConfigDict(populate_by_name=True)

    def wire(self) -> dict[str, Any]:
        """The JSON object: fields that were not given are left out, fields given as None are null."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class CvDeepMatchSubmitResponse(Wire):
    """A submit was accepted."""

    id: RunId
    status: Literal["processing"] = Field(description="Always `processing`, also when an earlier match has ended.")
    message: str = Field(description="What happens next, in words.")
    estimated_time: str = Field(description="How long a match may take.", examples=[ESTIMATED_TIME])
    idempotent_replay: bool = Field(
        False, description="True when the `idempotency_key` was used before: this is that match, and nothing new began."
    )
    external_id: ExternalId = None


class CvDeepMatchBreakdown(Wire):
    """A score for each dimension that was submitted."""

    work_experience: float = Field(ge=0, le=1, alias="workExperience", description="Work experience.")
    skills: float = Field(ge=0, le=1, description="Skills, with spoken languages folded in.")
    education: float | None = Field(
        None, ge=0, le=1, description="Education; there only if `requirements.education` was sent and is switched on."
    )


class CvDeepMatchExperienceYears(Wire):
    """Years of work, with one decimal; jobs at the same time are counted once."""

    relevant: float = Field(ge=0, description="In jobs that are relevant to the position.")
    total: float = Field(ge=0, description="In all jobs.")


class CvDeepMatchFinding(Wire):
    """Text that was kept out of the scoring. Its words are not told."""

    kind: FindingKind = Field(description="What it is; the list may grow.")
    page: int = Field(ge=1, description="Its page, from 1.")
    count: int = Field(ge=1, description="How many words, or characters of `invisible_characters`.")
    description: str = Field(description="The same for people. There are honest reasons for hidden text.")


class CvDeepMatchAnalysis(Wire):
    """How far the scores carry. Fields may be added."""

    model_config = ConfigDict(extra="allow")

    notice: str = Field(description="What the scores are and are not, in words.")
    integrity: list[CvDeepMatchFinding] = Field(
        description="Text that a reader of the pages does not see and sentences aimed at a machine, all left out."
    )
    unreadable_pages: list[int] = Field(description="Pages that could not be read, from 1.")


class CvDeepMatchEmbedder(Wire):
    """What compared meanings. Fields may be added."""

    model_config = ConfigDict(extra="allow")

    engine: str = Field(description="Its engine.", examples=["minilm"])
    model: str = Field(description="Its model.")
    version: str = Field(description="Version of the model.")
    sha256: str | None = Field(None, description="Hash of its weights; null where the engine has none.")


class CvDeepMatchEngine(Wire):
    """All that it takes to do the match again. Fields may be added."""

    model_config = ConfigDict(extra="allow")

    zenhire: str = Field(description="Version of the platform.")
    reader: str = Field(description="What read the file.", examples=["pdfium"])
    ocr: str | None = Field(description="What recognised text in pictures; null where nothing was asked to.")
    parser_version: int = Field(description="Version of `cv_parser_result`.")
    match_version: int = Field(description="Version of the rules; it rises when the same input may get other scores.")
    embedder: CvDeepMatchEmbedder = Field(description="What compared meanings.")
    as_of: str = Field(description="The day that 'present' was taken for.", json_schema_extra={"format": "date"})
    cv_hash: str = Field(description="SHA-256 of the file.")
    config_hash: str = Field(description="SHA-256 of what the config asks for, the same for all that ask the same.")
    job_description_hash: str = Field(description="SHA-256 of the job description in UTF-8.")


class CvDeepMatchResult(Wire):
    """How the CV answers the position. Fields may be added."""

    model_config = ConfigDict(extra="allow")

    overall_score: float = Field(
        ge=0, le=1, description="Mean of the dimensions, weighted by their `importance`; a disabled one counts nowhere."
    )
    breakdown: CvDeepMatchBreakdown = Field(description="The score of each dimension.")
    details: Details = Field(
        description="How each dimension came about: every requirement and job with its score, the rule that gave it,"
        " and the words, page and place in the CV that speak for it."
    )
    skills_matched: list[str] = Field(
        description="Skills and qualifications of the config with a score of 0.6 or more."
    )
    skills_missing: list[str] = Field(description="Those with less: the CV gives little evidence of them, or none.")
    experience_years: CvDeepMatchExperienceYears = Field(description="How long the person has worked.")
    comments: list[str] = Field(description="What a reader should know, in words. Never counted.")
    narrative: Narrative | None = Field(
        None,
        description="A language model's words about the match, checked against the CV; null unless the operator has set"
        " a model up. Never counted.",
    )
    analysis: CvDeepMatchAnalysis = Field(description="What was left out of the scoring, and what could not be read.")
    engine: CvDeepMatchEngine = Field(description="Versions of all parts, and hashes of what was matched.")


class CvDeepMatchRunError(Wire):
    """Why a match failed."""

    code: str = Field(
        description="Stable code; the list may grow: " + ", ".join(f"`{code}`" for code in RUN_FAILURES) + ".",
        examples=["CV_PARSE_FAILED"],
    )
    message: str = Field(description="For people; the wording may change.")


class CvDeepMatchRequest(Wire):
    """How a match stands. Every field is always there."""

    id: RunId
    position_id: PositionId
    status: Status = Field(description="`finished` and `failed` are final.")
    created_at: Moment = Field(description="When it was submitted.")
    processing_started_at: Moment | None = Field(description="When the work began; null while it waits.")
    processing_completed_at: Moment | None = Field(description="When it ended; null until then.")
    cv_parser_result: ParsedCv | None = Field(
        description="What the CV says, as data: personal data, which is only shown here. Null until the match has"
        " ended, and when the CV could not be read."
    )
    cv2jd_result: CvDeepMatchResult | None = Field(description="The match; null unless `finished`.")
    error: CvDeepMatchRunError | None = Field(description="Why it failed; null unless `failed`.")
    config: dict[str, Any] = Field(description="The config as submitted, without names that begin with `_`.")
    metadata: Metadata
    tags: Tags
    external_id: ExternalId


class CvDeepMatchRequestSummary(Wire):
    """A row of the list."""

    id: RunId
    position_id: PositionId
    status: Status = Field(description="`finished` and `failed` are final.")
    created_at: Moment = Field(description="When it was submitted.")
    processing_completed_at: Moment | None = Field(description="When it ended; null until then.")
    project_id: str | None = Field(description="Id of the project of the key that submitted it.")
    external_id: ExternalId
    metadata: Metadata
    tags: Tags


class CvDeepMatchPagination(Wire):
    """Where this page lies."""

    limit: int = Field(ge=1, le=100, description="Page size that was used.")
    offset: int = Field(ge=0, description="Rows skipped; 0 with a cursor.")
    total: int = Field(ge=0, description="Matches that the filters let through.")
    has_more: bool = Field(alias="hasMore", description="Whether older ones follow.")


class CvDeepMatchRequestList(Wire):
    """Matches, newest first."""

    data: list[CvDeepMatchRequestSummary] = Field(description="The rows of this page.")
    requests: list[CvDeepMatchRequestSummary] = Field(description="The same rows under another name.")
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last.")
    pagination: CvDeepMatchPagination = Field(description="Which page this is.")
