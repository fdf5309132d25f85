"""CVs that are forms: labels beside or above their values, tables, and the older Europass."""

from __future__ import annotations

from datetime import date

import pytest

from tests.analysis.cv.pages import line, page, read
from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.parse.words.footers import is_footer
from zenhire.analysis.cv.parse.words.headings import heading_kind
from zenhire.engines.pdf.base import PdfWord

AS_OF = date(2026, 3, 15)


def parsed(text: str) -> ParsedCv:
    return parse(document(text), AS_OF)


def _rows(*rows: tuple[float, tuple[str, ...]], size: float = 10.0) -> list[list[PdfWord]]:
    """Lines of cells, 130 points apart."""
    return [
        [word for at, text in enumerate(cells) for word in line(40 + 130 * at, y, text, size=size)] for y, cells in rows
    ]


def test_boxes_with_their_labels_above() -> None:
    small = _rows(
        (90, ("Nom et prénom", "Ville")),
        (170, ("Poste", "Employeur", "Du", "Au")),
        (210, ("Poste", "Employeur", "Du", "Au")),
        (310, ("Établissement", "Diplôme", "Année")),
        size=7.5,
    )
    values = _rows(
        (102, ("Étienne Vaugrenard", "Nantes")),
        (182, ("Juriste", "Mutuelle des Collines", "2025-01", "aujourd'hui")),
        (222, ("Stagiaire", "Ports du Couchant SA", "2021-10", "2024-08")),
        (322, ("Université de Haute-Sarthe", "Master", "2021")),
    )
    heads = [line(40, 150, "Expériences professionnelles", bold=True), line(40, 290, "Formations", bold=True)]
    cv = parse(read(page(*small, *values, *heads)), AS_OF)
    assert cv.name == "Étienne Vaugrenard"
    assert [(job.position, job.name, job.start_date, job.end_date) for job in cv.experience] == [
        ("Juriste", "Mutuelle des Collines", "2025-01", None),
        ("Stagiaire", "Ports du Couchant SA", "2021-10", "2024-08"),
    ]
    assert [(study.institution, study.study_type) for study in cv.education] == [
        ("Université de Haute-Sarthe", "Master")
    ]


@pytest.mark.parametrize(
    ("text", "spoken", "skills"),
    [
        ("Mother tongue(s)\tItalian\nOther language(s)\tEnglish – B2", {"it": "native", "en": "B2"}, []),
        ("Muttersprache(n)\tDeutsch\nSonstige Sprache(n)\tEnglisch – C1", {"de": "native", "en": "C1"}, []),
        ("Lengua(s) materna(s)\tEspañol", {"es": "native"}, []),
        ("Język(i) ojczysty(e)\tPolski\nTechniczne\tReceptura, VAT", {"pl": "native"}, ["Receptura", "VAT"]),
        ("Fachkenntnisse\tLohn, SAP\nDeutsch\tMuttersprache", {"de": "native"}, ["Lohn", "SAP"]),
    ],
)
def test_languages_in_the_rows_of_a_table_of_skills(text: str, spoken: dict[str, str], skills: list[str]) -> None:
    cv = parsed(f"# Ann Example\n## Skills\n{text}")
    assert {item.code: item.level for item in cv.languages} == spoken
    assert cv.skills == skills


def test_names_of_columns_are_neither_certificates_nor_skills() -> None:
    cv = parsed(
        "# Ann Example\n## Certifications\nYear\tCertificate\n2025\tACLS\n## Skills\nSkill\tLevel\nExcel\texpert"
    )
    assert [item.name for item in cv.certificates] == ["ACLS"]
    assert cv.skills == ["Excel"]


def test_a_heading_beside_that_of_additional_information() -> None:
    cv = parsed("# Ann Example\n## Skills\nExcel, SAP\nUlteriori informazioni\tCertificazioni\nRevisore legale")
    assert ([item.name for item in cv.certificates], cv.skills) == (["Revisore legale"], ["Excel", "SAP"])


def test_labels_that_wrap_or_have_a_slash() -> None:
    cv = parsed(
        "# Ann Example\n## Education\nDate\t2011 – 2014\nTitolo della qualifica rilasciata\tLaurea in Economia\n"
        "Nome dell'organizzazione erogatrice\tUniversità di Collefiorito\n## Edukacja\nOkres:\t2009 – 2013\n"
        "Szkoła / uczelnia:\tZDZ Kielce\nUzyskany tytuł:\tTechnik"
    )
    assert [study.institution for study in cv.education] == ["Università di Collefiorito", "ZDZ Kielce"]


def test_the_name_of_a_numbered_form() -> None:
    assert parsed("# BIO-DATA\n1. Name\t: Nikhil Bansal\n2. Father's Name\t: Mr. R. Bansal").name == "Nikhil Bansal"


def test_a_town_with_its_postal_code_is_no_part_of_the_employer() -> None:
    (job,) = parsed(
        "# Ann Example\n## Experience\n2021 – 2023\tKsięgowy\nBiuro Rachunkowe Saldo 30-001 Kraków"
    ).experience
    assert (job.name, job.location and job.location.address) == ("Biuro Rachunkowe Saldo", "30-001 Kraków")


def test_a_heading_over_two_lines() -> None:
    lines = [
        line(40, 60, "Ann Example", size=20),
        line(40, 100, "Wykształcenie i odbyte", bold=True),
        line(40, 114, "szkolenia", bold=True),
        line(40, 140, "2011 – 2014"),
        line(140, 140, "Magister, Uniwersytet Medyczny"),
    ]
    cv = parse(read(page(*lines)), AS_OF)
    assert [study.institution for study in cv.education] == ["Uniwersytet Medyczny"]
    assert cv.certificates == []


def test_a_consent_at_the_end_is_no_certificate() -> None:
    text = "Wyrażam zgodę na przetwarzanie moich danych osobowych dla potrzeb procesu rekrutacji."
    assert is_footer(text)
    assert not is_footer("Wyrażam zgodę na nowe obowiązki")


@pytest.mark.parametrize(
    "text",
    ["Persönliche Fähigkeiten und Kompetenzen", "Aptitudes et compétences personnelles", "Computer literacy"],
)
def test_headings_of_skills(text: str) -> None:
    assert heading_kind(text) == "skills"


def test_lists_whose_headings_stand_beside_them_below_studies() -> None:
    rows = [
        line(40, 60, "Ann Example", size=20),
        line(40, 100, "Ausbildung", size=13, bold=True),
        line(40, 120, "2009 – 2011") + line(180, 120, "Hochschule Kassel, Bachelor: Elektrotechnik"),
        line(40, 150, "Sprachkenntnisse", bold=True) + line(180, 150, "Deutsch (Muttersprache), Englisch (B2)"),
        line(40, 170, "Kenntnisse", bold=True) + line(180, 170, "Kundenabnahme, EPLAN P8"),
        line(40, 190, "Weiterbildung", bold=True) + line(180, 190, "Bauleiterlehrgang Elektro"),
    ]
    cv = parse(read(page(*rows)), AS_OF)
    assert [study.institution for study in cv.education] == ["Hochschule Kassel"]
    assert {item.code: item.level for item in cv.languages} == {"de": "native", "en": "B2"}
    assert (cv.skills, [item.name for item in cv.certificates]) == (
        ["Kundenabnahme", "EPLAN P8"],
        ["Bauleiterlehrgang Elektro"],
    )


def test_an_employer_stands_on_the_line_of_the_place() -> None:
    cv = parsed(
        "# Ann Example\n## Esperienze\nTirrenia Servizi Portuali, Cagliari\nComandante in seconda\nda 02/2022\n\n"
        "Delcomar Traghetti, Lecce\nMarinaio\n12/2011 – 09/2015"
    )
    assert [(job.name, job.position, job.start_date, job.end_date) for job in cv.experience] == [
        ("Tirrenia Servizi Portuali", "Comandante in seconda", "2022-02", None),
        ("Delcomar Traghetti", "Marinaio", "2011-12", "2015-09"),
    ]


def test_technologies_under_each_job_begin_no_list_of_skills() -> None:
    rows = [line(40, 60, "Ann Example", size=20), line(40, 100, "Experience", size=13, bold=True)]
    for at, (employer, dates) in enumerate(
        (("Orbit Ltd", "Jan 2019 - Mar 2022"), ("Verdant Ltd", "Jan 2015 - Dec 2018"))
    ):
        y = 120 + 50 * at
        rows.append(line(40, y, f"Software Engineer, {employer}", bold=True) + line(380, y, dates))
        rows.append(line(40, y + 14, "Built the billing system and ran it for forty customers"))
        rows.append(line(40, y + 28, "Technologies", bold=True) + line(180, y + 28, "Python, Docker"))
    cv = parse(read(page(*rows)), AS_OF)
    assert [job.name for job in cv.experience] == ["Orbit Ltd", "Verdant Ltd"]
    assert cv.skills == []


def test_two_skills_in_a_row_are_no_names_of_columns() -> None:
    cv = parsed(
        "# Ann Example\n## Skills\nCommunication Skills\tLeadership Skills\nReading\tWriting\nTime Management\tExcel"
    )
    assert len(cv.skills) == 6


@pytest.mark.parametrize("title", ["Co-Founder", "Co-Owner", "County Manager", "ISO 27001 Lead Implementer"])
def test_titles_that_resemble_places(title: str) -> None:
    (job,) = parsed(f"# Ann Example\n## Experience\n{title}\nNimbus Labs, Berlin\n2019 – 2022").experience
    assert (job.position, job.name, job.location and job.location.address) == (title, "Nimbus Labs", "Berlin")


def test_several_rows_under_a_row_of_labels() -> None:
    head = "From\tTo\tEmployer\tPosition"
    rows = "01/2019\t03/2022\tOrbit Ltd\tEngineer\n05/2015\t12/2018\tVerdant Foods Ltd\tAccountant"
    cv = parsed(f"# Ann Example\n## Experience\n{head}\n{rows}\n{head}\n05/2010\t12/2014\tHarbour Hotel\tReceptionist")
    assert [(job.name, job.start_date, job.end_date) for job in cv.experience] == [
        ("Orbit Ltd", "2019-01", "2022-03"),
        ("Verdant Foods Ltd", "2015-05", "2018-12"),
        ("Harbour Hotel", "2010-05", "2014-12"),
    ]
