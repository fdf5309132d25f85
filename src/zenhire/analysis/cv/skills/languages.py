"""Spoken languages: their names in many languages, how well one is spoken, and where.

Names of countries, and who speaks what where, are those of the Unicode Common Locale Data Repository (package babel).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from babel.core import get_global

from zenhire.analysis.cv.skills.normal import Token, lines, tokenize, word_set, words
from zenhire.analysis.cv.skills.tongues import (
    LEVELS,
    LOCALES,
    Level,
    is_shared,
    language_code,
    level_table,
    locale_names,
    name_table,
    spans,
)

SAID, UNSAID = 0.7, 0.5
"""Trust where a level is asked for and none is told; and in a language that is named in passing."""

_COUNTRIES = {
    **{"UK": "GB", "Great Britain": "GB", "England": "GB", "Scotland": "GB", "Britain": "GB", "USA": "US", "US": "US"},
    **{"America": "US", "United States of America": "US", "UAE": "AE", "Holland": "NL", "Czech Republic": "CZ"},
    **{"Turkey": "TR", "Macedonia": "MK", "South Korea": "KR", "Ivory Coast": "CI", "Deutschland": "DE"},
}
_SPEAKING = word_set(
    "speak speaks speaking spoken speaker language languages fluent fluency bilingual trilingual multilingual sprache"
    " sprachen sprachkenntnisse spreche parle parlee langue langues idioma idiomas hablo lingue jezik jezici jezyki"
    " toefl ielts delf dele written oral verbal"
)
# What follows an adjective that is no language: French press, German shepherd.
_THINGS = word_set(
    "press fries toast door doors cuisine food restaurant breakfast shepherd bulldog muffin heritage airlines airways"
    " army company companies market markets bank government embassy horn dressing delight pastry moss literature"
    " remover sausage wine wines bakery culture history polish translation"
)
_LEAD = re.compile(r"[ -](?:(?:in|en|of|spoken|written|im|in spoken)[ ])?")
_SMALL = frozenset(("polish", "afar", "ewe"))
_BEFORE, _AFTER = 4, 5
_HALF = 10.0
_OFFICIAL = {"official": 1.0, "de_facto_official": 1.0, "official_regional": 0.7}


@dataclass(frozen=True, slots=True)
class LanguageMention:
    """A language at [start, end) of the text. `code` is of ISO 639; `level` at [level_start, level_end) if told.

    `trust` is 1 where a level, a list or a word about speaking stands by it, .5 for a name in passing.
    """

    start: int
    end: int
    quote: str
    code: str
    level: Level | None
    level_start: int
    level_end: int
    trust: float


@dataclass(frozen=True, slots=True)
class LanguageEvidence:
    """What a text says about a required language: `trust` in [0, 1]; `code` is None if nobody knows the name."""

    name: str
    code: str | None
    asked: Level | None
    trust: float
    mentions: tuple[LanguageMention, ...]


@lru_cache(maxsize=1)
def _country_names() -> Mapping[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for locale in LOCALES:
        for code, name in locale_names(locale)[1].items():
            if len(code) == 2 and words(str(name)):
                found.setdefault(words(str(name)), code)
    return {**found, **{words(name): code for name, code in _COUNTRIES.items()}}


def country_code(name: str) -> str | None:
    """ISO 3166 code of a country's name or of the code itself; None if it is none."""
    upper = name.strip().upper()
    return _country_names().get(words(name)) or (upper if upper in get_global("territory_languages") else None)


def languages_of(country: str) -> dict[str, float]:
    """Languages of a country, by name or code, with weight in (0, 1]: 1 official, .7 official in a region, else the
    share of people who speak it, from a tenth up. Empty for what is no country.
    """
    found: dict[str, float] = {}
    for code, facts in get_global("territory_languages").get(country_code(country) or "", {}).items():
        share = float(facts["population_percent"])
        weight = _OFFICIAL.get(facts["official_status"] or "", share / 100 if share >= _HALF else 0.0)
        if weight > 0:
            base = code.split("_")[0]
            found[base] = max(round(weight, 4), found.get(base, 0.0))
    return found


def parse_requirement(name: str) -> tuple[str | None, Level | None]:
    """Code and level of a required language: `English C1`, `fluent German`, `French`."""
    found = find_languages(f"Language: {name}")
    return (found[0].code, found[0].level) if found else (language_code(name), None)


def match_language(name: str, text: str | Sequence[LanguageMention]) -> LanguageEvidence:
    """The evidence for a required language in a text, or in what `find_languages` found in it.

    With a level asked for, a lower one counts by its place on the scale and an untold one .7. More lines never lower
    the trust.
    """
    code, asked = parse_requirement(name)
    found = find_languages(text) if isinstance(text, str) else text
    mentions = tuple(one for one in found if one.code == code) if code else ()
    trust = max((_reached(one, asked) for one in mentions), default=0.0)
    return LanguageEvidence(name, code, asked, trust, mentions)


def _reached(mention: LanguageMention, asked: Level | None) -> float:
    if asked is None:
        return mention.trust
    if mention.level is None:
        return round(mention.trust * SAID, 4)
    share = (LEVELS.index(mention.level) + 1) / (LEVELS.index(asked) + 1)
    return round(mention.trust * min(1.0, share), 4)


def find_languages(text: str) -> tuple[LanguageMention, ...]:
    """The languages named in a text, in its order. Small-lettered `polish` and the like are none."""
    tokens, names = tokenize(text), name_table()
    found: list[LanguageMention] = []
    for line in lines(text, tokens):
        places = list(spans(tokens, line.first, line.stop, names))
        for number, (first, stop, code) in enumerate(places):
            low = max(line.first, places[number - 1][1] if number else line.first, first - _BEFORE)
            high = min(line.stop, places[number + 1][0] if number + 1 < len(places) else line.stop, stop + _AFTER)
            mention = _mention(text, tokens, (first, stop), (low, high), code)
            if mention:
                found.append(_shared(mention, found[-1], text) if number and found else mention)
    return tuple(found)


def _shared(mention: LanguageMention, before: LanguageMention, text: str) -> LanguageMention:
    """With the level that leads a list: "fluent in German, Dutch and Russian" says it of each."""
    led = before.level is not None and before.level_end <= before.start
    if not led or mention.level is not None or not is_shared(text, before.level_end, before.end, mention.start):
        return mention
    return replace(
        mention, level=before.level, level_start=before.level_start, level_end=before.level_end, trust=before.trust
    )


def _mention(
    text: str, tokens: tuple[Token, ...], span: tuple[int, int], around: tuple[int, int], code: str
) -> LanguageMention | None:
    first, stop = span
    start, end = tokens[first].start, tokens[stop - 1].end
    level = _level(text, tokens, span, around)
    if text[start:end] in _SMALL or (level is None and _is_thing(text, tokens, stop)):
        return None
    near = {token.norm for token in tokens[max(0, around[0] - 2) : around[1]]}
    line_start = text.rfind("\n", 0, start) + 1
    line_words = set(words(text[line_start : line_start + 40]))
    listed = not text[line_start:start].strip(" •\t-") or text[:start].rstrip(" ")[-1:] in (
        ",",
        ";",
        "|",
        "/",
        "\t",
        ":",
    )
    sure = level is not None or not near.isdisjoint(_SPEAKING) or not line_words.isdisjoint(_SPEAKING) or listed
    name, level_start, level_end = level or (None, start, start)
    return LanguageMention(start, end, text[start:end], code, name, level_start, level_end, 1.0 if sure else UNSAID)


def _is_thing(text: str, tokens: tuple[Token, ...], stop: int) -> bool:
    """The next word makes the language's name an adjective."""
    return (
        stop < len(tokens)
        and tokens[stop].norm in _THINGS
        and text[tokens[stop - 1].end : tokens[stop].start].strip(" -") == ""
    )


def _level(
    text: str, tokens: tuple[Token, ...], span: tuple[int, int], around: tuple[int, int]
) -> tuple[Level, int, int] | None:
    """The level that stands by a language: after it, or else right before, up to the end of the sentence."""
    told = level_table()
    before = [one for one in spans(tokens, around[0], span[0], told) if _leads(text, tokens, one[1] - 1, span[0])]
    after = [one for one in spans(tokens, span[1], around[1], told) if _follows(text, tokens, span[1] - 1, one[0])]
    for low, high, level in (*before[-1:], *after):
        return level, tokens[low].start, tokens[high - 1].end
    return None


def _leads(text: str, tokens: tuple[Token, ...], left: int, right: int) -> bool:
    """`fluent German`, `fluent in German`."""
    return _LEAD.fullmatch(text, tokens[left].end, tokens[right].start) is not None


def _follows(text: str, tokens: tuple[Token, ...], left: int, right: int) -> bool:
    between = text[tokens[left].end : tokens[right].start]
    return not any(mark in between for mark in (". ", ";", "|", "\n"))
