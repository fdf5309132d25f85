"""Dates and ranges of dates in a line of a CV, in the forms and languages that people write them in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zenhire.analysis.cv.parse.dates.months import (
    EXPECTED,
    JOINTS,
    MONTHS,
    ONLY_SINCE,
    PRESENT,
    SEASONS,
    SINCE,
    SINCE_AFTER,
    UNTIL,
)
from zenhire.analysis.cv.parse.fold import alternatives, fold
from zenhire.analysis.cv.parse.memo import for_one_cv

FIRST_YEAR, LAST_YEAR = 1930, 2079
_MOST_DATES = 40
_LONGEST_LINE = 2_000
_MONTH = rf"(?:{alternatives(MONTHS)})"
_OF = r"(?:de|del|do|di|of|von|van)"
_YEAR = r"(?:19[3-9]\d|20[0-7]\d)"
_SHORT = r"'\s?\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|°)?"
# The second half of an academic year: "2015/16" begins in 2015, or ends in 2016.
_ACADEMIC = re.compile(rf"(?P<y>{_YEAR})\s?/\s?(?:(?P<long>{_YEAR})|(?P<short>\d\d))(?![\w/.-]\d|\d)")
# Each form names its groups: y year, m month as word, n month as number, a and b day and month in unknown order.
_FORMS = (
    rf"(?P<y>{_YEAR})\s?年\s?(?:(?P<n>{_NUMBER})\s?月)?",
    rf"(?P<y>{_YEAR})[-/.](?P<n>{_NUMBER})(?:[-/.]{_DAY})?(?![\d/.-]\d)",
    rf"(?P<a>\d{{1,2}})(?P<sign>[./-])(?P<b>\d{{1,2}})(?P=sign)(?P<y>{_YEAR})",
    rf"(?P<n>{_NUMBER})\s?[/.-]\s?(?P<y>{_YEAR})",
    rf"(?:{_DAY}{_ORDINAL}\s+(?:{_OF}\s+)?)?(?P<m>{_MONTH})(?![^\W\d])\.?,?[\s/-]*(?:{_OF}\s+)?(?P<y>{_YEAR}|{_SHORT})",
    rf"(?P<m>{_MONTH})\b\.?\s+{_DAY}{_ORDINAL},?\s+(?P<y>{_YEAR})",
    rf"(?P<y>{_YEAR}),?\s+(?P<m>{_MONTH})\b\.?(?!\s*(?:{_YEAR}))",
    rf"(?:{SEASONS})\.?\s*(?:{_OF}\s+)?(?:(?P<season>{_YEAR})/\d\d(?!\d)|(?P<y>{_YEAR}|{_SHORT}))",
    rf"(?:q[1-4]|[1-4]q)[\s/]*(?P<y>{_YEAR})",
    rf"(?P<y>{_YEAR})",
)
_POINTS = tuple(re.compile(rf"(?<![\w$€£.,/+]){form}(?![\w%+])") for form in _FORMS)
# Only as a part of a range: months without their year, and years of two digits.
_BARE_MONTH = re.compile(rf"(?<!\w)(?P<m>{_MONTH})\b\.?")
_TWO_DIGITS = re.compile(rf"(?<![\w/.]){_NUMBER}/\d\d(?![\w/])")
_SHORT_END = re.compile(r"\s?[-/]\s?(?P<y>\d\d)(?![\w/.-])")
_PRESENT = re.compile(rf"(?:{PRESENT})(?!\w)")
_JOINT = re.compile(
    rf"\s*+(?:r\.\s*+)?(?:\)\s*+)?(?:[-~→>]+(?:\s-)?|i¼|/|(?:{JOINTS})(?!\w)\.?)\s*(?:(?:{UNTIL})(?!\w)\s*)?(?:the\s+|le\s+|el\s+)?\(?\s*"
)
_SINCE = re.compile(rf"(?<!\w)(?:{SINCE})\s*:?\s*$")
_ONLY_SINCE = re.compile(rf"(?<!\w)(?:{ONLY_SINCE})\s*:?\s*$")
_SINCE_AFTER = re.compile(rf"\s*'?(?:{SINCE_AFTER})(?!\w)")
_UNTIL = re.compile(rf"(?<!\w)(?:{UNTIL})\s*$")
_EXPECTED = re.compile(rf"(?<!\w)(?:{EXPECTED})(?!\w)")
_OPEN = re.compile(r"\s*[-→]+\s*\)?\s*$")
# "SupervisorJul 2019": text of one cell that runs into the next.
_GLUED = re.compile(
    r"[^\W\d_](?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][a-zß-ÿ]{2,8}\.?\s+(?:19|20)\d\d(?!\d)|(?:19|20)\d\d\s?[-–]\s?(?:(?:19|20)\d\d|[A-Z]))"
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """[start, end) in the line it was found in; `first` and `last` as `YYYY-MM` or `YYYY`.

    A single date is both (`single`). `current`: it goes on. `expected`: the end lies ahead, in the CV's words.
    """

    start: int
    end: int
    first: str | None
    last: str | None
    current: bool = False
    expected: bool = False
    single: bool = False
    first_at: tuple[int, int] = (0, 0)
    last_at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    year: int
    month: int | None

    @property
    def text(self) -> str:
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"

    @property
    def order(self) -> tuple[int, int]:
        return self.year, self.month or 0


def day_first(text: str) -> bool | None:
    """Whether 03/04/2019 is in April: what the document's unambiguous dates tell, None if there are none."""
    days = months = 0
    for a, b in re.findall(rf"(?<!\d)(\d{{1,2}})/(\d{{1,2}})/{_YEAR}(?!\d)", text):
        days += int(a) > 12 >= int(b)
        months += int(b) > 12 >= int(a)
    return None if days == months else days > months


def date_ranges(text: str, day_comes_first: bool | None = None) -> list[DateRange]:
    """Ranges and single dates of a line, in order and without overlap; no more than the first forty, and none of those
    that stand beyond what any line of a CV is long.

    `day_comes_first`: as `day_first` tells; without it a date like 03/04/2019 gives its year only.
    """
    return list(_ranges(text, day_comes_first))


@for_one_cv
def _ranges(text: str, day_comes_first: bool | None) -> tuple[DateRange, ...]:
    folded = _unglued(text[:_LONGEST_LINE])
    found: list[DateRange] = []
    at = 0
    while len(found) < _MOST_DATES and (point := _next_point(folded, at, day_comes_first)) is not None:
        item = _range_from(folded, point, at, day_comes_first)
        found.append(item)
        at = max(item.end, point.end)
    return tuple(found)


def _unglued(text: str) -> str:
    """The folded text; a month that is glued to the word before has a blank for that word's last letter."""
    folded = list(fold(text))
    for match in _GLUED.finditer(text):
        folded[match.start()] = " "
    return "".join(folded)


def _next_point(folded: str, at: int, day_comes_first: bool | None) -> _Point | None:
    candidates = [
        *_points(folded, at, day_comes_first),
        *_month_before_range(folded, at),
        *_short_before_range(folded, at),
    ]
    return min(candidates, key=lambda point: (point.start, -point.end), default=None)


def _points(folded: str, at: int, day_comes_first: bool | None) -> Iterator[_Point]:
    for form in _POINTS:
        match = form.search(folded, at)
        if match and (point := _point(match, day_comes_first)):
            yield point


def _point_at(folded: str, at: int, day_comes_first: bool | None) -> _Point | None:
    """The longest point that begins exactly here."""
    found = [_point(match, day_comes_first) for form in _POINTS if (match := form.match(folded, at))]
    return max(filter(None, found), key=lambda point: point.end, default=None)


def _point(match: re.Match[str], day_comes_first: bool | None) -> _Point | None:
    groups = match.groupdict()
    written = groups.get("y") or groups.get("season")
    if not written:
        return None
    digits = re.sub(r"\D", "", written)
    year = int(digits) if len(digits) == 4 else _century(int(digits))
    month: int | None = None
    if groups.get("m"):
        month = MONTHS[groups["m"]]
    elif groups.get("n"):
        month = int(groups["n"])
    elif groups.get("a"):
        day_or_month = _numeric_month(int(groups["a"]), int(groups["b"]), groups["sign"], day_comes_first)
        if day_or_month is None:
            return None
        month = day_or_month or None
    return _Point(match.start(), match.end(), year, month)


def _numeric_month(a: int, b: int, sign: str, day_comes_first: bool | None) -> int | None:
    """The month of a/b/year; 0 if it cannot be told, None if it is no date."""
    if a > 31 or b > 31 or (a > 12 and b > 12) or not a or not b:
        return None
    if b > 12:
        return a
    if a > 12 or a == b or sign != "/" or day_comes_first:
        return b
    return a if day_comes_first is False else 0


def _century(year: int) -> int:
    return 2000 + year if year < 50 else 1900 + year


def _month_before_range(folded: str, at: int) -> Iterator[_Point]:
    """ "May - Aug 2019": the first month takes the year of the second, and the one before if it comes later."""
    for match in _BARE_MONTH.finditer(folded, at):
        joint = _JOINT.match(folded, match.end())
        last = _point_at(folded, joint.end(), None) if joint else None
        if last and last.month:
            month = MONTHS[match["m"]]
            yield _Point(match.start(), match.end(), last.year - (month > last.month), month)
            return


def _short_before_range(folded: str, at: int) -> Iterator[_Point]:
    """ "08/10 - 09/13": month and year of two digits, in ranges only."""
    for match in _TWO_DIGITS.finditer(folded, at):
        joint = _JOINT.match(folded, match.end())
        if joint and (_PRESENT.match(folded, joint.end()) or _TWO_DIGITS.match(folded, joint.end())):
            yield _short(match)
            return


def _short(match: re.Match[str]) -> _Point:
    month, year = match.group().split("/")
    return _Point(match.start(), match.end(), _century(int(year)), int(month))


def _range_from(folded: str, point: _Point, at: int, day_comes_first: bool | None) -> DateRange:
    item = _joined(folded, point, day_comes_first) or _alone(folded, point, at)
    start, end = item.start, item.end
    before = folded[max(at, start - 40) : start]
    if not item.expected and (match := _EXPECTED.search(before)) and not re.search(r"[,;|\t]", before[match.end() :]):
        start, item = start - len(before) + match.start(), replace(item, expected=True, current=False)
    opened = folded[at:start].rstrip()
    closing = re.match(r"\s*[)\]]", folded[end:])
    if opened.endswith(("(", "[")) and closing:
        start, end = at + len(opened) - 1, end + closing.end()
    return replace(item, start=start, end=end)


def _joined(folded: str, first: _Point, day_comes_first: bool | None) -> DateRange | None:
    """The range that begins with this point, if one does."""
    if academic := _academic_range(folded, first):
        return academic
    start = _with_since(folded, first.start)
    joint = _JOINT.match(folded, first.end)
    first_at = (first.start, first.end)
    if joint:
        if present := _PRESENT.match(folded, joint.end()):
            return DateRange(start, present.end(), first.text, None, True, False, False, first_at, present.span())
        expected = re.compile(rf"(?:{EXPECTED})\s*:?\s*").match(folded, joint.end())
        last = _point_at(folded, expected.end() if expected else joint.end(), day_comes_first)
        if last is None and (short := _TWO_DIGITS.match(folded, joint.end())) and first.month:
            last = _short(short)
        if last and last.order >= first.order[:1]:
            at = (last.start, last.end)
            ahead = expected is not None
            return DateRange(start, last.end, first.text, last.text, False, ahead, False, first_at, at)
    if first.month is None and (short_year := _SHORT_END.match(folded, first.end)):
        year = first.year // 100 * 100 + int(short_year["y"])
        if first.year < year <= first.year + 40:
            at = (short_year.start("y"), short_year.end())
            return DateRange(start, at[1], first.text, str(year), False, False, False, first_at, at)
    return None


def _academic_range(folded: str, first: _Point) -> DateRange | None:
    """ "2015/16 – 2018/19": from the first year's beginning to the last year's end."""
    begin = _academic_year(folded, first.start)
    joint = _JOINT.match(folded, begin[1]) if begin and first.month is None else None
    if begin is None or joint is None:
        return None
    at = (first.start, begin[1])
    if present := _PRESENT.match(folded, joint.end()):
        return DateRange(first.start, present.end(), first.text, None, True, first_at=at, last_at=present.span())
    end = _academic_year(folded, joint.end())
    if end is None or end[0] < begin[0]:
        return None
    return DateRange(first.start, end[1], first.text, str(end[0]), first_at=at, last_at=(joint.end(), end[1]))


def _academic_year(folded: str, at: int) -> tuple[int, int] | None:
    """The year that an academic year which begins here ends in, and where it ends in the text."""
    match = _ACADEMIC.match(folded, at)
    if match is None:
        return None
    year = int(match["y"])
    last = int(match["long"]) if match["long"] else year // 100 * 100 + int(match["short"])
    return (last, match.end()) if last == year + 1 else None


def _with_since(folded: str, start: int) -> int:
    word = _SINCE.search(folded, max(0, start - 20), start)
    return word.start() if word else start


def _alone(folded: str, point: _Point, at: int) -> DateRange:
    here = (point.start, point.end)
    since = _ONLY_SINCE.search(folded, at, point.start)
    after = _SINCE_AFTER.match(folded, point.end)
    if since or after:
        start, end = since.start() if since else point.start, after.end() if after else point.end
        return DateRange(start, end, point.text, None, True, first_at=here)
    open_end = _OPEN.match(folded, point.end)
    if open_end:
        return DateRange(point.start, open_end.end(), point.text, None, True, first_at=here)
    if until := _UNTIL.search(folded, at, point.start):
        return DateRange(until.start(), point.end, None, point.text, last_at=here)
    return DateRange(point.start, point.end, point.text, point.text, single=True, first_at=here, last_at=here)
