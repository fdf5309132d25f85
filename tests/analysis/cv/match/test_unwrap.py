"""Job descriptions that were broken into lines: whatever the width, the same sentences."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zenhire.analysis.cv.match.posting import read_posting
from zenhire.analysis.cv.match.unwrap import unwrapped

WIDTHS = (60, 72, 80, 100)

DEPOT = """\
Warehouse Team Lead, Dublin

You lead a shift of twelve in our regional depot, which supplies forty supermarkets with chilled and dry \
goods. You plan the roster, brief the team, keep stock records right and see that lorries leave on time.

What you bring:
- three years or more in a warehouse, some of them with people to look after
- inventory management, and a warehouse system such as SAP EWM, Manhattan or Blue Yonder, in daily use with a team
- Excel for the daily figures

What we offer
- a canteen, free parking and a bonus for every month without accidents in the whole of the depot
"""
SHOP = """\
SENIOR SOFTWARE ENGINEER
Berlin or remote

ABOUT THE ROLE
Our payments team builds the services that move money between 3,000 shops and their banks. You will own two of \
them (settlement and refunds), written in Go and Kotlin, and the PostgreSQL databases behind them; you will be \
on call one week in six.

Your day:
1. Design and build HTTP and gRPC services that stay up when others do not, with tests that a stranger can read.
2. Review the work of four colleagues, two of whom are new to Go, and help them to ship every week.
3. Talk to shops when something breaks, e.g. when a bank changes its file formats without telling anybody.

REQUIREMENTS
Five years of back-end work. Kubernetes is a plus, not a must.
"""
GERMAN = """\
Bäcker (m/w/d)

Sie backen Brot und Kleingebäck für unsere sechs Filialen, beginnen um zwei Uhr morgens und führen eine kleine \
Schicht. Sie bestellen Mehl und Hefe, achten auf die Kühlkette und lernen Auszubildende an.

Ihr Profil:
• abgeschlossene Ausbildung als Bäcker oder mehrere Jahre in einer Backstube mit eigener Verantwortung für den Teig
• Führerschein der Klasse B
"""
COMPOUNDS = """\
You join as a full-stack engineer and build real-time systems, on-site or from home, full-time or part-time, in a \
long-term role with short-term goals and hands-on, cross-functional work. You are a self-motivated problem-solver \
who likes end-to-end ownership, state-of-the-art tools, Kubernetes-based back-end services and front-end code, \
does the follow-up after each on-call shift, and writes well-known, high-quality code with a two- or three-person \
team. Our decision-making is data-driven, our in-house Scikit-Learn course is self-paced, and lost-time is rare.
"""
LIST = """\
Plans the shifts of the team and trains new colleagues
Keeps stock records in SAP
Drives a forklift
counts the stock at the end of every month and tells the difference
reports to the depot
"""

WORDS = (
    "plan the roster with care and keep stock of all goods in a depot for twelve pickers drivers you count load it on"
    " time using SAP well-known forklifts, lorries, suppliers that deliver chilled dry produce daily"
)
SENTENCE = st.lists(st.sampled_from(WORDS.split()), min_size=8, max_size=45).map(
    lambda words: "You " + " ".join(words).strip(",") + "."
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)
ITEM = SENTENCE.map(lambda text: f"- {text.rstrip('.')}")
HEADING = st.sampled_from(["What you bring:", "Your tasks:", "What we offer:", "Requirements:"])
LIST_OF_ITEMS = st.builds(
    lambda head, items: "\n".join([head, *items]), HEADING, st.lists(ITEM, min_size=1, max_size=4)
)
DESCRIPTION = st.lists(PARAGRAPH | LIST_OF_ITEMS, min_size=1, max_size=5).map("\n\n".join)


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The text, each of its lines broken at a width; `indent` is before the lines that go on."""
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize("text", [DEPOT, SHOP, GERMAN])
def test_a_description_says_the_same_at_every_width(text: str, indent: str, width: int) -> None:
    assert read_posting(wrapped(text, width, indent)) == read_posting(text)


@pytest.mark.parametrize("width", range(50, 101))
def test_a_word_with_a_hyphen_of_its_own_keeps_it(width: int) -> None:
    assert unwrapped(textwrap.fill(COMPOUNDS, width, break_on_hyphens=True)) == COMPOUNDS.strip()


@settings(max_examples=40, deadline=None)
@given(text=DESCRIPTION, indent=st.sampled_from(["", "  "]))
def test_any_description_is_the_same_again_at_every_width(text: str, indent: str) -> None:
    for width in WIDTHS:
        broken = wrapped(text, width, indent)
        # Names alone on a line look like a heading, and a text that is broken before names only like a list.
        assume("SAP SAP" not in text)
        assume(broken == text or any(line.strip()[:1].islower() for line in broken.split("\n")))
        assert unwrapped(broken) == text


@pytest.mark.parametrize("text", [DEPOT, SHOP, GERMAN, LIST, "", "\n", "One line", "two\nlines", "a " * 500])
def test_what_is_not_wrapped_stays_as_it_is(text: str) -> None:
    assert unwrapped(text) == text


def test_lines_of_an_email_are_joined_and_items_stay_apart() -> None:
    text = """Hi,
we are looking for somebody who keeps our books right and closes
them on time. You post entries in
SAP.

* accounts payable, accounts receivable and everything that has
to do with them
* Excel, and the books of two shops and of the depot in Dublin
Benefits
* a salary
"""
    assert unwrapped(text).split("\n") == [
        "Hi,",
        "we are looking for somebody who keeps our books right and closes them on time. You post entries in",
        "SAP.",
        "",
        "* accounts payable, accounts receivable and everything that has to do with them",
        "* Excel, and the books of two shops and of the depot in Dublin",
        "Benefits",
        "* a salary",
    ]


def test_words_that_were_hyphenated_are_whole_again() -> None:
    text = """You lead a shift of twelve in our regional depot and are in manage-
ment of all that has to do with goods, and keep a record of lost-
time accidents of the pickers, the drivers and all other people."""
    assert unwrapped(text) == (
        "You lead a shift of twelve in our regional depot and are in management of all that has to do with goods, and"
        " keep a record of lost-time accidents of the pickers, the drivers and all other people."
    )


def test_lines_out_of_a_pdf_are_of_about_one_width() -> None:
    text = """You will run the weekly payroll for three hundred people in two countries and
answer what they ask about tax, pension and holidays. Most of our
managers work in the field, which is why you will often be
the first whom they call."""
    assert "\n" not in unwrapped(text)


def test_a_title_may_be_wider_than_the_text() -> None:
    title = "Warehouse Team Lead for the regional depot at Dublin Airport, full time, nights and weekends"
    assert unwrapped(f"{title}\n\n{wrapped(DEPOT, 60)}").split("\n")[0] == title
    assert read_posting(f"{title}\n\n{wrapped(DEPOT, 60)}") == read_posting(f"{title}\n\n{DEPOT}")
