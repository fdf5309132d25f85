"""What the platform answers about matches, typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from zenhire.client.cv_models import ParsedCv
from zenhire.client.detail_models import Analysis, Details, Engine, Narrative
from zenhire.client.errors import RunFailed
from zenhire.client.models import RunError
from zenhire.client.wire import SNAKE_CASE, Answer, SnakeWire

MatchStatus = Literal["processing", "finished", "failed"]
"""The words of `status` today."""

ENDED = frozenset({"finished", "failed"})


class SnakeAnswer(Answer):
    """An answer with such names."""

    model_config = SNAKE_CASE


class MatchSubmitted(SnakeAnswer):
    """A CV was accepted."""

    _idempotency_key: str = PrivateAttr("")

    id: str
    """The match's id, for good."""
    status: str
    """`processing`, also when an earlier match with this key has ended."""
    message: str | None = None
    estimated_time: str | None = None
    idempotent_replay: bool = False
    """Whether this is the match of an earlier submit with the same key."""
    external_id: str | None = Field(None, alias="externalId")

    @property
    def idempotency_key(self) -> str:
        """The key that the submit was sent with."""
        return self._idempotency_key


class Breakdown(SnakeWire):
    """The score of each dimension, 0-1; None for one that was not asked for."""

    work_experience: float | None = Field(None, alias="workExperience")
    skills: float | None = None
    education: float | None = None


class ExperienceYears(SnakeWire):
    """Years of work; jobs at the same time are counted once."""

    relevant: float
    total: float


def _if_known(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


IfKnown = WrapValidator(_if_known)
"""None for what another platform, or another version, means by the same name; `body` has it as it came."""


class MatchResult(SnakeWire):
    """How the CV answers the position. The contract promises the scores; what else there is depends on the platform."""

    overall_score: float
    """0-1."""
    breakdown: Breakdown
    details: Annotated[Details | None, IfKnown] = None
    """How each dimension came about: every requirement and job with its score, rule and evidence."""
    skills_matched: list[str] = []
    skills_missing: list[str] = []
    experience_years: ExperienceYears | None = None
    comments: list[str] = []
    """What a reader should know, in words."""
    narrative: Annotated[Narrative | None, IfKnown] = None
    """A language model's words, checked against the CV; None unless the operator has set a model up."""
    analysis: Annotated[Analysis | None, IfKnown] = None
    """What was left out of the scoring: hidden text, pages that could not be read."""
    engine: Annotated[Engine | None, IfKnown] = None
    """Versions and hashes: enough to do it again."""


class Match(SnakeAnswer):
    """How a match stands, at last with the result. What is not there yet is None."""

    id: str
    position_id: str | None = None
    status: str
    """`processing`, `finished` or `failed`."""
    created_at: datetime | None = None
    processing_started_at: datetime | None = None
    processing_completed_at: datetime | None = None
    cv_parser_result: ParsedCv | None = None
    """What the CV says: personal data."""
    cv2jd_result: MatchResult | None = None
    error: RunError | None = None
    config: dict[str, Any] = {}
    metadata: dict[str, str] = {}
    tags: list[str] = []
    external_id: str | None = Field(None, alias="externalId")

    @property
    def finished(self) -> bool:
        """Whether nothing about the match changes any more."""
        return self.status in ENDED

    @property
    def result(self) -> MatchResult | None:
        """The match itself, once it is there."""
        return self.cv2jd_result

    def raise_if_failed(self) -> Self:
        """The match itself. Raises RunFailed when it ended `failed`."""
        if self.status == "failed":
            why = self.error or RunError(code="UNKNOWN", message="The platform does not say why.")
            raise RunFailed(self.id, why.code, why.message)
        return self


class MatchSummary(SnakeWire):
    """A row of the list."""

    id: str
    position_id: str | None = None
    status: str
    created_at: datetime
    processing_completed_at: datetime | None = None
    project_id: str | None = None
    external_id: str | None = Field(None, alias="externalId")
    metadata: dict[str, str] = {}
    tags: list[str] = []


class MatchPagination(SnakeWire):
    """Where a page lies."""

    limit: int | None = None
    offset: int | None = None
    total: int | None = None
    has_more: bool = Field(False, alias="hasMore")


class MatchPage(SnakeAnswer):
    """One page of the list, newest first; `requests` has the same rows as `data`."""

    data: list[MatchSummary]
    requests: list[MatchSummary] = []
    next_cursor: str | None = None
    pagination: MatchPagination | None = None
