"""Degrees of countries whose names no common table has."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse
from zenhire.analysis.cv.parse.words.degrees import degree_span, level_of


@pytest.mark.parametrize(
    ("text", "degree", "level"),
    [
        ("DEC en Éducation spécialisée", "DEC", "associate"),
        ("Especialidad, Pediatría", "Especialidad", "master"),
        ("Médico Cirujano: Medicina", "Médico Cirujano", "master"),
        ("Berufslehre, Polymechanik", "Berufslehre", "vocational"),
        ("MAS in Unternehmenskommunikation", "MAS", "master"),
        ("Bachelor of Science FHO, Maschinentechnik", "Bachelor of Science FHO", "bachelor"),
        ("Técnico Superior Universitario en Logística", "Técnico Superior Universitario", "associate"),
    ],
)
def test_degrees(text: str, degree: str, level: str) -> None:
    span = degree_span(text)
    assert span is not None
    assert (text[slice(*span)], level_of(text)) == (degree, level)


def test_a_month_or_a_word_is_no_degree() -> None:
    assert [degree_span(text) for text in ("Dec 2015", "Dec, 2015", "y mas, tambien")] == [None, None, None]


def test_a_baccalaureat_of_a_university_is_a_bachelors() -> None:
    study = "Université de Charlevoix, Baccalauréat, Travail social\t2006 – 2008"
    cv = parse(document(f"# Ann Example\n\n## Études\n{study}"), date(2026, 3, 15))
    assert [item.level for item in cv.education] == ["bachelor"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Diploma di maturità classica", "secondary"),
        ("Diploma di liceo scientifico", "secondary"),
        ("Diploma di ragioniere", "secondary"),
        ("Diploma di ragioneria", "secondary"),
        ("Diploma di geometra", "secondary"),
        ("Diploma di perito informatico", "secondary"),
        ("Diploma di istituto tecnico", "secondary"),
        ("Diploma di scuola superiore", "secondary"),
        ("Diploma di istruzione secondaria", "secondary"),
        ("Diploma accademico di primo livello", "bachelor"),
        ("Diploma accademico di secondo livello", "master"),
        ("Diploma di primo livello", None),
        ("Diploma di secondo livello", None),
        ("Diploma di perfezionamento", None),
        ("Diploma di conservatorio", None),
        ("Diploma di dottore", None),
        ("Diploma di specializzazione", None),
        ("Diploma di scuola di specializzazione", None),
        ("Diploma di laurea in Fisica", "bachelor"),
        ("Diploma di laurea magistrale", "master"),
        ("Diploma di dottorato", "doctorate"),
        ("Diploma di master", "master"),
    ],
)
def test_an_italian_diploma_is_of_school_only_where_it_says_so(text: str, level: str | None) -> None:
    assert level_of(text) == level
