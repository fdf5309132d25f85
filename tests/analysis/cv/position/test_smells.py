"""Configs that are valid and odd are told so, and those that are not odd are left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.cv.position.configs import FULL, JSON, put
from zenhire.analysis.cv.position import read_position
from zenhire.analysis.cv.position.smells import MOST_SMELLS, Smell, smells

WORK = "requirements.workExperience"
SKILLS = "requirements.skills"
LISTS = f"{SKILLS}.skills_config"
SPOKEN = f"{SKILLS}.language_skills_config"
SCHOOL = "requirements.education"
CLEAN = put(FULL, f"{LISTS}.requirements.preferable_qualifications", True)


def at(path: str, config: object) -> list[Smell]:
    """The smells of a place and below it."""
    found = [smell for smell in smells(config) if f"{smell.path}.".startswith(f"config.{path}.")]
    assert all(smell.message and smell.advice for smell in found)
    return found


def skill(name: str, place: str = "hard_skills") -> list[Smell]:
    return at(f"{LISTS}.{place}", put(CLEAN, f"{LISTS}.{place}", [{"name": name, "importance": 3}]))


def test_a_careful_config_has_none() -> None:
    assert smells(CLEAN) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("English", "language"),
        ("English B2+", "language"),
        ("Fluent in German", "language"),
        ("Spoken French and Dutch", "language"),
        ("5+ years of Python", "time"),
        ("three years in retail", "time"),
        ("Bachelor's degree in Law", "degree"),
        ("Master of Science", "degree"),
        ("Willing to travel", "condition"),
        ("Full-time", "condition"),
        ("Backend Engineer", "job title"),
        ("Excel (advanced)", "brackets"),
        ("Python, SQL and Excel", "several skills"),
        ("Python and SQL", "several skills"),
        ("React/Angular", "any one"),
        ("Ability to lift heavy boxes", "sentence"),
        ("Knows how to keep a store room tidy", "sentence"),
        ("Retail", "industries"),
        ("Communication", "soft skill"),
    ],
)
def test_what_is_no_hard_skill(name: str, why: str) -> None:
    [smell] = skill(name)
    assert smell.path == f"config.{LISTS}.hard_skills.0.name"
    assert why in smell.message


@pytest.mark.parametrize(
    "name",
    [
        *("Python", "R", "C/C++", "CI/CD", "PL/SQL", "TCP/IP", "Forklift", "360 degree feedback", "Scrum Master"),
        *("High availability", "Research and Development", "French press", "English Literature", "Remote sensing"),
        *("Contract negotiation", "Shift planning", "Health, Safety and Environment", "Year-end closing"),
    ],
)
def test_what_is_a_hard_skill(name: str) -> None:
    assert skill(name) == []


def test_kinds_of_skills_and_qualifications() -> None:
    assert "hard skill" in skill("Kubernetes", "soft_skills")[0].message
    assert skill("Customer service", "soft_skills") == []
    assert "is a skill" in skill("Python", "minimal_qualifications")[0].message
    assert "task" in skill("Ability to answer the telephone all day", "minimal_qualifications")[0].message
    assert "time" in skill("5+ years backend", "preferable_qualifications")[0].message
    assert "condition" in skill("Open to relocation", "preferable_qualifications")[0].message
    five = [{"name": name, "importance": 3} for name in ("Java", "Kotlin", "Scala", "Docker", "Linux")]
    full = put(CLEAN, f"{LISTS}.hard_skills", five)
    with_more = put(full, f"{LISTS}.minimal_qualifications", [{"name": "Python", "importance": 2}])
    assert at(LISTS, with_more) == [], "there is no room for it elsewhere"


@pytest.mark.parametrize(
    ("path", "value", "said_at", "why"),
    [
        (f"{SPOKEN}.preferred_languages", ["Polish"], f"{SPOKEN}.preferred_languages", "not read"),
        (f"{SPOKEN}.required_languages", ["English - C1"], f"{SPOKEN}.required_languages.0", "more than the name"),
        (f"{SPOKEN}.required_languages", ["Klingonese"], f"{SPOKEN}.required_languages.0", "no language"),
        (f"{SPOKEN}.prefered_languages", ["english"], f"{SPOKEN}.prefered_languages.0", "already"),
        (f"{SPOKEN}.target_countries", ["Atlantis"], f"{SPOKEN}.target_countries.0", "no country"),
        (f"{SPOKEN}.target_countries", ["Brazil"], f"{SPOKEN}.target_countries.0", "None of the languages"),
        (f"{WORK}.to", 10, f"{WORK}.to", "below 15"),
        (f"{WORK}.threshold_for_one_exp_relevance", 20, f"{WORK}.threshold_for_one_exp_relevance", "every job"),
        (f"{WORK}.threshold_for_one_exp_relevance", 99, f"{WORK}.threshold_for_one_exp_relevance", "any job"),
        (f"{WORK}.minimum_job_experience_duration", 24, f"{WORK}.minimum_job_experience_duration", "nothing"),
        (f"{WORK}.relevant_roles", [], f"{WORK}.relevant_roles", "No job titles"),
        (f"{WORK}.relevant_roles", ["Retail"], f"{WORK}.relevant_roles.0", "industry"),
        (f"{WORK}.relevant_roles", ["Healthcare"], f"{WORK}.relevant_roles.0", "industry"),
        (f"{WORK}.relevant_roles", ["Driver", "driver"], f"{WORK}.relevant_roles.1", "already"),
        (f"{WORK}.relevant_roles", ["Driver / Courier"], f"{WORK}.relevant_roles.0", "several"),
        (f"{WORK}.relevant_industries", ["Store Manager"], f"{WORK}.relevant_industries.0", "job title"),
        (f"{WORK}.fro", 3, f"{WORK}.fro", "not read"),
        ("location", "Cork", "location", "not read"),
        ("position_name", "Another", "position_name", "not read"),
        (f"{LISTS}.requirements.minimal_qualifications", False, f"{LISTS}.minimal_qualifications", "switched off"),
        (LISTS, {}, LISTS, "No skill"),
        (f"{SCHOOL}.importance", 4, f"{SCHOOL}.importance", "above 2"),
        (f"{SCHOOL}.academic.importance", 5, f"{SCHOOL}.academic.importance", "above 2"),
        (
            SCHOOL,
            {"is_enabled": True, "importance": 1, "academic": {}, "non_academic": {}},
            SCHOOL,
            "asks for nothing",
        ),
        (SCHOOL, {"is_enabled": False, "importance": 0}, f"{SCHOOL}.importance", "Must be"),
    ],
)
def test_oddities_are_told_where_they_are(path: str, value: object, said_at: str, why: str) -> None:
    [smell] = at(said_at, put(CLEAN, path, value))
    assert smell.path == f"config.{said_at}"
    assert why in smell.message


def test_names_that_are_nearly_known_are_guessed() -> None:
    [smell] = at(f"{LISTS}.hardSkills", put(CLEAN, f"{LISTS}.hardSkills", []))
    assert "`hard_skills`" in smell.advice
    [smell] = at("requirements.work_experience", put(CLEAN, "requirements.work_experience", {}))
    assert "`workExperience`" in smell.advice


def test_the_same_skill_twice() -> None:
    named = [{"name": name, "importance": 3} for name in ("JavaScript", "JS", "javascript", "SQL")]
    found = at(LISTS, put(CLEAN, f"{LISTS}.hard_skills", named))
    assert [smell.path.split(".")[-2] for smell in found if "“JavaScript”" in smell.message] == ["1"]
    assert [smell.path.split(".")[-2] for smell in found if "already" in smell.message] == ["2"]


def test_everything_is_as_important_as_all_else() -> None:
    config: Any = CLEAN
    for place, count in (("hard_skills", 2), ("soft_skills", 1), ("minimal_qualifications", 1)):
        for index in range(count):
            config = put(config, f"{LISTS}.{place}.{index}.importance", 5)
    config = put(config, f"{LISTS}.preferable_qualifications", [])
    [smell] = at(LISTS, config)
    assert "importance 5" in smell.message


def test_brackets_in_languages_are_a_mistake_and_not_said_twice() -> None:
    assert at(SPOKEN, put(CLEAN, f"{SPOKEN}.required_languages", ["English (B2)"])) == []


def test_smells_keep_nobody_from_reading() -> None:
    assert read_position(put(CLEAN, f"{SPOKEN}.preferred_languages", ["Polish"])) == read_position(CLEAN)


def test_there_is_an_end_to_them() -> None:
    strays = {f"stray{number}": number for number in range(MOST_SMELLS)}
    config = put(put(CLEAN, "requirements", {**strays, **CLEAN["requirements"]}), f"{WORK}.x", 1)
    config = {**config, **strays}
    assert len(smells(config)) == MOST_SMELLS
    [long] = smells({"k" * 1_000_000: 1})
    assert len(long.path) < 100


@given(st.sampled_from([WORK, SKILLS, LISTS, SPOKEN, SCHOOL, "requirements", f"{LISTS}.hard_skills", "name"]), JSON)
@settings(max_examples=60, deadline=None)
def test_any_config_can_be_looked_at(path: str, value: object) -> None:
    for config in (put(FULL, path, value), value):
        assert all(isinstance(smell, Smell) for smell in smells(config))
