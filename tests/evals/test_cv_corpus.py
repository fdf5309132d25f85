"""The generator of fictional CVs: what is kept out of tuning shares nothing with what is tuned on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from evals.cv_corpus.__main__ import HELD_OUT, LAYOUTS, SEED, plan, plan_usual
from evals.cv_corpus.closing_layouts import CLOSING
from evals.cv_corpus.design_parts import told
from evals.cv_corpus.final_layouts import FINAL
from evals.cv_corpus.forms_layouts import FORMS
from evals.cv_corpus.forms_plan import plan_forms
from evals.cv_corpus.fresh_layouts import FRESH
from evals.cv_corpus.kept_layouts import KEPT
from evals.cv_corpus.last_layouts import LAST
from evals.cv_corpus.newest_layouts import NEWEST
from evals.cv_corpus.people import WORDS, WORDS_KEPT, WORDS_SECOND, Person, gold, month, people
from evals.cv_corpus.sealed_layouts import SEALED
from evals.cv_corpus.second_layouts import SECOND
from evals.cv_corpus.third_layouts import THIRD
from evals.cv_corpus.unseen_layouts import UNSEEN

# How many of each of the later sets are written unless told otherwise.
_USUAL = (60, 60, 60, 60, 50, 60, 60, 40)


def _names(person: Person) -> set[str]:
    return {person.name, *(job.employer for job in person.jobs), *(study.school for study in person.studies)}


def _wanted(values: Mapping[str, Any]) -> list[str]:
    jobs, studies = values["experience"], values["education"]
    some = [values["email"], values["summary"], *values["skills"], *values["certificates"]]
    some += [value for job in jobs for value in (job["position"], job["name"], job["location"], *job["highlights"])]
    some += [study[kind] for study in studies for kind in ("institution", "studyType", "area")]
    return [value for value in some if value]


def test_layouts_kept_out_are_filled_with_persons_of_their_own() -> None:
    planned = [*plan(60, 40, 36, themes=True), *plan_usual(*_USUAL), *plan_forms(30, SEED + 4)]
    kept = [person for layout, person in planned if layout in HELD_OUT]
    tuned = [person for layout, person in planned if layout not in HELD_OUT]
    assert (len(tuned), len(kept)) == (576, 40)
    assert not set().union(*map(_names, kept)) & set().union(*map(_names, tuned))


def test_every_layout_prints_every_value_of_the_gold() -> None:
    for layout, write in LAYOUTS.items():
        later = {**THIRD, **SEALED, **LAST, **UNSEEN, **NEWEST, **FRESH, **FORMS, **FINAL, **CLOSING}
        if layout == "no_headings" or layout in later:
            continue
        for person in people(9, SEED, WORDS_KEPT if layout in KEPT else WORDS_SECOND if layout in SECOND else WORDS):
            page, values = unescape(write(person)), gold(person, layout)
            wanted = [values["email"], *values["skills"], *(job["position"] for job in values["experience"])]
            assert all(value in page for value in wanted), layout


def test_the_usual_layouts_print_the_whole_gold() -> None:
    for layout, person in plan_usual(*_USUAL):
        page = unescape(LAYOUTS[layout](person))
        assert all(value in page for value in _wanted(told(gold(person, layout), layout))), (layout, person.number)


def test_what_a_layout_leaves_out_is_not_in_its_gold() -> None:
    planned = dict(plan_usual(*_USUAL))
    values = {layout: told(gold(person, layout), layout) for layout, person in planned.items()}
    assert values["canva_bar"]["certificates"] == []
    assert all(job["location"] is None for job in values["canva_bar"]["experience"])
    assert values["lebenslauf"]["summary"] is None
    assert all(job["highlights"] == [] for job in values["skills_first"]["experience"])
    dates = [(item["startDate"], len(item["endDate"])) for item in values["indian_projects"]["education"]]
    assert dates and set(dates) == {(None, 4)}
    assert values["timeline"]["certificates"] == []
    without = ("academic", "self_made", "european_table", "national_form", "table_photo")
    assert {values[layout]["summary"] for layout in without} == {None}
    some = [
        item
        for layout in ("public_sector", "word_usual", "word_tabs", "light_rail")
        for item in values[layout]["education"]
    ]
    assert all(item["startDate"] is None for item in some)
    dates = [(item["startDate"], len(item["endDate"])) for item in values["ats_text"]["education"]]
    assert dates and set(dates) == {(None, 4)}
    some = [item for layout in ("date_margin", "board_profile", "caps_lines") for item in values[layout]["education"]]
    assert some and {len(item[kind]) for item in some for kind in ("startDate", "endDate")} == {4}


def test_usual_layouts_are_filled_evenly() -> None:
    counts = Counter(layout for layout, _ in plan_usual(*_USUAL))
    assert {count for layout, count in counts.items() if layout not in FRESH} == {10}


def test_fresh_layouts_are_filled_as_often_as_they_are_met() -> None:
    counts = Counter(layout for layout, _ in plan_usual(0, 0, 0, 0, 0, 60, 0, 0))
    common = {"word_tabs": 14, "deep_bar": 14}
    assert counts == {**dict.fromkeys(FRESH, 8), **common}


def test_final_layouts_are_filled_evenly_in_all_its_languages() -> None:
    planned = list(plan_usual(0, 0, 0, 0, 0, 0, 60, 0))
    assert Counter(layout for layout, _ in planned) == dict.fromkeys(FINAL, 10)
    assert Counter(person.language for _, person in planned) == {"en": 24, "de": 12, "fr": 12, "it": 12}
    assert all(person.held_out for _, person in planned)
    assert len({person.name for _, person in planned}) == 60


def test_closing_layouts_are_filled_evenly_in_all_its_languages() -> None:
    planned = list(plan_usual(0, 0, 0, 0, 0, 0, 0, 40))
    assert Counter(layout for layout, _ in planned) == dict.fromkeys(CLOSING, 10)
    assert Counter(person.language for _, person in planned) == {"en": 20, "de": 10, "es": 10}
    assert all(person.held_out for _, person in planned)
    assert len({person.name for _, person in planned}) == 40
    values = [told(gold(person, layout), layout) for layout, person in planned]
    dates = [item for one in values if one["layout"] == "plain_document" for item in one["education"]]
    assert {(item["startDate"], len(item["endDate"])) for item in dates} == {(None, 4)}


def test_forms_are_filled_evenly_and_print_the_whole_gold() -> None:
    planned = list(plan_forms(30, SEED + 4))
    assert Counter(layout for layout, _ in planned) == dict.fromkeys(FORMS, 5)
    assert len({person.language for _, person in planned}) > 5
    for layout, person in planned:
        page = unescape(LAYOUTS[layout](person))
        assert all(value in page for value in _wanted(told(gold(person, layout), layout))), (layout, person.number)


def test_forms_tell_only_years_of_studies_where_they_ask_for_no_more() -> None:
    values = [told(gold(person, layout), layout) for layout, person in plan_forms(30, SEED + 4)]
    asked = ("form_grid", "form_biodata", "form_labels_above")
    dates = [item for one in values if one["layout"] in asked for item in one["education"]]
    assert {(item["startDate"], len(item["endDate"])) for item in dates} == {(None, 4)}
    boxes = [job for one in values if one["layout"] == "form_labels_above" for job in one["experience"]]
    assert {job["location"] for job in boxes} == {None}


def test_a_job_boards_profile_tells_how_long_jobs_lasted() -> None:
    planned = [person for layout, person in plan_usual(0, 0, 0, 0, 0, 60, 0, 0) if layout == "board_profile"]
    person = next(person for person in planned if person.language == "pl")
    jobs = tuple(
        replace(job, start=2019 * 12, end=2019 * 12 + last) for job, last in zip(person.jobs, (26, 60), strict=False)
    )
    page = LAYOUTS["board_profile"](replace(person, jobs=jobs))
    assert "styczeń 2019 - marzec 2021 (2 lata 3 miesiące)" in page
    assert "styczeń 2019 - styczeń 2024 (5 lat 1 miesiąc)" in page


def test_the_same_seed_gives_the_same_persons() -> None:
    assert people(20, SEED, WORDS_KEPT) == people(20, SEED, WORDS_KEPT)


def test_months_in_ways_of_writing() -> None:
    person = people(1, SEED, WORDS)[0]
    april = 2019 * 12 + 3
    wanted = {"apostrophe": "Apr. '19", "caps": "APR. 2019", "slashed": "2019/04", "short_numeric": "04/19"}
    assert {style: month(replace(person, style=style), april) for style in wanted} == wanted
