"""The tables of titles hold together: no name for two occupations, every name found, figures in range."""

from __future__ import annotations

from collections import Counter

import pytest

from zenhire.analysis.cv.titles import occupation, register
from zenhire.analysis.cv.titles.lexicon import EVERYDAY, HEAD_KINDS, LEVEL_KINDS, lexicon
from zenhire.analysis.cv.titles.tables import FAMILIES, KIN, key_of

FAMILIAR = (
    *("Recruiter", "Graphic Designer", "Software Engineer", "Teacher", "Lawyer", "Business Development Manager"),
    *("Registered Nurse", "Personal Trainer", "Farmer", "Call Center Agent", "Sales Representative"),
    *("Management Consultant", "Digital Marketing Specialist", "Mechanic", "Head Chef", "Financial Analyst"),
    *("Fashion Designer", "Mechanical Engineer", "Accountant", "Construction Worker", "Public Relations Specialist"),
    *("Bank Teller", "Visual Artist", "Pilot", "Warehouse Worker", "Hotel Manager", "Electrician"),
    "Administrative Assistant",
)


def test_every_name_is_its_occupation() -> None:
    for found in register().occupations.values():
        for name in (found.name, *found.aliases):
            assert occupation(name.lstrip(">=")) == found.name, name


def test_no_name_stands_twice() -> None:
    keys = [key_of(name) for found in register().occupations.values() for name in (found.name, *found.aliases)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("name", FAMILIAR)
def test_the_usual_occupations_are_there_in_other_words(name: str) -> None:
    assert len(register().occupations[name].aliases) >= 5


def test_there_are_many_of_every_family() -> None:
    families = Counter(found.family for found in register().occupations.values())
    assert set(families) == set(FAMILIES)
    assert min(families.values()) >= 20


def test_nearness_is_mutual_and_below_one() -> None:
    near = register().near
    for (one, other), score in near.items():
        assert one != other and 0 <= score < 1
        assert near[other, one] == score
    assert KIN in near.values()


def test_each_pair_is_given_one_figure() -> None:
    given: dict[frozenset[str], set[float]] = {}
    for found in register().occupations.values():
        for other, score in found.near.items():
            given.setdefault(frozenset((found.name, other)), set()).add(score)
    assert {tuple(sorted(pair)): scores for pair, scores in given.items() if len(scores) > 1} == {}


def test_fields_lead_to_occupations() -> None:
    assert set(register().fields.values()) <= set(register().occupations)
    assert not set(register().fields) & set(register().names)


def test_the_words_are_of_known_kinds() -> None:
    words = lexicon()
    assert set(words.heads.values()) == set(HEAD_KINDS) and set(EVERYDAY) < set(HEAD_KINDS)
    assert set(words.levels.values()) == set(LEVEL_KINDS)
    assert all(full and short not in full for short, full in words.short.items())
