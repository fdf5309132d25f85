"""Words that a narrative must not have: verdicts, and words about the person."""

from __future__ import annotations

import re

_PRAISE = (
    *("strong", "good", "great", "excellent", "ideal", "perfect", "weak", "poor", "bad", "promising", "outstanding"),
    *(
        "exceptional",
        "best",
        "better",
        "top",
        "impressive",
        "solid",
        "superb",
        "right",
        "wrong",
        "worthy",
        "remarkable",
    ),
    *("talented", "competent", "capable", "gifted", "brilliant", "mediocre", "average", "superior"),
)
_PRAISED = ("candidate", "applicant", "fit", "match", "choice", "profile", "person", "option", "employee", "hire")
_VERDICTS = (
    # What is to be done with the application.
    *(
        "hir(?:e|es|ed|ing|able)",
        r"reject\w*",
        r"recommend\w*",
        r"short-?list\w*",
        r"select(?:ed|ing)?\s+(?:this|the|for)",
    ),
    *(
        r"interview\w*",
        r"invit\w*",
        r"proceed\w*",
        r"decline\w*",
        r"approv\w*",
        r"disqualif\w*",
        "consider(?:ed|ation)?",
    ),
    *("should", "must", "ought", r"advis\w*", r"suggests?\s+that", "verdict", r"job\s+offer", r"offer(?:ed)?\s+the"),
    # How suitable somebody is.
    *(
        r"suit(?:ed|s|able\w*)",
        r"unsuit\w*",
        "(?:un|over|under|well.)?qualified",
        "(?:un)?fit(?:s|ting)?",
        r"mismatch\w*",
    ),
    *(
        "eligible",
        "ineligible",
        r"deserv\w*",
        "employable",
        "unemployable",
        r"meets?\s+(?:all|every|the)",
        r"satisf\w*",
    ),
    *(r"fulfil\w*", "potential", r"concern\w*", r"red\s+flags?", "drawbacks?", r"weakness\w*", "strengths?"),
    # How good somebody is.
    *("scor(?:e|es|ed|ing)", "rat(?:e|es|ed|ing|ings)", "rank(?:s|ed|ing)?", r"stands?\s+out", r"exceed\w*"),
    *(r"surpass\w*", r"outperform\w*", r"impressive\w*", "excels?", "excellent", "outstanding", r"exceptional\w*"),
    *(r"perfect\w*", r"ideal\w*", r"superb\w*", "talented", r"brilliant\w*", "promising"),
)
_PERSON = (
    *("he", "she", "him", "his", "hers?", "himself", "herself", "mr", "mrs", "ms", "miss", "madam", "man", "woman"),
    *("men", "women", "males?", "females?", r"gender\w*", "boys?", "girls?", "gentleman", "lady", "aged?", "ages"),
    *(r"years?[ -]old", r"young\w*", "elderly", "born", r"birth\w*", r"nationalit\w*", r"citizen\w*", r"ethnic\w*"),
    *(
        r"racial\w*",
        r"religio\w*",
        r"muslim\w*",
        r"christian\w*",
        r"jew\w*",
        r"hindu\w*",
        r"buddhis\w*",
        r"catholic\w*",
    ),
    *(r"atheis\w*", "married", "divorced", r"widow\w*", "husband", "wife", "spouse", r"pregnan\w*", "maternity"),
    *("paternity", r"disab\w*", r"handicap\w*", r"sexual\w*", "gay", r"lesbian\w*", "transgender", r"immigra\w*"),
    *(r"migrant\w*", r"foreigner\w*", "handsome", "attractive", "pretty", "beautiful", "appearance", "marital", "skin"),
    *(r"lives?\s+in", r"residen\w*", r"home\s+town"),
)
_PERSON_OR_WORK = (
    *("child", "children", r"famil\w*", "parents?", "mothers?", "fathers?", r"health\w*", r"illness\w*", "sick"),
    *("old", "single", "race", "foreign", "military", r"veteran\w*", r"politic\w*", r"photo\w*", r"accent\w*"),
    *(r"origin\w*", "elder", "union", r"addict\w*", r"mental\w*"),
)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(words)


VERDICT = re.compile(
    rf"\b(?:{_any(_VERDICTS)})\b|\b(?:{_any(_PRAISE)})\W+(?:\w+\W+){{0,2}}(?:{_any(_PRAISED)})\b", re.IGNORECASE
)
"""Judgements on the person or on what to do."""

PERSONAL = re.compile(rf"\b(?:{_any(_PERSON)})\b", re.IGNORECASE)
"""Words about sex, age, origin, belief, family, health and looks."""

PERSONAL_UNLESS_SAID = re.compile(_any(_PERSON_OR_WORK), re.IGNORECASE)
"""Single words of that kind that are some people's work, so that a CV may have them."""

NUMBERS = {
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"},
    **{"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30"},
    **{"forty": "40", "fifty": "50", "hundred": "100", "thousand": "1000", "million": "1000000", "dozen": "12"},
    **{"dozens": "12", "decade": "10", "decades": "10", "twice": "2", "couple": "2"},
}
"""Numbers that are written as words."""
