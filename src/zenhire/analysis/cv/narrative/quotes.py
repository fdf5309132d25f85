"""Finding a quote in the scorable text, whatever its white space and case. Nothing else is forgiven."""

from __future__ import annotations

from zenhire.analysis.cv.parse.scorable import BLANK

_REMOVED = "\x00"


class Quotable:
    """A text in which quotes are found. Blanked words are in no quote, and no quote reaches over them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._places = _fold(text)

    def find(self, quote: str) -> tuple[int, int] | None:
        """[start, end) of the quote's first place as whole words, None where it is not in the text."""
        wanted = _fold(quote)[0].strip()
        if not any(sign.isalnum() for sign in wanted) or _REMOVED in wanted:
            return None
        at = self._folded.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if self._whole(at, end):
                return self._places[at], self._places[end - 1] + 1
            at = self._folded.find(wanted, at + 1)
        return None

    def _whole(self, start: int, end: int) -> bool:
        """Whether no word is cut: "Java" is not in "JavaScript"."""
        text = self._folded
        before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        rest = text[end : end + 1]
        after = rest in ("+", "#") or (rest.isalnum() and text[end - 1].isalnum())
        return not before and not after


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in one case and with single spaces, and where each of its characters came from."""
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        if sign == BLANK:
            folded = _REMOVED
        elif sign.isspace():
            folded = "" if signs and signs[-1] == " " else " "
        else:
            folded = sign.casefold()
        for one in folded:
            signs.append(one)
            places.append(at)
    return "".join(signs), places
