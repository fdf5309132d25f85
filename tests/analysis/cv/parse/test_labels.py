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


BLOCK_AMONG_JOBS = """# Ann Example
ann@example.org
## Work experience
Senior Developer, Infosys Ltd\t06/2019 – 03/2024
• Built payment services
• Led four people
Client: Barclays
Role: Tech lead
Duration: 2020 - 2022
Developer, Wipro Ltd\t01/2016 – 05/2019
• Wrote tests
Junior Developer, Acme Ltd\t2013 – 2015
• Fixed faults
"""
BLOCK_AMONG_STUDIES = """# Ann Example
ann@example.org
## Education
MSc Computer Science, University of Leeds\t2012 – 2013
BSc Mathematics, University of York\t2009 – 2012
Certificate: Scrum Master
Institute: Scrum Alliance
Year: 2018
"""


def test_a_labelled_block_among_ordinary_jobs_loses_none_of_them() -> None:
    found = {(job.name, job.position, job.start_date) for job in parsed(BLOCK_AMONG_JOBS).experience}
    assert found >= {
        ("Infosys Ltd", "Senior Developer", "2019-06"),
        ("Wipro Ltd", "Developer", "2016-01"),
        ("Acme Ltd", "Junior Developer", "2013"),
    }


def test_a_labelled_block_among_ordinary_studies_loses_none_of_them() -> None:
    found = {(study.institution, study.study_type) for study in parsed(BLOCK_AMONG_STUDIES).education}
    assert found >= {("University of Leeds", "MSc"), ("University of York", "BSc")}


def test_labels_that_come_again_are_read_although_another_line_has_dates() -> None:
    jobs = "Employer: Nordlab\nPosition: Technician\nPeriod: 2019 – 2021\n"
    jobs += "Employer: Lund Water\nPosition: Assistant\nPeriod: 2015 – 2018\nSick leave\t2017 – 2018\n"
    cv = parsed(f"# Ann Example\n## Work experience\n{jobs}")
    assert [(job.name, job.position) for job in cv.experience] == [
        ("Nordlab", "Technician"),
        ("Lund Water", "Assistant"),
    ]


def test_words_that_are_labels_only_at_times_make_no_section_labelled() -> None:
    told = "Data: SQL, Kafka\nDate: 1 March\nTitle: Best of all\nTasks: the till\nIndustry: banking"
    cv = parsed(f"# Ann Example\n## Profile\n{told}")
    assert cv.experience == []
    asked = parsed("# Ann Example\n## Experience\nTitle: Cook\nEmployer: Crumb & Co\nDate: 2019 – 2021").experience
    assert [(job.name, job.position, job.start_date) for job in asked] == [("Crumb & Co", "Cook", "2019")]
