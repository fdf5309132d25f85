"""CVs in the layouts that people use, for tests of the reading order. All persons are made up."""

from __future__ import annotations

from tests.support.pdf import PdfPage, pdf

MAIN = (
    "EXPERIENCE",
    "Senior Baker, Crumb & Co",
    "2019 - 2024",
    "Led a team of nine bakers through the night shift and",
    "cut the waste of flour by a third within two years of",
    "patient work with the suppliers.",
    "",
    "Baker, Old Mill Bakery",
    "2015 - 2019",
    "Baked rye bread for four markets and trained apprentices",
    "in the use of the stone oven, which is older than the",
    "mill itself.",
    "",
    "EDUCATION",
    "Diploma in Baking, Northern School of Crafts",
    "Thesis on sour dough at low temperatures",
)
SIDE = (
    "CONTACT",
    "ann@example.org",
    "+44 20 7946 0000",
    "Leeds",
    "",
    "SKILLS",
    "Sour dough",
    "Stock keeping",
    "Shift planning",
    "First aid",
    "",
    "LANGUAGES",
    "English",
    "Polish",
)


def side_bar(left: bool = True, ground: bool = False, grid: bool = False) -> bytes:
    """A narrow and a wide column under a name; `grid` sets both on the same base lines."""
    page = PdfPage()
    side_x, main_x = (40, 210) if left else (430, 40)
    if ground:
        page.box(*((0, 0, 190, 842) if left else (415, 0, 595, 842)), (0.9, 0.92, 0.95))
    page.text(main_x, 60, "Ann Example", size=22, font="bold")
    page.lines(side_x, 100 if grid else 104.3, *SIDE, size=10 if grid else 9)
    page.lines(main_x, 100, *MAIN)
    return pdf(page)


def two_columns() -> bytes:
    """Running text in two columns of one grid under a line over both."""
    page = PdfPage()
    page.text(
        40, 60, "Ann Example - baker with fifteen years of night shifts, looking for the day and its customers", size=11
    )
    page.lines(40, 100, *(f"Left line {n} of a long and quiet tale of bread and flour," for n in range(1, 13)), size=9)
    page.lines(320, 100, *(f"Right line {n} of another long and quiet tale of ovens," for n in range(1, 13)), size=9)
    return pdf(page)


def dates_right() -> bytes:
    """One column with dates at the right edge, one beside a wrapped item."""
    page = PdfPage()
    page.text(40, 60, "Ann Example", size=18, font="bold")
    page.text(40, 100, "Senior Baker, Crumb & Co", font="bold").text(470, 100, "2019 - 2024")
    page.text(40, 112, "\u2022 Led a team of nine bakers through the night and cut the waste of flour by a").text(
        480, 112, "Leeds"
    )
    page.text(48, 124, "third within two years")
    page.text(40, 150, "Baker, Old Mill Bakery", font="bold").text(470, 150, "2015 - 2019")
    page.text(40, 162, "\u2022 Baked rye bread for four markets")
    page.text(40, 190, "Apprentice, Harbour Bread", font="bold").text(470, 190, "2012 - 2015")
    page.text(40, 202, "\u2022 Learned the trade")
    return pdf(page)


def dates_left() -> bytes:
    """Dates in a narrow column at the left, as the Europass form has them."""
    page = PdfPage()
    page.text(40, 60, "Ann Example", size=18, font="bold")
    for row, (dates, title, text) in enumerate(
        (
            ("2019 - 2024", "Senior Baker, Crumb & Co", "Led a team of nine bakers through the night shift"),
            ("2015 - 2019", "Baker, Old Mill Bakery", "Baked rye bread for four markets"),
            ("2012 - 2015", "Apprentice, Harbour Bread", "Learned the trade from the oven upwards"),
            ("2010 - 2012", "Errand runner, Town Hall", "Carried letters and kept the keys"),
        )
    ):
        y = 100 + 50 * row
        page.text(40, y, dates).text(170, y, title, font="bold").text(170, y + 12, text)
    return pdf(page)


def table() -> bytes:
    """Labels and values, row by row; one value wraps."""
    page = PdfPage()
    page.text(40, 60, "Skills", size=14, font="bold")
    rows = (
        ("Languages", "English, Polish, some German"),
        ("Ovens", "stone, deck, rack and tunnel ovens of all makes and"),
        ("", "ages, wood-fired ones too"),
        ("Software", "Excel, stock keeping"),
        ("Licences", "fork lift, first aid"),
    )
    for row, (label, value) in enumerate(rows):
        page.text(40, 90 + 12 * row, label, font="bold").text(160, 90 + 12 * row, value)
    return pdf(page)


def margin_headings() -> bytes:
    """Section headings in the left margin, beside what they head."""
    page = PdfPage()
    page.text(200, 60, "Ann Example", size=18, font="bold")
    y = 100.0
    for heading, texts in (
        ("Experience", ("Senior Baker, Crumb & Co", "Led a team of nine", "Planned the shifts", "Kept the books")),
        ("Education", ("Diploma in Baking", "Northern School of Crafts", "Thesis on sour dough")),
        ("Interests", ("Old mills", "Long walks", "Rye")),
    ):
        page.text(40, y, heading, font="bold").lines(200, y, *texts)
        y += 12 * len(texts) + 24
    return pdf(page)
