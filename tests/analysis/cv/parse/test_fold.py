from __future__ import annotations

from zenhire.analysis.cv.parse.fold import _folded, fold


def test_all_of_ascii_is_folded_like_other_characters() -> None:
    everything = "".join(map(chr, range(128)))
    assert fold(everything) == "".join(map(_folded, everything))


def test_the_length_stays() -> None:
    assert fold("İstanbul – Łódź") == "istanbul - lodz"
