"""Names of spoken languages in many languages, and words for how well one is spoken: the tables that all readers share.

Names are those of the Unicode Common Locale Data Repository (package babel), with a few more in `data/languages.tsv`.
Levels are the six of the CEFR, and native; `data/levels.tsv` has the words for them.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeVar

from babel.localedata import resolve_locale_filename

from zenhire.analysis.cv.skills.normal import Token, tokenize, word_set, words
from zenhire.analysis.cv.skills.tables import rows

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2", "native"]
Value = TypeVar("Value")
LEVELS: tuple[Level, ...] = ("A1", "A2", "B1", "B2", "C1", "C2", "native")

LOCALES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "sr", "sr_Latn", "hr", "bs", "sl", "tr", "ro", "hu"),
    *("cs", "sk", "sv", "da", "no", "fi", "el", "bg", "ar", "hi", "zh", "ja", "ko", "vi", "id"),
)
_MORE_CODES = frozenset(("fil", "yue", "gsw", "ase", "bfi"))
_CONSTRUCTED = frozenset(("ia", "ie", "io", "vo", "cu", "no"))
# Names of languages in some language that are ordinary words, names or places in others.
_HOMONYMS = word_set(
    "alban arab aragon assam burma conga corso dan danes fines finn fins frances frans fries gales greco gujarat"
    " holland ir kashmir latina latino lets marshall mongol nepalese ossetia persia pools roman romans russo sardinia"
    " sona tibet turks"
)
_LONGEST = 4
# Between a level and the languages of which it is told: "fluent in German, Dutch and Russian", "Fluent: German, Dutch".
_OPENING = re.compile(r"\s*:|\s+(?:in|of|en|em|im|w|de)\s", re.IGNORECASE)
_LISTED = re.compile(r"(?:\s*[,/&+]\s*|\s+)(?:(?:and|und|et|y|e|en|i|ve|og|och|as well as)\s+)?", re.IGNORECASE)


def locale_names(name: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names of languages and of territories, by code, in the language of a locale.

    They are taken from the package's file, since its own loader keeps all that it knows about the locale: with thirty
    of them forty megabytes.
    """
    with open(resolve_locale_filename(name), "rb") as file:
        known = pickle.load(file)  # noqa: S301 - a file of the installed package
    return known["languages"], known["territories"]


@lru_cache(maxsize=1)
def _all_names() -> Mapping[tuple[str, ...], str]:
    """Also names that are names of places or ordinary words in some language."""
    found: dict[tuple[str, ...], str] = {}
    for locale in LOCALES:
        for code, name in locale_names(locale)[0].items():
            if (len(code) == 2 or code in _MORE_CODES) and code not in _CONSTRUCTED:
                keys = words(str(name))
                if keys and (len("".join(keys)) > 3 or not name.isascii()):
                    found.setdefault(keys, code)
    for _, (code, names, *_rest) in rows("languages.tsv"):
        for name in names.split(";"):
            found[words(name)] = code
    return found


@lru_cache(maxsize=1)
def name_table() -> Mapping[tuple[str, ...], str]:
    """Words of a language's name -> ISO 639 code, for running text: names that mean something else are left out."""
    own = {words(name) for _, (_, names, *_rest) in rows("languages.tsv") for name in names.split(";")}
    places = {words(str(name)) for name in locale_names("en")[1].values()}
    return {
        keys: code
        for keys, code in _all_names().items()
        if keys in own or not (keys in places or (len(keys) == 1 and keys[0] in _HOMONYMS))
    }


@lru_cache(maxsize=1)
def level_table() -> Mapping[tuple[str, ...], Level]:
    """Words for how well a language is spoken -> level."""
    known: dict[str, Level] = {name: name for name in LEVELS}
    return {words(item): known[level] for _, (level, items) in rows("levels.tsv") for item in items.split(";")}


def spans(
    tokens: Sequence[Token], low: int, high: int, table: Mapping[tuple[str, ...], Value]
) -> Iterator[tuple[int, int, Value]]:
    """What a table has of the tokens [low, high), the longest at each place, without overlap."""
    at = low
    while at < high:
        for stop in range(min(high, at + _LONGEST), at, -1):
            value = table.get(tuple(token.norm for token in tokens[at:stop]))
            if value is not None:
                yield at, stop, value
                at = stop - 1
                break
        at += 1


def language_code(name: str) -> str | None:
    """ISO 639 code of a language's name in any of some thirty languages; None if it is none."""
    return name_table().get(words(name))


def language_names(text: str) -> list[tuple[int, int, str]]:
    """Start, end and code of the languages in a text that is known to tell them: a list, a part of its own."""
    tokens = tokenize(text)
    found = spans(tokens, 0, len(tokens), _all_names())
    return [(tokens[first].start, tokens[stop - 1].end, code) for first, stop, code in found]


def language_level(text: str) -> Level | None:
    """The level that words about one language tell: a CEFR level where one is given, else the highest of them."""
    tokens = tokenize(text)
    found = list(spans(tokens, 0, len(tokens), level_table()))
    given = [level for first, _, level in found if tokens[first].norm[:2] == level.lower()]
    return given[0] if given else max((level for _, _, level in found), key=LEVELS.index, default=None)


def is_shared(text: str, level_end: int, before: int, start: int) -> bool:
    """Whether the level that ends at `level_end` and leads a list is also told of the language that begins at `start`.

    `before` is where the language before it ends, to which the level belongs.
    """
    return bool(_OPENING.match(text, level_end, before)) and bool(_LISTED.fullmatch(text, before, start))
