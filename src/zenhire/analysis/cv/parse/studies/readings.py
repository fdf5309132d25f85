"""What a reading of courses of study is worth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zenhire.analysis.cv.parse.entries import Entry
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.names import Named
from zenhire.analysis.cv.parse.readings import (
    capitals,
    disagreement,
    gaps,
    has_comma,
    has_sign,
    is_long,
    means,
    parts_of,
)
from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.parse.words.areas import AREA_WORDS
from zenhire.analysis.cv.parse.words.degrees import degree_score, level_of, school_score
from zenhire.analysis.cv.parse.words.places import place_score

_PLACE, _NAME = 0.6, 0.8
_MOST_DEGREE_WORDS, _MOST_SUBJECT_WORDS, _MOST_SCHOOL_WORDS, _MOST_SHORT_WORDS, _MOST_LEFT = 6, 5, 8, 8, 3
_NO_SENTENCE = re.compile(r".*[^.]")

WEIGHTS: Mapping[str, float] = {
    "degree": 0.8,
    "degree missing": -1.25,
    "degree with level": 0.29,
    "degree long": -4.55,
    "degree with comma": -3.1,
    "degree with sign": -1.91,
    "subject missing": -2.83,
    "subject known": 1.61,
    "subject capitals": -0.39,
    "subject long": -0.18,
    "subject with comma": -0.41,
    "subject with sign": -2.8,
    "school": 2.78,
    "school missing": -1.59,
    "school unknown": -0.99,
    "school reads as place": -1.46,
    "school reads as degree": -0.9,
    "school long": -2.56,
    "school with comma": -2.64,
    "school with sign": -3.5,
    "school holds place": -2.56,
    "school holds degree": -1.07,
    "subject holds school": 0.0,
    "place": 1.3,
    "left over": -0.53,
    "names left over": -0.79,
    "places left over": -1.03,
    "degrees apart": -0.25,
    "schools apart": -2.0,
    "studies": 3.05,
    "gap in head": -1.13,
    "no gap before": -0.66,
}


@dataclass(slots=True)
class StudyNames:
    """`whole`: the words that degree and subject were taken from."""

    degree: Quote | None
    area: Quote | None
    school: Quote | None
    whole: Quote | None = None


StudyTold = tuple[Entry, Named, StudyNames, list[Quote]]


def is_settled(told: Sequence[StudyTold]) -> bool:
    """Whether there is nothing to compare: a single course of study with degree and school, or none."""
    return not told or (len(told) == 1 and told[0][2].degree is not None and told[0][2].school is not None)


def features(told: Sequence[StudyTold]) -> dict[str, float]:
    """The features of a reading, means over its courses of study, and how many have names; none where there is none."""
    found = means([_features(name, names, details) for _, name, names, details in told])
    if found:
        found["degrees apart"] = disagreement([name.role for _, name, _, _ in told])
        found["schools apart"] = disagreement([name.org for _, name, _, _ in told])
        found["studies"] = float(sum(bool(names.degree or names.school) for _, _, names, _ in told))
        found |= gaps([entry for entry, _, _, _ in told])
    return found


def _features(name: Named, names: StudyNames, details: Sequence[Quote]) -> dict[str, float]:
    degree, area, school = names.degree, names.area, names.school
    known = school_score(school.text) if school else 0.0
    short = [item.text for item in details if len(item.text.split()) <= _MOST_SHORT_WORDS]
    short = [text for text in short if _NO_SENTENCE.fullmatch(text)]
    named = any(school_score(text) >= _NAME or degree_score(text) >= _NAME for text in short)
    return {
        "degree": degree_score(degree.text) if degree else 0.0,
        "degree missing": float(degree is None),
        "degree with level": float(degree is not None and level_of(degree.text) is not None),
        "degree long": is_long(degree, _MOST_DEGREE_WORDS),
        "degree with comma": has_comma(degree),
        "degree with sign": has_sign(degree),
        "subject missing": float(area is None),
        "subject known": _known_words(area),
        "subject capitals": capitals(area),
        "subject long": is_long(area, _MOST_SUBJECT_WORDS),
        "subject with comma": has_comma(area),
        "subject with sign": has_sign(area),
        "school": known,
        "school missing": float(school is None),
        "school unknown": 0.0 if known else capitals(school),
        "school reads as place": place_score(school.text) if school and not known else 0.0,
        "school reads as degree": degree_score(school.text) if school else 0.0,
        "school long": is_long(school, _MOST_SCHOOL_WORDS),
        "school with comma": has_comma(school),
        "school with sign": has_sign(school),
        "school holds place": float(any(place_score(part) >= _PLACE for part in parts_of(school))),
        "school holds degree": float(any(degree_score(part) >= _NAME for part in parts_of(school))),
        "subject holds school": float(any(school_score(part) >= _NAME for part in parts_of(area))),
        "place": place_score(name.place.text) if name.place else 0.0,
        "left over": float(min(_MOST_LEFT, len(short))),
        "names left over": float(named),
        "places left over": float(any(place_score(text) >= _PLACE for text in short)),
    }


def _known_words(area: Quote | None) -> float:
    """Share of a subject's words, in [0, 1], that subjects are made of."""
    words = key(area.text).split() if area else []
    return sum(word in AREA_WORDS for word in words) / len(words) if words else 0.0
