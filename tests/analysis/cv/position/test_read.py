"""Configs are read whole or refused with every mistake at once."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.cv.position.configs import FULL, JSON, LEAST, MISSING, put
from zenhire.analysis.cv.position import PositionError, config_hash, public_config, read_position
from zenhire.analysis.cv.position.types import Education, Item, Languages, Position, Skills, WorkExperience

WORK = "requirements.workExperience"
SKILLS = "requirements.skills"
LISTS = f"{SKILLS}.skills_config"
SPOKEN = f"{SKILLS}.language_skills_config"
SCHOOL = "requirements.education"
IMPORTANCES = [
    f"{WORK}.importance",
    f"{WORK}.time_importance",
    f"{WORK}.industries_config.1.importance",
    f"{SKILLS}.importance",
    f"{LISTS}.hard_skills.1.importance",
    f"{LISTS}.soft_skills.0.importance",
    f"{LISTS}.minimal_qualifications.0.importance",
    f"{LISTS}.preferable_qualifications.0.importance",
    f"{SPOKEN}.importance",
    f"{SCHOOL}.importance",
    f"{SCHOOL}.academic.importance",
    f"{SCHOOL}.non_academic.importance",
]
DEEP: list[Any] = []
DEEP.append(DEEP)


def short(value: object) -> str | None:
    """A name for a case; those of numbers without end and of long texts would be as long."""
    return value[-24:] if isinstance(value, str) and value.isprintable() else type(value).__name__


def item(name: object = "x", importance: object = 3) -> dict[str, object]:
    return {"name": name, "importance": importance}


def mistakes(config: object, path: str = "config") -> dict[str, list[str]]:
    with pytest.raises(PositionError) as caught:
        read_position(config, path=path)
    assert all(messages and all(messages) for messages in caught.value.fields.values())
    return caught.value.fields


def test_a_full_config_is_read() -> None:
    assert read_position(FULL) == Position(
        name="Warehouse Team Lead",
        experience=WorkExperience(
            importance=4,
            from_years=3,
            to_years=15,
            time_importance=2,
            transferable=False,
            shortest_months=6,
            threshold=0.7,
            roles=("Shift Supervisor", "Warehouse Supervisor"),
            companies=("Northwind Depots",),
            industries=(Item("Logistics", 4), Item("Retail", 2)),
        ),
        skills=Skills(
            importance=5,
            hard=(Item("Inventory Management", 5), Item("Forklift", 3)),
            soft=(Item("Leadership", 4),),
            minimal=(Item("Led a shift of ten people or more", 4),),
            preferable=(Item("Opened a new site", 2),),
            minimal_counts=True,
            preferable_counts=False,
        ),
        languages=Languages(2, ("English",), ("Polish",), ("Ireland",), ("English, about B2",)),
        education=Education(True, 2, 1, "High School", "Graduate", ("Logistics",), 2, ("Forklift Licence",)),
        education_sent=True,
    )


def test_what_is_left_out_has_a_default() -> None:
    position = read_position(LEAST)
    assert position.experience == WorkExperience(4, 3, 15, 3, True, 4, 0.84, (), (), (Item("Logistics", 4),))
    assert position.skills == Skills(4, (), (), (), (), True, True)
    assert position.languages == Languages(3, (), (), (), ())
    assert not position.education_sent
    assert not position.education.enabled


def test_null_is_as_left_out() -> None:
    nulls = copy.deepcopy(LEAST)
    nulls["requirements"]["education"] = None
    nulls["explanations"] = None
    for name in ("time_importance", "transferable_skills", "relevant_roles", "threshold_for_one_exp_relevance"):
        nulls["requirements"]["workExperience"][name] = None
    nulls["requirements"]["skills"] |= {"language_skills_config": None, "skills_config": {"requirements": None}}
    assert read_position(nulls) == read_position(LEAST)


@pytest.mark.parametrize("path", IMPORTANCES)
@pytest.mark.parametrize("value", [0, 6, -1, 4.5, True, "4", [4], {}, math.nan, math.inf, 10**5000, 1e308], ids=short)
def test_an_importance_is_an_integer_from_1_to_5(path: str, value: object) -> None:
    assert f"config.{path}" in mistakes(put(FULL, path, value))


def test_a_whole_number_with_a_point_is_an_integer() -> None:
    position = read_position(put(put(FULL, f"{SKILLS}.importance", 5.0), f"{WORK}.from", 3.0))
    assert position == read_position(FULL)
    assert config_hash(position) == config_hash(read_position(FULL))


@pytest.mark.parametrize(
    ("path", "value", "said_at"),
    [
        ("name", MISSING, "name"),
        ("name", " ", "name"),
        ("name", 7, "name"),
        ("name", "x" * 1_000_000, "name"),
        ("name", "a\0b", "name"),
        ("name", "\ud800", "name"),
        ("requirements", MISSING, "requirements"),
        ("requirements", [], "requirements"),
        (WORK, MISSING, WORK),
        (WORK, "senior", WORK),
        (SKILLS, MISSING, SKILLS),
        (SKILLS, [], SKILLS),
        (f"{WORK}.from", MISSING, f"{WORK}.from"),
        (f"{WORK}.from", -1, f"{WORK}.from"),
        (f"{WORK}.from", "3", f"{WORK}.from"),
        (f"{WORK}.from", False, f"{WORK}.from"),
        (f"{WORK}.from", 16, f"{WORK}.from"),
        (f"{WORK}.from", 10**5000, f"{WORK}.from"),
        (f"{WORK}.to", MISSING, f"{WORK}.to"),
        (f"{WORK}.to", 1.5, f"{WORK}.to"),
        (f"{WORK}.importance", MISSING, f"{WORK}.importance"),
        (f"{WORK}.transferable_skills", "yes", f"{WORK}.transferable_skills"),
        (f"{WORK}.transferable_skills", 1, f"{WORK}.transferable_skills"),
        (f"{WORK}.minimum_job_experience_duration", -4, f"{WORK}.minimum_job_experience_duration"),
        (f"{WORK}.threshold_for_one_exp_relevance", 101, f"{WORK}.threshold_for_one_exp_relevance"),
        (f"{WORK}.threshold_for_one_exp_relevance", 0.84, f"{WORK}.threshold_for_one_exp_relevance"),
        (f"{WORK}.relevant_roles", "Driver", f"{WORK}.relevant_roles"),
        (f"{WORK}.relevant_roles", ["Driver", 5], f"{WORK}.relevant_roles.1"),
        (f"{WORK}.relevant_roles", ["Driver", None], f"{WORK}.relevant_roles.1"),
        (f"{WORK}.relevant_roles", ["r"] * 101, f"{WORK}.relevant_roles"),
        (f"{WORK}.relevant_companies", {}, f"{WORK}.relevant_companies"),
        (f"{WORK}.relevant_industries", MISSING, f"{WORK}.relevant_industries"),
        (f"{WORK}.relevant_industries", [], f"{WORK}.relevant_industries"),
        (f"{WORK}.relevant_industries", ["a", "b", "c", "d"], f"{WORK}.relevant_industries"),
        (f"{WORK}.relevant_industries", ["Logistics", ""], f"{WORK}.relevant_industries.1"),
        (f"{WORK}.relevant_industries", ["Logistics"], f"{WORK}.industries_config"),
        (f"{WORK}.relevant_industries", ["Logistics", "Health"], f"{WORK}.industries_config"),
        (f"{WORK}.relevant_industries", ["Logistics", "Logistics"], f"{WORK}.industries_config"),
        (f"{WORK}.industries_config", MISSING, f"{WORK}.industries_config"),
        (f"{WORK}.industries_config", {"Logistics": 4}, f"{WORK}.industries_config"),
        (f"{WORK}.industries_config", [item("Logistics"), "Retail"], f"{WORK}.industries_config.1"),
        (f"{WORK}.industries_config", [item()] * 4, f"{WORK}.industries_config"),
        (f"{SKILLS}.importance", MISSING, f"{SKILLS}.importance"),
        (LISTS, MISSING, LISTS),
        (LISTS, [], LISTS),
        (f"{LISTS}.hard_skills", [item(str(n)) for n in range(6)], f"{LISTS}.hard_skills"),
        (f"{LISTS}.hard_skills", [item(str(n)) for n in range(10)], LISTS),
        (f"{LISTS}.hard_skills", {"name": "x"}, f"{LISTS}.hard_skills"),
        (f"{LISTS}.hard_skills", ["Forklift"], f"{LISTS}.hard_skills.0"),
        (f"{LISTS}.hard_skills", [None], f"{LISTS}.hard_skills.0"),
        (f"{LISTS}.hard_skills.1.name", MISSING, f"{LISTS}.hard_skills.1.name"),
        (f"{LISTS}.hard_skills.1.name", "  ", f"{LISTS}.hard_skills.1.name"),
        (f"{LISTS}.hard_skills.1.importance", MISSING, f"{LISTS}.hard_skills.1.importance"),
        (f"{LISTS}.soft_skills", [item(str(n)) for n in range(6)], f"{LISTS}.soft_skills"),
        (f"{LISTS}.minimal_qualifications", [item()] * 4, f"{LISTS}.minimal_qualifications"),
        (f"{LISTS}.preferable_qualifications", [item()] * 4, f"{LISTS}.preferable_qualifications"),
        (f"{LISTS}.requirements", True, f"{LISTS}.requirements"),
        (f"{LISTS}.requirements.minimal_qualifications", MISSING, f"{LISTS}.requirements.minimal_qualifications"),
        (f"{LISTS}.requirements.preferable_qualifications", 1, f"{LISTS}.requirements.preferable_qualifications"),
        (SPOKEN, ["English"], SPOKEN),
        (f"{SPOKEN}.required_languages", "English", f"{SPOKEN}.required_languages"),
        (f"{SPOKEN}.required_languages", ["English (B2)"], f"{SPOKEN}.required_languages.0"),
        (f"{SPOKEN}.required_languages", ["English", "[French]"], f"{SPOKEN}.required_languages.1"),
        (f"{SPOKEN}.prefered_languages", ["Dutch/Flemish"], f"{SPOKEN}.prefered_languages.0"),
        (f"{SPOKEN}.target_countries", [[]], f"{SPOKEN}.target_countries.0"),
        (SCHOOL, True, SCHOOL),
        (f"{SCHOOL}.is_enabled", MISSING, f"{SCHOOL}.is_enabled"),
        (f"{SCHOOL}.is_enabled", "false", f"{SCHOOL}.is_enabled"),
        (f"{SCHOOL}.importance", MISSING, f"{SCHOOL}.importance"),
        (f"{SCHOOL}.academic", MISSING, f"{SCHOOL}.academic"),
        (f"{SCHOOL}.academic", "Bachelor", f"{SCHOOL}.academic"),
        (f"{SCHOOL}.non_academic", MISSING, f"{SCHOOL}.non_academic"),
        (f"{SCHOOL}.non_academic", [], f"{SCHOOL}.non_academic"),
        (f"{SCHOOL}.academic.study_status", "Graduated", f"{SCHOOL}.academic.study_status"),
        (f"{SCHOOL}.academic.study_status", "both", f"{SCHOOL}.academic.study_status"),
        (f"{SCHOOL}.academic.degree_level", 3, f"{SCHOOL}.academic.degree_level"),
        (f"{SCHOOL}.academic.fields_of_study", [3], f"{SCHOOL}.academic.fields_of_study.0"),
        ("explanations", {"free": "text\0"}, "explanations.free"),
        ("explanations", [1, math.nan], "explanations.1"),
        ("explanations", DEEP, ""),
        ("explanations", [0] * 60_000, ""),
        ("explanations", {"k\0": 1}, "explanations"),
        ("explanations", {7: 1}, "explanations"),
        ("explanations", "x" * 200_000, "explanations"),
        ("explanations", {1, 2}, "explanations"),
        ("_ours", {"note": math.inf}, "_ours.note"),
    ],
    ids=short,
)
def test_a_mistake_is_told_where_it_is(path: str, value: object, said_at: str) -> None:
    fields = mistakes(put(FULL, path, value))
    at = f"config.{said_at}".rstrip(".")
    assert at in fields
    above = {said for said in fields if not at.startswith(said) and not said.startswith(at)}
    assert above <= {f"config.{LISTS}.hard_skills", f"config.{WORK}.industries_config"}, "nothing else is wrong"


@pytest.mark.parametrize("config", [None, [], "{}", 7, math.nan, object()])
def test_a_config_is_an_object(config: object) -> None:
    assert list(mistakes(config, "position_metadata")) == ["position_metadata"]


WRONG = {
    f"{WORK}.from": "3",
    f"{WORK}.importance": 0,
    f"{WORK}.industries_config.0.importance": 9,
    f"{SKILLS}.importance": True,
    f"{LISTS}.hard_skills.1.importance": 2.5,
    f"{LISTS}.requirements.minimal_qualifications": "on",
    f"{SPOKEN}.required_languages": ["English (B2+)"],
    f"{SCHOOL}.academic.study_status": "Student",
    "name": "",
}


@given(st.sets(st.sampled_from(sorted(WRONG)), min_size=1))
@settings(max_examples=40, deadline=None)
def test_every_mistake_is_told_at_once(chosen: set[str]) -> None:
    config = FULL
    for path in chosen:
        config = put(config, path, WRONG[path])
    found = {path.removesuffix(".0") if "languages" in path else path for path in mistakes(config)}
    assert found == {f"config.{path}" for path in chosen}


PLACES = ["name", "requirements", WORK, SKILLS, LISTS, SPOKEN, SCHOOL, f"{SCHOOL}.academic", "explanations"]
PLACES += [f"{WORK}.{name}" for name in FULL["requirements"]["workExperience"]]
PLACES += [f"{LISTS}.{name}" for name in FULL["requirements"]["skills"]["skills_config"]]
PLACES += [f"{SPOKEN}.required_languages", f"{SCHOOL}.non_academic", f"{SCHOOL}.is_enabled", *IMPORTANCES]


@given(st.sampled_from(PLACES), JSON)
@settings(max_examples=200, deadline=None)
def test_any_value_anywhere_is_read_or_refused(path: str, value: object) -> None:
    config = put(FULL, path, value)
    try:
        position = read_position(config)
    except PositionError as error:
        refused = error.fields
    else:
        refused = {}
    json.dumps(refused, ensure_ascii=False).encode()
    if refused:
        return
    assert len(config_hash(position)) == 64
    json.dumps(public_config(config), allow_nan=False, ensure_ascii=False).encode()
    numbers = [position.experience.importance, position.skills.importance, position.languages.importance]
    assert all(1 <= number <= 5 for number in numbers)
    assert 0 <= position.experience.from_years <= position.experience.to_years
    assert 0 <= position.experience.threshold <= 1
    assert 1 <= len(position.experience.industries) <= 3


@given(JSON)
@settings(max_examples=100, deadline=None)
def test_anything_else_is_refused(config: object) -> None:
    assert mistakes(config)


@pytest.mark.parametrize("off", [{}, {"importance": 0}, {"academic": "x", "non_academic": 4}, {"academic": {}}])
def test_education_that_is_off_never_fails(off: dict[str, object]) -> None:
    position = read_position(put(FULL, SCHOOL, {"is_enabled": False, **off}))
    assert position.education_sent
    assert position.education == Education(False, 1, 3, None, "Both", (), 3, ())


def test_names_of_positions_and_places_of_explanations() -> None:
    renamed = put(put(LEAST, "name", MISSING), "position_name", "  Team \n Lead ")
    assert read_position(renamed).name == "Team Lead"
    inside = put(
        LEAST, "requirements.explanations", {"language_skills_config": {"required_languages": {"Dutch": "B1"}}}
    )
    assert read_position(inside).languages.proficiency == ("Dutch: B1",)
    assert read_position(put(LEAST, "explanations", "anything at all")) == read_position(LEAST)


def test_names_that_are_not_known_count_nowhere() -> None:
    more = put(put(LEAST, f"{SKILLS}.preferred_languages", 7), "_note", {"importance": 99})
    assert read_position(more) == read_position(LEAST)


def test_industries_may_stand_in_any_order() -> None:
    turned = put(FULL, f"{WORK}.relevant_industries", ["retail", "Logistics"])
    assert read_position(turned) == read_position(FULL)


def test_private_names_are_not_shown() -> None:
    config = put(put(FULL, "_owner", "me"), f"{LISTS}.hard_skills.0._row", 12)
    assert public_config(config) == FULL
    assert config["_owner"] == "me"


def test_the_hash_is_of_the_meaning() -> None:
    def turned(value: Any) -> Any:
        return {key: turned(value[key]) for key in reversed(value)} if isinstance(value, dict) else value

    hashed = config_hash(read_position(FULL))
    assert config_hash(read_position(turned(FULL))) == hashed
    spelled_out = put(LEAST, f"{WORK}.time_importance", 3)
    assert config_hash(read_position(spelled_out)) == config_hash(read_position(LEAST))
    assert config_hash(read_position(put(FULL, f"{WORK}.to", 16))) != hashed
