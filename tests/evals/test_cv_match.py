"""The positions that CVs are ranked for, the removal of title lines, and the baselines, on small things."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evals.cv_match import OURS, _better
from evals.cv_match_baselines import bm25, dense, fused, queries
from evals.cv_match_corpus import Asked, kept, positions, without_title
from zenhire.analysis.cv.layout import read_layout
from zenhire.engines.embedder.fake import FakeEmbedder
from zenhire.engines.pdf.base import PdfDocument, PdfPage, PdfStyle, PdfWord

STYLE = PdfStyle("Times", 12.0)


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return positions()


def test_there_is_one_valid_position_for_each_of_24_occupations(asked: list[Asked]) -> None:
    assert len({one.category for one in asked}) == len(asked) == 24


def test_positions_are_written_as_a_recruiter_would(asked: list[Asked]) -> None:
    for one in asked:
        assert 120 <= len(one.job_description.split()) <= 200, one.category
        assert one.position.experience.roles and one.position.experience.industries
        assert len(one.position.skills.hard) >= 3 and one.position.skills.minimal


def page(*lines: str) -> PdfDocument:
    words = [
        PdfWord(text, (50.0 + 80 * at, 50.0 + 30 * row, 120.0 + 80 * at, 62.0 + 30 * row), 60.0 + 30 * row, STYLE)
        for row, line in enumerate(lines)
        for at, text in enumerate(line.split())
    ]
    return PdfDocument((PdfPage(1, 595.0, 842.0, 0, tuple(words)),), "test")


def test_the_title_line_leaves_nothing_behind() -> None:
    bare, title = without_title(page("STAFF ACCOUNTANT", "Summary", "Careful with figures."))
    assert title == "STAFF ACCOUNTANT"
    text = read_layout(bare).text
    assert "ACCOUNTANT" not in text and text.startswith("Summary") and "figures" in text


def test_a_title_goes_on_in_capitals_and_a_title_without_capitals_is_one_line() -> None:
    assert without_title(page("CHIEF OF", "EVERYTHING", "Profile"))[1] == "CHIEF OF EVERYTHING"
    assert without_title(page("Line cook", "Summary", "SKILLS"))[1] == "Line cook"


def test_what_was_made_once_is_kept(tmp_path: Path) -> None:
    folder, made = tmp_path / "new", []
    for _ in range(2):
        assert kept(folder, "key", lambda: made.append(1) or {"text": "é"}) == {"text": "é"}
    assert made == [1]


def test_the_baselines_find_the_cook(asked: list[Asked]) -> None:
    texts = ["Chef and line cook, menus, kitchen", "Accountant, general ledger", "Nurse, patient care"]
    chef = next(one for one in asked if one.category == "CHEF")
    for scores in (*bm25(texts, [chef]).values(), *dense(texts, [chef], FakeEmbedder()).values()):
        assert scores.shape == (1, 3) and scores[0, 0] == scores.max()
    assert all(len(told) == 1 for told in queries([chef]).values())


def test_fusion_is_between_zero_and_one_for_each_position() -> None:
    both = fused(np.array([[0.0, 5.0, 10.0]]), np.array([[0.2, 0.2, 0.4]]))
    assert both.tolist() == [[0.0, 0.25, 1.0]]


def test_the_comparison_counts_positions_won_lost_and_even() -> None:
    mine = [{"nDCG@10": value, "P@10": value, "AP": value} for value in (0.9, 0.5, 0.2)]
    theirs = [{"nDCG@10": value, "P@10": value, "AP": value} for value in (0.5, 0.5, 0.3)]
    row = _better(mine, {"other": theirs})[0]
    assert row["won/lost/even"] == "1/1/1" and row["mean difference"] == pytest.approx(0.1)
    assert OURS == "overall"
