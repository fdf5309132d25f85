"""Headings that no table has word for word: with a word more, cut off, or divided into two lines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse
from zenhire.analysis.cv.parse.words.headings import cut_kind, heading_kind, telling_kind


def test_a_word_more_does_not_change_a_lists_kind() -> None:
    asked = ("Habilidades clave", "Competenze personali", "Additional Languages", "Fachliche Kompetenzen")
    assert [heading_kind(text) for text in asked] == ["skills", "skills", "languages", "skills"]
    assert heading_kind("Key Accounts") is None
    assert heading_kind("Personal") == "personal"
    assert heading_kind("Talents") == "skills"
    assert heading_kind("Professional Designations") == heading_kind("Professional Qualifications") == "certificates"


def test_headings_beside_each_other_are_of_the_first_ones_kind() -> None:
    assert [heading_kind(text) for text in ("Skills, Languages", "LANGUAGES / SKILLS")] == ["skills", "languages"]
    assert heading_kind("Training, Presentations") is None


def test_a_heading_that_is_cut_off_is_known_by_its_beginning() -> None:
    assert cut_kind("COMPUTERVAARDIGHE") == "skills"
    assert cut_kind("COMP") is None
    assert cut_kind("PROFESSIONAL") is None


def test_a_heading_of_two_lines_of_which_one_is_a_heading_itself() -> None:
    work = "## EXPERIENCE\n**Baker\tMay 2019 – present\nCrumb & Co"
    text = f"# Ann Example\n\n{work}\n\n## COMPÉTENCES\n## CLÉS\nPain\nLevain\n"
    cv = parse(document(text), date(2026, 3, 15))
    assert cv.skills == ["Pain", "Levain"]


def test_a_heading_of_languages_that_is_cut_in_two() -> None:
    for lines in ("LANGUAGES\n## KNOWN", "CONNAISSANCES\n## LINGUISTIQUES"):
        cv = parse(document(f"# Ann Example\n\n## {lines}\nEnglish (native)\nHindi\n"), date(2026, 3, 15))
        assert [item.code for item in cv.languages] == ["en", "hi"]


def test_labels_tell_jobs_under_a_heading_of_a_summary() -> None:
    job = "Duration: 2018/05 – 2020/05\nOrganisation: Konkan College\nDesignation: Associate Professor\n"
    job += "Duties: • Taught\n"
    cv = parse(document(f"# Ann Example\n\n## Professional Background\n{job}"), date(2026, 3, 15))
    assert [(item.name, item.position, item.highlights or item.summary) for item in cv.experience] == [
        ("Konkan College", "Associate Professor", ["Taught"])
    ]


OF_LANGUAGES = """Conocimientos de idiomas, Conhecimentos de idiomas, Connaissances en langues, Idiomas y conocimientos,
    Fremdsprachenkenntnisse, Deutsche Sprachkenntnisse, Sprachkompetenzen, Connaissances linguistiques,
    Capacità linguistiche, Competenze linguistiche, Kompetencje językowe, Znajomość języków, Talenkennis,
    Compétences en langues étrangères, Kenntnisse in Sprachen, Foreign language skills, Conoscenza delle lingue"""
OF_SKILLS = """Technical Skills & Languages, Programmiersprachenkenntnisse, Kenntnisse in Programmiersprachen,
    Skills in Programming Languages, Connaissances en informatique, Conocimientos de informática, Competenze digitali,
    Kompetencje techniczne, Znajomość języków programowania i umiejętności, Umiejętności i języki,
    Conocimientos en lenguajes, Programming language skills, Scriptsprachenkenntnisse"""


@pytest.mark.parametrize("text", [text.strip() for text in OF_LANGUAGES.split(",")])
def test_knowledge_of_languages_is_no_skill(text: str) -> None:
    assert telling_kind(text) == "languages"


@pytest.mark.parametrize("text", [text.strip() for text in OF_SKILLS.split(",")])
def test_knowledge_of_anything_else_is_a_skill(text: str) -> None:
    assert telling_kind(text) == "skills"


def test_what_stands_under_knowledge_of_languages_is_read_as_languages() -> None:
    work = "## Experiencia\nPanadera, Crumb & Co\t2019 – 2021\n• Pan\n"
    text = f"# Ann Example\nann@example.org\n\n{work}\n## Conocimientos de idiomas\nInglés: C1\nAlemán: B2\n"
    cv = parse(document(text), date(2026, 3, 15))
    assert [(item.code, item.level) for item in cv.languages] == [("en", "C1"), ("de", "B2")]
    assert cv.skills == []
