"""Text as words that names of skills can be compared by: where each stands, and its plain form.

`C`, `C++`, `C#`, `.NET`, `Node.js` and `R&D` are one word each and stay apart. Case, accents, apostrophes and the dots
of abbreviations do not count; hyphens and slashes part words. Chinese and Japanese characters are a word each.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """The words of a text between blanks."""
    return frozenset(text.split())


_LETTER = "(?:[^\\W_\u3040-\u30ff\u3400-\u9fff]|[\u0300-\u036f])"
_TOKEN = re.compile(
    rf"(?<!\w)\.net(?!\w)"
    rf"|(?<!\w)[a-z]&[a-z](?!\w)"
    rf"|(?<!\w)(?:[a-z]{{1,2}}\.)+[a-z]{{1,3}}(?!\w)"
    rf"|{_LETTER}+(?:(?:\.(?:js|net|io|ai|py|com)(?!\w))|(?:['’\x92](?={_LETTER}){_LETTER}+)|(?:(?<=\d)[.](?=\d)\d+))*"
    rf"(?:\+\+(?=\d\d(?!\d)|(?!\w))|[#+](?!\w))?"
    rf"|[\u3040-\u30ff\u3400-\u9fff]",
    re.IGNORECASE,
)
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_POSSESSIVE = re.compile(r"['’\x92]s?$")
_DOTTED = re.compile(r"(?:[a-z]{1,2}\.)+[a-z]{1,3}")
_SINGULAR_ENDS = ("ss", "us", "is", "ics")
# Words whose plural means something else than their singular.
_PLURAL_ONLY = word_set("sales customs news windows rails pandas vitals shifts goods series teams arms works")
_BRITISH = {
    **{"licence": "license", "licences": "licenses", "centre": "center", "centres": "centers", "colour": "color"},
    **{"programme": "program", "programmes": "programs", "labour": "labor", "behaviour": "behavior"},
    **{"behavioural": "behavioral", "modelling": "modeling", "counselling": "counseling", "counsellor": "counselor"},
    **{"paediatric": "pediatric", "paediatrics": "pediatrics", "analyse": "analyze", "analysing": "analyzing"},
    **{"catalogue": "catalog", "cataloguing": "cataloging", "fulfilment": "fulfillment", "jewellery": "jewelry"},
}
_BRITISH_VERB = re.compile(
    r"((?:organ|optim|visual|priorit|special|steril|container|virtual|util|custom|author|standard|modern|digit|minim"
    r"|maxim|real|final|summar)i)s(e[ds]?|ing|ers?|ations?|ational)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """[start, end) in the text, and the plain form."""

    start: int
    end: int
    norm: str


def fold(text: str) -> str:
    """Lower case without accents and ligatures: `Übersetzung` and `ubersetzung` are the same."""
    if text.isascii():
        return text.lower()
    marked = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(character for character in marked if not unicodedata.combining(character))


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """The plain form of one word, in American spelling."""
    word = _POSSESSIVE.sub("", fold(word))
    if _DOTTED.fullmatch(word):
        return word.replace(".", "")
    word = re.sub(r"['’\x92]", "", word)
    verb = _BRITISH_VERB.fullmatch(word)
    return f"{verb[1]}z{verb[2]}" if verb else _BRITISH.get(word, word)


def tokenize(text: str) -> tuple[Token, ...]:
    """The words of a text in their order. Linear in its length."""
    found = (Token(match.start(), match.end(), plain(match.group())) for match in _TOKEN.finditer(text))
    return tuple(token for token in found if token.norm)


def words(text: str) -> tuple[str, ...]:
    """Plain forms only."""
    return tuple(token.norm for token in tokenize(text))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The plain form without the ending of an English plural (`technologies` -> `technology`)."""
    if len(word) < 4 or word[-1] != "s" or word.endswith(_SINGULAR_ENDS):
        return word
    if word in _PLURAL_ONLY or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


_ENDINGS = (
    *("ements", "ement", "ments", "ment", "ingly", "ings", "ing", "ions", "ion", "ors", "ers", "or", "er"),
    *("ances", "ance", "ences", "ence", "ed", "es", "al", "ly", "s", "e", "y"),
)
_STEM = 4


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What English forms of a word have in common: manage, managed, managing, management -> `manag`."""
    word = singular(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            word = word[: -len(ending)]
            break
    if word.endswith("at") and len(word) - 2 >= _STEM:
        word = word[:-2]
    doubled = len(word) > _STEM and word[-1] == word[-2] and word[-1] not in "aeiouls"
    return word[:-1] if doubled else word


@dataclass(frozen=True, slots=True)
class Line:
    """[start, end) of a line of text, and [first, stop) of its tokens."""

    start: int
    end: int
    first: int
    stop: int


def lines(text: str, tokens: tuple[Token, ...]) -> tuple[Line, ...]:
    """The lines that have words. A line feed ends one."""
    found, first, start = [], 0, 0
    for part in text.split("\n"):
        end, stop = start + len(part), first
        while stop < len(tokens) and tokens[stop].start < end:
            stop += 1
        if stop > first:
            found.append(Line(start, end, first, stop))
        first, start = stop, end + 1
    return tuple(found)
