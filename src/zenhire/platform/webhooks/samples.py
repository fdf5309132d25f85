"""Sample events for the test button. They look like real ones and say that they are a test."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zenhire.kit.clock import iso
from zenhire.platform.webhooks.types import (
    CVDEEPMATCH_FINISHED,
    CVDEEPSEARCH_COMPLETED,
    INTERVIEW_COMPLETED,
    SPEECH_COMPLETED,
)


def sample(event_type: str, now: datetime) -> dict[str, Any]:
    """A body of this type. Raises KeyError for an unknown one."""
    return {**_BODIES[event_type], **_moment(event_type, now), "test": True}


def _moment(event_type: str, now: datetime) -> dict[str, Any]:
    if event_type == SPEECH_COMPLETED:
        return {"timestamp": iso(now), "completed_at": iso(now)}
    return {} if event_type == CVDEEPMATCH_FINISHED else {"completed_at": iso(now)}


_BODIES: dict[str, dict[str, Any]] = {
    SPEECH_COMPLETED: {
        "event": SPEECH_COMPLETED,
        "id": "req_1700000000000_sample",
        "externalId": "sample",
        "status": "success",
        "scoringMethod": "ml_hybrid",
        "audio": {"durationMs": 725000, "durationFormatted": "12:05", "languageCode": "en", "requestedLanguage": "en"},
        "scores": {
            "vocabulary": 3.7,
            "vocabularyCefr": "B2",
            "vocabularyPercent": 74,
            "fluency": 4.1,
            "fluencyCefr": "C1",
            "fluencyPercent": 82,
            "accent": 3.9,
            "accentCefr": "B2",
            "accentPercent": 78,
            "overall": 3.9,
            "cefrLevel": "B2",
            "overallPercent": 78,
        },
        "credits": {"deducted": 13},
        "error": None,
        "metadata": {},
        "tags": [],
    },
    CVDEEPMATCH_FINISHED: {
        "external_request_id": "00000000-0000-4000-8000-000000000000",
        "id": "00000000-0000-4000-8000-000000000000",
        "application_id": "app_sample",
        "status": "finished",
        "cv2jd_result": {"overall_score": 0.74, "breakdown": {"workExperience": 0.8, "skills": 0.66}},
    },
    CVDEEPSEARCH_COMPLETED: {
        "event": CVDEEPSEARCH_COMPLETED,
        "id": "cvds_sample",
        "corpus_id": "sample",
        "position_id": "sample",
        "status": "completed",
    },
    INTERVIEW_COMPLETED: {
        "event": INTERVIEW_COMPLETED,
        "id": "00000000-0000-4000-8000-000000000000",
        "candidate_ref": "sample",
        "status": "completed",
        "duration_sec": 742,
    },
}
