"""Telling which piece of each head is which name: what the words say, and what the same place says in the others.

A CV writes all its entries alike: if the first cell holds a title in three of four jobs, it does in the fourth.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from zenhire.analysis.cv.parse.pieces import Piece, Score
from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.parse.words.places import is_city, is_region, place_score

_OWN, _SLOT, _AGAINST = 1.0, 1.2, 0.6
_FIRST, _BESIDE_PLACE = 0.05, 0.1
_PLACE, _TITLE = 0.6, 0.8
_MOST_PLACE_WORDS, _MOST_NAMES, _LONGEST_COMMA = 4, 12, 2


@dataclass(slots=True)
class Named:
    """The two names of an entry (title and employer, or degree and school), its place, and what is left."""

    role: Quote | None = None
    org: Quote | None = None
    place: Quote | None = None
    rest: list[Quote] = field(default_factory=list)


def named(heads: Sequence[Sequence[Piece]], role: Score, org: Score, text: str, *, unknown_places: bool) -> list[Named]:
    """Names for each head; `role` and `org` score words from 0 to 1, `text` is the whole CV's.

    `unknown_places`: whether a short rest beside both names is a place that no table knows.
    """
    voter = _Voter(heads, role, org)
    found = [_named(head, voter, text) for head in heads]
    for names in found if unknown_places else ():
        _take_place(names, voter)
        _take_town(names, voter, text)
    return found


class _Voter:
    def __init__(self, heads: Sequence[Sequence[Piece]], role: Score, org: Score) -> None:
        self._role, self._org = role, org
        votes: dict[tuple[int, int, int, bool, bool], list[tuple[float, float, float]]] = {}
        for head in heads:
            for piece in head:
                votes.setdefault(piece.slot, []).append((role(piece.text), org(piece.text), piece.place))
        self._means = {slot: _mean(some) for slot, some in votes.items()}

    def scores(self, text: str) -> tuple[float, float]:
        """What the words alone tell."""
        return self._role(text), self._org(text)

    def role(self, piece: Piece) -> float:
        """For the first of the two names."""
        mine, other = self._role(piece.text), self._org(piece.text)
        slot = self._means[piece.slot]
        return _OWN * (mine - _AGAINST * other) + _SLOT * (slot[0] - _AGAINST * slot[1])

    def org(self, piece: Piece) -> float:
        """For the second of the two names."""
        mine, other = self._role(piece.text), self._org(piece.text)
        slot = self._means[piece.slot]
        return _OWN * (other - _AGAINST * mine) + _SLOT * (slot[1] - _AGAINST * slot[0])

    def place(self, piece: Piece) -> float:
        """For a place."""
        return max(piece.place, (piece.place + self._means[piece.slot][2]) / 2)


def _is_name_of_place(text: str) -> bool:
    return len(text.split()) <= _MOST_PLACE_WORDS and text[:1].isupper() and not re.search(r"[\d&+@]", text)


def _mean(votes: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    roles, orgs, places = zip(*votes, strict=True)
    return fmean(roles), fmean(orgs), fmean(places)


def _named(head: Sequence[Piece], voter: _Voter, text: str) -> Named:
    places = [piece for piece in head if voter.place(piece) >= _PLACE]
    names = [piece for piece in head if piece not in places]
    if not names and len(places) > 1:
        names = [min(places, key=lambda piece: piece.place)]
        places = [piece for piece in places if piece not in names]
    if len(names) == 1 and len(places) == 1 and voter.scores(names[0].text)[0] >= _TITLE:
        places, names = _parted(places[0], names)
    if len(names) == 1 and len(places) > 1 and voter.scores(names[0].text)[0] >= _TITLE:
        names, places = _named_as_town(names, places)
    chosen = _chosen(names, voter, {piece.slot[0] for piece in places})
    found = Named(place=max(places, key=voter.place) if places else None)
    for piece in names:
        _add(found, piece, chosen, text)
    return found


def _named_as_town(names: list[Piece], places: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Names and places; what stands between a title alone and another place is an employer that is named as a town."""
    first, *others = places
    after = first.slot[:2] == names[0].slot[:2] and first.start > names[0].end and "," not in first.text
    if not after or others[0].slot[:2] != first.slot[:2]:
        return names, places
    return [*names, replace(first, place=0.0)], others


def _parted(piece: Piece, names: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Places and names: beside a title alone, an employer stands before a known land, and before a town with its land.

    "Acme, UK"; "Irving, Winnipeg, MB", where it is named as a town.
    """
    cut = piece.text.rfind(", ")
    first = piece.text.find(", ")
    if 0 <= first < cut and is_city(piece.text[first + 2 : cut]) and not is_region(piece.text[first + 2 : cut]):
        cut = first
    elif cut < 0 or piece.place >= 1.0 or place_score(piece.text[cut + 2 :]) < 1.0:
        return [piece], names
    place = piece.part(cut + 2, len(piece.text))
    name = replace(piece, text=piece.text[:cut], end=piece.start + cut, place=0.0)
    rest = replace(piece, text=place.text, start=place.start, end=place.end, place=1.0)
    return [rest], [*names, name]


def _chosen(names: Sequence[Piece], voter: _Voter, placed: Collection[int]) -> tuple[Piece | None, Piece | None]:
    """The first and the second name. `placed`: lines with a place, which stands beside the second as a rule."""
    if not names:
        return None, None
    if len(names) == 1:
        only = names[0]
        return (only, None) if voter.role(only) > voter.org(only) else (None, only)
    names = names[:_MOST_NAMES]
    pairs = [(role, org) for role in names for org in names if role is not org]

    def worth(pair: tuple[Piece, Piece]) -> float:
        role, org = pair
        order = names.index(role) + names.index(org)
        beside = _BESIDE_PLACE * (org.slot[0] in placed and role.slot[0] not in placed)
        return voter.role(role) + voter.org(org) + beside + _FIRST * (role.start < org.start) - 2 * _FIRST * order

    return max(pairs, key=worth)


def _add(found: Named, piece: Piece, chosen: tuple[Piece | None, Piece | None], text: str) -> None:
    """Puts a piece where it belongs; a part after a comma goes on with the name before it."""
    if piece is chosen[0]:
        found.role = piece
    elif piece is chosen[1]:
        found.org = piece
    elif piece.joint and found.role and text[found.role.end : piece.start].strip() == ",":
        found.role = Quote(text[found.role.start : piece.end], found.role.start, piece.end)
    else:
        found.rest.append(piece)


def _take_place(found: Named, voter: _Voter) -> None:
    """A short rest without digits beside both names is a place that no table knows."""
    if found.place is not None or found.role is None or found.org is None:
        return
    if (cut := found.org.text.rfind(", ")) > 0:
        tail = found.org.part(cut + 2, len(found.org.text))
        if _is_name_of_place(tail.text) and voter.scores(tail.text) == (0.0, 0.0):
            found.org, found.place = found.org.part(0, cut), tail
            return
    for piece in found.rest:
        if (
            isinstance(piece, Piece)
            and _is_name_of_place(piece.text)
            and voter.role(piece) <= 0.1
            and voter.org(piece) <= 0.5
        ):
            found.place = piece
            found.rest.remove(piece)
            return


def _take_town(found: Named, voter: _Voter, text: str) -> None:
    """A town that no table knows, between the name and the region or land that one does ("Acme Ltd, Thornby, UK")."""
    if found.place is None or found.org is None or not 0 < found.place.start - found.org.end <= _LONGEST_COMMA:
        return
    cut = found.org.text.rfind(", ")
    name, town = found.org.text[: max(0, cut)], found.org.text[cut + 2 :]
    certain = len(name.split()) > 1 or voter.scores(name)[1] > 0
    if cut > 0 and certain and _is_name_of_place(town) and voter.scores(town) == (0.0, 0.0):
        start = found.org.start + cut + 2
        found.org, found.place = found.org.part(0, cut), Quote(text[start : found.place.end], start, found.place.end)
