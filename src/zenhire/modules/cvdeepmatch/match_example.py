"""The result of the example's match, whose figures add up as `docs/scores.md` says."""

from __future__ import annotations

from typing import Any

_DUTY = {"quote": "Kept the stock of 4,000 items", "start": 104, "end": 133, "page": 1}
_TITLE = {"quote": "Shift Supervisor", "start": 38, "end": 54, "page": 1}
_HEADLINE = {"quote": "Warehouse Supervisor", "start": 10, "end": 30, "page": 1}
_NOWHERE = {"quote": None, "start": None, "end": None, "page": None}
_PERIOD = {"start_date": "2021-03", "end_date": None}


def _term(name: str, value: float, weight: float) -> dict[str, Any]:
    return {"name": name, "value": value, "weight": weight}


def _basis(term: str, rule: str, asked: str, passage: dict[str, Any], score: float) -> dict[str, Any]:
    return {"term": term, "rule": rule, "asked": asked, **passage, "score": score}


_JOB: dict[str, Any] = {
    "title": "Shift Supervisor",
    "employer": "Northern Freight Ltd",
    **_PERIOD,
    "months": 66,
    "unpaid": False,
    "counts": True,
    "worth": 1.0,
    "relevance": 0.78,
    "listed_relevance": 0.78,
    "counted_as": 0.6747,
    "terms": [_term("role", 0.84, 0.5), _term("duties", 0.496, 0.2778), _term("industry", 1.0, 0.2222)],
    "duty_terms": [_term("skills", 1.0, 0.4), _term("meaning", 0.2, 0.4), _term("words", 0.08, 0.2)],
    "basis": [
        _basis("role", "near", "Warehouse Team Lead", _TITLE, 0.84),
        _basis("industry", "same", "Logistics", _TITLE, 1.0),
        _basis("duties", "skill", "Inventory Management", _DUTY, 0.68),
        _basis("duties", "similar", "You keep the stock right.", _DUTY, 0.2),
    ],
    "note": None,
}

_REQUIREMENT: dict[str, Any] = {
    "kind": "hard_skill",
    "name": "Inventory Management",
    "importance": 5,
    "counts": True,
    "score": 0.68,
    "rule": "similar",
    "evidence": [
        {
            **_DUTY,
            "section": "work",
            "where": "Shift Supervisor, Northern Freight Ltd",
            **_PERIOD,
            "rule": "similar",
            "matched": "Kept the stock of 4,000 items",
            "trust": 0.68,
            "score": 0.68,
        }
    ],
    "refused": [],
}

RESULT: dict[str, Any] = {
    "overall_score": 0.74,
    "breakdown": {"workExperience": 0.8, "skills": 0.68},
    "details": {
        "work_experience": {
            "score": 0.8,
            "weight": 0.8,
            "terms": [
                _term("relevance", 0.78, 0.35),
                _term("years", 1.0, 0.15),
                _term("title", 0.813, 0.35),
                _term("title_words", 0.616, 0.15),
            ],
            "jobs": [_JOB],
            "basis": [
                _basis("title", "near", "Warehouse Team Lead", _HEADLINE, 0.813),
                _basis("title_words", "words", "warehous", _NOWHERE, 0.5),
            ],
        },
        "skills": {
            "score": 0.68,
            "weight": 0.8,
            "terms": [_term("skills", 0.68, 1.0)],
            "language_terms": [],
            "minimal_coverage": None,
            "minimal_factor": 1.0,
            "requirements": [_REQUIREMENT],
        },
        "education": None,
    },
    "skills_matched": ["Inventory Management"],
    "skills_missing": [],
    "experience_years": {"relevant": 3.7, "total": 5.5},
    "comments": [],
    "narrative": None,
    "analysis": {
        "notice": "The scores say what the CV's text shows for each requirement, and nothing of what it leaves out. A"
        " person decides; these figures are evidence.",
        "integrity": [],
        "unreadable_pages": [],
    },
    "engine": {
        "zenhire": "0.1.0",
        "reader": "pdfium",
        "ocr": None,
        "parser_version": 1,
        "match_version": 4,
        "embedder": {
            "engine": "minilm",
            "model": "all-MiniLM-L6-v2",
            "version": "53aa51172d14",
            "sha256": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        },
        "as_of": "2026-08-11",
        "cv_hash": "80dbc324e20c201c27570d246eaf1b3e6ae5209ca4bc40dafec9ed1fa6834b45",
        "config_hash": "6bd5c662ec7075328db424109a6b130d100a78763c6f52dd329de3fbc9bd46cd",
        "job_description_hash": "543abcc171bbebe3c1df583850e267a53a2af8ea2999468a6e52f45ebdad7772",
    },
}
