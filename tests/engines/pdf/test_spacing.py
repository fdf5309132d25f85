"""Spaces go where they are written, and where a gap is wide for its run."""

from __future__ import annotations

from zenhire.engines.pdf.spacing import Piece, is_cjk, split_run


def run(text: str, advance: float = 5.0, gap: float = 0.0, space: float = 2.5) -> list[Piece]:
    """Glyphs of 10 points; a blank in `text` leaves a gap and no glyph, as TeX does."""
    pieces, x = [], 0.0
    for character in text:
        if character == " ":
            x += space
            continue
        pieces.append(Piece(character, x, x + advance, 10.0))
        x += advance + gap
    return pieces


def words(pieces: list[Piece]) -> list[str]:
    return ["".join(piece.text for piece in pieces[first:last]) for first, last in split_run(pieces)]


def test_gaps_without_glyphs_are_spaces() -> None:
    assert words(run("two words here")) == ["two", "words", "here"]


def test_a_wide_set_heading_keeps_its_words() -> None:
    assert words(run("CURRICULUM VITAE", gap=3.0)) == ["CURRICULUM", "VITAE"]


def test_small_capitals_that_are_set_wider_than_capitals_are_one_word() -> None:
    large, x = run("ABCDEFGHIJ KE"), 62.5
    small = []
    for letter, gap in zip("dinburgh", (0.7, 1.0, 1.5, 1.0, 0.9, 1.0, 1.0, 1.0), strict=True):
        small.append(Piece(letter, x + gap, x + gap + 4.0, 9.0))
        x += gap + 4.0
    assert words(large + small) == ["ABCDEFGHIJ", "KEdinburgh"]


def test_overlapping_letters_leave_room_for_a_narrow_space() -> None:
    assert words(run("rounded advances", gap=-0.7, space=1.8)) == ["rounded", "advances"]


def test_written_spaces_count_however_narrow() -> None:
    pieces = [Piece("a", 0, 5, 10), Piece(" ", 5, 5.1, 10), Piece("b", 5.1, 10, 10)]
    assert words(pieces) == ["a", "b"]


def test_chinese_gets_no_spaces_at_small_gaps() -> None:
    assert words(run("软件工程师", advance=10.0, gap=3.0)) == ["软件工程师"]


def test_right_to_left_runs_are_measured_the_other_way() -> None:
    letters = [Piece(letter, 100 - 5 * at, 105 - 5 * at, 10) for at, letter in enumerate("שלום")]
    assert words(letters) == ["שלום"]
    apart = [Piece(letter, piece.start - 4, piece.end - 4, 10) for letter, piece in zip("רב", letters[2:], strict=True)]
    assert words([*letters[:2], *apart]) == ["של", "רב"]


def test_without_gaps_only_blanks_separate() -> None:
    pieces = run("one two")
    assert [last - first for first, last in split_run(pieces, gaps=False)] == [6]


def test_what_is_chinese_or_japanese() -> None:
    assert [is_cjk(text) for text in ("漢", "か", "한", "a", "")] == [True, True, False, False, False]


def test_capitals_that_are_not_set_close_are_no_two_words_where_spaces_are_written() -> None:
    pieces = [Piece("T", 0, 5, 10, whole=6.6), Piece("O", 6.6, 12, 10), Piece("S", 12, 17, 10), Piece("A", 17, 22, 10)]
    assert split_run(pieces) == [(0, 1), (1, 4)]
    assert split_run(pieces, written=True) == [(0, 4)]


def test_a_bullet_without_a_written_space_is_a_word_where_spaces_are_written() -> None:
    pieces = [Piece("•", 0, 5, 10), Piece("a", 6.6, 12, 10), Piece("b", 12, 17, 10)]
    assert split_run(pieces, written=True) == [(0, 1), (1, 3)]


def test_the_narrow_space_of_kerned_capitals_is_one_where_spaces_are_written() -> None:
    pieces = [Piece("I", 0, 5, 10), Piece("A", 5, 10, 10), Piece("N", 11.5, 17, 10), Piece("A", 17, 22, 10)]
    assert split_run(pieces, written=True) == [(0, 2), (2, 4)]
