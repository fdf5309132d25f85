"""A match in every state, as the OpenAPI document shows it."""

from __future__ import annotations

from typing import Any

from zenhire.modules.cvdeepmatch.errors import RUN_FAILURES
from zenhire.modules.cvdeepmatch.match_example import RESULT
from zenhire.modules.cvdeepmatch.schemas import ESTIMATED_TIME, EXAMPLE_ID

Example = dict[str, Any]

_SUBMITTED = "2026-08-11T11:00:00.000Z"
_BEGUN = "2026-08-11T11:00:01.100Z"
_ENDED = "2026-08-11T11:00:03.920Z"
_LABELS = {"metadata": {"candidate_id": "5521"}, "tags": ["batch-7"], "externalId": "cand-5521"}

CONFIG: dict[str, Any] = {
    "name": "Warehouse Team Lead",
    "requirements": {
        "workExperience": {
            "from": 3,
            "to": 15,
            "importance": 4,
            "relevant_industries": ["Logistics"],
            "industries_config": [{"name": "Logistics", "importance": 4}],
        },
        "skills": {
            "importance": 4,
            "skills_config": {
                "hard_skills": [{"name": "Inventory Management", "importance": 5}],
                "requirements": {"minimal_qualifications": True, "preferable_qualifications": True},
            },
        },
    },
}

SUBMITTED: dict[str, Example] = {
    "accepted": {
        "summary": "The match has begun",
        "value": {
            "id": EXAMPLE_ID,
            "status": "processing",
            "message": f"Accepted; the match is running. Poll /api/v1/cvdeepmatch/{EXAMPLE_ID}.",
            "estimated_time": ESTIMATED_TIME,
            "externalId": "cand-5521",
        },
    }
}
REPLAYED: dict[str, Example] = {
    "replay": {
        "summary": "The key was used before: this is its match, and nothing new began",
        "value": {
            "id": EXAMPLE_ID,
            "status": "processing",
            "message": f"This key was used before; this is its match. Poll /api/v1/cvdeepmatch/{EXAMPLE_ID}.",
            "estimated_time": ESTIMATED_TIME,
            "idempotent_replay": True,
            "externalId": "cand-5521",
        },
    }
}


def _span(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end, "page": 1}


PARSED: dict[str, Any] = {
    "schemaVersion": 1,
    "asOf": "2026-08-11",
    "name": "A. Sample",
    "label": None,
    "email": "a.sample@example.org",
    "phone": None,
    "url": None,
    "location": None,
    "profiles": [],
    "personal": [],
    "summary": None,
    "experience": [
        {
            "name": "Northern Freight Ltd",
            "position": "Shift Supervisor",
            "location": None,
            "startDate": "2021-03",
            "endDate": None,
            "current": True,
            "months": 66,
            "industry": "Logistics",
            "summary": None,
            "highlights": ["Kept the stock of 4,000 items"],
            "section": 1,
            "spans": {"name": [_span(56, 76)], "position": [_span(38, 54)], "startDate": [_span(78, 86)]},
        }
    ],
    "volunteer": [],
    "education": [],
    "skills": ["Forklift"],
    "skillDetails": [
        {
            "name": "Forklift",
            "category": None,
            "section": "skills",
            "mentions": [],
            "spans": {"name": [_span(141, 149)]},
        }
    ],
    "languages": [],
    "certificates": [],
    "projects": [],
    "sections": [
        {"kind": "header", "heading": None, "span": _span(0, 31)},
        {"kind": "work", "heading": "Work", "span": _span(32, 133)},
        {"kind": "skills", "heading": "Skills", "span": _span(134, 149)},
    ],
    "totals": {"months": 66, "dated": 1, "undated": 0, "gaps": []},
    "spans": {"name": [_span(0, 9)], "email": [_span(10, 30)]},
}


def _request(summary: str, status: str, **more: Any) -> Example:
    value = {
        "id": EXAMPLE_ID,
        "position_id": "wh-lead-7",
        "status": status,
        "created_at": _SUBMITTED,
        "processing_started_at": _BEGUN,
        "processing_completed_at": _ENDED,
        "cv_parser_result": None,
        "cv2jd_result": None,
        "error": None,
        "config": CONFIG,
        **_LABELS,
        **more,
    }
    return {"summary": summary, "value": value}


def _failed(code: str) -> Example:
    return _request(RUN_FAILURES[code], "failed", error={"code": code, "message": RUN_FAILURES[code]})


POLLED: dict[str, Example] = {
    "waiting": _request(
        "Waits for a slot or a worker", "processing", processing_started_at=None, processing_completed_at=None
    ),
    "processing": _request("Is worked on", "processing", processing_completed_at=None),
    "finished": _request("The match is there", "finished", cv_parser_result=PARSED, cv2jd_result=RESULT),
    **{f"failed.{code}": _failed(code) for code in RUN_FAILURES},
}

_ROW = {
    "id": EXAMPLE_ID,
    "position_id": "wh-lead-7",
    "status": "finished",
    "created_at": _SUBMITTED,
    "processing_completed_at": _ENDED,
    "project_id": None,
    **_LABELS,
}
LISTED: dict[str, Example] = {
    "page": {
        "summary": "One match, and no more",
        "value": {
            "data": [_ROW],
            "requests": [_ROW],
            "next_cursor": None,
            "pagination": {"limit": 20, "offset": 0, "total": 1, "hasMore": False},
        },
    }
}

FINISHED: dict[str, Any] = {
    "external_request_id": EXAMPLE_ID,
    "id": EXAMPLE_ID,
    "application_id": "app_7d1f0e6c2b5a4983b0a1c9d8e7f60514",
    "status": "finished",
    "cv2jd_result": {"overall_score": 0.74, "breakdown": {"workExperience": 0.8, "skills": 0.68}},
}
"""The body of the webhook."""
