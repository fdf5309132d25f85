"""Whether a course of study was finished, by what a CV says of it."""

from __future__ import annotations

from datetime import date

import pytest

from zenhire.analysis.cv.parse.studies.state import is_finished


@pytest.mark.parametrize(
    ("words", "finished"),
    [
        ("Currently in the second year of the degree.", False),
        ("I have 20 semester hours left. Looking to finish when time permits.", False),
        ("Completed 57 credits towards the degree", False),
        ("I left one semester before finishing my degree", False),
        ("Derzeit im 4. Semester", None),
        ("Derzeit im vierten Semester", False),
        ("Completed 20 weeks of full time school", None),
        ("I have completed Engineering I & II", None),
        ("Completed a two-year degree in nursing", True),
        ("Completed: with honours", True),
        ("Completed in May 2015", True),
        ("Graduated with distinction", True),
        ("Diplôme obtenu", True),
    ],
)
def test_words_tell_whether_a_study_was_finished(words: str, finished: bool | None) -> None:
    assert is_finished(None, words, date(2026, 3, 15)) is finished
