"""Reading and matching a CV in this process, by the same steps and limits as a worker's."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zenhire.analysis.cv.parse import ParsedCv
from zenhire.engines.embedder import EmbedderError
from zenhire.entry.cli import load_settings
from zenhire.entry.matching import match_limits
from zenhire.entry.user_files import NotWorthSending, opened
from zenhire.entry.wiring import embedder_spec
from zenhire.kit.clock import utcnow
from zenhire.modules.cvdeepmatch import result, tasks
from zenhire.modules.cvdeepmatch.store import CvRow
from zenhire.modules.cvdeepmatch.tasks import NotRead, ReadCv


class CannotRead(Exception):
    """The CV cannot be read or matched here; the message says what to do, `by_operator` whether it lies in this
    machine and not in the CV.
    """

    def __init__(self, message: str, *, by_operator: bool = False) -> None:
        super().__init__(message)
        self.by_operator = by_operator


@dataclass(frozen=True, slots=True)
class LocalCv:
    """A CV that was read and parsed; `as_of` is the day that 'present' was taken for."""

    read: ReadCv
    parsed: ParsedCv
    as_of: date

    @property
    def shown(self) -> dict[str, Any]:
        """Its fields, as `cv_parser_result` has them."""
        return result.parsed_json(self.parsed)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What a reader of the pages does not see: where and how much, without its words."""
        return [one.wire() for one in result.findings(self.read.document)]

    def as_json(self, *, text: bool) -> dict[str, Any]:
        """All of it."""
        document = self.read.document
        return {
            "cv_parser_result": self.shown,
            "integrity": self.findings,
            "pages": [{"number": page.number, "source": page.source} for page in document.pages],
            "reader": document.reader,
            "ocr": document.ocr,
            **({"text": document.text} if text else {}),
        }


def read(file: Path) -> LocalCv:
    """The CV of a PDF. Raises CannotRead."""
    today = utcnow().date()
    try:
        with _on_disk(file) as path:
            found = tasks.read_cv(str(path), match_limits(load_settings()).read)
        if isinstance(found, NotRead):
            raise CannotRead(found.message, by_operator=found.whose == "operator")
        return LocalCv(found, tasks.parse_cv(found.document, today), today)
    except tasks.Unexpected as error:
        raise CannotRead(f"The CV cannot be read, by a fault of this program: {error}.", by_operator=True) from None


@contextmanager
def _on_disk(file: Path) -> Iterator[Path]:
    """A path of the file, also of standard input."""
    try:
        with opened(file, "CV", None) as cv:
            if str(file) != "-":
                yield file
                return
            with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
                shutil.copyfileobj(cv, kept)
                kept.flush()
                yield Path(kept.name)
    except NotWorthSending as problem:
        raise CannotRead(str(problem)) from None


def match(cv: LocalCv, config: dict[str, Any], job_description: str) -> dict[str, Any]:
    """How the CV answers a position, as `cv2jd_result` tells it. Raises CannotRead."""
    try:
        spec = embedder_spec(load_settings())
        matched = tasks.match_cv(cv.read.document, cv.parsed, config, job_description, spec)
    except (EmbedderError, tasks.CannotMatch, tasks.Unexpected) as error:
        raise CannotRead(str(error), by_operator=True) from None
    row = CvRow(
        application_id="",
        position_id="",
        cv_key="",
        cv_kind="pdf",
        job_description=job_description,
        config=config,
        webhook_url=None,
        submitted_on=cv.as_of,
    )
    info = matched.embedder
    described = {"engine": info.engine, "model": info.model, "version": info.version}
    return result.build_result(row, cv.read, cv.parsed, matched, embedder=described)
