"""The submit form in the OpenAPI document. What cannot be said in a schema is in the descriptions."""

from __future__ import annotations

from typing import Any

from zenhire.modules.cvdeepmatch.form import IDEMPOTENCY_KEY, POSITION_ID, REQUIRED
from zenhire.platform.runs.openapi import EXTERNAL_ID_PART, METADATA_PART, TAGS_PART
from zenhire.platform.webhooks.url import MAX_CHARS

SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "A CV and the position that it is matched with.",
    "required": list(REQUIRED),
    "properties": {
        "cv_file": {
            "type": "string",
            "format": "binary",
            "contentMediaType": "application/pdf",
            "description": "The CV: a PDF named `*.pdf` of the media type `application/pdf`, at most 5 MB.",
        },
        "position_id": {
            "type": "string",
            "pattern": f"^{POSITION_ID}$",
            "description": "Your id of the position.",
            "examples": ["wh-lead-7"],
        },
        "job_description": {
            "type": "string",
            "minLength": 1,
            "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
            "description": "Text, or a JSON object as text: then the texts in it are read.",
            "examples": ["We look for somebody who leads a warehouse team of eight."],
        },
        "config": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/CvDeepMatchConfig"},
            "description": "The position as a stringified JSON object; see `CvDeepMatchConfig`.",
        },
        "webhook_url": {
            "type": "string",
            "format": "uri",
            "maxLength": MAX_CHARS,
            "pattern": "^https://",
            "description": "Public https URL that is told when the match is there, by a signed POST of the event"
            " `cvdeepmatch.finished`. Optional: polling always works.",
            "examples": ["https://example.com/hooks/zenhire"],
        },
        "idempotency_key": {
            "type": "string",
            "pattern": f"^{IDEMPOTENCY_KEY}$",
            "description": "For a submit that may be repeated: within 24 hours the same key leads to the same match,"
            " which costs once.",
            "examples": ["wh-lead-7.cand-5521"],
        },
        "metadata": METADATA_PART,
        "tags": TAGS_PART,
        "externalId": EXTERNAL_ID_PART,
    },
}

FORM: dict[str, Any] = {
    "multipart/form-data": {
        "schema": {"$ref": "#/components/schemas/CvDeepMatchSubmitRequest"},
        "encoding": {"tags": {"style": "form", "explode": True}, "cv_file": {"contentType": "application/pdf"}},
    }
}
