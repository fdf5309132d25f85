"""What a reading of jobs is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zenhire.analysis.cv.parse.entries import Entry
from zenhire.analysis.cv.parse.names import Named
from zenhire.analysis.cv.parse.readings import capitals, disagreement, has_comma, has_sign, is_long, means
from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.parse.words_jobs import org_score, title_score
from zenhire.analysis.cv.parse.words_places import place_score

JobTold = tuple[Entry, Named, list[Quote]]
_PLACE, _MOST_WORDS = 0.6, 9

WEIGHTS: Mapping[str, float] = {
    "title": 3.04,
    "title reads as employer": 0.65,
    "title unknown": -1.27,
    "title missing": -2.92,
    "title long": -2.8,
    "title with comma": -0.86,
    "title with sign": 1.13,
    "employer": 4.41,
    "employer reads as title": -2.06,
    "employer reads as place": -2.96,
    "employer unknown": 3.6,
    "employer missing": -2.45,
    "employer long": -3.69,
    "employer with comma": -1.07,
    "employer with sign": -4.57,
    "place": 2.43,
    "place unknown": -0.46,
    "place with sign": 3.07,
    "left over": -0.45,
    "titles apart": -1.36,
    "employers apart": -4.19,
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
        "employer": employer,
        "employer reads as title": title_score(org.text) if org and not employer else 0.0,
        "employer reads as place": place_score(org.text) if org and not employer else 0.0,
        "employer unknown": 0.0 if employer else capitals(org),
        "employer missing": float(org is None),
        "employer long": is_long(org, _MOST_WORDS),
        "employer with comma": has_comma(org),
        "employer with sign": has_sign(org),
        "place": known,
        "place unknown": float(place is not None and known < _PLACE),
        "place with sign": has_sign(place),
        "left over": float(sum(place_score(rest.text) < _PLACE for rest in name.rest)),
    }
