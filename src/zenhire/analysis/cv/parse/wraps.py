"""Lines that go on with the line above though white space alone does not tell, and dates that begin a line anew."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import median

from zenhire.analysis.cv.parse.dates.months import LENGTH
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.words.areas import AREA_WORDS
from zenhire.analysis.cv.parse.words.degrees import degree_score, ends_with_kind, school_words
from zenhire.analysis.cv.parse.words.headings import heading_kind
from zenhire.analysis.cv.parse.words.jobs import ends_with_legal_form, title_score
from zenhire.analysis.cv.parse.words.places import place_score
from zenhire.analysis.cv.types import CvDocument, CvLine

# In em: how near a distance of lines must be to the usual one within paragraphs, and how much farther items stand.
_NEAR, _FARTHER = 0.04, 0.08
_LONGEST_DATES, _LONGEST_HEADING, _MOST_WORDS, _MOST_REST_WORDS = 60, 60, 12, 3
_SAME_LEFT, _SAME_SIZE, _WITHIN_HEAD, _WITHIN_BOLD, _WITHIN_OPEN = 1.5, 0.3, 1.35, 1.51, 1.7
_TITLE, _LARGER = 0.8, 1.1
_DASH = re.compile(r"\s[–—|-]\s|\s@(?:\s|$)")
_CLOSED = (".", ":", ";", "!", "?", "-", "|")
_ADDRESS = re.compile(r"\S@\S|://|www\.|\d{4}")
# Words that no name ends with.
_OPEN_END = re.compile(
    r"(?<!\w)(?:and|of|for|the|at|de|du|des|del|della|di|da|do|dos|der|fur|und|et|y|van|voor|la|les|los)$|&$"
)
# What a school's name ends with in languages where the kind stands last.
_LAST_OF_SCHOOL = re.compile(
    r"(?:(?:high|community|business|secondary|primary|grammar|technical|state) )?"
    r"(?:college|university|institute|school|academy|polytechnic|(?:fach)?hochschule|universitat|gymnasium|akademie)"
)
_OF_SUBJECT = re.compile(r"(?<!\w)(?:institut[eo]?|school|college|academy|faculty) (?:of|for) (?P<subject>\w+)$")
_AFTER_DATES = re.compile(rf"\s*(?:{LENGTH})?\s*\W*")


def date_cuts(document: CvDocument) -> Iterator[int]:
    """Where a line begins that is nothing but dates, or that follows such a line, within one paragraph."""
    for before, after in itertools.pairwise(document.lines):
        if document.text[before.end : after.start] != " " or after.box[1] <= before.box[1]:
            continue
        above, below = document.text[before.start : before.end], document.text[after.start : after.end]
        outdented = before.bullet and after.box[0] <= before.box[0] + _SAME_LEFT
        fresh = (outdented or len(above.split()) <= _MOST_WORDS) and only_dates(below)
        if fresh or (below[:1].isupper() and only_dates(above)):
            yield after.start


def only_dates(text: str) -> bool:
    """Whether a line is a range of dates, perhaps with how long it took."""
    if len(text) > _LONGEST_DATES or not any(map(str.isdigit, text)):
        return False
    found = date_ranges(text)
    if len(found) != 1 or found[0].single or text[: found[0].start].strip(" ([•·|"):
        return False
    return bool(_AFTER_DATES.fullmatch(fold(text[found[0].end :])))


def wrapped_lines(document: CvDocument, edges: Mapping[tuple[int, int], float]) -> set[int]:
    """Ends of lines that the next line goes on from, as the distances of lines tell.

    That is so where items stand farther from one another than the lines within them, in this block or, for two lines
    alone, in this column; and where the next line's first word had no room. `edges`: the right edge of each page's
    columns.
    """
    pairs = [(before, after) for before, after in itertools.pairwise(document.lines) if _same_look(before, after)]
    within = [_step(*pair) for pair in pairs if document.text[pair[0].end : pair[1].start] == " "]
    if not within:
        return set()
    usual = median(within)
    apart = [pair for pair in pairs if document.text[pair[0].end : pair[1].start] == "\n"]
    loose = [before for before, after in apart if usual + _FARTHER <= _step(before, after) <= 2.5 * usual]
    blocks, columns = {line.block for line in loose}, {(line.page, line.column) for line in loose}
    tight = [pair for pair in apart if abs(_step(*pair) - usual) <= _NEAR]
    count = Counter(before.block for before, _ in tight)
    return {
        before.end
        for before, after in tight
        if (before.block in blocks or (count[before.block] == 1 and (before.page, before.column) in columns))
        and _has_no_room(document.text, before, after, edges[before.page, before.column])
    }


def wrapped_heads(document: CvDocument, edges: Mapping[tuple[int, int], float]) -> set[int]:
    """Ends of lines of names that the next line goes on from, since its first word had no room.

    "Regional Manager, Ocean" / "Shipping Ltd, Leeds": both have a comma or the lower one ends the list of names, or a
    dash parts the names; they stand close below one another at one left edge, and have no dates.
    """
    lines = document.lines
    return {
        before.end
        for at, (before, after) in enumerate(itertools.pairwise(lines))
        if (
            document.text[before.end : after.start] == "\n"
            and (
                _is_list_of_names(document, before, after, edges)
                or _is_name_in_bold(document, before, after, lines[at + 2] if at + 2 < len(lines) else None, edges)
            )
        )
        or _is_open_name(document, before, after, edges)
        or _is_heading_over_two(document, before, after)
    }


def _is_heading_over_two(document: CvDocument, before: CvLine, after: CvLine) -> bool:
    """Whether two lines are one usual heading and the upper one alone is none ("Formación" stays apart)."""
    if document.text[before.end : after.start] != "\n" or not _same_look(before, after):
        return False
    above, below = document.text[before.start : before.end], document.text[after.start : after.end]
    marked = before.bold or above.isupper() or before.size > _LARGER * document.body_size
    if not marked or len(above) + len(below) > _LONGEST_HEADING or not 0 < _step(before, after) <= _WITHIN_OPEN:
        return False
    return not heading_kind(above) and heading_kind(f"{above} {below}") is not None


def _is_open_name(document: CvDocument, before: CvLine, after: CvLine, edges: Mapping[tuple[int, int], float]) -> bool:
    """Whether the words tell that a line goes on with a name, for which it had no room."""
    if document.text[before.end : after.start].strip("\n") or after.bullet:
        return False
    if (before.page, before.column) != (after.page, after.column) or not 0 < _step(before, after) <= _WITHIN_OPEN:
        return False
    above, below = document.text[before.start : before.end], document.text[after.start : after.end]
    return goes_on(above, below) and _has_no_room(document.text, before, after, edges[before.page, before.column])


def _is_name_in_bold(
    document: CvDocument,
    before: CvLine,
    after: CvLine,
    below: CvLine | None,
    edges: Mapping[tuple[int, int], float],
) -> bool:
    """Whether two bold lines above others are one name, and the lower one is neither a title nor a degree.

    "TECHNISCHE HOCHSCHULE" / "NÜRNBERG GEORG SIMON" / "OHM".
    """
    if (
        not before.bold
        or below is None
        or not _same_look(before, after)
        or not 0 < _step(before, after) <= _WITHIN_BOLD
    ):
        return False
    above, rest = document.text[before.start : before.end], document.text[after.start : after.end]
    if (
        len(above.split()) > _MOST_WORDS
        or len(rest.split()) > _MOST_REST_WORDS
        or heading_kind(rest)
        or heading_kind(above)
    ):
        return False
    if title_score(above) >= _TITLE or title_score(rest) > 0 or degree_score(rest) > 0 or place_score(rest) >= _TITLE:
        return False
    return _has_no_room(document.text, before, after, edges[before.page, before.column])


def _is_list_of_names(
    document: CvDocument, before: CvLine, after: CvLine, edges: Mapping[tuple[int, int], float]
) -> bool:
    if (before.page, before.column, after.bullet) != (after.page, after.column, False):
        return False
    farthest = _WITHIN_BOLD if before.bold and after.bold else _WITHIN_HEAD
    if abs(before.size - after.size) >= _SAME_SIZE or not 0 < _step(before, after) <= farthest:
        return False
    above, below = document.text[before.start : before.end], document.text[after.start : after.end]
    if len(above.split()) > _MOST_WORDS or len(below.split()) > _MOST_WORDS or above.endswith(_CLOSED):
        return False
    names = ("," in above and ("," in below or below.endswith((".", ")")))) or below.startswith("(")
    if not names and not _completes_name(above, below) and not _parted_by_dash(above, below):
        return False
    return _has_no_room(document.text, before, after, edges[before.page, before.column])


def goes_on(above: str, below: str) -> bool:
    """Whether the words tell that a line goes on with the name that the line above has begun.

    That one ends with a word that no name ends with ("Cardiff and"), with a kind of school alone ("Université"), with
    a word of what a school teaches ("Institute of Bank"), or lacks the kind that the lower one begins with
    ("Community" above "College").
    """
    if not below or len(below.split()) > _MOST_REST_WORDS + 1 or above.endswith(_CLOSED) or _ADDRESS.search(below):
        return False
    if title_score(below) > 0 or degree_score(below) > 0 or heading_kind(below):
        return False
    folded = fold(above)
    if _OPEN_END.search(folded) or (ends_with_kind(above) and not school_words(below)):
        return True
    subject = _OF_SUBJECT.search(folded)
    if subject and subject["subject"] not in AREA_WORDS and set(fold(below).split()) <= AREA_WORDS:
        return place_score(above[subject.start("subject") :]) < _TITLE
    return _completes_name(above, below)


def _completes_name(above: str, below: str) -> bool:
    """Whether a line is the rest of a school's or firm's name ("Institute", "Ltd") that the line above has begun."""
    if len(below.split()) > _MOST_REST_WORDS or title_score(above) > 0:
        return False
    school = _LAST_OF_SCHOOL.fullmatch(fold(below)) is not None and not school_words(above)
    return ends_with_legal_form(below) or (school and not degree_score(above))


def _parted_by_dash(above: str, below: str) -> bool:
    """Whether a sign parts two names on one of the lines and one of them goes on over the line's end.

    "Acme Ltd, Birmingham, West" / "Midlands — Fitter", "Acme Ltd — Key" / "Stage Leader".
    """
    if not (dash := _DASH.search(above)):
        return "," in above and _DASH.search(below) is not None
    begun = above[dash.end() :]
    if "@" in dash.group():
        return title_score(below) < _TITLE and not _DASH.search(below)
    title = title_score(begun) < _TITLE <= title_score(f"{begun} {below}")
    return title or (degree_score(begun) >= _TITLE and len(below.split()) <= _MOST_REST_WORDS)


def _same_look(before: CvLine, after: CvLine) -> bool:
    place = (before.page, before.column, before.bold, before.italic)
    same = place == (after.page, after.column, after.bold, after.italic) and not after.bullet
    return same and abs(before.size - after.size) < 0.3 and before.box[1] < after.box[1]


def _step(before: CvLine, after: CvLine) -> float:
    """The distance of two lines in em."""
    return (after.box[3] - before.box[3]) / max(1.0, before.size)


def _has_no_room(text: str, before: CvLine, after: CvLine, edge: float) -> bool:
    above, below = text[before.start : before.end], text[after.start : after.end]
    if abs(before.box[0] - after.box[0]) > _SAME_LEFT or above.endswith(_CLOSED) or not below:
        return False
    if _ADDRESS.search(above) or _ADDRESS.search(below):
        return False
    word = below.split(" ", 1)[0]
    width = (after.box[2] - after.box[0]) / len(below) * (len(word) + 1)
    return edge - before.box[2] < width
