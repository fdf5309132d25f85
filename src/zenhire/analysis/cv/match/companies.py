"""Employers by name: legal forms and countries do not count, a slip of the pen neither."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rounded
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.skills.languages import country_code
from zenhire.analysis.cv.skills.normal import word_set

_FORMS = word_set(
    "ltd limited inc incorporated llc llp lp plc corp corporation co company gmbh ag kg kgaa ug ohg mbh se sa sas"
    " sarl eurl srl spa sl slu bv nv ab as asa oy oyj aps doo ood kft zrt spzoo pty pte pvt private group holding"
    " holdings international the and und et y cie ug a s p z o r l"
)
_DOTS = re.compile(r"(?<=\w)\.(?=\w)|\.(?=\s|,|$)")


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """What identifies a company in its name."""
    parts = key(_DOTS.sub("", name).replace("&", " ")).split()
    while len(parts) > 1 and (parts[-1] in _FORMS or country_code(parts[-1]) is not None):
        parts.pop()
    kept = [part for part in parts if part not in _FORMS]
    return " ".join(kept or parts)


def company_score(asked: str, employer: str) -> float:
    """1 for the same company, the likeness of nearly the same names, else 0."""
    one, two = company_key(asked), company_key(employer)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    likeness = fuzz.token_sort_ratio(one, two) / 100
    return rounded(likeness) if likeness >= k.SAME_COMPANY and min(len(one), len(two)) > 4 else 0.0
