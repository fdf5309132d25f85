"""The CVs that are ranked, each as it is and without its title line, and the positions that they are ranked for.

The title line is the first printed line, in these CVs the occupation in capitals, and the lines that go on with it in
capitals. It is taken out of the PDF's words, before reading order and fields are looked for, so that nothing of it is
left in the text or in a field.

What was read is kept in a folder if one is named (ZENHIRE_CV_CACHE), else for the run, by the file's bytes and the code
that read them.
"""

from __future__ import annotations

import asyncio
import csv
import gzip
import hashlib
import json
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import takewhile
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

import zenhire.analysis.cv as reading
import zenhire.engines.pdf as pdf
from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.parse import parse
from zenhire.analysis.cv.parse.scorable import ScorableCv, scorable
from zenhire.analysis.cv.position import read_position
from zenhire.analysis.cv.position.types import Position
from zenhire.analysis.cv.types import Box
from zenhire.engines.pdf import wire
from zenhire.engines.pdf.base import PdfDocument, PdfError
from zenhire.engines.pdf.reader import READER, read

AS_OF = date(2026, 3, 15)
SEED = 1
POSITIONS = Path(__file__).parent / "cv_match_positions"
_SCORABLE = TypeAdapter(ScorableCv)


@dataclass(frozen=True, slots=True)
class Asked:
    """A position that CVs are ranked for: right are those of its category."""

    category: str
    config: dict[str, Any]
    position: Position
    job_description: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A CV: what scoring is given, and its whole text, which the baselines read."""

    category: str
    title: str
    text: str
    cv: ScorableCv


def positions(folder: Path = POSITIONS) -> list[Asked]:
    """The positions, by category. Raises PositionError for a config that a server would refuse."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        config = told["config"]
        found.append(Asked(told["category"], config, read_position(config), told["job_description"]))
    return sorted(found, key=lambda one: one.category)


def candidates(
    data: Path, folder: Path, processes: int, most: int | None = None
) -> tuple[list[Candidate], list[Candidate], int]:
    """CVs as they are, the same without their title lines, and how many could not be read; `most` drawn at random."""
    root = data / "resumes_livecareer"
    with (root / "labels.csv").open(encoding="utf-8", newline="") as file:
        labels = [(root / row["path"], row["category"]) for row in csv.DictReader(file)]
    if most is not None:
        random.Random(SEED).shuffle(labels)
        labels = labels[:most]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        pairs = list(pool.map(partial(_pair, folder=folder), *zip(*labels, strict=True), chunksize=8))
    read_ones = [pair for pair in pairs if pair is not None]
    return [one for one, _ in read_ones], [other for _, other in read_ones], len(pairs) - len(read_ones)


def _pair(path: Path, category: str, folder: Path) -> tuple[Candidate, Candidate] | None:
    try:
        told = kept(folder / "cvs", _key(path.read_bytes(), _code()), lambda: _both(path, folder))
    except PdfError:
        return None
    full, bare = ([row["title"], row["text"], _SCORABLE.validate_python(row["cv"])] for row in told)
    return Candidate(category, *full), Candidate(category, *bare)


def _both(path: Path, folder: Path) -> list[dict[str, Any]]:
    words = kept(folder / "words", _key(path.read_bytes(), _reader_code()), lambda: _words(path))
    document = PdfDocument(wire.unpack(words), READER)
    bare, title = without_title(document)
    rows = []
    for one in (document, bare):
        laid = read_layout(one)
        cv = scorable(laid, parse(laid, AS_OF))
        rows.append({"title": title, "text": laid.text, "cv": _SCORABLE.dump_python(cv, mode="json")})
    return rows


def _words(path: Path) -> dict[str, Any]:
    return wire.pack(asyncio.run(read(path)).pages)


def without_title(document: PdfDocument) -> tuple[PdfDocument, str]:
    """The document without the words of its title line, and that line."""
    laid = read_layout(document)
    texts = [laid.text[line.start : line.end] for line in laid.lines]
    more = takewhile(lambda text: text.upper() == text, texts[1:])
    count = min(len(texts), 1 + sum(1 for _ in more))
    boxes = [line.box for line in laid.lines[:count] if line.page == laid.lines[0].page]

    def inside(box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes)

    first, *others = document.pages
    bare = replace(first, words=tuple(word for word in first.words if not inside(word.box)))
    return replace(document, pages=(bare, *others)), " ".join(texts[:count])


def kept(folder: Path, key: str, make: Callable[[], Any]) -> Any:
    """JSON that was made before under this key, or is made and kept now."""
    path = folder / f"{key}.json.gz"
    if path.is_file():
        return json.loads(gzip.decompress(path.read_bytes()))
    made = make()
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(gzip.compress(json.dumps(made).encode(), 1))
    part.replace(path)
    return made


def _key(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


@cache
def _code() -> bytes:
    folder = Path(str(reading.__file__)).parent
    found = (*folder.glob("*.py"), *(folder / "layout").rglob("*.py"), *(folder / "parse").rglob("*.py"))
    return _reader_code() + _sources(found)


@cache
def _reader_code() -> bytes:
    return _sources(Path(str(pdf.__file__)).parent.glob("*.py"))


def _sources(paths: Iterable[Path]) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(paths))
