"""Entries that are written as labels with values."""

from __future__ import annotations

from datetime import date

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse


def parsed(text: str) -> ParsedCv:
    return parse(document(text), date(2026, 3, 15))


EUROPASS = """# Marta Lindqvist
marta.lindqvist@example.org
## Work experience
Dates\t03/2019 – 05/2021
Occupation or position held\tLaboratory technician
Main activities and responsibilities\tSampling of drinking water
Name and address of employer\tNordlab A/S, Roskilde, Denmark
Type of business or sector\tEnvironment
Dates\t09/2015 – 02/2019
Occupation or position held\tResearch assistant
Name and address of employer\tLund Water Board
## Education and training
Dates\t2010 – 2015
Title of qualification awarded\tMaster of Science in Environmental Chemistry
Name and type of organisation providing education and training\tLund University
"""


def test_europass_labels_tell_what_each_value_is() -> None:
    cv = parsed(EUROPASS)
    found = [(job.name, job.position, job.start_date, job.end_date, job.summary) for job in cv.experience]
    assert found == [
        ("Nordlab A/S", "Laboratory technician", "2019-03", "2021-05", "Sampling of drinking water"),
        ("Lund Water Board", "Research assistant", "2015-09", "2019-02", None),
    ]
    assert cv.experience[0].location and cv.experience[0].location.address == "Roskilde, Denmark"
    (study,) = cv.education
    assert (study.institution, study.study_type, study.area, study.end_date) == (
        *("Lund University", "Master of Science", "Environmental Chemistry", "2015"),
    )


def test_labels_before_colons_may_come_in_any_order() -> None:
    cv = parsed(
        "# Ann Example\n## Berufserfahrung\nFirma: Polden Werke\nPosition: Schlosser\nZeitraum: seit 04/2018\n"
        "Aufgaben:\n• Wartung der Pressen\n• Ausbildung\nFirma: Ahlers & Söhne\nPosition: Helfer\n"
        "Zeitraum: 2015 – 2018\nAufgaben: Lager"
    )
    first, second = cv.experience
    assert (first.name, first.position, first.current) == ("Polden Werke", "Schlosser", True)
    assert first.highlights == ["Wartung der Pressen", "Ausbildung"]
    assert (second.name, second.position, second.end_date) == ("Ahlers & Söhne", "Helfer", "2018")


def test_spans_point_at_labelled_values() -> None:
    text = document(EUROPASS).text
    for job in parsed(EUROPASS).experience:
        (span,) = job.spans["position"]
        assert text[span.start : span.end] == job.position
        (span,) = job.spans["startDate"]
        assert text[span.start : span.end] in ("03/2019", "09/2015")


def test_a_single_label_changes_nothing() -> None:
    cv = parsed("# Ann Example\n## Experience\nClerk, Carrow Bank\t2019 – 2021\nLocation: Leeds\nDuties: the till")
    (job,) = cv.experience
    assert (job.name, job.position) == ("Carrow Bank", "Clerk")
