"""Whether a course of study was finished."""

from __future__ import annotations

import re
from datetime import date

from zenhire.analysis.cv.parse.dates.ranges import DateRange
from zenhire.analysis.cv.parse.fold import fold

_UNFINISHED = re.compile(
    r"(?<!\w)(?:in progress|ongoing|not completed|incomplete|unfinished|without degree|ohne abschluss|"
    r"abgebrochen|laufend|en cours|non acheve|"
    r"en curso|sin terminar|in corso|interrott\w+|em curso|incompleto|incompleta|niet afgerond|"
    r"w trakcie|nieukonczone|devam ediyor|completed \d+ (?:years?|credits?|semesters?|hours|units)|"
    r"currently (?:in|on|enrolled|pursuing|attending|studying|completing|working (?:on|towards?)|"
    r"a (?:student|\w+ year))|"
    r"\d+ (?:more )?(?:semester |credit )?(?:hours?|credits?|classes|courses|semesters?|units|exams?) "
    r"(?:left|remaining|short|to go|away|until|till)|"
    r"(?:looking|planning|hoping|intend(?:ing)?|plan|hope) to (?:finish|complete|graduate|return)|"
    r"(?:did|have|has) not (?:finish\w*|complete\w*|graduate\w*|obtain\w*)|never (?:finished|completed|graduated)|"
    r"before (?:finishing|completing|graduating|graduation)|still (?:studying|enrolled|attending|pursuing)|"
    r"(?:derzeit|aktuell) im \w+ (?:semester|studienjahr)|actuellement en|actualmente (?:en|curso|cursando)|cursando|"
    r"attualmente (?:iscritt\w+|al|in)|atualmente (?:no|na|em)|momenteel (?:in|bezig)|obecnie (?:na|w)|halen)(?!\w)"
)
_FINISHED = re.compile(
    r"(?<!\w)(?:graduated|graduation|obtained|awarded|"
    # Courses and credits are completed, too: the word tells only with the degree, a date or nothing after it.
    r"completed(?= *(?:$|[.,;:)])| (?:in )?(?:\w+ )?(?:19|20)\d\d| (?:\w+[ '-]+){0,4}(?:degree|diploma|studies|"
    r"certificat\w+|program\w*|course of study|bachelor\w*|master\w*|doctora\w*|ged|mba|ph\.?d)(?!\w))|"
    r"abgeschlossen|abschluss:|"
    r"diplome obtenu|obtenu\w*|titulad[oa]|conseguit\w+|concluid[oa]|afgerond|behaald|ukonczon\w+|"
    r"mezun)(?!\w)"
)


def is_finished(dates: DateRange | None, words: str, as_of: date) -> bool | None:
    """Whether a course of study was finished, by its words before its dates; None where neither tells."""
    folded = fold(words)
    if _UNFINISHED.search(folded):
        return False
    if dates is None or dates.last is None:
        return False if dates and dates.current else True if _FINISHED.search(folded) else None
    today = f"{as_of.year:04}-{as_of.month:02}"
    ahead = dates.last > today[: len(dates.last)]
    if dates.expected or ahead:
        return False if ahead else None
    return True
