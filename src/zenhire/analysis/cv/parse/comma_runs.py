"""Titles with a comma of their own, in heads that commas divide: "Lieutenant, Field Operations, Port of Ulm, WA"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.pieces import Piece, Score
from zenhire.analysis.cv.parse.words.places import is_region

_TITLE, _PLACE = 0.8, 0.6
_LEAST_NAMES = 3
_LAST, _PART_OF_FIRM, _TITLE_TOO = 0.3, 0.9, 0.5
_USUAL_NAMES = 2
_MOST_TOWN_WORDS = 2
# Parts of an employer, which belong to the title before them.
_PARTS_OF_FIRM = """division department unit section branch affairs desk office team operations abteilung bereich
    referat service services département direction pôle departamento área unidad sección reparto ufficio settore
    divisione afdeling dział wydział departament birimi bölümü setor"""
_OF_FIRM = frozenset(map(fold, _PARTS_OF_FIRM.split()))


def whole_titles(heads: Sequence[Sequence[Piece]], role: Score, org: Score, text: str) -> list[list[Piece]]:
    """The heads; where a title begins a run of three or more names parted by commas, it has all up to the employer.

    The employer is the part whose words tell so, else the last one where the other heads have two names each. `role`
    and `org` score words from 0 to 1, `text` is the whole CV's.
    """
    counts = [len(names) for head in heads if (names := [p for p in head if p.place < _PLACE])]
    usual = bool(counts) and median(counts) <= _USUAL_NAMES
    return [list(_whole(head, role, org, text, last=usual)) for head in heads]


def _whole(head: Sequence[Piece], role: Score, org: Score, text: str, *, last: bool) -> Iterator[Piece]:
    run = _run(head)
    names = [at for at in run if head[at].place < _PLACE]
    if len(names) < _LEAST_NAMES or role(head[names[0]].text) < _TITLE or org(head[names[0]].text) > 0:
        yield from head
        return

    names = _without_town(head, names)

    def worth(at: int) -> float:
        words = fold(head[at].text).split()
        part = any(word in _OF_FIRM for word in (words[:1] + words[-1:]))
        own = org(head[at].text) - _PART_OF_FIRM * part - _TITLE_TOO * (role(head[at].text) >= _TITLE)
        return own + _LAST * (last and at == names[-1])

    employer = max(names[1:], key=lambda at: (worth(at), -at))
    if worth(employer) <= 0:
        yield from head
        return
    first, last_part = head[names[0]], head[employer]
    partners = employer - 1 > names[0] and _is_partner(head[employer - 1], last_part, role, org)
    begin = head[employer - 1] if partners else last_part
    end = head[employer - 1 - partners].end
    yield from head[: names[0]]
    yield replace(first, text=text[first.start : end], end=end)
    slot = (*first.slot[:2], first.slot[2] + 1, *first.slot[3:])
    yield replace(begin, text=text[begin.start : last_part.end], end=last_part.end, slot=slot)
    yield from head[employer + 1 :]


def _without_town(head: Sequence[Piece], names: list[int]) -> list[int]:
    """The names; a short last one before a region or land that stands alone is a town that no table knows."""
    last = names[-1]
    after = head[last + 1] if last + 1 < len(head) else None
    short = len(head[last].text.split()) <= _MOST_TOWN_WORDS and not re.search(r"[\d&]", head[last].text)
    region = after is not None and after.place >= _PLACE and is_region(after.text)
    return names[:-1] if short and region and len(names) >= _LEAST_NAMES else names


def _is_partner(before: Piece, firm: Piece, role: Score, org: Score) -> bool:
    """Whether a firm's name begins before the comma ("Talbot, Greer & Wong Ltd")."""
    alone = (
        len(before.text.split()) == 1 and before.text[:1].isupper() and not role(before.text) and not org(before.text)
    )
    return alone and " & " in firm.text and before.place < _PLACE


def _run(head: Sequence[Piece]) -> list[int]:
    """The first pieces of a line that commas part."""
    for at, piece in enumerate(head):
        if not piece.joint:
            run = [at]
            while run[-1] + 1 < len(head) and _goes_on(head[run[-1]], head[run[-1] + 1]):
                run.append(run[-1] + 1)
            if len(run) >= _LEAST_NAMES:
                return run
    return []


def _goes_on(before: Piece, after: Piece) -> bool:
    return before.slot[:2] == after.slot[:2] and (bool(after.joint) or after.place >= _PLACE)
