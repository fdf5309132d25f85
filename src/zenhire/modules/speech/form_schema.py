"""The submit form in the OpenAPI document. What cannot be said in a schema is in the descriptions."""

from __future__ import annotations

from typing import Any

from zenhire.modules.speech.form import MAX_EXTERNAL_ID
from zenhire.modules.speech.schemas import LANGUAGES
from zenhire.platform.runs.metadata import LabelLimits
from zenhire.platform.webhooks.url import MAX_CHARS

_LIMITS = LabelLimits()
_NO_NUL = r"^[^\u0000]*$"

_METADATA = {
    "type": "object",
    "maxProperties": _LIMITS.max_keys,
    "propertyNames": {"minLength": 1, "maxLength": _LIMITS.max_key_chars, "pattern": _NO_NUL},
    "additionalProperties": {
        "type": ["string", "number", "boolean"],
        "maxLength": _LIMITS.max_value_chars,
        "pattern": _NO_NUL,
    },
}
_CUT = {
    "type": "object",
    "properties": {
        "startMs": {"type": "integer", "minimum": 0, "description": "Where the part begins; the beginning."},
        "endMs": {"type": "integer", "minimum": 1, "description": "Where it ends; the end."},
    },
}

_SCHEMA: dict[str, Any] = {
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
            "description": "Language of the interview. All but `en` need the multilingual permission."
            " Upper case is taken too.",
        },
        "externalId": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_EXTERNAL_ID,
            "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
            "description": "Your correlation tag; not blank.",
            "examples": ["cand-5521"],
        },
        "metadata": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": _METADATA,
            "description": "Stringified JSON object: at most 50 keys of 1-40 characters; string, number or boolean"
            " values of at most 500 characters; 8 KB in all.",
            "examples": ['{"candidate_id": "5521"}'],
        },
        "tags": {
            "type": "array",
            "maxItems": _LIMITS.max_tags,
            "items": {
                "type": "string",
                "minLength": 1,
                "maxLength": _LIMITS.max_tag_chars,
                "pattern": r"^[^\s\u0000,\[][^\u0000,]*$",
            },
            "description": "Repeated parts, at most 20 distinct tags of 1-40 characters. One part with a JSON array or"
            " comma-separated text says the same.",
            "examples": [["batch-7"]],
        },
        "cutSettings": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": _CUT,
            "description": "Stringified JSON object `{startMs, endMs}`: only this part is analysed. It must lie inside"
            " the recording. The price follows the whole recording.",
            "examples": ['{"startMs": 5000, "endMs": 305000}'],
        },
        "webhook_url": {
            "type": "string",
            "format": "uri",
            "maxLength": MAX_CHARS,
            "pattern": "^https://",
            "description": "Public https URL that is told when the run has ended, by a signed POST of the event"
            " `speech.completed`. Optional: polling always works.",
            "examples": ["https://example.com/hooks/zenhire"],
        },
    },
}

FORM: dict[str, Any] = {
    "multipart/form-data": {
        "schema": _SCHEMA,
        "encoding": {"tags": {"style": "form", "explode": True}},
    }
}
