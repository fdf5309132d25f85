"""What stands in margins: headings at the left, dates at the right that wrap, a place below a head."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read
from zenhire.engines.pdf.base import PdfWord


def _part(y: float, heading: str, *rows: str) -> list[list[PdfWord]]:
    body = [line(160, y + 13 * at, row) for at, row in enumerate(rows)]
    return [line(40, y, heading, size=11.0, bold=True), *body]


def test_a_heading_in_the_margin_that_wraps_stands_before_what_it_heads() -> None:
    text = read(
        page(
            line(200, 40, "Ann Example", size=16.0),
            *_part(80, "Work", "Baker, Crumb & Co", "Led nine bakers", "Planned the shifts"),
            line(40, 93, "Experience", size=11.0, bold=True),
            *_part(140, "Education", "Diploma in Baking", "Northern School of Crafts"),
            *_part(190, "Skills", "Rye bread", "Sour dough"),
        )
    ).text
    assert text.split("\n\n")[1:3] == ["Work\nExperience", "Baker, Crumb & Co\nLed nine bakers\nPlanned the shifts"]


def test_dates_at_the_right_that_wrap_stay_beside_their_entries() -> None:
    entries = []
    for at, name in enumerate(("Crumb & Co Bakery", "Old Mill Bakery", "Harbour Bread")):
        y = 80.0 + 60 * at
        entries += [
            line(40, y, name, bold=True),
            line(40, y + 13, "Baker of rye bread"),
            line(400, y, f"augustus 201{at} - mei"),
            line(400, y + 13, f"201{at + 3}"),
        ]
    text = read(page(line(40, 40, "Ann Example", size=16.0), *entries)).text
    assert "Old Mill Bakery\taugustus 2011 - mei 2014\nBaker of rye bread\n" in text


def test_a_place_in_italics_below_a_full_head_is_no_part_of_it() -> None:
    text = read(
        page(
            line(40, 80, "Lead Dental Hygienist, Veterans Oral Health Center"),
            line(300, 80, "JAN 2025 – Ongoing"),
            line(40, 93, "Duluth, Minnesota", italic=True),
            line(40, 106, "Treated ten patients"),
            line(40, 119, "Trained five assistants"),
        )
    ).text
    assert text.startswith("Lead Dental Hygienist, Veterans Oral Health Center\tJAN 2025 – Ongoing\nDuluth, Minnesota")


def test_headings_at_the_right_over_lines_at_the_left_are_no_column() -> None:
    lines = [
        line(40, 70, "Ann Example"),
        line(420, 100, "Contact", size=18.0),
        line(40, 130, "ann@example.org"),
        line(420, 160, "About", size=18.0),
        line(40, 190, "Baker of rye bread"),
        line(420, 220, "Work", size=18.0),
        line(40, 250, "Crumb & Co"),
        line(420, 250, "2019 - 2024"),
        line(40, 262, "Senior baker of the night shift"),
        line(420, 290, "Skills", size=18.0),
        line(40, 320, "Sour dough"),
    ]
    text = read(page(*lines)).text
    at = [text.index(part) for part in ("Contact", "ann@", "About", "Baker of", "Work", "Crumb", "Skills", "Sour")]
    assert at == sorted(at)
    assert "Crumb & Co\t2019 - 2024" in text


def test_a_row_that_a_page_break_cuts_is_read_once() -> None:
    row = ("Yishun Spring School", "2020 - 2024")
    one = page(line(40, 60, "Ann Example", size=16.0), line(40, 830, row[0], bold=True), line(400, 830, row[1]))
    two = page(line(40, 20, row[0], bold=True), line(400, 20, row[1]), line(40, 32, "Vice-Principal"), number=2)
    document = read(one, two)
    assert document.text == "Ann Example\n\nYishun Spring School\t2020 - 2024\nVice-Principal"
    assert [repeat.page for repeat in document.repeats] == [1, 1]


def test_a_large_name_that_wraps_is_read_before_the_small_lines_beside_it() -> None:
    text = read(
        page(
            line(24, 79, "Mostafa Abd El-", size=30.0, bold=True),
            line(430, 84, "+55 48 95555-0137"),
            line(410, 100, "mostafa@mail.example.net"),
            line(24, 120, "Wahab", size=30.0, bold=True),
            line(440, 123, "Da Nang, Vietnam"),
            line(24, 145, "Senior Mobile Engineer", size=18.0),
            line(
                24,
                180,
                "Mobile engineer with seven years of experience in fintech and ride hailing apps, " * 2,
                size=8.0,
            ),
        )
    ).text
    assert text.startswith("Mostafa Abd El-Wahab\n")
    assert "+55 48 95555-0137\nmostafa@mail.example.net\n" in text


def test_headings_in_the_margin_may_stand_at_the_middle_of_what_they_head_and_over_dates() -> None:
    text = read(
        page(
            line(220, 60, "Gemma Hartshorne", size=16.0),
            line(218, 121, "gemma@example.org"),
            line(62, 130, "Contact"),
            line(218, 139, "07700 900143"),
            line(62, 200, "Work Experience"),
            line(217, 201, "Senior Associate at Harrow", bold=True),
            line(62, 210, "2023-12 to Present", size=7.0, bold=True),
            line(217, 217, "Supervised a trainee"),
            line(62, 260, "Education"),
            line(217, 257, "Inns Gate School of Law", bold=True),
            line(217, 270, "Property Law"),
            line(62, 277, "2014-06 to 2018-04", size=7.0, bold=True),
        )
    ).text
    assert text.split("\n\n")[1:4] == ["Contact", "gemma@example.org", "07700 900143"]
    assert "Work Experience\n\n2023-12 to Present\tSenior Associate at Harrow\n" in text
    assert "Education\n\n2014-06 to 2018-04\tInns Gate School of Law\n" in text


def test_headings_at_the_middle_of_rows_stand_before_all_of_them() -> None:
    rows = ["English", "French", "Punjabi"]
    text = read(
        page(
            line(40, 60, "Profiles"),
            line(200, 60, "LinkedIn"),
            line(300, 60, "annexample"),
            *(line(200, 100 + 15 * at, row) for at, row in enumerate(rows)),
            *(line(300, 100 + 15 * at, "fluent") for at in range(3)),
            line(40, 117, "Languages"),
            line(200, 180, "Core: Welding, Payroll"),
            line(40, 186, "Skills"),
            line(200, 193, "Other: Herd Health"),
        )
    ).text
    languages = text[text.index("Languages") : text.index("Skills")]
    assert all(row in languages for row in rows) and "LinkedIn" not in languages
    assert text.index("Skills") < text.index("Core")


def test_one_large_heading_in_the_margin_is_enough() -> None:
    text = read(
        page(
            line(90, 100, "Work", size=20.0),
            line(160, 99, "Baker of rye bread", size=14.0),
            line(160, 114, "Crumb & Co"),
            line(160, 127, "2019 - 2024"),
        )
    ).text
    assert text == "Work\n\nBaker of rye bread\nCrumb & Co\n2019 - 2024"


def test_a_heading_alone_between_entries_stands_before_the_next_one() -> None:
    def entry(y: float, dates: str, name: str) -> list[list[PdfWord]]:
        return [line(40, y, dates), line(180, y, name, bold=True), line(180, y + 12, "Crumb & Co, Leeds")]

    rows = [
        line(180, 40, "Ann Example", size=16.0),
        line(40, 70, "Work", bold=True),
        *entry(90, "2019 – 2024", "Head Baker"),
        *entry(118, "2014 – 2018", "Night Baker"),
        *entry(146, "2010 – 2013", "Baker"),
        line(40, 171, "Education", bold=True),
        *entry(187, "2007 – 2010", "Diploma in Baking"),
        line(40, 215, "Skills", bold=True),
        line(180, 215, "Rye bread, sour dough"),
        line(40, 240, "Languages", bold=True),
        line(180, 240, "English, Polish"),
    ]
    text = read(page(*rows)).text
    assert text.index("Night Baker") < text.index("Crumb & Co, Leeds\n\nEducation") < text.index("Diploma in Baking")


def _until(right: float, y: float, text: str) -> list[PdfWord]:
    """Words that end at `right`."""
    return line(right - line(0, y, text)[-1].box[2], y, text)


def test_labels_that_are_right_aligned_against_their_lines_are_read_in_rows() -> None:
    rows: list[list[PdfWord]] = []
    y = 80.0
    for heading, pairs in (
        ("Education", [("2010 - 2012", "Diploma in Baking"), ("2008", "School certificate")]),
        ("Languages", [("Spanish", "native"), ("French", "fluent"), ("Catalan", "basic")]),
        ("Work", [("2019 – present", "Head Baker"), ("2014 - 2018", "Baker")]),
    ):
        rows.append(line(60, y, heading, size=13.0, bold=True))
        for label, told in pairs:
            y += 13
            rows += [_until(150, y, label), line(164, y, told)]
            if heading != "Languages":
                y += 13
                rows.append(line(164, y, "Northern School of Crafts, Leeds"))
        y += 30
    text = read(page(*rows)).text
    for pair in ("2010 - 2012\tDiploma in Baking", "French\tfluent", "2019 – present\tHead Baker"):
        assert pair in text


def test_the_lines_of_a_form_that_are_marked_keep_their_values() -> None:
    rows = [
        ("• Dates", "2021 - 2024"),
        ("• Name and address of", "Crumb & Co"),
        ("employer", "Leeds"),
        ("• Occupation or position held", "Head Baker"),
    ]
    lines = [line(x, 80 + 13 * at, cell) for at, row in enumerate(rows) for x, cell in zip((40, 250), row, strict=True)]
    text = read(page(*lines)).text
    assert text.startswith("• Dates\t2021 - 2024\n• Name and address of employer\tCrumb & Co\tLeeds\n• Occupation")
    assert text.endswith("held\tHead Baker")
