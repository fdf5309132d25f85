"""Characters as a reader means them."""

from __future__ import annotations

import pytest

from zenhire.analysis.cv.text import clean, glue, hidden_characters, hyphen_kept, is_bullet


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("e\ufb03cient", "efficient"),
        ("\ufb02our", "flour"),
        ("Caf\u0065\u0301", "Caf\u00e9"),
        ("soft\u00adware", "software"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202eright\u202c", "right"),
        ("555-\u00ad\u20105555", "555-5555"),
        ("non\u2011breaking", "non-breaking"),
        ("\uff21\uff22\uff23", "ABC"),
        ("\u2f83\u2f1f", "\u81ea\u571f"),
        ("\U0001d400\U0001d427\U0001d427", "Ann"),
        ("\ufeb3\ufefc\ufee1", "\u0633\u0644\u0627\u0645"),
        ("m\u00b2", "m\u00b2"),
        ("C\u2122", "C\u2122"),
        ("\uf041\uf06e\uf06e", "Ann"),
        ("\uf0b7", "•"),
        ("\uf3c5", ""),
        ("a\U000e0041\U000e0042b", "ab"),
        ("\u06a9\u062a\u0627\u0628\u200c\u0647\u0627", "\u06a9\u062a\u0627\u0628\u200c\u0647\u0627"),
        ("Łódź", "Łódź"),
        ("M\u00c3\u00a9xico", "México"),
        ("\u00e2\u20ac\u201c", "–"),
        ("center\u00c2", "center"),
        ("Ân", "Ân"),
        ("São", "São"),
    ],
)
def test_cleaned(found: str, meant: str) -> None:
    assert clean(found) == meant


def test_smuggled_characters_are_counted() -> None:
    assert hidden_characters("a\U000e0041\U000e0042b") == 2
    assert hidden_characters("plain") == 0


def test_marks_of_items() -> None:
    assert all(map(is_bullet, ("•", "▪", "-", "–", "*", "o", "➢")))
    assert not any(map(is_bullet, ("a", "1.", "--", "of")))


def test_no_space_between_chinese_words() -> None:
    assert (glue("软件", "工程师"), glue("软件", "SQL"), glue("one", "two"), glue("", "x")) == ("", " ", " ", "")


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("the devel-", "opment of", False),
        ("an on-", "campus job", True),
        ("Müller-", "Schmidt", True),
        ("2019-", "2020", True),
        ("Softwareent-", "wicklung", False),
        ("a sour-", "dough starter", True),
        ("in real-", "time", True),
        ("a long-", "term role", True),
        ("works on-", "site", True),
        ("good team-", "work", False),
        ("with man-", "agement", False),
        ("jane.mill-", "roe@example.org", True),
        ("MILL UNIVER-", "SITY", False),
        ("LEA-", "ARTIBAI", True),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, kept: bool) -> None:
    assert hyphen_kept(before, after, {"sour-dough"}) is kept


def test_the_document_knows_its_words() -> None:
    assert not hyphen_kept("Zenhire-", "platform", {"zenhireplatform"})
