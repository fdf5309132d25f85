"""Certificates with lines that tell when and by whom they were given, and the feet of pages, which are nothing."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse

Given = tuple[str, str | None, str | None]


def parsed(lines: str) -> ParsedCv:
    return parse(document(f"# Ann Example\n\n## Certificates\n{lines}"), date(2026, 3, 15))


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        ("First Aid,\nIssued on: May 01, 2019", ("First Aid", None, "2019-05")),
        ("First Aid\nIssued May 2019\nIssued by", ("First Aid", None, "2019-05")),
        ("First Aid\nAwarded by: Red Cross", ("First Aid", "Red Cross", None)),
        ("First Aid\nIssuer: Red Cross\nDate: 2019-05", ("First Aid", "Red Cross", "2019-05")),
        ("First Aid\nValid until 2027", ("First Aid", None, None)),
        ("Erste Hilfe\nAusgestellt von: Rotes Kreuz", ("Erste Hilfe", "Rotes Kreuz", None)),
        ("Premiers secours\nDélivré par : Croix-Rouge", ("Premiers secours", "Croix-Rouge", None)),
        ("Solutions Architect – Associate\t2019", ("Solutions Architect – Associate", None, "2019")),
        ("Kubernetes Administrator (CKA)\t2019", ("Kubernetes Administrator (CKA)", None, "2019")),
        ("Registered Nurse (Adult)", ("Registered Nurse (Adult)", None, None)),
        ("Accountant of Leeds\n(AL)", ("Accountant of Leeds (AL)", None, None)),
        ("Forklift Licence (Leeds College)", ("Forklift Licence", "Leeds College", None)),
        ("Forklift Licence (May 2019)", ("Forklift Licence", None, "2019-05")),
        ("Forklift Licence (60 hours)", ("Forklift Licence (60 hours)", None, None)),
        ("Certified Transportation Professional", ("Certified Transportation Professional", None, None)),
        ("Completed leadership course", ("Completed leadership course", None, None)),
    ],
)
def test_what_tells_of_a_certificate_is_none(lines: str, given: Given) -> None:
    assert [(item.name, item.issuer, item.date) for item in parsed(lines).certificates] == [given]


def test_certificates_side_by_side_are_several() -> None:
    cells = parsed("• First Aid(May 2019)\t• CPR-C(May 2020)\n• OSCP(May 2021)").certificates
    assert [(item.name, item.date) for item in cells] == [
        *(("First Aid", "2019-05"), ("CPR-C", "2020-05"), ("OSCP", "2021-05")),
    ]


def test_certificates_that_look_like_headings_are_no_headings() -> None:
    text = "# Ann Example\n\n## Certificates\n## Forklift Licence\nMay 2019\n## First Aid Certificate\nMay 2020\n"
    cv = parse(document(text + "## Skills\nWelding"), date(2026, 3, 15))
    assert [item.name for item in cv.certificates] == ["Forklift Licence", "First Aid Certificate"]


@pytest.mark.parametrize(
    "foot",
    [
        "CV Made with JSON Resume using theme Minyma by someone",
        "Powered by JSON Resume",
        "This resume was generated with LaTeX.",
        "Erstellt mit einer Vorlage von Example",
    ],
)
def test_the_program_that_made_the_cv_is_nothing(foot: str) -> None:
    assert [item.name for item in parsed(f"First Aid\n{foot}").certificates] == ["First Aid"]
    assert parse(document(f"# Ann Example\n\n## Skills\nExcel\n{foot}"), date(2026, 3, 15)).skills == ["Excel"]


def test_what_a_person_made_stays() -> None:
    cv = parse(document("# Ann Example\n\n## Skills\nDesigned with Figma\nBuilt in Rust"), date(2026, 3, 15))
    assert cv.skills == ["Designed with Figma", "Built in Rust"]


@pytest.mark.parametrize("line", ["issued " * 250, "(" * 1900, "made with " * 190, " - " * 600, "by " * 600])
def test_long_lines_take_no_time(line: str) -> None:
    begun = time.perf_counter()
    parsed("\n".join([line] * 20))
    assert time.perf_counter() - begun < 2.0


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Forklift Licence, Standard First Aid", ["Forklift Licence", "Standard First Aid"]),
        ("CACES R489, Permis poids lourd", ["CACES R489", "Permis poids lourd"]),
        ("CISSP, OSCP", ["CISSP", "OSCP"]),
        ("CISSP (2019), OSCP (2021)", ["CISSP", "OSCP"]),
        ("Forklift Licence, Leeds College", ["Forklift Licence"]),
        ("Forklift Licence, first attempt", ["Forklift Licence, first attempt"]),
    ],
)
def test_a_comma_parts_two_certificates_or_an_issuer(line: str, names: list[str]) -> None:
    assert [item.name for item in parsed(line).certificates] == names


def test_the_last_word_of_a_long_name_stands_below_where_it_had_no_room() -> None:
    lines = "Certificate of Harbour Crane\nDriving\nFirst Aid at Work\nCISSP\nBarista"
    names = ["Certificate of Harbour Crane Driving", "First Aid at Work", "CISSP", "Barista"]
    assert [item.name for item in parsed(lines).certificates] == names
    wide = "Teaches colleagues how to drive the cranes of the harbour"
    cv = parse(document(f"# Ann Example\n{wide}\n## Certificates\n{lines}"), date(2026, 3, 15))
    assert [item.name for item in cv.certificates][:2] == ["Certificate of Harbour Crane", "Driving"]
    two = ["Welding of pipes to EN 9606", "Staplerschein"]
    assert [item.name for item in parsed("\n".join(two)).certificates] == two


def test_an_issuer_named_after_certification_is_no_second_certificate() -> None:
    (one,) = parsed("## Certificates\nAWS Solutions Architect, AWS Training and Certification\n").certificates
    assert (one.name, one.issuer) == ("AWS Solutions Architect", "AWS Training and Certification")
