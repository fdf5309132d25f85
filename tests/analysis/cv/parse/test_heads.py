"""Heads of entries as exported profiles, forms and scholars write them, and what stands around them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse


def parsed(text: str) -> ParsedCv:
    return parse(document(text), date(2026, 3, 15))


def test_an_exported_profile_has_places_below_dates_and_several_titles_in_one_company() -> None:
    cv = parsed(
        "# Jana Hofer\njana@example.org\n## Experience\n**Quantis Labs\nSenior Product Manager\n"
        "March 2022 - Present (3 years 10 months)\nBerlin, Germany\nOwns the checkout.\nProduct Manager\n"
        "January 2021 - February 2022 (1 year 2 months)\nHamburg, Germany\nBuilt the returns portal."
    )
    found = [(job.name, job.position, job.location.address if job.location else None) for job in cv.experience]
    assert found == [
        ("Quantis Labs", "Senior Product Manager", "Berlin, Germany"),
        ("Quantis Labs", "Product Manager", "Hamburg, Germany"),
    ]
    assert cv.experience[0].summary == "Owns the checkout."


def test_title_and_employer_between_commas_are_two_names() -> None:
    cv = parsed(
        "# Ann Example\n## Experience\nSite Engineer, Bridges and Roads Ltd, Leeds, UK, May 2019 to May 2021\nBuilt.\n"
        "Site Manager, Alba Builders Ltd, York, UK, June 2021 to present\nLed."
    )
    assert [(job.position, job.name) for job in cv.experience] == [
        ("Site Engineer", "Bridges and Roads Ltd"),
        ("Site Manager", "Alba Builders Ltd"),
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Warehouse Associate Big Box Stores – Tulsa, OK", ("Warehouse Associate", "Big Box Stores")),
        ("Polden Bakery – Leeds, UK", (None, "Polden Bakery")),
    ],
)
def test_a_title_before_an_employer_without_a_sign(line: str, names: tuple[str | None, str]) -> None:
    (job,) = parsed(f"# Ann Example\n## Experience\n08/2014 to 07/2019\n{line}\n• Loaded trucks").experience
    assert (job.position, job.name) == names


def test_labels_before_the_parts_of_a_place_are_no_names() -> None:
    cv = parsed(
        "# Paolo Ferrante\n## Work experience\n[ 15/03/2019 – Current ]\n**Software engineer\n**Datavia S.r.l.\n"
        "City: Torino | Country: Italy\n• Wrote services"
    )
    (job,) = cv.experience
    assert (job.position, job.name, job.location and job.location.address) == (
        *("Software engineer", "Datavia S.r.l.", "Torino"),
    )


@pytest.mark.parametrize("name", ["Dr. Helena Ostrowska, PhD", "Helena Ostrowska, MBA, PMP", "Helena Ostrowska"])
def test_degrees_around_a_name_are_no_part_of_it(name: str) -> None:
    assert parsed(f"# {name}\nhelena.ostrowska@example.org").name == "Helena Ostrowska"


def test_a_date_of_birth_is_no_telephone_number_and_no_place() -> None:
    cv = parsed("# Sören Petersen\n## Persönliche Daten\nGeburtsdatum 03.05.1984\nTelefon 0431 5550123\n24103 Kiel")
    assert (cv.phone, cv.location and cv.location.address) == ("0431 5550123", "24103 Kiel")


def test_sentences_with_a_full_stop_are_no_skills() -> None:
    cv = parsed(
        "# Ann Example\n## Skills\n• Proficient in Microsoft Office, including Word, Excel and Outlook, and able to "
        "learn.\n"
        "• Forklift operation\n• Python, SQL and Excel."
    )
    assert cv.skills == ["Forklift operation", "Python", "SQL and Excel"]


def test_a_title_that_holds_a_dash_stays_whole_where_dashes_divide_no_other_head() -> None:
    jobs = (
        "Production Manager, Konkan Alloys Ltd\tMay 2019 – present",
        "Assistant Manager - Production, Sundaram Chemicals Limited\tMay 2016 – May 2018",
        "Graduate Trainee, Malabar Paints Pvt Ltd\tMay 2014 – May 2016",
    )
    text = "# Ann Example\n\n## Experience\n" + "\n• Led\n\n".join(jobs)
    cv = parsed(text)
    assert [(job.position, job.name) for job in cv.experience][1] == (
        "Assistant Manager - Production",
        "Sundaram Chemicals Limited",
    )


def test_a_title_that_only_the_first_sentence_tells() -> None:
    jobs = (
        "Sundaram Chemicals Ltd\tMay 2019 – present\n• Worked as a Senior Process Engineer for two plants",
        "Malabar Paints Ltd\tMay 2016 – May 2019\n• Mixed and tested paints",
    )
    cv = parsed("# Ann Example\n\n## Experience\n" + "\n\n".join(jobs))
    assert [(job.position, job.name) for job in cv.experience] == [
        ("Senior Process Engineer", "Sundaram Chemicals Ltd"),
        (None, "Malabar Paints Ltd"),
    ]


def test_items_that_tell_something_are_no_skills() -> None:
    told = "• Proven ability to lead teams of nine, solve problems and meet the deadlines\n• Excel, Word"
    assert parsed(f"# Ann Example\n\n## Skills\n{told}").skills == ["Excel", "Word"]


def test_a_name_on_two_large_lines() -> None:
    assert parsed("# THERESA\n# WAGNER-LECHNER\nHead Baker\ntheresa@example.org\n## Experience").name == (
        "THERESA WAGNER-LECHNER"
    )


def test_a_town_that_no_table_knows_before_a_land_is_no_part_of_the_employer() -> None:
    cv = parsed("# Ann Example\n## Experience\n**Penny Lane Furnishings, Thornby, Ireland\tMay 2016 – May 2019\nBuyer")
    job = cv.experience[0]
    assert (job.name, job.location and job.location.address) == ("Penny Lane Furnishings", "Thornby, Ireland")
