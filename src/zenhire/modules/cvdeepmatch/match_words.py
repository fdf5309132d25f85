"""What the OpenAPI document says of each field of a match, and the names that its types go by there.

The types themselves are those of the science (`analysis.cv.match.types`, `analysis.cv.narrative.types`): the document
is made from them, so it cannot say something else than the answer holds.
"""

from __future__ import annotations

from zenhire.analysis.cv.match.types import Education as EducationMatch
from zenhire.analysis.cv.parse.schema import Education as Study

_PLACE = {
    "start": "First character of the passage in the read text, as in `cv_parser_result`.",
    "end": "The character after its last.",
    "page": "Its page, from 1.",
}
_NO_PLACE = {name: f"{said} Null with the quote." for name, said in _PLACE.items()}
_SECTION = "Kind of the section that it stands in, such as `work` or `skills`."
_PERIOD = {
    "start_date": "`YYYY-MM`, or `YYYY` where no month is told; null where there is none.",
    "end_date": "The same; null while it goes on, too.",
}
_DIMENSION = {
    "score": "The dimension's score, as in `breakdown`.",
    "weight": "What it weighs in `overall_score`: its `importance` as a fifth of its number.",
}
_REQUIREMENTS = "What is asked for, with the evidence, in the config's order."

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "CvDeepMatchDetails": {
        "work_experience": "The jobs, and the CV's words for the position's title.",
        "skills": "Skills, qualifications and languages.",
        "education": "Degrees and certificates; null where the position asks for none or has switched it off.",
    },
    "CvDeepMatchExperience": {
        **_DIMENSION,
        "terms": "`relevance` and `years` of the jobs, `title` and `title_words` of the whole CV. Values times weights"
        " sum to the score.",
        "jobs": "Every job and then unpaid work, in the CV's order.",
        "basis": "What `title` and `title_words` rest on.",
    },
    "CvDeepMatchJob": {
        "title": "In the CV's words.",
        "employer": "In the CV's words.",
        **_PERIOD,
        "months": "How long; null where the dates do not tell.",
        "unpaid": "Whether it is volunteering.",
        "counts": "False for a job that is shorter than `minimum_job_experience_duration`.",
        "worth": "Share of its relevance that counts: less than 1 for unpaid work and for unknown lengths.",
        "relevance": "How well it answers the position.",
        "listed_relevance": "The same, were the best of the titles asked for the only one.",
        "counted_as": "Share of its months that count as relevant, 1 from a `listed_relevance` of"
        " `threshold_for_one_exp_relevance` on.",
        "terms": "`role`, `duties`, `industry` and `company`, of which the relevance is made.",
        "duty_terms": "What `duties` are made of: the position's `skills` that the job shows, and `meaning` and `words`"
        " of the job description.",
        "basis": "What the terms rest on.",
        "note": "Why it does not count, or not in full, in words; null where it does.",
    },
    "CvDeepMatchTerm": {
        "name": "Which part of the score.",
        "value": "What it reached.",
        "weight": "Its share of the sum. Parts that the position asks nothing of are left out.",
    },
    "CvDeepMatchBasis": {
        "term": "The term's name.",
        "rule": "How the passage was known to answer it; a word of a list that may grow.",
        "asked": "What it answers: a role, an industry, a company, a skill, or a sentence of the job description.",
        "quote": "The passage, in the CV's words; null where none can be pointed at.",
        **_NO_PLACE,
        "score": "How well it answers.",
    },
    "CvDeepMatchSkills": {
        **_DIMENSION,
        "terms": "`skills` and, where the position names any, `languages`.",
        "language_terms": "What `languages` are made of.",
        "minimal_coverage": "Weighted mean of the minimal qualifications; null where none counts.",
        "minimal_factor": "What the mean of skills and qualifications was multiplied by: 1 where all minimal ones are"
        " covered.",
        "requirements": _REQUIREMENTS,
    },
    "CvDeepMatchEducation": {
        **_DIMENSION,
        "terms": "`academic` and `non_academic`.",
        "requirements": _REQUIREMENTS,
    },
    "CvDeepMatchRequirement": {
        "kind": "Where in the config it stands.",
        "name": "In the config's words.",
        "importance": "1 to 5; null where the config has none for it.",
        "counts": "False where it is switched off: it is shown and not scored.",
        "score": "How well the CV shows it; 0 where nothing was found.",
        "rule": "How the best evidence was known: `exact`, `alias`, `spelling`, `words`, `implied`, `near`, `part`,"
        " `similar`, `degree`, `years`, `language` and others; the list may grow. Null: not evidenced.",
        "evidence": "The passages that speak for it, best first, at most 6.",
        "refused": "Passages that name it and are no evidence.",
    },
    "CvDeepMatchEvidence": {
        "quote": "The passage, in the CV's words.",
        **_PLACE,
        "section": _SECTION,
        "where": "The job, project or course that it belongs to; null where none.",
        **_PERIOD,
        "rule": "How it was known to mean what is asked for, as in the requirement.",
        "matched": "The name, alias, code or level that it was known by.",
        "trust": "How surely it means what is asked for.",
        "score": "Trust times what the place is worth: work in a job more than a claim.",
    },
    "CvDeepMatchRefusal": {
        "quote": "The passage, in the CV's words.",
        **_PLACE,
        "section": _SECTION,
        "reason": "`denied`, `wished` or `other_meaning`; the list may grow.",
    },
    "CvDeepMatchNarrative": {
        "text": "The sentences as one text.",
        "sentences": "What is left of the model's words once they were checked against CV and match.",
        "suggestions": "Passages that may speak for a requirement, for a person to judge.",
        "dropped": "What was left out.",
        "engine": "What the model was asked through.",
        "model": "Its name.",
        "whole_cv": "False where the CV was longer than a model is given.",
    },
    "CvDeepMatchSuggestion": {
        "kind": "The requirement's kind.",
        "name": "The requirement's name.",
        "quote": "The passage, in the CV's words.",
        **_PLACE,
    },
    "CvDeepMatchDropped": {
        "sentences": "Sentences, by why.",
        "suggestions": "Suggestions, by why.",
    },
}

_COMMON = "CvDeepMatch"


def _qualified(kind: type) -> str:
    """What a type is called as long as another one has its name."""
    return f"{kind.__module__}.{kind.__qualname__}".replace(".", "__")


NAMES: dict[str, str] = {
    **{name.removeprefix(_COMMON): name for name in DESCRIPTIONS},
    "JobMatch": f"{_COMMON}Job",
    _qualified(EducationMatch): f"{_COMMON}Education",
    _qualified(Study): "Education",
}
"""The document's names for types whose own would be taken, or would not say what they are about."""
