"""How well one reading of a title answers another: the rules that need no embedder."""

from __future__ import annotations

from functools import lru_cache

from zenhire.analysis.cv.skills.normal import stem
from zenhire.analysis.cv.titles.reading import REGULAR, SENIOR, TRAINEE, Reading
from zenhire.analysis.cv.titles.tables import is_everyday, register
from zenhire.analysis.cv.titles.types import NOTHING, Rule, TitleEvidence

ALIAS = 0.95
NARROWER_FOUND, NARROWER_ASKED, ALIKE, OTHERWISE = 0.92, 0.75, 0.85, 0.65
"""Of one occupation: only what is found is narrower, only what is asked, both and in part alike, both and not."""

SCOPED = 0.97
SLIP = 0.95
ABOVE, BELOW, TRAINEE_BELOW, LEAST = 0.05, 0.08, 0.3, 0.4
"""What each level above or below takes off, what being only a trainee does besides, and the least that is left."""

WORDS, APART = 0.7, 0.3
"""The most for words in common, and between occupations that the tables hold apart."""

_FADED, _OTHER_HEAD = 0.3, 0.75


def levels(asked: float, found: float) -> float:
    """What a difference of levels leaves of a score, in (0, 1]: 1 at the same level, less below it than above."""
    if found >= asked:
        return max(LEAST, 1 - ABOVE * (found - asked))
    short = BELOW * (asked - found)
    if found == TRAINEE and asked >= REGULAR:
        short += TRAINEE_BELOW
    elif asked >= SENIOR and found < REGULAR:
        short += TRAINEE_BELOW / 2
    return max(LEAST, 1 - short)


def related(asked: Reading, found: Reading) -> TitleEvidence:
    """The best of the rules for two readings."""
    if asked.words == found.words:
        return _mended(TitleEvidence(1.0, "same", " ".join(found.words)), asked, found)
    if sorted(asked.core) == sorted(found.core) and asked.scoped == found.scoped:
        return _levelled(1.0, "same", " ".join(found.core), asked, found)
    if asked.occupation and asked.occupation == found.occupation:
        return _same_occupation(asked, found)
    common = _in_common(asked, found)
    if asked.occupation and found.occupation:
        near = register().near.get((asked.occupation, found.occupation))
        if near:
            close = _levelled(near * _narrowed(asked.extra, found.extra, near), "near", found.occupation, asked, found)
            return max(close, common, key=lambda one: one.score) if near > APART else close
        return common if common.score <= APART else TitleEvidence(APART, common.rule, common.matched)
    return common


def _same_occupation(asked: Reading, found: Reading) -> TitleEvidence:
    name = found.occupation or ""
    share = _narrowed(asked.extra, found.extra, 0.0)
    rule: Rule = "alias"
    if share < 1:
        rule = "specialty"
    if asked.scoped != found.scoped:
        share *= SCOPED
    return _levelled(ALIAS * share if share == 1 else min(share, ALIAS), rule, name, asked, found)


def _narrowed(asked: frozenset[str], found: frozenset[str], ease: float) -> float:
    """What a difference in specialty leaves, the less lost the higher `ease`; 1 where there is none."""
    if asked == found:
        return 1.0
    if not asked:
        return NARROWER_FOUND
    if not found:
        share = NARROWER_ASKED
    else:
        share = ALIKE if {stem(word) for word in asked} & {stem(word) for word in found} else OTHERWISE
    return share + (1 - share) * ease


def _levelled(score: float, rule: Rule, matched: str, asked: Reading, found: Reading) -> TitleEvidence:
    share = levels(asked.level, found.level)
    if share < 1 and rule in ("same", "alias"):
        rule = "seniority"
    return _mended(TitleEvidence(round(score * share, 4), rule, matched), asked, found)


def _mended(told: TitleEvidence, asked: Reading, found: Reading) -> TitleEvidence:
    """Less, where a slip had to be mended on one side only."""
    if asked.slips == found.slips or told.rule is None:
        return told
    return TitleEvidence(round(told.score * SLIP, 4), "spelling", told.matched)


@lru_cache(maxsize=65536)
def _weights(core: tuple[str, ...]) -> dict[str, float]:
    """Stems of words with what they say: what half of all titles end with says little."""
    return {stem(word): _FADED if is_everyday(word) else 1.0 for word in core}


def _in_common(asked: Reading, found: Reading) -> TitleEvidence:
    """Words that both have, where they are more than a head that any title may have."""
    wanted, had = _weights(asked.core), _weights(found.core)
    common = [word for word in wanted if word in had]
    if not any(wanted[word] == 1.0 for word in common):
        return NOTHING
    both = sum(wanted[word] for word in common)
    share = 0.6 * both / sum(wanted.values()) + 0.4 * both / sum(had.values())
    if stem(asked.core[-1]) != stem(found.core[-1]):
        share *= _OTHER_HEAD
    words = " ".join(word for word in found.core if stem(word) in common)
    return _levelled(WORDS * share, "words", words, asked, found)
