"""What the OpenAPI document says of credits and health beyond their schemas."""

from __future__ import annotations

from typing import Any

from zenhire.kit.errors import InternalError, ServiceUnhealthy
from zenhire.kit.openapi import EXAMPLE_TIME, error_example, errors
from zenhire.modules.universal.schemas import HealthResponse
from zenhire.platform.openapi import KEY_ERRORS, NOT_HTTP

CREDITS_TAG = {"name": "Universal — Credits", "description": "What your account has and has used."}
HEALTH_TAG = {"name": "Universal — Health", "description": "Whether the service can work."}

_CREDITS_EXAMPLE = {
    "creditBalance": 412,
    "heldCredits": 9,
    "availableCredits": 403,
    "usage": {
        "totalDeducted": 588,
        "totalAdded": 1000,
        "byModule": {"speech": 588, "interview": 0, "cvdeepmatch": 0, "cvdeepsearch": 0},
    },
    "recentTransactions": [
        {
            "id": "txn_01J9ZK",
            "type": "deduction",
            "amount": -4,
            "balanceAfter": 412,
            "module": "speech",
            "runId": "req_1786439702417_k3v9qa",
            "description": "Speech analysis, 4 minutes",
            "createdAt": "2026-08-11T09:19:44.120Z",
        }
    ],
}

_HEALTHY = {
    "status": "healthy",
    "timestamp": EXAMPLE_TIME,
    "version": "0.1.0",
    "checks": {
        "database": {"status": "healthy", "latencyMs": 2},
        "storage": {"status": "healthy", "latencyMs": 1},
        "workers": {"status": "healthy", "ready": 1, "warming": 0, "broken": 0},
        "speechScoring": {"status": "healthy"},
        "transcription": {"status": "configured", "engine": "pocketsphinx", "model": "en-us"},
        "webhooks": {"status": "configured", "message": "Signed and retried; polling always works too."},
    },
}
_UNHEALTHY = {
    **_HEALTHY,
    "status": "unhealthy",
    "checks": {
        **_HEALTHY["checks"],  # type: ignore[dict-item]
        "workers": {"status": "unhealthy", "message": "No worker is ready.", "ready": 0, "warming": 0, "broken": 0},
    },
    **error_example(ServiceUnhealthy)["value"],
}
CREDITS: dict[str, Any] = {
    "operation_id": "getCredits",
    "tags": [CREDITS_TAG["name"]],
    "summary": "Get credits",
    "description": "Balance, held and available credits, usage by module and the newest transactions of your account.",
    "response_description": "Your credits.",
    "responses": {
        200: {
            "content": {
                "application/json": {"examples": {"credits": {"summary": "An account", "value": _CREDITS_EXAMPLE}}}
            }
        }
    }
    | errors(InternalError, outside_handler=(*KEY_ERRORS, NOT_HTTP)),
}

_NO_STORE = {"Cache-Control": {"description": "Always `no-store`.", "required": True, "schema": {"const": "no-store"}}}

HEALTH: dict[str, Any] = {
    "operation_id": "getHealth",
    "tags": [HEALTH_TAG["name"]],
    "summary": "Get health",
    "description": "Asks every part of the service. 200 when each is `healthy` or `configured`, 503 otherwise."
    " Needs no key.",
    "openapi_extra": {"security": []},
    "response_description": "Every part is well.",
    "responses": {
        200: {
            "headers": _NO_STORE,
            "content": {
                "application/json": {"examples": {"healthy": {"summary": "Every part is well", "value": _HEALTHY}}}
            },
        },
        503: {
            "model": HealthResponse,
            "description": "`SERVICE_UNHEALTHY`: the same body, and `error`.",
            "headers": _NO_STORE,
            "content": {
                "application/json": {
                    "examples": {
                        ServiceUnhealthy.code: {"summary": "No worker is ready", "value": _UNHEALTHY},
                    }
                }
            },
        },
    }
    | {
        status: response
        for status, response in errors(InternalError, outside_handler=(NOT_HTTP,)).items()
        if status != ServiceUnhealthy.status
    },
}
