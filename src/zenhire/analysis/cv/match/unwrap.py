"""Hard-wrapped text (pasted from an e-mail, or out of a PDF) with its paragraphs and items on one line each again.

Who wraps a text fills its lines: a line is broken where the next word would not fit. So a line belongs to the next one
if with that one's first word it would be longer than the text is wide. That also holds now and then between lines that
were meant to stand apart; a text therefore counts as wrapped only if full lines go on in lower case, and more often
than short ones do.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from zenhire.analysis.cv.frequencies import zipf
from zenhire.analysis.cv.text import hyphen_kept

_NARROWEST, _WIDEST = 45, 120  # prior: e-mails and pages have 60 to 100 characters in a line
_OUTLIERS = 0.05  # prior: share of the lines that may be longer, such as a title
_LOOSE = 0.75  # prior: of the width. Letters out of a PDF differ in theirs, and so do full lines in characters
_HEADING_WORDS = 6
_ITEM = re.compile(r"\s*(?:[•●▪◦·*–—\-+#>]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\))\s")
_LONE_HEADING = re.compile(
    r"requirements|qualifications|responsibilities|duties|tasks|skills|benefits|perks|compensation|salary|culture|contact"
    r"|diversity|education|experience|location|aufgaben|anforderungen|profil|profile|missions|requisitos|funciones",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", ":", ";")
_CUT = re.compile(r"([^\W\d_]*)(?<=\w)-$")
_SUSPENDED = re.compile(r"(?:and|or|to|und|oder|bis|et|ou|y|o|e|en|of)\s")
_WORD = re.compile(r"\w+(?:-\w+)*")


def unwrapped(text: str) -> str:
    """The text, lines that go on joined; as it is where it is not wrapped."""
    lines = [line.rstrip() for line in text.splitlines()]
    width = _width(lines)
    if width is None:
        return text
    words = frozenset(word.lower() for word in _WORD.findall(text))
    joined: list[str] = []
    for index, line in enumerate(lines):
        if index and _goes_on(lines[index - 1], line, width):
            joined[-1] = _join(joined[-1], line.strip(), words)
        else:
            joined.append(line)
    return "\n".join(joined)


def _width(lines: Sequence[str]) -> int | None:
    """How wide a wrapped text is: the longest line, but for a few; None for one that is not wrapped."""
    lengths = sorted((len(line) for line in lines if len(line.split()) > 1), reverse=True)
    for width in lengths[: 1 + max(1, int(_OUTLIERS * len(lengths)))]:
        if _NARROWEST <= width <= _WIDEST and _is_wrapped(lines, width):
            return width
    return None


def _is_wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether full lines go on in lower case, and more of them than of the short ones."""
    full = [_filled(line, after, width) for line, after in _lower(lines) if len(line) <= width]
    short = sum(1 for share in full if share <= _LOOSE)
    return sum(1 for share in full if share > 1) > short


def _lower(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines of a sentence that has not ended, no greetings and headings, and the next one, which is in lower case."""
    for line, after in pairwise(lines):
        open_ended = len(line.split()) > 1 and not line.endswith(_ENDS) and not _is_heading(line)
        if open_ended and after.lstrip()[:1].islower() and not _ITEM.match(after):
            yield line, after


def _filled(line: str, after: str, width: int) -> float:
    """How long a line would be with the next one's first word, in widths; above 1 it would not fit."""
    return (len(line) + 1 + len(after.split(maxsplit=1)[0])) / width


def _goes_on(line: str, after: str, width: int) -> bool:
    if not line or not after or len(line) > width or _ITEM.match(after) or _is_heading(after):
        return False
    loose = after.lstrip()[:1].islower() and not line.endswith(_ENDS)
    return _filled(line, after, width) > (_LOOSE if loose else 1)


def _is_heading(line: str) -> bool:
    """Few words that begin a part: with a colon, in capitals, or each with one; a word alone is known by its name."""
    plain = line.strip()
    if plain[:1].islower() or len(plain.split()) > _HEADING_WORDS or plain.endswith((".", ",", ";")):
        return False
    if plain.endswith((":", "?")) or _LONE_HEADING.fullmatch(plain):
        return True
    return len(plain.split()) > 1 and (plain.istitle() or plain.isupper())


def _join(line: str, after: str, words: Container[str]) -> str:
    """Two parts of a line; a word that was hyphenated is whole again, one that has a hyphen of its own keeps it.

    Most texts are broken at hyphens and not hyphenated: only a word that is known, or stands in the text, is whole.
    """
    cut = _CUT.search(line)
    if cut is None or _SUSPENDED.match(after):
        return f"{line} {after}"
    if hyphen_kept(line, after, words):
        return line + after
    rest = re.match(r"[^\W\d_]*", after)
    whole = (cut[1] + (rest.group() if rest else "")).lower()
    return line[:-1] + after if whole in words or zipf(whole, "en") > 0 else line + after
