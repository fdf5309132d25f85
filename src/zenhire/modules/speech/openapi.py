"""What the OpenAPI document says of Speech beyond its schemas."""

from __future__ import annotations

from typing import Any

from zenhire.kit.errors import InternalError, InvalidInput, PipelineUnavailable, RequestNotFound, ServiceWarmingUp
from zenhire.kit.openapi import errors, query_parameter
from zenhire.modules.speech import errors as speech_errors
from zenhire.modules.speech.schemas import LANGUAGES
from zenhire.platform.accounts.errors import MissingPermission, MultilingualNotEnabled
from zenhire.platform.credits.errors import InsufficientCredits
from zenhire.platform.openapi import KEY_ERRORS, SUBMIT_KEY_ERRORS
from zenhire.platform.runs.filters import InvalidDate, InvalidStatus
from zenhire.platform.runs.openapi import LIST_PARAMETERS
from zenhire.platform.webhooks.errors import InsecureWebhookUrl, PrivateWebhookUrl

_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds until the next poll; on `queued` and `processing` only.",
        "schema": {"type": "integer", "minimum": 1},
    }
}

_FORM = {
    "type": "object",
    "required": ["audio"],
    "properties": {
        "audio": {
            "type": "string",
            "format": "binary",
            "description": "MP3, WAV, M4A, WebM, OGG or FLAC by content; at most 25 MB; 3-45 minutes.",
        },
        "language": {
            "type": "string",
            "enum": list(LANGUAGES),
            "default": "en",
            "description": "Language of the interview. All but `en` need the multilingual permission.",
        },
        "externalId": {"type": "string", "minLength": 1, "maxLength": 255, "description": "Your correlation tag."},
        "metadata": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "Stringified JSON object: at most 50 keys of 1-40 characters; string, number or boolean"
            " values of at most 500 characters; 8 KB in all.",
            "examples": ['{"candidate_id": "5521"}'],
        },
        "tags": {
            "type": "string",
            "description": "JSON array, comma-separated text or repeated parts: at most 20 distinct tags of 1-40"
            " characters.",
            "examples": ['["batch-7"]'],
        },
        "cutSettings": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "Stringified JSON object `{startMs, endMs}`: only this part is analysed. The price follows"
            " the whole recording.",
            "examples": ['{"startMs": 5000, "endMs": 305000}'],
        },
        "webhook_url": {
            "type": "string",
            "maxLength": 2048,
            "description": "Public https URL that is told when the run has ended, by a signed POST of the event"
            " `speech.completed`. Optional: polling always works.",
            "examples": ["https://example.com/hooks/zenhire"],
        },
    },
}

_CREDIT_DETAILS = {"cost": 13, "available": 5, "required": 13, "balance": 9}

SUBMIT: dict[str, Any] = {
    "operation_id": "submitSpeechAnalysis",
    "tags": ["Speech — Analysis"],
    "summary": "Submit speech analysis",
    "description": "Takes a recording in and answers at once with the run's `id`. Poll it for the result."
    " The price, one credit per started minute, is held now and charged only when the run succeeds.",
    "openapi_extra": {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
    "responses": errors(
        speech_errors.MissingAudioFile,
        speech_errors.UnsupportedFormat,
        speech_errors.FileTooLarge,
        speech_errors.InvalidLanguageCode,
        speech_errors.InvalidExternalId,
        speech_errors.InvalidMetadata,
        speech_errors.AudioTooShort,
        speech_errors.AudioTooLong,
        speech_errors.AudioDurationUnavailable,
        speech_errors.InvalidParameters,
        InvalidInput,
        InsecureWebhookUrl,
        PrivateWebhookUrl,
        InsufficientCredits,
        MissingPermission,
        MultilingualNotEnabled,
        PipelineUnavailable,
        ServiceWarmingUp,
        InternalError,
        details={
            InsufficientCredits.code: _CREDIT_DETAILS,
            "INVALID_METADATA": {"fields": {"metadata": ["Must be a valid JSON object."]}},
        },
        outside_handler=SUBMIT_KEY_ERRORS,
    ),
}

POLL: dict[str, Any] = {
    "operation_id": "pollSpeechAnalysis",
    "tags": ["Speech — Analysis"],
    "summary": "Poll speech analysis",
    "description": "How the run stands. Unfinished runs may be polled once in 10 seconds each; finished ones freely."
    " A run that `failed` says why in `error`, inside a 200 answer, and cost nothing.",
    "responses": {200: {"description": "The run.", "headers": _RETRY_AFTER}}
    | errors(
        RequestNotFound,
        MissingPermission,
        speech_errors.PollRateLimited,
        InternalError,
        outside_handler=KEY_ERRORS,
    ),
}

LIST: dict[str, Any] = {
    "operation_id": "listRuns",
    "tags": ["Speech — Runs"],
    "summary": "List runs",
    "description": "Your runs, newest first. Filters combine with AND.",
    "openapi_extra": {
        "parameters": [
            *LIST_PARAMETERS,
            query_parameter(
                "serviceType",
                {"type": "string", "enum": ["speech", "cv_deepmatch"], "default": "speech"},
                "Whose runs. Rows of `cv_deepmatch` are polled at their own module.",
            ),
        ]
    },
    "responses": errors(
        InvalidStatus,
        speech_errors.InvalidServiceType,
        InvalidDate,
        speech_errors.InvalidParameters,
        MissingPermission,
        InternalError,
        outside_handler=KEY_ERRORS,
    ),
}
