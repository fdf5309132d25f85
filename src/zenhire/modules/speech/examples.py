"""A run in every state, as the OpenAPI document shows it."""

from __future__ import annotations

from typing import Any

from zenhire.kit.openapi import EXAMPLE_TIME
from zenhire.modules.speech.errors import RUN_FAILURES
from zenhire.modules.speech.schemas import Scores
from zenhire.modules.speech.steps import STEPS

Example = dict[str, Any]

_RUN = "req_1786439702417_k3v9qa"
_ENDED = "2026-08-11T09:19:44.120Z"
_NAMES = {"id": _RUN, "requestId": _RUN, "externalId": "cand-5521"}
_LABELS = {"metadata": {"candidate_id": "5521"}, "tags": ["batch-7"]}

SUBMITTED: dict[str, Example] = {
    "processing": {
        "summary": "The analysis has started",
        "value": {
            **_NAMES,
            "status": "processing",
            "pollIntervalSeconds": 15,
            "activeRequests": 1,
            "message": "The analysis has started.",
            **_LABELS,
        },
    },
    "queued": {
        "summary": "All slots are taken; it starts by itself",
        "value": {
            **_NAMES,
            "status": "queued",
            "pollIntervalSeconds": 20,
            "queuePosition": 3,
            "activeRequests": 8,
            "message": "Waiting for a free slot; it starts by itself.",
            **_LABELS,
        },
    },
}

_RESULT: dict[str, Any] = {
    "processingTimeMs": 168_000,
    "scoringMethod": "ml_hybrid",
    "audio": {
        "durationMs": 725_000,
        "durationFormatted": "12:05",
        "languageCode": "en",
        "requestedLanguage": "en",
        "speakerCount": 2,
    },
    "candidateDetection": {
        "speaker": "speaker_1",
        "speakerLabel": "Speaker 2",
        "confidence": "high",
        "reason": "Speaks for 71 % of the talking time and answers the questions.",
        "wordCount": 1214,
    },
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
    "explainability": {
        "vocab": "A wide range of everyday words. Some precise terms of the trade.",
        "fluency": "An even pace of 148 words a minute. Few pauses are long.",
    },
    "analysis": {"vocabulary": {"score": 3.68}, "fluency": {"score": 4.12}, "accent": {"score": 3.9}, "degraded": {}},
    "hrRecommendation": "The spoken English suits work with customers; listen to the recording before you decide.",
    "candidateFeedback": "You speak clearly. Practise joining longer sentences.",
    "transcript": {
        "segments": [
            {
                "speaker": "speaker_1",
                "speakerLabel": "Speaker 2",
                "startMs": 11_240,
                "endMs": 11_980,
                "text": "good morning",
                "confidence": 0.94,
                "isCandidate": True,
            }
        ],
        "speakers": [
            {
                "id": "speaker_1",
                "label": "Speaker 2",
                "wordCount": 1214,
                "speakingTimeMs": 492_000,
                "isCandidate": True,
            }
        ],
        "candidateText": "good morning",
        "candidateSpeaker": "speaker_1",
        "words": [
            {"text": "good", "startMs": 11_240, "endMs": 11_510, "confidence": 0.95, "speaker": "speaker_1"},
            {"text": "morning", "startMs": 11_510, "endMs": 11_980, "confidence": 0.93, "speaker": "speaker_1"},
        ],
    },
    "credits": {"deducted": 13, "remainingBalance": 399, "audioDurationMinutes": 12.08},
    "error": None,
}


def _run(summary: str, status: str, timestamp: str, **more: Any) -> Example:
    return {"summary": summary, "value": {**_NAMES, "status": status, "timestamp": timestamp, **_LABELS, **more}}


def _failed(code: str) -> Example:
    empty = {**dict.fromkeys(_RESULT), "processingTimeMs": 41_000, "scores": Scores.none().wire()}
    del empty["explainability"]
    return _run(
        RUN_FAILURES[code], "failed", _ENDED, **{**empty, "error": {"code": code, "message": RUN_FAILURES[code]}}
    )


POLLED: dict[str, Example] = {
    "queued": _run(
        "Waits for a slot", "queued", EXAMPLE_TIME, pollIntervalSeconds=15, queuePosition=3, activeRequests=8
    ),
    "processing": _run(
        "Is worked on",
        "processing",
        EXAMPLE_TIME,
        pollIntervalSeconds=15,
        progress={"currentStep": STEPS[2], "stepShare": 0.42, "stepsDone": 2, "stepsTotal": len(STEPS)},
    ),
    "success": _run("Everything was done", "success", _ENDED, **_RESULT),
    "partial": _run(
        "All scores are there, an optional step is missing",
        "partial",
        _ENDED,
        **{**_RESULT, "analysis": {**_RESULT["analysis"], "degraded": {"impressive_vocabulary": "It took too long."}}},
    ),
    **{f"failed.{code}": _failed(code) for code in RUN_FAILURES},
}

LISTED: dict[str, Example] = {
    "page": {
        "summary": "One run, and no more",
        "value": {
            "runs": [
                {
                    "id": _RUN,
                    "externalId": "cand-5521",
                    "serviceType": "speech",
                    "status": "success",
                    "createdAt": EXAMPLE_TIME,
                    "completedAt": _ENDED,
                    "language": "en",
                    "audioDurationMs": 725_000,
                    "overall": 3.9,
                    "cefrLevel": "B2",
                    "creditsDeducted": 13,
                    "project": None,
                    **_LABELS,
                    "error": None,
                }
            ],
            "pagination": {"limit": 20, "offset": 0, "total": 1, "hasMore": False, "nextCursor": None},
        },
    }
}

COMPLETED: dict[str, Any] = {
    "event": "speech.completed",
    "id": _RUN,
    "externalId": "cand-5521",
    "status": "success",
    "timestamp": _ENDED,
    "completed_at": _ENDED,
    "scoringMethod": "ml_hybrid",
    "audio": _RESULT["audio"],
    "scores": _RESULT["scores"],
    "credits": {"deducted": 13},
    "error": None,
    **_LABELS,
}
"""The body of the webhook."""
