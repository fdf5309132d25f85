"""What the engine processes do for CV DeepMatch: picklable functions from a file to a match.

A CV's words are in the errors of libraries, too, so that what nobody foresaw leaves these processes as `Unexpected`,
which tells where it happened and quotes nothing.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.layout.docx import read_docx
from zenhire.analysis.cv.match import Match, match
from zenhire.analysis.cv.parse import ParsedCv, parse, scorable
from zenhire.analysis.cv.position import PositionError, config_hash, read_position
from zenhire.analysis.cv.types import CvBlock, CvDocument, CvLine, CvPage
from zenhire.engines import embedder
from zenhire.engines.docx import reader as docx_reader
from zenhire.engines.docx.base import DocxError, DocxReaderBroken
from zenhire.engines.docx.reader import DocxOptions
from zenhire.engines.embedder import EmbedderInfo, EmbedderSpec, similarities
from zenhire.engines.pdf import reader
from zenhire.engines.pdf.base import PdfError, PdfReaderBroken
from zenhire.engines.pdf.reader import ReadOptions

P = ParamSpec("P")
T = TypeVar("T")

_PHRASES = 4096
_PHRASE_CHARS = 200


_BOX = (40.0, 40.0, 400.0, 52.0)
_REHEARSAL = CvDocument(
    text="Baker of rye bread since 2015",
    pages=(CvPage(1, 595.0, 842.0, "text"),),
    lines=(CvLine(0, 29, 1, _BOX, 10.0, False, False, False, 0, 0),),
    blocks=(CvBlock(0, 29, 1, _BOX, 0, 0, 1),),
    links=(),
    repeats=(),
    findings=(),
    withheld="",
    body_size=10.0,
    reader="none",
)
_REHEARSED: dict[str, Any] = {
    "name": "Baker",
    "requirements": {
        "workExperience": {
            "from": 1,
            "to": 2,
            "importance": 1,
            "relevant_roles": ["Baker"],
            "relevant_industries": ["Food"],
            "industries_config": [{"name": "Food", "importance": 1}],
        },
        "skills": {
            "importance": 1,
            "skills_config": {"hard_skills": [{"name": "Kneading dough", "importance": 1}]},
            "language_skills_config": {"required_languages": ["English"], "target_countries": ["Poland"]},
        },
    },
}


class Unexpected(Exception):
    """Something went wrong that nobody foresaw: the kind of error and the places in our code, and none of its words."""


class CannotMatch(Exception):
    """The stored position cannot be matched with; the message says why."""


@dataclass(frozen=True, slots=True)
class ReadCv:
    """A read CV, and the SHA-256 of the file that it was read from."""

    document: CvDocument
    sha256: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A match, the embedder that said what is alike, and the hash of what the position asks for."""

    found: Match
    embedder: EmbedderInfo
    config_hash: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why a CV was not read, in words for whoever sent it. `whose`: 'sender' or 'operator', who has to act."""

    message: str
    whose: Literal["sender", "operator"]


def discreet(function: Callable[P, T]) -> Callable[P, T]:
    """The function, with errors that nobody foresaw as `Unexpected`."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except (MemoryError, CannotMatch, embedder.EmbedderError):
            raise
        except Exception as error:
            raise Unexpected(f"{type(error).__name__} in {', '.join(_places(error))}") from None

    return guarded


def _places(error: BaseException) -> Iterator[str]:
    """The innermost places, innermost first."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:]):
        yield f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"


@discreet
def warm_up(spec: EmbedderSpec) -> EmbedderInfo:
    """Loads the embedder and the tables in this process, with a match in small. Raises EmbedderConfigurationError."""
    parsed = parse(_REHEARSAL, date(2020, 1, 1))
    return match_cv(_REHEARSAL, parsed, _REHEARSED, "Bakes rye bread in a team.", spec).embedder


@discreet
def read_cv(path: str, options: ReadOptions) -> ReadCv | NotRead:
    """The CV's text with its places, read by a walled process of its own."""
    try:
        if _is_docx(Path(path)):
            laid_out = read_docx(asyncio.run(docx_reader.read(path, _docx_options(options))))
        else:
            laid_out = read_layout(asyncio.run(reader.read(path, options)))
    except (PdfReaderBroken, DocxReaderBroken) as error:
        return NotRead(str(error), "operator")
    except (PdfError, DocxError) as error:
        return NotRead(str(error), "sender")
    if not laid_out.text.strip():
        return NotRead("Nothing of the CV's text can be seen by a reader of its pages.", "sender")
    return ReadCv(laid_out, _sha256(Path(path)))


def _docx_options(options: ReadOptions) -> DocxOptions:
    """The same limits for a DOCX; those of a process that reads XML where they are stricter."""
    own = DocxOptions()
    limits = replace(
        own.limits,
        wall_seconds=options.limits.wall_seconds,
        cpu_seconds=options.limits.cpu_seconds,
        memory_bytes=min(own.limits.memory_bytes, options.limits.memory_bytes),
    )
    return replace(own, most_bytes=options.most_bytes, most_characters=options.most_characters, limits=limits)


def _is_docx(path: Path) -> bool:
    """Whether a file that the form has taken is a DOCX; it begins as one, or as a PDF."""
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@discreet
def parse_cv(document: CvDocument, as_of: date) -> ParsedCv:
    """The CV's fields; `as_of` is the day of the submission."""
    return parse(document, as_of)


@discreet
def match_cv(
    document: CvDocument, parsed: ParsedCv, config: dict[str, Any], job_description: str, spec: EmbedderSpec
) -> Matched:
    """The match. Raises CannotMatch, EmbedderConfigurationError."""
    try:
        position = read_position(config)
    except PositionError as error:
        fields = ", ".join(sorted(error.fields)[:5])
        raise CannotMatch(f"The stored config is not understood any more ({fields}). Submit it anew.") from None
    wanted = plain_text(job_description)
    found = match(scorable(document, parsed), position, wanted, similar=Cosines(spec).similar)
    return Matched(found, embedder.warm_up(spec), config_hash(position))


def plain_text(job_description: str) -> str:
    """The job description as text: of a JSON object its texts, one a line, in its own order."""
    try:
        found = json.loads(job_description)
    except ValueError:
        return job_description
    return "\n".join(_texts(found)) if isinstance(found, dict) else job_description


def _texts(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            stack += reversed(one.values())
        elif isinstance(one, list):
            stack += reversed(one)


class Cosines:
    """Cosines for one match: each text is embedded once, by itself."""

    def __init__(self, spec: EmbedderSpec) -> None:
        self._spec = spec
        self._rows: dict[str, NDArray[np.float32]] = {}

    def similar(self, these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
        """Of each of these, what the position asks for, with each of those, what the CV says."""
        asked = [self._asked(text) for text in these]
        said = [self._said(text) for text in those]
        if not asked or not said:
            return np.zeros((len(asked), len(said)))
        return similarities(np.stack(asked), np.stack(said))

    def _asked(self, text: str) -> NDArray[np.float32]:
        return _phrase(self._spec, text) if len(text) <= _PHRASE_CHARS else self._said(text)

    def _said(self, text: str) -> NDArray[np.float32]:
        row = self._rows.get(text)
        if row is None:
            row = self._rows[text] = embedder.embed_texts(self._spec, [text])[0]
        return row


@functools.lru_cache(maxsize=_PHRASES)
def _phrase(spec: EmbedderSpec, text: str) -> NDArray[np.float32]:
    """A position's phrase: many CVs are matched with the same ones. What CVs say is not kept."""
    row: NDArray[np.float32] = embedder.embed_texts(spec, [text])[0]
    return row
