"""Certificates and licences, and projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.parse.context import Context, value
from zenhire.analysis.cv.parse.dates import DateRange, date_ranges
from zenhire.analysis.cv.parse.entries import entries
from zenhire.analysis.cv.parse.experience import told
from zenhire.analysis.cv.parse.pieces import dates_of
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import Certificate, Project
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.parse.words_degrees import school_score
from zenhire.analysis.cv.parse.words_jobs import org_score

_BETWEEN = re.compile(
    r"\t|\s+[–—|•·-]\s+|\s*\|\s*|,\s+(?=[A-ZÀ-Ý])|\s+\((?=[^)]*\)\s*$)|\s+(?:by|issued by|durch|par|por|da|door)\s+"
)
_LIST = re.compile(r"\s*[,;]\s+")
_EDGES = " \t,;:|•·-–—()."
_MOST_LIST_WORDS, _LONGEST = 6, 160
_ISSUED = re.compile(r"(?:issued|expires?|valid|date|credential|gültig|ausgestellt)\b", re.IGNORECASE)


def certificates(parts: Sequence[Part], context: Context) -> list[Certificate]:
    """Certificates of all such parts: one for each line, or each item of a line that is a list."""
    return [item for part in parts for row in part.rows for item in _of_row(row, context)]


def _of_row(row: Row, context: Context) -> Iterator[Certificate]:
    if row.prose and len(row.text) > _LONGEST:
        return
    for quote in _listed(row):
        dates = date_ranges(quote.text, context.day_comes_first)
        names = _named(quote, dates)
        if not names:
            continue
        if len(names) == 2 and names[0].text.isupper() and " " not in names[0].text and not _is_issuer(names[1].text):
            names = [quote.part(names[0].start - quote.start, names[1].end - quote.start)]
        issuer = next((name for name in names[1:] if _is_issuer(name.text)), names[1] if len(names) == 2 else None)
        date = dates[0] if dates else None
        spans = context.spans(name=names[0], issuer=issuer)
        if date and date.first:
            spans["date"] = [context.pages.span(quote.start + date.first_at[0], quote.start + date.first_at[1])]
        yield Certificate(value(names[0]) or "", value(issuer), date.first if date else None, spans)


def _is_issuer(text: str) -> bool:
    return org_score(text) > 0 or school_score(text) > 0


def _listed(row: Row) -> list[Quote]:
    """The items of a line that is a list of short names, or the whole line."""
    cuts = [(match.start(), match.end()) for match in _LIST.finditer(row.text)]
    if len(cuts) < 2 and not (len(cuts) == 1 and ";" in row.text):
        return [row]
    items, at = [], 0
    for start, end in (*cuts, (len(row.text), len(row.text))):
        items.append(row.part(at, start))
        at = end
    short = all(len(item.text.split()) <= _MOST_LIST_WORDS for item in items)
    dated = sum(bool(date_ranges(item.text)) for item in items)
    return [item for item in items if item.text] if short and (dated == 0 or dated == len(items)) else [row]


def _named(quote: Quote, dates: Sequence[DateRange]) -> list[Quote]:
    holes = [(item.start, item.end) for item in dates]
    cuts = sorted([*holes, *((match.start(), match.end()) for match in _BETWEEN.finditer(quote.text))])
    names, at = [], 0
    for start, end in (*cuts, (len(quote.text), len(quote.text))):
        if start >= at:
            name = quote.part(at, start).trimmed(_EDGES)
            if re.search(r"[^\W\d_]{2}", name.text) and not _ISSUED.fullmatch(name.text):
                names.append(name)
        at = max(at, end)
    return names


def projects(parts: Sequence[Part], context: Context) -> list[Project]:
    """Projects of all such parts, in the CV's order."""
    found = []
    for part in parts:
        for entry in entries(part.rows, context.day_comes_first):
            if not entry.head:
                continue
            line = entry.head[entry.dated or 0] if not entry.dated else entry.head[0]
            names = _named(line, entry.dates if entry.dated == 0 else [])
            summary, highlights = told(entry.body)
            if summary is None and len(entry.head) > 1:
                summary = entry.head[-1] if entry.head[-1] is not line and entry.dated != len(entry.head) - 1 else None
            elif summary is None and len(names) > 1:
                summary = names[-1]
            if names:
                found.append(
                    _project(
                        names[0],
                        summary,
                        highlights,
                        dates_of(entry),
                        part.index,
                        context,
                        _offset(entry.head, entry.dated),
                    )
                )
    return found


def _offset(head: Sequence[Row], dated: int | None) -> int:
    return head[dated].start if dated is not None else 0


def _project(
    name: Quote,
    summary: Quote | None,
    highlights: list[Quote],
    dates: DateRange | None,
    index: int,
    context: Context,
    offset: int,
) -> Project:
    return Project(
        name=value(name),
        description=value(summary),
        start_date=dates.first if dates else None,
        end_date=dates.last if dates else None,
        current=bool(dates and dates.current),
        highlights=[value(item) or "" for item in highlights],
        section=index,
        spans=context.spans(name=name, description=summary, highlights=highlights) | context.date_spans(dates, offset),
    )
