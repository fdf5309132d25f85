"""Lists on labelled lines under one heading: "Additional information", then "Languages: ...", "Skills: ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.schema import SectionKind
from zenhire.analysis.cv.parse.sections import Part, cut
from zenhire.analysis.cv.parse.words_headings import heading_kind

_LABEL = re.compile(r"\s*([^:\t]{3,40}?)\s*:\s*(?=\S)")
_LISTS: tuple[SectionKind, ...] = ("skills", "languages", "certificates", "interests", "awards")
# What else may stand on labelled lines among skills, whose groups have labels of their own.
_BESIDE_SKILLS: tuple[SectionKind, ...] = ("certificates", "interests", "awards")


def with_labelled_lists(found: Sequence[Part]) -> list[Part]:
    """The parts, those divided whose lines begin with the usual headings of lists."""
    done = [part for whole in found for part in _divided(whole)]
    for index, part in enumerate(done):
        part.index = index
    return done


def _divided(part: Part) -> Iterator[Part]:
    wanted = _LISTS if part.kind == "other" else _BESIDE_SKILLS if part.kind == "skills" else ()
    open_part = replace(part, rows=[])
    for row in part.rows if wanted else ():
        told = _labelled(row, wanted)
        if told is not None:
            if open_part.rows:
                yield open_part
            kind, row = told
            open_part = Part(kind, open_part.heading if not open_part.rows else None, known=True)
        elif part.kind == "skills" and open_part.kind != "skills" and _LABEL.match(row.text):
            yield open_part
            open_part = replace(part, heading=None, rows=[])
        open_part.rows.append(row)
    yield open_part if wanted else part


def _labelled(row: Row, wanted: Sequence[SectionKind]) -> tuple[SectionKind, Row] | None:
    label = _LABEL.match(row.text)
    kind = heading_kind(label[1]) if label is not None else None
    return (kind, cut(row, label.end())) if label is not None and kind is not None and kind in wanted else None
