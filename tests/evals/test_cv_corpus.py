"""The generator of fictional CVs: what is kept out of tuning shares nothing with what is tuned on."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

from evals.cv_corpus.__main__ import HELD_OUT, LAYOUTS, SEED, plan
from evals.cv_corpus.people import WORDS, WORDS_KEPT, WORDS_SECOND, Person, gold, month, people
from evals.cv_corpus.second_layouts import SECOND


def _names(person: Person) -> set[str]:
    return {person.name, *(job.employer for job in person.jobs), *(study.school for study in person.studies)}


def test_layouts_kept_out_are_filled_with_persons_of_their_own() -> None:
    planned = list(plan(60, 40, 36, themes=True))
    kept = [person for layout, person in planned if layout in HELD_OUT]
    tuned = [person for layout, person in planned if layout not in HELD_OUT]
    assert (len(tuned), len(kept)) == (100, 36)
    assert not set().union(*map(_names, kept)) & set().union(*map(_names, tuned))


def test_every_layout_prints_every_value_of_the_gold() -> None:
    for layout, write in LAYOUTS.items():
        if layout == "no_headings":
            continue
        for person in people(
            9, SEED, WORDS_KEPT if layout in HELD_OUT else WORDS_SECOND if layout in SECOND else WORDS
        ):
            page, told = unescape(write(person)), gold(person, layout)
            wanted = [told["email"], *told["skills"], *(job["position"] for job in told["experience"])]
            assert all(value in page for value in wanted), layout


def test_the_same_seed_gives_the_same_persons() -> None:
    assert people(20, SEED, WORDS_KEPT) == people(20, SEED, WORDS_KEPT)


def test_months_in_ways_of_writing() -> None:
    person = people(1, SEED, WORDS)[0]
    april = 2019 * 12 + 3
    wanted = {"apostrophe": "Apr. '19", "caps": "APR. 2019", "slashed": "2019/04", "short_numeric": "04/19"}
    assert {style: month(replace(person, style=style), april) for style in wanted} == wanted
