"""What the OpenAPI document says of Speech's operations beyond its schemas."""

from __future__ import annotations

from typing import Any

from zenhire.kit.errors import InternalError, InvalidInput, PipelineUnavailable, RequestNotFound, ServiceWarmingUp
from zenhire.kit.openapi import Failure, errors, query_parameter, raised
from zenhire.modules.speech import errors as speech_errors
from zenhire.modules.speech import examples
from zenhire.modules.speech.form import parse_cut, parse_external_id, parse_language
from zenhire.modules.speech.form_schema import FORM
from zenhire.modules.speech.schemas import Audio, Scores
from zenhire.platform.accounts.errors import MissingPermission, MultilingualNotEnabled
from zenhire.platform.credits.errors import InsufficientCredits
from zenhire.platform.openapi import KEY_ERRORS, NOT_HTTP, SUBMIT_KEY_ERRORS
from zenhire.platform.runs.filters import parse_filter, parse_page
from zenhire.platform.runs.openapi import list_parameters
from zenhire.platform.runs.types import OWN_WORDS, STATUSES
from zenhire.platform.webhooks.errors import InsecureWebhookUrl, PrivateWebhookUrl
from zenhire.platform.webhooks.openapi import webhook
from zenhire.platform.webhooks.types import SPEECH_COMPLETED

ANALYSIS_TAG = {"name": "Speech — Analysis", "description": "Scores for the spoken English of a recorded interview."}
RUNS_TAG = {"name": "Speech — Runs", "description": "Your runs of Speech."}

_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds until the next poll; on `queued` and `processing` only.",
        "schema": {"type": "integer", "minimum": 1},
    }
}


def _bad_metadata() -> speech_errors.InvalidMetadata:
    said = 'Must be a valid JSON object, for example {"candidate_id": "5521"}.'
    return speech_errors.InvalidMetadata(f"metadata: {said}", details={"fields": {"metadata": [said]}})


def _of_a_list(**query: str) -> Failure:
    given = {name: [value] for name, value in query.items()}
    if "cursor" in query:
        return raised(parse_page, given, speech_errors.InvalidParameters)
    return raised(lambda: parse_filter(given, module="speech", words=OWN_WORDS))


def _bad_service_type() -> speech_errors.InvalidServiceType:
    said = "Must be one of: speech, cv_deepmatch."
    return speech_errors.InvalidServiceType(
        details={"fields": {"serviceType": [said]}, "allowed": ["speech", "cv_deepmatch"]}
    )


def _field(kind: type[InsecureWebhookUrl | PrivateWebhookUrl]) -> Failure:
    return kind(details={"fields": {"webhook_url": [kind.default_message]}})


def _reference(model: type[Audio | Scores]) -> str:
    return f"#/components/schemas/{model.__name__}"


_POLL_LINK = {
    "operationId": "pollSpeechAnalysis",
    "parameters": {"requestId": "$response.body#/id"},
    "description": "Poll the run with its `id`.",
}

SUBMIT: dict[str, Any] = {
    "operation_id": "submitSpeechAnalysis",
    "tags": [ANALYSIS_TAG["name"]],
    "summary": "Submit speech analysis",
    "description": "Takes a recording in and answers at once with the run's `id`. Poll it for the result."
    " The price, one credit per started minute, is held now and charged only when the run succeeds."
    " A part that is sent empty counts as left out, but for `audio` and `externalId`; of one that is sent repeatedly"
    " the last counts, but for `tags`.",
    "openapi_extra": {"requestBody": {"required": True, "description": "The recording.", "content": FORM}},
    "response_description": "Accepted: the work goes on by itself.",
    "responses": {
        202: {
            "content": {"application/json": {"examples": examples.SUBMITTED}},
            "links": {
                "poll": _POLL_LINK,
                "listed": {
                    "operationId": "listRuns",
                    "parameters": {"externalId": "$response.body#/externalId"},
                    "description": "Find it among your runs by its correlation tag.",
                },
            },
        }
    }
    | errors(
        speech_errors.MissingAudioFile,
        speech_errors.UnsupportedFormat,
        speech_errors.FileTooLarge("The recording is larger than 25 MB. Compress or trim it."),
        raised(parse_language, "english"),
        raised(parse_external_id, ""),
        _bad_metadata(),
        speech_errors.AudioTooShort("The recording lasts 95.2 s; the minimum is 3 minutes."),
        speech_errors.AudioTooLong("The recording lasts longer; the maximum is 45 minutes."),
        speech_errors.AudioDurationUnavailable,
        raised(parse_cut, '{"startMs": 5000, "endMs": 2000}'),
        InvalidInput(
            "The body is not a well-formed multipart/form-data form. The closing boundary is missing.",
            details={"fields": {}},
        ),
        _field(InsecureWebhookUrl),
        _field(PrivateWebhookUrl),
        InsufficientCredits.of(cost=13, balance=9, held=4),
        MissingPermission,
        MultilingualNotEnabled,
        PipelineUnavailable,
        ServiceWarmingUp(retry_after=30),
        InternalError,
        outside_handler=SUBMIT_KEY_ERRORS,
    ),
}

POLL: dict[str, Any] = {
    "operation_id": "pollSpeechAnalysis",
    "tags": [ANALYSIS_TAG["name"]],
    "summary": "Poll speech analysis",
    "description": "How the run stands. Unfinished runs may be polled once in 10 seconds each; finished ones freely."
    " A run that `failed` says why in `error`, inside a 200 answer, and cost nothing.",
    "response_description": "The run.",
    "responses": {
        200: {"headers": _RETRY_AFTER, "content": {"application/json": {"examples": examples.POLLED}}},
    }
    | errors(
        RequestNotFound,
        MissingPermission,
        speech_errors.PollRateLimited(retry_after=7),
        InternalError,
        outside_handler=(*KEY_ERRORS, NOT_HTTP),
    ),
}

LIST: dict[str, Any] = {
    "operation_id": "listRuns",
    "tags": [RUNS_TAG["name"]],
    "summary": "List runs",
    "description": "Your runs, newest first. Filters combine with AND; one that is sent empty counts as left out.",
    "openapi_extra": {
        "parameters": [
            *list_parameters(STATUSES, "pagination.nextCursor"),
            query_parameter(
                "serviceType",
                {"type": "string", "enum": ["speech", "cv_deepmatch"], "default": "speech"},
                "Whose runs. Rows of `cv_deepmatch` are polled at their own module.",
            ),
        ]
    },
    "response_description": "A page of runs.",
    "responses": {
        200: {
            "content": {"application/json": {"examples": examples.LISTED}},
            "links": {
                "poll": {**_POLL_LINK, "parameters": {"requestId": "$response.body#/runs/0/id"}},
                "next": {
                    "operationId": "listRuns",
                    "parameters": {"cursor": "$response.body#/pagination/nextCursor"},
                    "description": "The page after this one, while `pagination.hasMore`.",
                },
            },
        }
    }
    | errors(
        _of_a_list(status="completed"),
        _bad_service_type(),
        _of_a_list(createdAfter="yesterday"),
        _of_a_list(cursor="page-2"),
        MissingPermission,
        InternalError,
        outside_handler=(*KEY_ERRORS, NOT_HTTP),
    ),
}

_COMPLETED_FIELDS = {
    "event": {"const": SPEECH_COMPLETED, "description": "Which event this is."},
    "id": {"type": "string", "description": "The run's id."},
    "externalId": {"type": ["string", "null"], "description": "Your correlation tag, as submitted."},
    "status": {"type": "string", "enum": ["success", "partial", "failed"], "description": "How the run ended."},
    "timestamp": {"type": "string", "format": "date-time", "description": "When it ended."},
    "completed_at": {"type": "string", "format": "date-time", "description": "The same."},
    "scoringMethod": {"type": "string", "description": "As in a poll; not on failed runs."},
    "audio": {"$ref": _reference(Audio), "description": "As in a poll; not on failed runs."},
    "scores": {"$ref": _reference(Scores), "description": "As in a poll; not on failed runs."},
    "credits": {
        "type": "object",
        "description": "What the run cost; not on failed runs.",
        "properties": {"deducted": {"type": "integer", "description": "Credits charged."}},
    },
    "error": {
        "type": ["object", "null"],
        "description": "Why the run failed; null unless it did.",
        "properties": {
            "code": {"type": "string", "description": "Stable code, as in a poll."},
            "message": {"type": "string", "description": "For people."},
        },
    },
    "metadata": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Your labels."},
    "tags": {"type": "array", "items": {"type": "string"}, "description": "Your tags."},
}

WEBHOOKS: dict[str, Any] = {
    "speechCompleted": webhook(
        SPEECH_COMPLETED,
        operation_id="speechCompleted",
        tag=ANALYSIS_TAG["name"],
        summary="Speech analysis completed",
        schema={
            "type": "object",
            "required": [
                "event",
                "id",
                "externalId",
                "status",
                "timestamp",
                "completed_at",
                "error",
                "metadata",
                "tags",
            ],
            "properties": _COMPLETED_FIELDS,
        },
        example=examples.COMPLETED,
    )
}
