"""What a reading of jobs is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zenhire.analysis.cv.parse.entries import Entry
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
from zenhire.analysis.cv.parse.words.jobs import org_score, title_score
from zenhire.analysis.cv.parse.words.places import place_score

JobTold = tuple[Entry, Named, list[Quote]]
_PLACE, _NAME, _MOST_WORDS = 0.6, 0.8, 9

WEIGHTS: Mapping[str, float] = {
    "title": 3.13,
    "title reads as employer": 0.55,
    "title unknown": -1.94,
    "title missing": -2.81,
    "title long": -3.6,
    "title with comma": -0.4,
    "title with sign": 2.85,
    "title holds place": -5.4,
    "title holds employer": -1.04,
    "employer": 4.61,
    "employer reads as title": -0.36,
    "employer reads as place": -2.3,
    "employer unknown": 3.6,
    "employer missing": -2.88,
    "employer long": -3.73,
    "employer with comma": 0.08,
    "employer with sign": -2.08,
    "employer holds place": -3.44,
    "employer holds title": -2.82,
    "place": 2.27,
    "place unknown": -0.78,
    "place with sign": 2.05,
    "left over": -0.38,
    "titles apart": -1.21,
    "employers apart": -3.96,
    "gap in head": -0.14,
    "no gap before": -0.93,
}


def is_settled(told: Sequence[JobTold]) -> bool:
    """Whether there is nothing to compare: a single job with both names, or none."""
    return not told or (len(told) == 1 and told[0][1].role is not None and told[0][1].org is not None)


def features(told: Sequence[JobTold]) -> dict[str, float]:
    """The features of a reading, means over its jobs; none where it has no jobs."""
    found = means([_features(name) for _, name, _ in told])
    if found:
        found["titles apart"] = disagreement([name.role for _, name, _ in told])
        found["employers apart"] = disagreement([name.org for _, name, _ in told])
        found |= gaps([entry for entry, _, _ in told])
    return found


def _features(name: Named) -> dict[str, float]:
    role, org, place = name.role, name.org, name.place
    title = title_score(role.text) if role else 0.0
    employer = org_score(org.text) if org else 0.0
    known = place_score(place.text) if place else 0.0
    return {
        "title": title,
        "title reads as employer": org_score(role.text) if role else 0.0,
        "title unknown": 0.0 if title else capitals(role),
        "title missing": float(role is None),
        "title long": is_long(role, _MOST_WORDS),
        "title with comma": has_comma(role),
        "title with sign": has_sign(role),
        "title holds place": float(any(place_score(part) >= _PLACE for part in parts_of(role))),
        "title holds employer": float(any(org_score(part) >= _NAME for part in parts_of(role))),
        "employer": employer,
        "employer reads as title": title_score(org.text) if org and not employer else 0.0,
        "employer reads as place": place_score(org.text) if org and not employer else 0.0,
        "employer unknown": 0.0 if employer else capitals(org),
        "employer missing": float(org is None),
        "employer long": is_long(org, _MOST_WORDS),
        "employer with comma": has_comma(org),
        "employer with sign": has_sign(org),
        "employer holds place": float(any(place_score(part) >= _PLACE for part in parts_of(org))),
        "employer holds title": float(any(title_score(part) >= _NAME for part in parts_of(org))),
        "place": known,
        "place unknown": float(place is not None and known < _PLACE),
        "place with sign": has_sign(place),
        "left over": float(sum(place_score(rest.text) < _PLACE for rest in name.rest)),
    }
