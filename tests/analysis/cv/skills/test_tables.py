"""The tables hold together: no name for two skills, no circles, no trap among the names."""

from __future__ import annotations

from collections import Counter

from zenhire.analysis.cv.skills import book
from zenhire.analysis.cv.skills.normal import singular, words
from zenhire.analysis.cv.skills.reading import read
from zenhire.analysis.cv.skills.tables import Alias

UNALIKE = [("Java", "JavaScript"), ("C", "C++"), ("C", "C#"), ("C++", "C#"), ("R", "Research"), ("SAS", "SAP")]


def _plain(alias: Alias) -> tuple[str, ...]:
    return tuple(singular(key.lstrip("=")) for key in alias.keys)


def test_no_name_belongs_to_two_skills() -> None:
    owners = {(_plain(alias), alias.skill) for group in book().aliases.values() for alias in group}
    assert [names for names, count in Counter(names for names, _ in owners).items() if count > 1] == []


def test_a_known_name_is_its_skill_and_finds_itself() -> None:
    for name, aliases in book().aliases.items():
        for alias in aliases:
            assert book().skill_of(alias.written) == name


def test_every_unguarded_name_matches_its_skill() -> None:
    for name, aliases in book().aliases.items():
        for alias in aliases:
            if alias.guard is None:
                assert name in read(alias.written, book()).hits, alias


def test_no_trap_pair_is_related() -> None:
    for one, other in UNALIKE:
        assert other not in book().evidence[one], (one, other)
        assert one not in book().evidence[other], (one, other)


def test_letters_and_pairs_of_letters_are_guarded() -> None:
    bare = [
        alias.written
        for group in book().aliases.values()
        for alias in group
        if len(alias.keys) == 1 and len(alias.written) == 1 and alias.guard is None
    ]
    assert bare == []


def test_evidence_is_less_than_certain_and_known() -> None:
    for skill, others in book().evidence.items():
        assert skill not in others
        for other, (trust, rule) in others.items():
            assert other in book().skills and 0 < trust < 1 and rule in ("implied", "near")


def test_there_are_skills_of_many_trades() -> None:
    fields = Counter(skill.field for skill in book().skills.values())
    assert len(book().skills) >= 450
    assert min(fields.values()) >= 15


def test_names_have_words() -> None:
    assert all(words(name) for name in book().skills)
