"""Words for how well a skill is mastered, in several languages, and the other ways to tell it: parts, stars, dots.

Folded. Those of `_SURE` tell nothing else; those of `_LIKELY` may also be part of a skill or of a title ("Scrum
Master"), so that they count only where others tell levels, too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from zenhire.analysis.cv.parse.fold import fold

Trust = Literal["sure", "likely"]

_SURE = """advanced, advance, intermediate, beginner, expert, proficient, novice, competent, upper intermediate,
    lower intermediate, pre intermediate, advanced beginner, elementary, skilled, experienced, basic knowledge,
    good knowledge, very good knowledge, working knowledge, advanced knowledge, in depth knowledge, basic user,
    advanced user, independent user, proficient user, power user,
    fortgeschritten, fortgeschrittene, fortgeschrittener, anfänger, experte, expertin, grundkenntnisse,
    basiskenntnisse, expertenkenntnisse, fortgeschrittene kenntnisse, gute kenntnisse, sehr gute kenntnisse,
    solide kenntnisse, fundierte kenntnisse, erweiterte kenntnisse, sehr gut, versiert,
    débutant, débutante, intermédiaire, avancé, avancée, confirmé, confirmée, experte, notions, bonne maîtrise,
    très bonne maîtrise, bon niveau, très bon niveau, bonnes connaissances, connaissances de base, élémentaire,
    principiante, intermedio, intermedia, avanzado, avanzada, experto, experta, muy bueno, muy buena,
    nivel básico, nivel medio, nivel alto, usuario avanzado, conocimientos básicos,
    avanzato, avanzata, esperto, esperta, ottimo, ottima, di base, livello base, conoscenza di base,
    iniciante, intermediário, intermediária, intermédio, intermédia, avançado, avançada, muito bom, muito boa,
    conhecimentos básicos,
    gevorderd, ver gevorderd, gemiddeld, zeer goed, uitstekend, basiskennis, goede kennis,
    początkujący, początkująca, podstawowy, podstawowa, podstawowe, średniozaawansowany, średniozaawansowana,
    średniozaawansowane, zaawansowany, zaawansowana, zaawansowane, ekspert, biegły, biegła, biegle, bardzo dobry,
    bardzo dobra, bardzo dobrze,
    başlangıç, ileri, ileri düzey, ileri seviye, orta, orta düzey, orta seviye, temel düzey, temel seviye, çok iyi,
    başlangıç düzeyi, başlangıç seviyesi"""
_LIKELY = """master, mastery, basic, basics, senior, junior, professional, specialist, familiar, fluent, native,
    conversational, excellent, good, very good, strong, average, fair, moderate, medium, high, low, limited, superior,
    outstanding, solid, advanced level, expert level, fundamental, fundamentals, apprentice, guru, ninja, pro, wizard,
    gut, gute, mittel, erfahren, solide, profi, ausgezeichnet, befriedigend, grundlagen, meister,
    bon, bonne, moyen, moyenne, maîtrise, maîtrisé, courant, bases, base, très bien, bien, assez bien, basique,
    básico, básica, medio, media, alto, alta, bajo, baja, bueno, buena, excelente, dominio,
    elementare, buono, buona, discreto, discreta, sufficiente, eccellente,
    bom, boa, especialista, experiente, proficiente, médio, média,
    basis, goed, redelijk, ervaren, vaardig,
    średni, średnia, dobry, dobra, dobrze, podstawy, znajomość podstawowa,
    temel, iyi, uzman, mükemmel"""


def _table(words: str) -> frozenset[str]:
    return frozenset(" ".join(fold(word).split()) for word in words.split(","))


_SURE_WORDS, _LIKELY_WORDS = _table(_SURE), _table(_LIKELY)
# What may stand beside a word of the table: "highly proficient", "advanced level", "niveau avance", "livello base".
_BESIDE = re.compile(
    r"(?:(?:highly|very|level|stufe|niveau|nivel|livello|poziom|seviye|duzey)\s*:?\s+)?(?P<word>.+?)"
    r"(?:\s+(?:level|user|skills|proficiency|knowledge|niveau|stufe|duzeyde|seviyede|duzeyi|seviyesi))?"
)
_YEARS = r"(?:years?|yrs?|jahre?|ans|anos|anni|jaar|lata?|yil)"
_EXPERIENCE = r"(?:\s+(?:of\s+)?(?:experience|exp\.?|erfahrung|d'experience|de experiencia|di esperienza|ervaring))?"
_MEASURED = re.compile(
    rf"\d{{1,2}}\s?/\s?(?:5|6|10|100)|\d{{1,3}}\s?%|[a-c][12]\+?|\d{{1,2}}\s?\+?\s?{_YEARS}{_EXPERIENCE}"
)
_DRAWN = re.compile(r"[★☆⭐✩✪✭✮✯*●○•∙◦◉◎■□▪▫▮▯█░▒▓⬤◯⚫⚪\s]{3,}")
_FILLED = re.compile(r"[★☆⭐✩✪✭✮✯*●○•∙◦◉◎■□▪▫▮▯█░▒▓⬤◯⚫⚪]")
_MOST_WORDS, _MOST_LETTERS, _LEAST_DRAWN = 5, 40, 3


@lru_cache(maxsize=8192)
def level_trust(text: str) -> Trust | None:
    """How surely a text is a level and nothing else; None if it is none."""
    if len(text) > _MOST_LETTERS:
        return None
    if _DRAWN.fullmatch(text) and len(_FILLED.findall(text)) >= _LEAST_DRAWN:
        return "sure"
    words = " ".join(re.sub(r"[^\w\s%/+.']", " ", fold(text)).split())
    if not words or len(words.split()) > _MOST_WORDS:
        return None
    if _MEASURED.fullmatch(words):
        return "sure"
    if words in _SURE_WORDS:
        return "sure"
    if words in _LIKELY_WORDS:
        return "likely"
    match = _BESIDE.fullmatch(words)
    return "sure" if match and match["word"] in _SURE_WORDS | _LIKELY_WORDS else None
