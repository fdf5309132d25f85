"""Which rule gives how much: the same title, aliases, specialties, levels, slips, kin, words, likeness."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from zenhire.analysis.cv.titles import TitleEvidence, match_titles, occupation, seniority
from zenhire.analysis.cv.titles.match import GREATEST, rescale


def told(asked: str, title: str) -> TitleEvidence:
    return match_titles([asked], [title])[0][0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sales Manager", "manager, sales"),
        ("Sales Manager", "Manager of Sales"),
        ("Sales Manager", "SALES MGR."),
        ("Sales Manager", "Sales Manager at Acme Corp"),
        ("Sales Manager", "Sales Manager (m/f/d)"),
        ("Senior Software Engineer", "Sr. Software Eng"),
        ("Software Engineer", "SWE"),
        ("Software Engineer", "Software Engineer II"),
        ("Registered Nurse", "RN"),
        ("Certified Public Accountant", "CPA"),
        ("Vice President of Marketing", "VP Marketing"),
        ("Waiter", "Waitress"),
        ("Verkäufer", "Verkäufer/in"),
        ("Ingenieur", "Ingenieurin (m/w/d)"),
        ("Vendeur", "Vendeuse H/F"),
        ("Abogado", "Abogada"),
        ("Assistant Manager Operations", "Assistant Operations Manager"),
        ("Director of Nursing", "Nursing Director"),
        ("Administrative Assistant", "Admin Asst."),
        ("Blacksmith of horses", "Horses Blacksmith"),
    ],
)
def test_the_same_title_however_written(one: str, other: str) -> None:
    assert told(one, other).score == told(other, one).score == 1.0
    assert told(one, other).rule == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Software Engineer", "Software Developer"),
        ("Software Engineer", "Programmer"),
        ("Software Engineer", "Softwareentwicklerin"),
        ("Shop Assistant", "Sales Associate"),
        ("Project Manager", "Chef de projet"),
        ("Registered Nurse", "Pielęgniarka"),
        ("Registered Nurse", "Medicinska sestra"),
        ("Waiter", "Kelner"),
        ("Teacher", "Insegnante"),
        ("Electrician", "Eletricista"),
        ("Warehouse Worker", "Magazijnmedewerker"),
    ],
)
def test_other_names_of_an_occupation(one: str, other: str) -> None:
    assert told(one, other) == TitleEvidence(0.95, "alias", occupation(one) or "")
    assert told(other, one).score == 0.95


def test_a_narrower_title_answers_a_wider_role_better_than_the_other_way_round() -> None:
    narrower, wider = told("Teacher", "Math Teacher"), told("Math Teacher", "Teacher")
    assert narrower.rule == wider.rule == "specialty"
    assert 0.9 <= narrower.score < 0.95 and 0.7 <= wider.score < narrower.score
    assert told("Math Teacher", "Science Teacher").score < wider.score


def test_another_level_counts_a_little_less_and_a_trainee_for_a_senior_much() -> None:
    equal = told("Senior Accountant", "Senior Accountant").score
    above, below = told("Accountant", "Senior Accountant"), told("Senior Accountant", "Accountant")
    assert above.rule == below.rule == "seniority"
    assert equal > above.score > below.score > 0.85
    assert told("Senior Accountant", "Accounting Intern").score < 0.6
    assert (
        told("Sales Manager", "Assistant Sales Manager").score < told("Sales Manager", "Senior Sales Manager").score < 1
    )


def test_heads_and_directors_are_levels_of_the_manager() -> None:
    for title in ("Head of Sales", "Director of Sales", "VP Sales", "Sales Supervisor", "Sales Team Lead"):
        assert occupation(title) == "Sales Manager", title
        assert told("Sales Manager", title).rule == "seniority"


def test_a_slip_is_mended_and_costs_a_little() -> None:
    assert told("Accountant", "Acountant") == TitleEvidence(0.95, "spelling", "accountant")
    assert 0.85 < told("Software Developer", "Sofware Enginer").score < 0.95


def test_related_occupations_are_near() -> None:
    assert told("Registered Nurse", "Licensed Practical Nurse") == TitleEvidence(
        0.75, "near", "Licensed Practical Nurse"
    )
    assert told("Plumber", "Roofer").score == 0.5


def test_titles_that_no_table_knows_are_compared_by_words() -> None:
    close = told("Widget Calibration Wrangler", "Widget Wrangler")
    assert close.rule == "words" and close.matched == "widget wrangler" and 0.4 < close.score < 0.75
    assert told("Widget Specialist", "Gadget Specialist").score == 0


def test_alternatives_answer_each_for_itself() -> None:
    assert told("Bartender", "Waiter / Bartender").score == 1.0
    assert told("Waiter", "Waiter / Bartender").score == 1.0
    assert told("Web Designer", "Graphic Designer/Web Designer").score == 1.0
    assert told("Graphic Designer", "Graphic Designer/Web Designer").score == 1.0
    assert told("Waiter", "").score == 0


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Marketing Intern", "trainee"),
        ("Junior Developer", "junior"),
        ("Accountant", "regular"),
        ("Sr Accountant", "senior"),
        ("Lead Engineer", "lead"),
        ("Store Manager", "manager"),
        ("Head of Sales", "director"),
        ("CEO", "executive"),
        ("Executive Assistant", "regular"),
        ("Senior HR Business Partner", "senior"),
        ("Assistant Store Manager", "lead"),
        ("", "regular"),
    ],
)
def test_the_level_a_title_tells(title: str, level: str) -> None:
    assert seniority(title) == level


def test_an_occupation_is_known_or_none() -> None:
    assert occupation("Sr. Backend Engineer (m/w/d)") == "Software Engineer"
    assert occupation("Marketing Trainee") == "Marketing Specialist"
    assert occupation("Grand Poobah") is None
    assert occupation("") is None


class Likeness:
    """Cosines by pair, 0 for all others; keeps what it was asked."""

    def __init__(self, known: dict[tuple[str, str], float]) -> None:
        self.known, self.asked = known, [""]

    def __call__(self, these: object, those: object) -> NDArray[np.float64]:
        assert isinstance(these, list) and isinstance(those, list)
        self.asked += [*these, *those]
        return np.array([[self.known.get((one, two), 0.0) for two in those] for one in these])


def test_likeness_is_rescaled_and_rounded_before_use() -> None:
    similar = Likeness({("frobnicator", "gizmologist"): 0.80004})
    found = match_titles(["Frobnicator"], ["Gizmologist (m/w/d)"], similar=similar)[0][0]
    assert found == TitleEvidence(rescale(0.8), "similar", "gizmologist")
    assert rescale(1.0) == GREATEST == 0.75 and rescale(0.0) == 0.0


def test_likeness_never_beats_what_the_tables_hold_apart() -> None:
    similar = Likeness({("software engineer", "civil engineer"): 0.99, ("sales manager", "product manager"): 0.99})
    art = Likeness({("art teacher", "art director"): 0.99})
    assert match_titles(["Art Teacher"], ["Art Director"], similar=art)[0][0].score <= 0.3
    assert match_titles(["Software Engineer"], ["Civil Engineer"], similar=similar)[0][0].score <= 0.3
    assert match_titles(["Sales Manager"], ["Product Manager"], similar=similar)[0][0].score <= 0.3


def test_likeness_leans_what_is_open_and_leaves_the_sure_alone() -> None:
    near = [
        match_titles(["Piano Tutor"], ["Cello Tutor"], similar=Likeness({("piano tutor", "cello tutor"): cosine}))[0][
            0
        ].score
        for cosine in (0.2, 0.6, 0.9)
    ]
    assert near == sorted(near) and near[0] < near[2] <= 0.95
    sure = match_titles(["Teacher"], ["Lehrer"], similar=Likeness({}))[0][0]
    assert sure == told("Teacher", "Lehrer")


def test_what_the_embedder_reads_is_the_title_alone() -> None:
    similar = Likeness({})
    match_titles(["Sr. Widget Mgr"], ["Frobnicator at Acme (f/m/x)"], similar=similar)
    assert set(similar.asked) == {"", "senior widget manager", "frobnicator"}
