"""Lists of skills: levels that are no part of a skill, names of groups, and what divides one item from the next."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse


def listed(lines: str) -> list[str]:
    return parse(document(f"# Ann Example\n\n## Skills\n{lines}"), date(2026, 3, 15)).skills


@pytest.mark.parametrize(
    "lines",
    [
        "Python (Advanced), SQL (basic), R (4/5)",
        "Python: Advanced, SQL: Basic, R: 5 years",
        "Python – Advanced\nSQL – Intermediate\nR – Beginner",
        "Python Advanced\nSQL Intermediate\nR Beginner",
        "Python\nAdvanced\nSQL\nIntermediate\nR\nBeginner",
        "Python\tSQL\tR\nAdvanced\tIntermediate\tBeginner",
        "**Python\tAdvanced\n**SQL\tIntermediate\n**R\tBeginner",
        "Python (advanced):\nSQL (master):\nR (novice):",
        "Advanced Python ()\nIntermediate SQL ()\nMaster R ()",
        "Python ★★★☆☆\nSQL ●●●○○\nR ★☆☆☆☆",
        "Python 80%\nSQL 60 %\nR 100%",
        "Python 4/5, SQL 3/5, R 2/5",
        "Python (fortgeschritten), SQL (Grundkenntnisse), R (sehr gute Kenntnisse)",
        "Python : avancé\nSQL : intermédiaire\nR : débutant",
        "Python (nivel avanzado), SQL (intermedio), R (principiante)",
        "Python (livello base), SQL (avanzato), R (ottimo)",
        "Python (nível intermediário), SQL (avançado), R (iniciante)",
        "Python (gevorderd), SQL (zeer goed), R (basiskennis)",
        "Python (zaawansowany), SQL (podstawowy), R (biegle)",
        "Python (ileri düzey), SQL (orta), R (başlangıç seviyesi)",
    ],
)
def test_a_level_is_no_part_of_a_skill(lines: str) -> None:
    assert listed(lines) == ["Python", "SQL", "R"]


@pytest.mark.parametrize(
    "skills",
    [
        ["Scrum Master", "Master Data", "Advanced Excel", "Expert Advisor", "R"],
        ["Knowledge Base", "Social Media", "React Native", "Visual Basic"],
        ["Advanced Excel", "Basic Life Support", "Customer service"],
        ["Subject Matter Expert", "Kaizen Master"],
        ["Word", "BASIC", "C"],
        ["Windows (Professional)", "Word"],
    ],
)
def test_words_of_levels_that_belong_to_a_skill_stay(skills: list[str]) -> None:
    assert listed("\n".join(skills)) == skills


@pytest.mark.parametrize(
    "lines",
    [
        "Technical\nPython\nSQL\nGeneral\nNegotiation\nStock control",
        "**Coding\nPython\nSQL\n**Office\nNegotiation\nStock control",
        "Technical\tPython\tSQL\nGeneral\tNegotiation\tStock control",
        "Coding:\tPython\tSQL\nOffice:\tNegotiation\tStock control",
        "Main skills (Python, SQL)\nAlso (Negotiation, Stock control)",
        "Core: Python, SQL\nOther: Negotiation, Stock control",
        "Core: Python, SQL\tOther: Negotiation, Stock control",
    ],
)
def test_names_of_groups_are_no_skills(lines: str) -> None:
    assert listed(lines) == ["Python", "SQL", "Negotiation", "Stock control"]


def test_items_have_the_group_that_stands_above_their_column() -> None:
    lines = "Core\tOther\nPython\tNegotiation\nSQL\tStock control"
    cv = parse(document(f"# Ann Example\n\n## Skills\n{lines}"), date(2026, 3, 15))
    assert [(skill.name, skill.category) for skill in cv.skill_details] == [
        *(("Python", "Core"), ("Negotiation", "Other"), ("SQL", "Core"), ("Stock control", "Other")),
    ]


def test_another_group_of_skills_is_no_section_of_its_own() -> None:
    text = "# Ann Example\n\n## Skills\n**Core\nPython\nSQL\n**Other\nWelding\n## Other\nLikes rye bread"
    cv = parse(document(text), date(2026, 3, 15))
    assert (cv.skills, cv.sections[-1].kind) == (["Python", "SQL", "Welding"], "other")
    cv = parse(document("# Ann Example\n\n## Core\nx\n## Skills\nSQL\n## Other\nLikes rye bread"), date(2026, 3, 15))
    assert cv.skills == ["SQL"]


def test_groups_that_follow_one_another_need_no_heading_above() -> None:
    text = "# Ann Example\n\n## Experience\nBaker\t2019 – 2021\n## Education\nBSc, Leeds College\t2018\n{}"
    cv = parse(document(text.format("## Core\nPython\nSQL\n## General\nWelding")), date(2026, 3, 15))
    assert cv.skills == ["Python", "SQL", "Welding"]
    sentence = "I have baked rye bread for years now"
    for lines in ("## Other\nRye bread\n## Additional\nSpelt", f"## Core\n{sentence}\n## Other\nx"):
        assert parse(document(text.format(lines)), date(2026, 3, 15)).skills == []


def test_an_item_that_wraps_is_one_where_white_space_parts_the_others() -> None:
    assert listed("Python\n\nVulnerability\nManagement Expert\n\nSQL Basic\n\nIncident response\nAdvanced") == [
        *("Python", "Vulnerability Management", "SQL", "Incident response"),
    ]
    assert listed("Python\nSQL\n\nWelding\nBaking") == ["Python", "SQL", "Welding", "Baking"]
    apart = "Python\n\nWelding\n\nBaking\nRye\n\nQuality management systems"
    assert listed(apart) == ["Python", "Welding", "Baking", "Rye", "Quality management systems"]


def test_skills_that_all_end_with_a_colon_are_skills() -> None:
    assert listed("**Git:\n**Rust:\n**C/C++:") == ["Git", "Rust", "C/C++"]
    assert listed("Coding:\nPython\nSQL") == ["Python", "SQL"]


def test_bold_skills_are_no_groups() -> None:
    assert listed("**Python\n**SQL\nWelding\n**Excel") == ["Python", "SQL", "Welding", "Excel"]
    assert listed("**Python\nWelding\n**Excel\nBaking") == ["Python", "Welding", "Excel", "Baking"]


def test_a_slash_divides_longer_names_and_lists() -> None:
    assert listed("Excel / VBA\nFirst Aid / AED\nCash control / Stock control\nWord / Access / Visio") == [
        *("Excel / VBA", "First Aid / AED", "Cash control", "Stock control", "Word", "Access", "Visio"),
    ]


def test_a_slash_divides_a_list_that_has_brackets() -> None:
    assert listed("MS Office (Word, Excel) / MS Project / Simulink") == [
        "MS Office (Word, Excel)",
        "MS Project",
        "Simulink",
    ]


@pytest.mark.parametrize("line", ["Advanced " * 200, "( " * 900, ": - " * 500, "★ " * 900, "Expert (" * 200])
def test_long_lines_take_no_time(line: str) -> None:
    begun = time.perf_counter()
    listed("\n".join([line] * 20))
    assert time.perf_counter() - begun < 2.0


@pytest.mark.parametrize(
    "lines",
    [
        "Baking bread • Icing • Local\nproduce • Fruit",
        "Baking bread | Icing | Local\nproduce",
        "Baking bread, Icing, Local\nproduce",
    ],
)
def test_a_line_that_ends_within_an_item_goes_on_below(lines: str) -> None:
    assert listed(lines)[:3] == ["Baking bread", "Icing", "Local produce"]


def test_lists_that_had_room_begin_anew_on_each_line() -> None:
    wide = "All the bread that was eaten in the three villages around for ten years."
    lines = f"Baking • Icing\nCakes • Fruit\n\n## Summary\n{wide}"
    assert listed(lines) == ["Baking", "Icing", "Cakes", "Fruit"]
