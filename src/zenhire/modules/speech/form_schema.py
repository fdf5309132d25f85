"""The submit form in the OpenAPI document. What cannot be said in a schema is in the descriptions."""

from __future__ import annotations

from typing import Any

from zenhire.modules.speech.schemas import LANGUAGES
from zenhire.platform.runs.openapi import EXTERNAL_ID_PART, METADATA_PART, TAGS_PART
from zenhire.platform.webhooks.url import MAX_CHARS

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
        "externalId": EXTERNAL_ID_PART,
        "metadata": METADATA_PART,
        "tags": TAGS_PART,
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
