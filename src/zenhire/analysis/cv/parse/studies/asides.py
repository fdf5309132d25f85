"""What stands in the head of a course of study and is no name: grades, and sentences that tell of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.pieces import Piece
from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.parse.words.degrees import school_score

# Words that stand in sentences and in no name of a school, written small as they are there.
_IN_SENTENCES = re.compile(
    r"(?<!\w)(?:I(?=['’ ][a-z])|(?:[Mm]y|have|has|had|was|were|will|would|when|while|because|ich|habe|wurde|j'ai|j’ai|"
    r"tengo|estoy|tenho|estou|heb|mijn|jestem)(?!\w))"
)
_TOLD = re.compile(
    r"\W*(?:(?:successfully )?(?:completed|attended|received|earned|obtained|studied|participated|learned)|currently|"
    r"member of|recipient of|captain of|minor in|coursework|course work|courses? (?:in|included?)|absolvierte?|"
    r"abgeschlossen|j'ai|obtuve|curse|ho conseguito|ho frequentato|conclui|behaald|ukonczyl[ae]m)(?!\w)"
)
_GRADE = re.compile(r"(?:^|\s)(?P<label>c?gpa|grade point average)\W*$", re.IGNORECASE)
_FIGURES = re.compile(r"[\d.,/\s]*")


def is_sentence(text: str) -> bool:
    """Whether a text tells something in a sentence, so that it is no name."""
    return bool(_IN_SENTENCES.search(text))


def tells_only(text: str) -> bool:
    """Whether a line goes on telling of the course of study above: what was done in it, at no school."""
    return bool(_TOLD.match(fold(text))) and not school_score(text)


def without_asides(head: Sequence[Piece], text: str) -> tuple[list[Piece], list[Quote]]:
    """The pieces that can be names; and each grade with its label, and what a line tells from a sentence on."""
    names: list[Piece] = []
    asides: list[Quote] = []
    graded, told = None, None
    for piece in head:
        line = piece.slot[0]
        grade = _GRADE.search(piece.text)
        if line in (graded, told):
            start = piece.start if graded == line and grade and grade.start() == 0 else asides[-1].start
            asides[-1] = Quote(text[start : piece.end], start, piece.end)
            graded = line if grade else None
        elif grade and _FIGURES.fullmatch(piece.text, 0, grade.start("label")):
            asides.append(piece)
            graded = line if not piece.text[: grade.start("label")].strip() else None
        elif grade:
            names += _before(piece, grade.start("label"))
            asides.append(piece.part(grade.start("label"), len(piece.text)))
            graded = line
        elif is_sentence(piece.text) and names:
            asides.append(piece)
            told = line
        else:
            names.append(piece)
    return names, [aside for aside in asides if not _GRADE.fullmatch(aside.text)]


def _before(piece: Piece, end: int) -> list[Piece]:
    """What stands before a label within a piece."""
    part = piece.part(0, end).trimmed(" ,:;-–")
    return [Piece(part.text, part.start, part.end, piece.slot, piece.place, piece.joint)] if part.text else []
