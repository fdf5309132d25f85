"""Which layouts by others can be read: themes made for the screen may print text over text, or leave jobs out."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped, unused-ignore]

from evals.cv_corpus.people import Person

_MOST_OVERLAPPING, _MOST_PAGES = 0.005, 10
# In points; no letter of a text is larger, but for the name's, which stand alone.
_CELL = 10.0
# How far apart letters of one ligature are.
_LIGATURE = 2


def fit(target: Path, person: Person, ligatures: bool = False) -> bool:
    """Whether a printed CV, with its gold beside it, shows every employer, title and school on few pages.

    Text over text is none; nor are letters of one ligature, where `ligatures` says so.
    """
    gold = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    jobs = [job for job in gold["experience"] if job["name"] and job["position"]]
    schools = [study for study in gold["education"] if study["institution"]]
    if pages(target) > _MOST_PAGES:
        return False
    whole = len(jobs) == len(person.jobs) and len(schools) == len(person.studies)
    return whole and overlapping(target, ligatures) <= _MOST_OVERLAPPING


def pages(path: Path) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def overlapping(path: Path, ligatures: bool = False) -> float:
    """Share of a PDF's characters whose middle lies within another one's box: what nobody can read.

    Letters of a ligature share a box; where `ligatures` says so, they do not count.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        counts = [_overlapping(page.get_textpage(), ligatures) for page in document]
    finally:
        document.close()
    return sum(hit for hit, _ in counts) / max(1, sum(total for _, total in counts))


def _overlapping(text: Any, ligatures: bool) -> tuple[int, int]:
    """How many characters of a page overlap, and how many there are."""
    signs = [at for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
    boxes = [text.get_charbox(at) for at in signs]
    near: dict[tuple[int, int], list[int]] = {}
    middles = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in boxes]
    for at, (x, y) in enumerate(middles):
        near.setdefault((int(x // _CELL), int(y // _CELL)), []).append(at)

    def covered(at: int) -> bool:
        x, y = middles[at]
        around = itertools.product((-1, 0, 1), (-1, 0, 1))
        cells = [(int(x // _CELL) + right, int(y // _CELL) + up) for right, up in around]
        found = [other for cell in cells for other in near.get(cell, ()) if other != at]
        others = [boxes[other] for other in found if not (ligatures and joined(at, other))]
        return any(left < x < right and bottom < y < top for left, bottom, right, top in others)

    def joined(at: int, other: int) -> bool:
        return abs(at - other) <= _LIGATURE and boxes[at] == boxes[other]

    return sum(map(covered, range(len(boxes)))), len(boxes)
