"""Persons in JSON Resume's schema, the table of towns, and which printed CVs are fit to be read."""

from __future__ import annotations

import json
from pathlib import Path

from evals.cv_corpus.fit import fit, overlapping
from evals.cv_corpus.json_resume import resume, themes
from evals.cv_corpus.people import WORDS_PUBLIC, Person, gold, people
from scripts.derive_towns import towns
from tests.support.pdf import PdfPage, pdf


def _person() -> Person:
    return next(person for person in people(12, 1, WORDS_PUBLIC) if person.language == "en")


def test_a_resume_tells_what_the_person_has() -> None:
    person = _person()
    told = resume(person)
    assert [job["name"] for job in told["work"]] == [job.employer for job in person.jobs]
    assert [study["institution"] for study in told["education"]] == [study.school for study in person.studies]
    skills = [word for group in told["skills"] for word in group["keywords"] or [group["name"]]]
    assert skills == list(person.skills)
    assert all(
        ("endDate" in job) == (known.end is not None) for job, known in zip(told["work"], person.jobs, strict=True)
    )


def test_a_theme_is_found_in_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "plain" / "node_modules" / "jsonresume-theme-plain").mkdir(parents=True)
    (tmp_path / "plain" / "node_modules" / "jsonresume-theme-plain" / "package.json").write_text("{}")
    (tmp_path / "empty").mkdir()
    assert list(themes(tmp_path)) == ["json_plain"]


def test_words_and_companies_are_no_towns() -> None:
    names = ("Stockport", "Marketing", "Nokia", "Baker", "Ulm", "Reading", "Aix-en-Provence")
    assert list(towns({str(at): {"name": name} for at, name in enumerate(names)})) == ["aix en provence", "stockport"]


def test_text_over_text_is_not_fit_to_be_read(tmp_path: Path) -> None:
    person, clear, double = _person(), tmp_path / "clear.pdf", tmp_path / "double.pdf"
    clear.write_bytes(pdf(PdfPage().lines(40, 80, "Head Baker", "Crumb and Sons")))
    double.write_bytes(pdf(PdfPage().lines(40, 80, "Head Baker").lines(41, 80, "Crumb and Sons")))
    for path in (clear, double):
        path.with_suffix(".json").write_text(json.dumps(gold(person, "json_plain")))
    assert overlapping(clear) == 0.0
    assert overlapping(double) > 0.5
    assert (fit(clear, person), fit(double, person)) == (True, False)


def test_a_cv_without_a_job_of_the_person_is_not_fit_to_be_read(tmp_path: Path) -> None:
    person, path = _person(), tmp_path / "short.pdf"
    path.write_bytes(pdf(PdfPage().lines(40, 80, "Head Baker")))
    told = gold(person, "json_plain")
    path.with_suffix(".json").write_text(json.dumps({**told, "experience": told["experience"][1:]}))
    assert not fit(path, person)
