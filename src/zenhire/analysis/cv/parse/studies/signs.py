"""Signs that a line heads a course of study though it has no date and no usual degree."""

from __future__ import annotations

import re

from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.studies.asides import is_sentence
from zenhire.analysis.cv.parse.studies.lines import school_span
from zenhire.analysis.cv.parse.words.degrees import degree_score, degree_span
from zenhire.analysis.cv.parse.words.places import place_score

_LONGEST_PLACE, _PLACE = 60, 0.85
_BEFORE_PLACE = re.compile(r"\s*(?:[,|–—·•(-]|ï¼|â€“|：)\s*|\s+(?=City\s*,)")
_PLACE_ALONE = re.compile(r"City\s*,\s*State(?!\w)")
_PLACE_END = re.compile(r"[\t|;:)•]|\d|\s[–—-]\s")
_PLACE_LAST = re.compile(r"(?:ï¼|â€“|：|\s[|–—-]|,)\s*(?P<place>\S.{1,50})$|(?P<alone>City\s*,\s*State)$")
_LABEL = re.compile(r"\W*(?:thesis|dissertation|advisor|project|internship|exchange|coursework|courses)(?!\w)")
_CERTIFICATE = re.compile(r"(?:certificat(?:e|ion)s?|zertifikat|certificado|certificato|certyfikat|sertifika)(?!\w)")
_MOST_WORDS_BEFORE = 12


def school_with_place(text: str) -> tuple[int, int] | None:
    """A school's name that a place follows, perhaps after the degree, in a line that is no sentence up to there."""
    span = school_span(text)
    if span is None or is_sentence(text[: span[1]]):
        return None
    degree = degree_span(text[span[1] :])
    sign = _BEFORE_PLACE.match(text, span[1] + (degree[1] if degree and degree[0] <= 1 else 0))
    if sign is None:
        return None
    rest = text[sign.end() : sign.end() + _LONGEST_PLACE]
    if _PLACE_ALONE.match(rest):
        return span
    end = _PLACE_END.search(rest)
    place = rest[: end.start() if end else len(rest)].strip(" ,.")
    return span if place_score(place) >= _PLACE else None


def is_dated_study(row: Row, day_comes_first: bool | None = None) -> bool:
    """A line with a school, its place after it, and a date among the words before."""
    span = None if row.bullet else school_with_place(row.text)
    if span is None or degree_score(row.text[span[1] :]) > 0:
        return False
    return bool(date_ranges(row.text[: span[0]], day_comes_first))


def heads_study(row: Row, *, fresh: bool) -> bool:
    """Whether a line heads a course of study by its school and the place after it, or as a certificate with a place.

    `fresh`: nothing before it can go with it, so that the school's name is enough.
    """
    if row.bullet or not row.text[:1].isupper() or _LABEL.match(fold(row.text)):
        return False
    span = school_with_place(row.text)
    if span is None:
        return _is_certificate_with_place(row.text)
    before = row.text[: span[0]]
    words = before.split()
    goes_on = bool(words) and words[-1].isalpha() and words[-1].islower() and not _CERTIFICATE.match(fold(before))
    if goes_on or len(words) > _MOST_WORDS_BEFORE:
        return False
    return fresh or degree_score(before) > 0 or bool(degree_span(row.text[: span[1]]))


def _is_certificate_with_place(text: str) -> bool:
    if len(text.split()) > 2 * _MOST_WORDS_BEFORE or not _CERTIFICATE.match(fold(text)):
        return False
    last = _PLACE_LAST.search(text)
    return last is not None and (bool(last["alone"]) or place_score(last["place"]) >= _PLACE)
