"""Persons in templates by others: their sources lie elsewhere, so only what is written for them is looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.cv_corpus.fit import overlapping
from evals.cv_corpus.people import WORDS_PUBLIC, Person, gold, people
from evals.cv_corpus.template_html import HTML, html_page
from evals.cv_corpus.template_latex import LATEX
from evals.cv_corpus.template_parts import html
from evals.cv_corpus.template_typst import TYPST
from evals.cv_corpus.templates import template_gold, templates
from tests.support.pdf import PdfPage, pdf


def _person() -> Person:
    return next(person for person in people(12, 1, WORDS_PUBLIC) if person.language == "en")


def test_templates_are_those_whose_sources_lie_in_the_folder(tmp_path: Path) -> None:
    for name in ("jake", "chicv", "another"):
        (tmp_path / name).mkdir()
    assert templates(tmp_path) == ["tpl_chicv", "tpl_jake"]


@pytest.mark.parametrize("layout", HTML)
def test_a_page_has_every_job_and_school(layout: str, tmp_path: Path) -> None:
    person, (first, *_) = _person(), _person().jobs
    page = html_page(person, layout, tmp_path)
    words = (*(job.employer for job in person.jobs), *(job.title for job in person.jobs), person.email, first.tasks[0])
    assert [word for word in words if html(word.rstrip(".")) not in page] == []
    assert [study.school for study in person.studies if html(study.school) not in page] == []


@pytest.mark.parametrize("layout", [*TYPST, *LATEX])
def test_a_document_has_every_skill(layout: str) -> None:
    person = _person()
    text = {**TYPST, **LATEX}[layout](person)
    assert [skill for skill in person.skills if skill.replace("&", "\\&") not in text and skill not in text] == []


@pytest.mark.parametrize("layout", [*TYPST, *LATEX, *HTML])
def test_no_heading_stands_over_no_certificates(layout: str, tmp_path: Path) -> None:
    person = replace(_person(), certificates=(), headings={**_person().headings, "certificates": "Tickets held"})
    text = html_page(person, layout, tmp_path) if layout in HTML else {**TYPST, **LATEX}[layout](person)
    # This template takes all headings from a list of its own.
    assert layout == "tpl_bare_bones_cv" or "Tickets held" not in text


def test_gold_lacks_what_a_template_has_no_place_for(tmp_path: Path) -> None:
    person, path = _person(), tmp_path / "cv.pdf"
    lines = [person.name, person.summary, person.place, *(job.place for job in person.jobs), *person.certificates]
    path.write_bytes(pdf(PdfPage().lines(40, 80, *lines)))
    whole = template_gold(gold(person, "tpl_orbit"), "tpl_orbit", path, person)
    bare = template_gold(gold(person, "tpl_jglovier"), "tpl_jglovier", path, person)
    assert (whole["summary"], whole["location"]) == (person.summary, person.place)
    assert (bare["summary"], bare["location"]) == (None, None)


def test_letters_of_a_ligature_do_not_overlap(tmp_path: Path) -> None:
    path = tmp_path / "double.pdf"
    path.write_bytes(pdf(PdfPage().lines(40, 80, "Head Baker").lines(41, 80, "Crumb and Sons")))
    assert overlapping(path, ligatures=True) > 0.5
