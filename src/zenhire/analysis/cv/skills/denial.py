"""Mentions that say the opposite: no experience with X, never used X, X: none, eager to learn X."""

from __future__ import annotations

import re
from collections.abc import Callable

from zenhire.analysis.cv.skills.normal import Line, Token, word_set
from zenhire.analysis.cv.skills.types import Reason

_NEGATORS = word_set(
    "no not never without neither nor lack lacks lacking lacked unfamiliar inexperienced zero none dont doesnt didnt"
    " havent hasnt hadnt cannot cant wont isnt arent non ohne kein keine keinen keinerlei nicht nie sans aucun aucune"
    " jamais sin nunca ningun ninguna senza nessuna nessun bez nema nikad zonder geen"
)
# Between the negation and the skill, these words keep it a negation.
_CARRIERS = word_set(
    "a an the any all and or nor yet much real actual formal prior previous direct practical professional hands on"
    " experience experiences experienced knowledge familiar familiarity exposure background proficient proficiency"
    " skilled skill skills training certified certificate certification expertise expert understanding comfortable able"
    " do does did have has had know knows known use used uses using work worked working studied learned been of with"
    " in at to for around about programming language languages tool tools such as like ever really either"
    " erfahrung erfahrungen kenntnisse kenntnis mit im von experience connaissance connaissances en avec"
    " experiencia conocimiento conocimientos con de del la el les des du d l esperienza conoscenza ervaring met"
    " iskustva iskustvo sa znanja znanje"
)
_WISHES = word_set(
    "eager willing want wants wanted like hope hopes hoping keen plan planning wish wishes looking opportunity"
    " interested ready excited love aspire aspiring intend motivated passionate desire desiring"
)
_LEARNS = word_set("learn learning study studying master")
_WISH_CARRIERS = word_set("to in about more and or the a an be would new also further how use using basics of")
_BREAK = re.compile(r"[.;!?\n\t|•](?:\s|$)|[\n\t|•;]|\bbut\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*[:(–—=-]+\s*(?:none|never|nil|n/a|no|not|keine|aucune|ninguna|0)\s*"
    r"(?:$|[,;.)\n\t|]|\s(?:experience|knowledge|years|skills|erfahrung|kenntnisse|yet)\b)",
    re.IGNORECASE,
)
_REACH = 16


def denial(
    text: str, tokens: tuple[Token, ...], line: Line, first: int, stop: int, is_skill: Callable[[int], bool]
) -> Reason | None:
    """Why the tokens [first, stop) are no evidence, if so. `is_skill` tells tokens that belong to any skill's name."""
    if _AFTER.match(text, tokens[stop - 1].end, min(line.end, tokens[stop - 1].end + 40)):
        return "denied"
    if _reaches(text, tokens, line, first, is_skill, _CARRIERS, _NEGATORS) is not None:
        return "denied"
    learns = _reaches(text, tokens, line, first, is_skill, _CARRIERS, _LEARNS)
    if learns is not None:
        wish = _reaches(text, tokens, line, learns, lambda _: False, _WISH_CARRIERS, _WISHES)
        return "wished" if wish is not None else None
    return None


def _reaches(
    text: str,
    tokens: tuple[Token, ...],
    line: Line,
    at: int,
    is_skill: Callable[[int], bool],
    carriers: frozenset[str],
    aims: frozenset[str],
) -> int | None:
    """Index of the first word of `aims` before `at` that only carriers and other skills part from it."""
    for index in range(at - 1, max(line.first, at - _REACH) - 1, -1):
        if _BREAK.search(text[tokens[index].end : tokens[index + 1].start]):
            return None
        norm = tokens[index].norm
        if norm in aims and (norm in _LEARNS or not is_skill(index)):
            return index if not _only(tokens, index) else None
        if norm not in carriers and not is_skill(index):
            return None
    return None


def _only(tokens: tuple[Token, ...], index: int) -> bool:
    """`not only`, `no. 1`, `no problem`: no denial."""
    return index + 1 < len(tokens) and tokens[index + 1].norm in ("only", "just", "problem", "1", "limited", "merely")


def negates(tokens: tuple[Token, ...], first: int, stop: int) -> bool:
    """True if any of the tokens [first, stop) denies something."""
    return any(tokens[at].norm in _NEGATORS and not _only(tokens, at) for at in range(first, stop))
