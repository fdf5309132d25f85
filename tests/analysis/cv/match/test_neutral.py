"""Who somebody is changes no byte of a score: two persons with one career, read, parsed and matched."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.support.cv_positions import DESCRIPTION, POSITION
from tests.support.cv_similar import fake_similar
from tests.support.cv_texts import document
from zenhire.analysis.cv.match import match, to_json
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.parse import parse, scorable

AS_OF = date(2026, 3, 15)
CV = """# {name}
{email}\t{phone}
{address}

Date of birth: {born}
Nationality: {nationality}
Gender: {gender}
Marital status: {married}

## Summary
Warehouse {lead} who cares for {their} team. {They} planned shifts in three halls and trained {their} colleagues.

## Work Experience
Warehouse Team Lead\t03/2018 - present
Harbour Freight, Hamburg, Germany
• {They} managed the inventory of two halls with SAP and Excel
• As {chair} of the works council {they} settled disputes {themselves}

{sales}\t01/2015 - 02/2018
Corner Store, Leeds
• {Honorific} Miller, the owner, trusted {them} with the till

## Education
BSc in Logistics, Northern College, 2011 - 2014

## Skills
SAP, Excel, Python, Forklift licence

## Languages
English (C1), German (B2)
"""
ONE = {
    "name": "Ann Example",
    "email": "ann@example.org",
    "phone": "+44 20 7946 0000",
    "address": "1 Mill Lane, Leeds, United Kingdom",
    "born": "1 February 1991",
    "nationality": "British",
    "gender": "female",
    "married": "single",
    "lead": "forewoman",
    "their": "her",
    "They": "She",
    "they": "she",
    "them": "her",
    "themselves": "herself",
    "chair": "chairwoman",
    "sales": "Saleswoman",
    "Honorific": "Mrs",
}
OTHER = {
    "name": "Bartholomew Maximilian Featherstonehaugh",
    "email": "bartholomew.featherstonehaugh@mail.example.com",
    "phone": "+48 22 123 45 67",
    "address": "ul. Długa 1234/56, 00-001 Warszawa, Poland",
    "born": "30 September 1958",
    "nationality": "Polish",
    "gender": "male",
    "married": "married, three children",
    "lead": "foreman",
    "their": "his",
    "They": "He",
    "they": "he",
    "them": "him",
    "themselves": "himself",
    "chair": "chairman",
    "sales": "Salesman",
    "Honorific": "Mr",
}
PERSONAL = ("name", "email", "phone", "address", "born", "nationality", "gender", "married")


def matched(person: dict[str, str]) -> dict[str, Any]:
    """The match of a person's CV, without quotes and their places."""
    read = document(CV.format(**person))
    found = match(scorable(read, parse(read, AS_OF)), POSITION, DESCRIPTION, similar=fake_similar)
    return _placeless(json.loads(to_json(found)))


def _placeless(node: Any) -> Any:
    if isinstance(node, dict):
        left_out = ("start", "end", "page", "quote", "title", "where")
        return {name: _placeless(value) for name, value in node.items() if name not in left_out}
    return [_placeless(item) for item in node] if isinstance(node, list) else node


@pytest.mark.parametrize("changed", [*((name,) for name in PERSONAL), PERSONAL, tuple(ONE)])
def test_another_person_has_the_same_match(changed: tuple[str, ...]) -> None:
    person = {**ONE, **{name: OTHER[name] for name in changed}}
    one, other = matched(ONE), matched(person)
    assert json.dumps(one) == json.dumps(other)
    assert one["overall_score"] > 0.5 and one["details"]["work_experience"]["jobs"]


def test_a_person_without_personal_facts_has_the_same_match() -> None:
    lines = [line for line in CV.split("\n") if not line.startswith(("Date of", "National", "Gender", "Marital"))]
    read = document("\n".join(lines).format(**ONE))
    found = match(scorable(read, parse(read, AS_OF)), POSITION, DESCRIPTION, similar=fake_similar)
    assert _placeless(json.loads(to_json(found))) == matched(ONE)


def test_no_personal_word_is_compared_or_embedded() -> None:
    asked: list[str] = []

    def recording(these: Any, those: Any) -> Any:
        asked.extend([*these, *those])
        return fake_similar(these, those)

    for person in (ONE, OTHER):
        read = document(CV.format(**person))
        cv = scorable(read, parse(read, AS_OF))
        match(cv, POSITION, DESCRIPTION, similar=recording)
        text = "\n".join([View(cv).text, *asked])
        assert not [name for name in PERSONAL if person[name] in text]
        assert not {"she", "he", "her", "his", "him", "herself", "himself", "Mrs", "Mr"} & set(text.split())
        assert "woman" not in text.lower() and "salesman" not in text.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She led her team herself", "He led his team himself"),
        ("Chairwoman of the board", "chairman of the board".capitalize()),
        ("SALESWOMAN", "SALESMAN"),
        ("Waitress and stewardess", "Waiter and steward"),
        ("Projektleiterin", "Projektleiter"),
        ("Kauffrau im Einzelhandel", "Kaufmann im Einzelhandel"),
        ("Infirmière", "Infirmier"),
        ("Ms. Miller", "Mr. Miller"),
    ],
)
def test_both_forms_become_one(one: str, other: str) -> None:
    assert neutralised(one) == neutralised(other)


@pytest.mark.parametrize(
    "text",
    [
        "Women's health",
        "Berlin",
        "MS Word",
        "HIS and HIM systems",
        "miss a deadline",
        "Login page",
        "Latin",
        "the hershey",
    ],
)
def test_words_about_the_work_stay(text: str) -> None:
    assert neutralised(text) == text
