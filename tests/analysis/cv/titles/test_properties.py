"""What holds for any titles: range, identity, independence of order and company, determinism."""

from __future__ import annotations

import os
import random
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from zenhire.analysis.cv.skills.normal import words
from zenhire.analysis.cv.titles import RULES, SENIORITIES, match_titles, occupation, register, seniority
from zenhire.analysis.cv.titles.relations import levels

NAMES = [name.lstrip(">=") for found in register().occupations.values() for name in (found.name, *found.aliases)]
LEVELS = ("", "Senior ", "Jr. ", "Assistant ", "Lead ", "Regional ", "Head of ", "Deputy ")
ENDS = ("", " II", " Intern", " (m/w/d)", " at Acme", " - EMEA", ", Marketing", " / Cook")
TITLES = st.one_of(
    st.text(max_size=40),
    st.builds("{}{}{}".format, st.sampled_from(LEVELS), st.sampled_from(NAMES), st.sampled_from(ENDS)),
)


@given(TITLES, TITLES)
@settings(max_examples=300, deadline=None)
def test_scores_are_in_range_and_say_why(one: str, other: str) -> None:
    ((found,),) = match_titles([one], [other])
    assert 0 <= found.score <= 1 and found.score == round(found.score, 4)
    assert (found.rule in RULES and bool(found.matched)) if found.score else (found.rule, found.matched) == (None, "")
    assert occupation(one) is None or occupation(one) in register().occupations
    assert seniority(one) in SENIORITIES


@given(TITLES)
@settings(max_examples=300, deadline=None)
def test_a_title_answers_itself_fully(title: str) -> None:
    assert match_titles([title], [title.upper() if title.isascii() else title])[0][0].score == float(bool(words(title)))


@given(st.lists(TITLES, max_size=5), st.lists(TITLES, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_and_company_do_not_matter(asked: list[str], titles: list[str], chance: random.Random) -> None:
    whole = match_titles(asked, titles)
    rows, columns = list(range(len(asked))), list(range(len(titles)))
    chance.shuffle(rows)
    chance.shuffle(columns)
    mixed = match_titles([asked[row] for row in rows], [titles[column] for column in columns])
    assert mixed == tuple(tuple(whole[row][column] for column in columns) for row in rows)
    assert all(
        whole[row][column] == match_titles([asked[row]], [titles[column]])[0][0] for row in rows for column in columns
    )


@given(st.sampled_from(range(8)), st.sampled_from(range(8)), st.sampled_from(range(8)))
def test_further_from_the_level_asked_never_counts_more(asked: int, nearer: int, further: int) -> None:
    if (nearer - asked) * (further - asked) >= 0 and abs(nearer - asked) <= abs(further - asked):
        assert 0 < levels(asked, further) <= levels(asked, nearer) <= 1


def test_another_process_with_another_seed_of_hashes_says_the_same() -> None:
    code = (
        "from zenhire.analysis.cv.titles import match_titles, register\n"
        "names = sorted(register().occupations)[::9]\n"
        "print(match_titles(names, names))"
    )
    names = sorted(register().occupations)[::9]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert told.stdout.strip() == str(match_titles(names, names))
