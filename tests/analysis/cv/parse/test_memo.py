"""No words of a CV are kept when it has been read."""

from __future__ import annotations

from datetime import date

from tests.analysis.cv.pages import line, page, read
from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import memo, parse
from zenhire.analysis.cv.parse.words.jobs import title_score


def _kept() -> int:
    return sum(function.cache_info().currsize for function in memo._kept)


def test_words_are_forgotten_when_a_cv_is_parsed_or_laid_out() -> None:
    title_score("Head Baker")
    assert _kept() > 0
    parse(document("# Ann Example\n\n## Work Experience\nBaker, Rolls Ltd\t02/2021 – present"), date(2026, 3, 15))
    assert _kept() == 0
    title_score("Head Baker")
    read(page(line(40, 100, "Baker 02/2021 – present")))
    assert _kept() == 0
