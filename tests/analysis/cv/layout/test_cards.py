"""Cards side by side, and what looks like them."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read


def test_cards_are_read_one_after_the_other() -> None:
    text = read(
        page(
            line(40, 100, "Languages", size=14),
            line(40, 130, "English", bold=True),
            line(200, 130, "French", bold=True),
            line(40, 142, "native"),
            line(200, 142, "fluent"),
            line(40, 165, "Punjabi", bold=True),
            line(40, 177, "basic"),
        )
    ).text
    assert text.split("\n\n") == ["Languages", "English\nnative", "French\nfluent", "Punjabi\nbasic"]


def test_cards_may_hold_several_cells() -> None:
    text = read(
        page(
            line(40, 130, "Technical", bold=True),
            line(250, 130, "General", bold=True),
            line(40, 144, "Conducting"),
            line(130, 144, "Classroom"),
            line(250, 144, "Jazz"),
            line(40, 158, "Theory"),
        )
    ).text
    assert text.split("\n\n") == ["Technical\nConducting\tClassroom\nTheory", "General\nJazz"]


def test_the_next_heading_ends_the_cards() -> None:
    text = read(
        page(
            line(40, 100, "LANGUAGES", bold=True),
            line(40, 120, "English", size=12, bold=True),
            line(200, 120, "Urdu", size=12, bold=True),
            line(40, 134, "fluent"),
            line(200, 134, "native"),
            line(40, 152, "REFERENCES", bold=True),
            line(50, 170, "We worked together for three years, and I would gladly do so again."),
        )
    ).text
    assert text.index("native") < text.index("REFERENCES")


def test_tables_and_entries_with_dates_are_no_cards() -> None:
    table = [("Skill", "Level", True), ("Java", "expert", False), ("Rust", "good", False)]
    rows = [
        part
        for at, (name, level, bold) in enumerate(table)
        for part in (line(40, 100 + 12 * at, name, bold=bold), line(200, 100 + 12 * at, level, bold=bold))
    ]
    assert read(page(*rows)).text == "Skill\tLevel\nJava\texpert\nRust\tgood"
    entry = [line(40, 100, "Crumb & Co", bold=True), line(200, 100, "Leeds", bold=True)]
    entry += [line(40, 112, "Baker"), line(200, 112, "2019 - 2024")]
    assert read(page(*entry)).text == "Crumb & Co\tLeeds\nBaker\t2019 - 2024"
