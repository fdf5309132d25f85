"""Certificates and licences, and projects."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.context import Context, value
from zenhire.analysis.cv.parse.dates.ranges import DateRange, date_ranges
from zenhire.analysis.cv.parse.entries import entries
from zenhire.analysis.cv.parse.experience import told
from zenhire.analysis.cv.parse.pieces import dates_of
from zenhire.analysis.cv.parse.rows import Quote, Row, cells_as_rows
from zenhire.analysis.cv.parse.schema import Certificate, Project
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.parse.skills.wraps import with_whole_names
from zenhire.analysis.cv.parse.words.degrees import school_score
from zenhire.analysis.cv.parse.words.footers import is_signature
from zenhire.analysis.cv.parse.words.given import BY, EXPIRES, GIVEN, is_given
from zenhire.analysis.cv.parse.words.jobs import org_score
from zenhire.analysis.cv.skills.normal import word_set
from zenhire.analysis.cv.text import BULLET

_BETWEEN = re.compile(
    r"\t|\s+[–—|•·-]\s+|\s*\|\s*|,\s+(?=[A-ZÀ-Ý])|\s+\((?P<bracket>[^()]{1,80})\)\s*$"
    r"|\s+(?:by|issued by|durch|par|por|da|door)\s+"
)
_IN_BRACKETS = re.compile(r"\([^()]{1,40}\)")
_LIST = re.compile(r"\s*[,;]\s+")
_EDGES = " \t,;:|•·-–—()."
_MOST_LIST_WORDS, _LONGEST, _LEAST_BARS = 6, 160, 3
_LENGTH = re.compile(
    r"\d{1,4}\s?(?:h|hrs?|hours?|days?|weeks?|stunden|std\.?|tage|heures|jours|horas|d[ií]as|ore|giorni|"
    r"dias|uur|dagen|godzin|dni|saat|g[üu]n)",
    re.IGNORECASE,
)
# Words of names of certificates, which no issuer's name has.
_OF_CERTIFICATES = re.compile(
    r"(?<!\w)(?:\w*licen[cs]es?|\w*licences?|diplomas?|first aid|permits?|\w*schein|zertifi\w*|"
    r"permis|habilitations?|brevet|secourist\w*|curso|carn[ée]|corso|patente|attestat\w*|carta|rijbewijs|"
    r"certyfikat\w*|kurs\w*|uprawnienia|belgesi|sertifika\w*|ehliyet\w*)(?!\w)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z][A-Z0-9+/-]{1,9}")
_ABBREVIATION = re.compile(r"[A-Z][\w/&.-]{0,9}|[A-Z][a-z]{2,20}")
# What a dash may part from the name that it belongs to: "Solutions Architect – Associate".
_GRADES = word_set(
    "associate professional expert specialist practitioner foundation fundamentals advanced intermediate basic "
    "beginner master core level essentials"
)


def certificates(parts: Sequence[Part], context: Context) -> list[Certificate]:
    """Certificates of all such parts: one for each line, or each item of a line that is a list.

    A line that only tells when or by whom one was given is of the certificate above.
    """
    found: list[Certificate] = []
    for part in parts:
        own: list[Certificate] = []
        beside = itertools.chain.from_iterable(map(_beside, part.rows))
        rows = with_whole_names([row for row in beside if not is_signature(row.text)], context)
        for row in _whole(rows, context):
            quote = row.part(0, len(row.text))
            if (label := GIVEN.match(row.text)) and _is_about(row.text, label.end(), context):
                if own:
                    own[-1] = _told(own[-1], quote, label.end(), context)
            else:
                own += _of_row(row, context)
        found += own
    return found


def _beside(row: Row) -> Iterator[Row]:
    """The row, or its cells where each is an item with a mark of its own."""
    marked = len(row.cells) > 1 and all(cell.text.startswith(BULLET) for cell in row.cells[1:])
    if not marked:
        yield row
        return
    yield from cells_as_rows(row)


def _whole(rows: Sequence[Row], context: Context) -> Iterator[Row]:
    """The rows; brackets on a line of their own belong to the line above."""
    for row, below in itertools.zip_longest(rows, rows[1:]):
        if row is not rows[0] and _IN_BRACKETS.fullmatch(row.text):
            continue
        if below and _IN_BRACKETS.fullmatch(below.text) and below.start == row.end + 1:
            whole = context.quote(row.start, below.end)
            yield replace(row, text=whole.text.replace("\n", " "), end=below.end)
        else:
            yield row


def _is_about(text: str, end: int, context: Context) -> bool:
    """Whether nothing but a date or a short name follows the label that ends here."""
    rest = text[end:]
    return len(rest.split()) <= _MOST_LIST_WORDS or bool(date_ranges(rest, context.day_comes_first))


def _told(item: Certificate, row: Quote, end: int, context: Context) -> Certificate:
    """The certificate with the date or the issuer of a line that tells them."""
    rest = row.part(end, len(row.text)).trimmed(_EDGES)
    dates = date_ranges(rest.text, context.day_comes_first)
    if dates and dates[0].first and item.date is None and not EXPIRES.match(row.text):
        span = context.pages.span(rest.start + dates[0].first_at[0], rest.start + dates[0].first_at[1])
        return replace(item, date=dates[0].first, spans=item.spans | {"date": [span]})
    if not dates and item.issuer is None and BY.match(row.text) and re.search(r"[^\W\d_]{2}", rest.text):
        return replace(item, issuer=value(rest), spans=item.spans | context.spans(issuer=rest))
    return item


def _of_row(row: Row, context: Context) -> Iterator[Certificate]:
    if row.prose and len(row.text) > _LONGEST:
        return
    if row.text.count("|") >= _LEAST_BARS and not any(map(str.isdigit, row.text)) and not _is_issuer(row.text):
        # A list of skills: a certificate has few parts.
        return
    for quote in _listed(row):
        dates = date_ranges(quote.text, context.day_comes_first)
        names = _graded(quote, _named(quote, dates))
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


def _graded(quote: Quote, names: list[Quote]) -> list[Quote]:
    """The names, a grade behind a dash with the first of them."""
    if len(names) < 2 or not set(names[1].text.lower().split()) <= _GRADES:
        return names
    return [quote.part(names[0].start - quote.start, names[1].end - quote.start), *names[2:]]


def _is_issuer(text: str) -> bool:
    return org_score(text) > 0 or school_score(text) > 0


def _listed(row: Row) -> list[Quote]:
    """The items of a line that is a list of short names, or the whole line."""
    cuts = [(match.start(), match.end()) for match in _LIST.finditer(row.text)]
    if len(cuts) < 2 and not (len(cuts) == 1 and (";" in row.text or _are_two(row, *cuts[0]))):
        return [row]
    items, at = [], 0
    for start, end in (*cuts, (len(row.text), len(row.text))):
        items.append(row.part(at, start))
        at = end
    short = all(len(item.text.split()) <= _MOST_LIST_WORDS for item in items)
    dated = sum(bool(date_ranges(item.text)) for item in items)
    return [item for item in items if item.text] if short and (dated == 0 or dated == len(items)) else [row]


def _are_two(row: Row, start: int, end: int) -> bool:
    """Whether a second certificate follows a comma, and not the first one's issuer."""
    first, rest = row.text[:start], row.text[end:]
    if _INITIALS.fullmatch(first) and _INITIALS.fullmatch(rest):
        return not _is_issuer(rest)
    if len(first.split()) <= _MOST_LIST_WORDS and date_ranges(first) and date_ranges(rest):
        return re.search(r"[^\W\d_]{3}", rest[: date_ranges(rest)[0].start]) is not None
    return bool(_OF_CERTIFICATES.search(rest)) and rest[0].isupper() and not _is_issuer(rest) and not date_ranges(rest)


def _named(quote: Quote, dates: Sequence[DateRange]) -> list[Quote]:
    holes = [(item.start, item.end) for item in dates]
    between = (match for match in _BETWEEN.finditer(quote.text) if not _is_of_name(match["bracket"]))
    cuts = sorted([*holes, *((match.start(), _after(match)) for match in between)])
    names, at = [], 0
    for start, end in (*cuts, (len(quote.text), len(quote.text))):
        if start >= at:
            name = _trimmed(quote.part(at, start))
            if re.search(r"[^\W\d_]{2}", name.text) and not is_given(name.text):
                names.append(name)
        at = max(at, end)
    return names


def _after(match: re.Match[str]) -> int:
    return match.start("bracket") if match["bracket"] else match.end()


def _is_of_name(bracket: str | None) -> bool:
    """Whether what stands in brackets at the end is a shorter name, a word of the name or how long it took."""
    if bracket is None or _is_issuer(bracket):
        return False
    return bool(_ABBREVIATION.fullmatch(bracket) or _LENGTH.fullmatch(bracket))


def _trimmed(name: Quote) -> Quote:
    """The name without signs at its ends; brackets that open within it stay."""
    bare = name.trimmed(_EDGES[:-3] + ".")
    opened = "(" in bare.text.lstrip("(") and bare.text.endswith(")")
    return bare if opened else bare.trimmed(_EDGES)


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
