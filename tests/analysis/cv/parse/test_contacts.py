"""Names with what stands after them, and e-mail addresses that a narrow column breaks."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.types import CvLink


def named(name: str) -> str | None:
    text = f"# {name}\nx.y@example.org\n\n## Experience\nBaker, Crumb & Co\t2019 – 2021\n• Bread\n"
    return parse(document(text), date(2026, 3, 15)).name


def mailed(lines: str) -> str | None:
    text = f"# Ann Example\n## Contact\n{lines}\n## Experience\nBaker, Crumb & Co\t2019 – 2021\n"
    return parse(document(text), date(2026, 3, 15)).email


@pytest.mark.parametrize(
    "name", ["Chukwuma Mba", "CHUKWUMA MBA", "Léon Mba", "Daw Pe", "Jean-Pierre Pe", "Ali Md", "Germain Léon Mba"]
)
def test_a_surname_is_no_degree(name: str) -> None:
    assert named(name) == name


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Ann Example, MBA", "Ann Example"),
        ("Ann Example MBA", "Ann Example"),
        ("Ann Example, PhD", "Ann Example"),
        ("Ann Example Ph.D.", "Ann Example"),
        ("Ann Example, M.D.", "Ann Example"),
        ("Ann Example, Ph.D., PMP", "Ann Example"),
        ("Ann Example MBA, PMP", "Ann Example"),
        ("Dr. Ann Example, CPA, CFA", "Ann Example"),
        ("Dr. Ann Example, MBA PhD", "Ann Example"),
        ("Léon Mba, MBA", "Léon Mba"),
    ],
)
def test_degrees_after_a_name_are_no_part_of_it(name: str, bare: str) -> None:
    assert named(name) == bare


@pytest.mark.parametrize("name", ["mba " * 25_000, "Ann Example" + ", MBA" * 20_000, "Ann" + " MBA" * 25_000])
def test_a_line_of_nothing_but_degrees_takes_no_time(name: str) -> None:
    begun = time.perf_counter()
    named(name)
    assert time.perf_counter() - begun < 5.0


@pytest.mark.parametrize(
    ("lines", "email"),
    [
        ("jane@acme.co\nuk", "jane@acme.co"),
        ("jane@acme.com\no", "jane@acme.com"),
        ("jane@acme.com.\nthe rest", "jane@acme.com"),
        ("jane@acme.com\n.net", "jane@acme.com"),
        ("jane@acme.or\nzz", "jane@acme.or"),
        ("12 Main St.\njane@acme.com", "jane@acme.com"),
        ("Leeds, 12 old rd.\njane@acme.com", "jane@acme.com"),
        ("jane@mill.photography\njane.net", "jane@mill.photography"),
        ("jane@acme.com.\nnet", "jane@acme.com"),
    ],
)
def test_what_follows_a_whole_address_is_no_part_of_it(lines: str, email: str) -> None:
    assert mailed(lines) == email


@pytest.mark.parametrize(
    ("lines", "email"),
    [
        ("jane.mill-\nroe@example.org", "jane.mill-roe@example.org"),
        ("Email: jane.\nroe@example.org", "jane.roe@example.org"),
        ("jane@acme.or\ng", "jane@acme.org"),
        ("jane@acme.c\nom", "jane@acme.com"),
        ("jane@acme.\ncom", "jane@acme.com"),
        ("jane@acme\n.com", "jane@acme.com"),
        ("jane@mail.acme.\nio", "jane@mail.acme.io"),
        ("JANE-\nANN.ROE@MAIL.ACME.\nNET", "JANE-ANN.ROE@MAIL.ACME.NET"),
        ("jane.roe@\nexample.org", "jane.roe@example.org"),
        ("jane.roe@mail.exa\nmple.net", "jane.roe@mail.example.net"),
        ("JANE.ROE@MAIL.E\nXAMPLE.NET", "JANE.ROE@MAIL.EXAMPLE.NET"),
        ("jane.roe@mail.exam\nple.net", "jane.roe@mail.example.net"),
        ("jane.roe@mill.co\nm", "jane.roe@mill.com"),
        ("example-\nann@mill.example.net", "example-ann@mill.example.net"),
        ("exam-\nple@mill.example.net", "example@mill.example.net"),
    ],
)
def test_an_address_that_is_broken_within_is_joined(lines: str, email: str) -> None:
    assert mailed(lines) == email


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Imran Qureshi, Plant Head", "Imran Qureshi"),
        ("Imran Qureshi – Plant Head", "Imran Qureshi"),
        ("Ann Example, PhD, Head of Research", "Ann Example"),
        ("Ann Example avatar", "Ann Example"),
        ("I'm Ann Example.", "Ann Example"),
        ("Hello, my name is Ann Example!", "Ann Example"),
        ("Ich bin Ann Example.", "Ann Example"),
        ("Rajeswari d/o Maniam", "Rajeswari d/o Maniam"),
        ("RAJESWARI D/O MANIAM", "RAJESWARI D/O MANIAM"),
        ("Rhodri ap Gwilym", "Rhodri ap Gwilym"),
        ("Tobias Van\n# HOUTEN", "Tobias Van HOUTEN"),
        ("José Antonio de la Mora Díaz", "José Antonio de la Mora Díaz"),
        ("LAIA\n# PUIGCERCÓS\n# I MIR", "LAIA PUIGCERCÓS I MIR"),
        ("ANN EXAMPLE CV", "ANN EXAMPLE"),
        ("Curriculum Vitae – Ann Example", "Ann Example"),
        ("Lebenslauf: Ann Example", "Ann Example"),
    ],
)
def test_a_name_among_what_may_stand_around_it(line: str, name: str) -> None:
    assert named(line) == name


def test_a_title_behind_the_name_is_the_headline() -> None:
    cv = parse(document("# Imran Qureshi, Plant Head\nx.y@example.org"), date(2026, 3, 15))
    assert (cv.name, cv.label) == ("Imran Qureshi", "Plant Head")


def test_a_name_that_other_lines_divide_has_two_places() -> None:
    read = document("# Tobias Van-\nLeeds, UK\n# Houten\nx.y@example.org\n\n## Experience\nBaker\t2019 – 2021")
    cv = parse(read, date(2026, 3, 15))
    assert cv.name == "Tobias Van-Houten"
    assert [read.text[span.start : span.end] for span in cv.spans["name"]] == ["Tobias Van-", "Houten"]


def test_a_name_that_is_printed_twice_is_one() -> None:
    assert named("Ann Example\n# Ann Example") == "Ann Example"


def test_a_label_above_a_name_tells_it() -> None:
    text = "# I'm Ann\n## Profile\nFullname:\nAnn Example\nx.y@example.org"
    assert parse(document(text), date(2026, 3, 15)).name == "Ann Example"


def linked(text: str, uri: str, words: str) -> ParsedCv:
    read = document(text)
    at = read.text.index(words)
    link = CvLink(uri, 1, (0.0, 0.0, 1.0, 1.0), at, at + len(words))
    return parse(replace(read, links=(link,)), date(2026, 3, 15))


@pytest.mark.parametrize(
    "words", ["Leedsjane.roe@mill.example", "JANE.ROE\n@MILL.EXAM\nPLE", "jane.r\noe@mill.example"]
)
def test_the_address_of_a_link_is_the_one_that_its_text_spells(words: str) -> None:
    cv = linked(f"# Ann Example\n## Contact\n{words}", "mailto:Jane.Roe@mill.example?subject=Hello", words)
    assert cv.email == "Jane.Roe@mill.example"


def test_a_link_over_other_words_gives_no_address() -> None:
    assert linked("# Ann Example\n## Contact\nWrite to me", "mailto:ann@mill.example", "Write to me").email is None


def test_a_link_to_a_map_is_over_a_place() -> None:
    for uri in ("https://www.google.com/maps/search/Leeds", "https://maps.google.com/?q=Leeds"):
        cv = linked("# Ann Example\n## Contact\nLeeds, UK", uri, "Leeds, UK")
        assert (cv.url, cv.location and cv.location.address) == (None, "Leeds, UK")


WORK = "## Experience\nBaker, Crumb & Co\t2019 – 2021\n• Baked 12 345 678 loaves"


@pytest.mark.parametrize(
    "lines",
    [
        "## Head Baker\n+44 7700 900 867",
        "## Head Baker\nPhone: 7700 900867",
        "## Head Baker\nPhone\n7700900867",
        "## Head Baker\n• 020 7946 0412",
        "## Head Baker\nann@mill.example — +44 7700 900 867",
        "## Head of Bread.\nann@mill.example | 020 7946 0412 | Leeds",
        "## Summary\nTel. 7700900867, Leeds",
        f"{WORK}\n## Interests\nChess\nann@mill.example\n+44 7700 900 867",
    ],
)
def test_a_number_is_found_below_other_headings(lines: str) -> None:
    cv = parse(document(f"# Ann Example\n{lines}\n{WORK}"), date(2026, 3, 15))
    assert cv.phone is not None and cv.phone.replace(" ", "")[-9:] in ("700900867", "079460412")


@pytest.mark.parametrize(
    "lines",
    [
        WORK,
        "## Summary\nBaked 12 345 678 loaves",
        "## Skills\nISO 27001 2013 2022\n90 120 160",
        "## References\nJ. Roe, Crumb & Co, +44 7700 900 867",
        "## Skills\nPhone 2023 2024",
    ],
)
def test_other_numbers_are_no_phone_numbers(lines: str) -> None:
    assert parse(document(f"# Ann Example\n{lines}"), date(2026, 3, 15)).phone is None


@pytest.mark.parametrize("line", ["1 " * 900, "Phone: " * 250, "a@" * 900, "a-\n" * 700, "a." * 900 + "@", "\t" * 900])
def test_lines_of_nothing_but_signs_take_no_time(line: str) -> None:
    begun = time.perf_counter()
    parse(document(f"# Ann Example\n## Summary\n{line}\n{line}"), date(2026, 3, 15))
    assert time.perf_counter() - begun < 5.0


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("x.y@example.org\nSaskatoon, Saskatchewan, ,", "Saskatoon, Saskatchewan"),
        ("Leeds, UK x.y@example.org", "Leeds, UK"),
        ("x.y@example.org | Leeds, UK https://mill.example/ann", "Leeds, UK"),
        ("## Head Baker\nLeeds, UK\nx.y@example.org", "Leeds, UK"),
        ("Mississauga, ON L5B 2C9\nx.y@example.org", "Mississauga, ON L5B 2C9"),
        ("x.y@example.org\nLeeds, UK /", "Leeds, UK"),
        ("Email\tx.y@example.org\tPhone\t+44 7700 900 867", None),
        ("x.y@example.org\tJuly 2020", None),
        ("x.y@example.org\n## Education\nMill University, Kirkcaldy, Fife\t2010 – 2012\nBSc", None),
    ],
)
def test_a_place_beside_addresses(lines: str, place: str | None) -> None:
    cv = parse(document(f"# Ann Example\n{lines}\n{WORK}"), date(2026, 3, 15))
    assert (cv.location.address if cv.location else None) == place


def test_the_second_line_of_a_name_is_no_name_of_its_own() -> None:
    assert named("CAMILA\n# BELÉN QUIROGA") == "CAMILA BELÉN QUIROGA"
    assert named("Guadalupe Ybarra-\n\n# Finch") == "Guadalupe Ybarra-Finch"
