"""Lists on labelled lines that stand among others: languages and certificates below skills, all of them at the top."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse
from zenhire.analysis.cv.parse.schema import ParsedCv

WORK = "## Experience\n**Baker\tMay 2019 – present\nCrumb & Co"


def parsed(lines: str, heading: str = "Skills") -> ParsedCv:
    return parse(document(f"# Ann Example\n\n{WORK}\n\n## {heading}\n{lines}"), date(2026, 3, 15))


def told(cv: ParsedCv) -> tuple[list[str], list[tuple[str, str | None]], list[str]]:
    languages: list[tuple[str, str | None]] = [(item.code, item.level) for item in cv.languages]
    return cv.skills, languages, [item.name for item in cv.certificates]


@pytest.mark.parametrize(
    "lines",
    [
        "Technical: Excel, SAP\nLanguage Abilities: English (native), French (fluent)\nCourses: Barista",
        "- Technical: Excel, SAP\n- Foreign Languages: English (native), French (fluent)\n- Certificates: Barista",
        "Fachlich: Excel, SAP\nSprachkenntnisse: English (native), French (fluent)\nZusatzqualifikationen: Barista",
        "Techniques: Excel, SAP\nLangues parlées: English (native), French (fluent)\nCertificats: Barista",
        "Técnicas: Excel, SAP\nLenguas: English (native), French (fluent)\nFormación complementaria: Barista",
        "**Technical**\tExcel, SAP\n**Languages spoken**\tEnglish (native), French (fluent)\n**Courses**\tBarista, ",
        "Technical: Excel, SAP\nSpoken Languages: English (native), French (fluent)\nCourses: Barista",
        "Technical Excel | SAP\nLanguages English (native) | French (fluent)\nCourses Barista | ",
        "Excel\tLanguages: English (native), French (fluent)\nSAP\tCourses: Barista",
    ],
)
def test_labelled_lists_below_skills_are_what_their_labels_tell(lines: str) -> None:
    assert told(parsed(lines)) == (["Excel", "SAP"], [("en", "native"), ("fr", "C1")], ["Barista"])


def test_a_label_whose_second_word_stands_below() -> None:
    lines = "Foreign English (native) | French (fluent)\n## Languages\nTechnical Excel | SAP\nOther Baking | Icing"
    cv = parsed(lines)
    assert told(cv) == (["Excel", "SAP", "Baking", "Icing"], [("en", "native"), ("fr", "C1")], [])


@pytest.mark.parametrize("lines", ["Technical Support\nGeneral Ledger", "Core Java, SQL\nExcel, SAP"])
def test_words_of_labels_that_begin_skills_stay(lines: str) -> None:
    assert parsed(lines).skills == [item for line in lines.split("\n") for item in line.split(", ")]


def test_languages_of_programs_stay_skills() -> None:
    assert told(parsed("Languages: Java, C++\nTools: Git, Bash")) == (["Java", "C++", "Git", "Bash"], [], [])


@pytest.mark.parametrize("heading", ["Skills, Languages", "Languages & Skills", "Other information"])
def test_one_heading_for_both(heading: str) -> None:
    lines = "Languages: English (native)\nSkills: Excel, SAP\nCompétences métier: Baking, Icing"
    assert told(parsed(lines, heading))[:2] == (["Excel", "SAP", "Baking", "Icing"], [("en", "native")])


def test_lists_beside_the_address_at_the_top() -> None:
    top = (
        "Skills: Excel, SAP\tLeeds\nLanguages: English (native)\tann@example.com\nCertificates: Barista\t0113 496 0000"
    )
    cv = parse(document(f"# Ann Example\n{top}\n\n{WORK}"), date(2026, 3, 15))
    assert told(cv) == (["Excel", "SAP"], [("en", "native")], ["Barista"])
    assert (cv.name, cv.email, cv.phone) == ("Ann Example", "ann@example.com", "0113 496 0000")


@pytest.mark.parametrize(
    "foot",
    ["Ann Example • Résumé", "Page 1\tAnn Example", "Ann Example\tCurriculum vitae\t2", "Last updated: May 2025"],
)
def test_the_foot_of_a_page_is_no_skill(foot: str) -> None:
    assert parsed(f"Excel, SAP\n\n{foot}").skills == ["Excel", "SAP"]


def test_marks_before_skills_are_no_part_of_them() -> None:
    assert parsed("▽ Excel\t▽ SAP\n➔ Baking").skills == ["Excel", "SAP", "Baking"]


def test_jobs_on_the_next_page_are_no_items_of_a_list() -> None:
    tasks = "\n".join(f"• Baked {count} loaves" for count in range(31))
    text = (
        f"# Ann Example\n\n{WORK}\n{tasks}\n\n## Skills\nExcel\nSAP\n**Carter\tMay 2012 – June 2017\nPolden Foods Ltd"
    )
    cv = parse(document(f"{text}\n• Carried bread to three villages", pages=2), date(2026, 3, 15))
    assert cv.skills == ["Excel", "SAP"]
    assert [job.name for job in cv.experience] == ["Crumb & Co", "Polden Foods Ltd"]


def test_lines_without_a_label_under_a_heading_for_both() -> None:
    cv = parsed("English, French\nExcel\nSAP", "Languages & Skills")
    assert told(cv) == (["Excel", "SAP"], [("en", None), ("fr", None)], [])


def test_languages_between_certificates() -> None:
    cv = parsed("Barista\nLanguages: English, French\nCISSP", "Certificates")
    assert told(cv) == ([], [("en", None), ("fr", None)], ["Barista", "CISSP"])
