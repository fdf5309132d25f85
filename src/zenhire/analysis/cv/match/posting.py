"""A job description as what is to be done: sentences and telling words, without pay, benefits and who we are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from wordfreq import zipf_frequency

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.unwrap import unwrapped
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.skills.normal import stem, word_set, words

_PARTS = re.compile(r"[^\n\t;|•·]+?(?:[.!?](?=\s)|(?=[\n\t;|•·])|$)")
_MARKUP = re.compile(r"<[^>]{0,200}>|https?://\S+|\S{1,100}@\S{1,200}")
_HEADING_WORDS, _LEAST, _MOST = 6, 3, 40
# A heading with one of these opens a part that is not about the work; any other heading closes it.
_OTHER_HEADING = re.compile(
    r"\b(?:about us|about the company|who we are|our company|company (?:overview|profile|description)|benefits|perks"
    r"|what we offer|we offer|our offer|compensation|salary|pay|how to apply|application|equal opportunit\w+|diversity"
    r"|why (?:join|work)|culture|wir bieten|über uns|benefits?|nous offrons|ofrecemos|contact)\b",
    re.IGNORECASE,
)
_OTHER_SENTENCE = re.compile(
    r"\b(?:equal opportunity|regardless of|without regard to|401\s?\(?k\)?|paid (?:time off|holidays|leave|vacation)"
    r"|pto|health insurance|dental|vision insurance|competitive (?:salary|pay|compensation)|salary range|per annum"
    r"|apply now|send (?:us )?your (?:cv|resume)|reasonable accommodation|background check|gym membership"
    r"|free (?:lunch|coffee)"
    r"|stock options|signing bonus|we are (?:a|an|the) (?:leading|fast|growing|global|dynamic)|founded in"
    r"|our mission)\b",
    re.IGNORECASE,
)
_NOT_KEYS = re.compile(
    r"benefit|salary|compensation|company|about|location|url|link|date|contact|id$|perk|currency|type$", re.IGNORECASE
)
_FILLERS = word_set(
    "experience year years ability able strong excellent good work working job role position team skill skills"
    " knowledge candidate candidates applicant required requirement requirements preferred responsibility"
    " responsibilities duty duties must will should etc including include looking seeking seek join environment company"
    " opportunity proven description title qualification qualifications plus minimum least ensure new other related"
    " various using within"
)
_COMMON, _RARE = 5.6, 1.5


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be done: sentences, and stems of telling words with their weights. Both may be empty."""

    sentences: tuple[str, ...]
    words: tuple[tuple[str, float], ...]


def read_posting(description: str) -> Posting:
    """The duties in a job description: a text, or JSON whose texts are read."""
    found = dict.fromkeys(_sentences(neutralised(_text(description))))
    sentences = tuple(found)[: k.SENTENCES]
    return Posting(sentences, telling_words(found)[: k.WORDS])


def telling_words(texts: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """Stems of the words that tell something, with weights above 0, the most telling ones first."""
    weights = {stem(word): _weight(word) for text in texts for word in words(text)}
    kept = ((word, weight) for word, weight in weights.items() if weight > 0)
    return tuple(sorted(kept, key=lambda one: (-one[1], one[0])))


def _text(description: str) -> str:
    try:
        value = json.loads(description) if description.lstrip()[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict | list):
        return unwrapped(description)
    return "\n".join(unwrapped(text) for text in _texts(value, 0))


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < 8:
        for part in value:
            yield from _texts(part, depth + 1)
    elif isinstance(value, dict) and depth < 8:
        for key, part in value.items():
            if not _NOT_KEYS.search(str(key)):
                yield from _texts(part, depth + 1)


def _sentences(text: str) -> Iterator[str]:
    away = False
    for line in _MARKUP.sub(" ", text).split("\n"):
        plain = line.strip(" \t•*#-–·")
        size = len(plain.split())
        if size and size <= _HEADING_WORDS and (plain.endswith(":") or not plain.endswith((".", ",", ";"))):
            away = _OTHER_HEADING.search(plain) is not None if _is_heading(line, plain) or away else away
        if away:
            continue
        for part in _PARTS.finditer(plain):
            sentence = " ".join(part.group().strip(" \t•*#-–·").split()[:_MOST])
            if len(words(sentence)) >= _LEAST and not _OTHER_SENTENCE.search(sentence):
                yield sentence


def _is_heading(line: str, plain: str) -> bool:
    return plain.endswith((":", "?")) or line.lstrip().startswith("#") or plain.istitle() or plain.isupper()


@lru_cache(maxsize=16384)
def _weight(word: str) -> float:
    """How much a word tells: nothing for the commonest ones, more the rarer it is."""
    if word in _FILLERS or len(word) < 3 or not word[0].isalpha():
        return 0.0
    frequency = max(float(zipf_frequency(word, "en")), _RARE)
    return round(max(0.0, _COMMON - frequency), 2)
