"""From a match to what is stored and shown: `cv_parser_result` and `cv2jd_result`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

import zenhire
from zenhire.analysis.cv.match import Match
from zenhire.analysis.cv.narrative import Narrative
from zenhire.analysis.cv.parse import ParsedCv
from zenhire.analysis.cv.types import CvDocument
from zenhire.modules.cvdeepmatch.schemas import (
    CvDeepMatchAnalysis,
    CvDeepMatchEmbedder,
    CvDeepMatchEngine,
    CvDeepMatchFinding,
)
from zenhire.modules.cvdeepmatch.store import CvRow
from zenhire.modules.cvdeepmatch.tasks import Matched, ReadCv

MATCH_VERSION = 4
"""Rises when the same CV and position may get other scores."""

_MATCH = TypeAdapter(Match)
_PARSED = TypeAdapter(ParsedCv)
_NARRATIVE = TypeAdapter(Narrative)

NOTICE = (
    "The scores say what the CV's text shows for each requirement, and nothing of what it leaves out. A person decides;"
    " these figures are evidence."
)


def parsed_json(parsed: ParsedCv) -> dict[str, Any]:
    """`cv_parser_result`: the parsed CV in JSON Resume's names. It is about a person: only polls show it."""
    shown: dict[str, Any] = _PARSED.dump_python(parsed, mode="json", by_alias=True)
    return shown


def build_result(
    row: CvRow,
    cv: ReadCv,
    parsed: ParsedCv,
    matched: Matched,
    *,
    embedder: Mapping[str, Any],
    narrative: Narrative | None = None,
) -> dict[str, Any]:
    """`cv2jd_result`: the match, what a reader of the pages does not see, and all that it takes to do it again."""
    shown: dict[str, Any] = _MATCH.dump_python(matched.found, mode="json")
    analysis = CvDeepMatchAnalysis(
        notice=NOTICE,
        integrity=findings(cv.document),
        unreadable_pages=[page.number for page in cv.document.pages if page.source == "none"],
    )
    engine = CvDeepMatchEngine(
        zenhire=zenhire.__version__,
        reader=cv.document.reader,
        ocr=cv.document.ocr,
        parser_version=parsed.schema_version,
        match_version=MATCH_VERSION,
        embedder=CvDeepMatchEmbedder.model_validate(embedder),
        as_of=parsed.as_of,
        cv_hash=cv.sha256,
        config_hash=matched.config_hash,
        job_description_hash=hashlib.sha256(row.job_description.encode("utf-8", "surrogatepass")).hexdigest(),
    )
    return {
        **shown,
        "narrative": None if narrative is None else _NARRATIVE.dump_python(narrative, mode="json"),
        "analysis": analysis.wire(),
        "engine": engine.wire(),
    }


def findings(document: CvDocument) -> list[CvDeepMatchFinding]:
    """What was kept out of the text that is scored: where and how much, without its words."""
    return [
        CvDeepMatchFinding(kind=one.kind, page=one.page, count=one.count, description=one.description)
        for one in document.findings
    ]
