"""An outgoing event in the OpenAPI document's `webhooks`."""

from __future__ import annotations

from typing import Any

from zenhire.platform.webhooks.types import signature_header_name


def webhook(event: str, *, operation_id: str, tag: str, summary: str, schema: dict[str, Any], example: Any) -> Any:
    """The path item of an event: what a receiver gets, and what it should answer."""
    signature = signature_header_name(event)
    return {
        "post": {
            "operationId": operation_id,
            "tags": [tag],
            "summary": summary,
            "description": f"The event `{event}`, signed. Answer 2xx within the time limit; 429, 5xx and no answer are"
            " tried again. Polling always works too.",
            "security": [],
            "parameters": [
                _header("X-CVDM-Request-Id", "`api_` and the run's id."),
                _header(
                    signature, "`t=UNIX_SECONDS,v1=HEX`: HMAC-SHA256 of `t`, a dot and the raw body, by your secret."
                ),
                _header(f"{signature}-Timestamp", "The same `t`. Refuse what is older than five minutes."),
            ],
            "requestBody": {
                "required": True,
                "description": "Compact JSON; verify the signature over its bytes before you parse it.",
                "content": {"application/json": {"schema": schema, "examples": {event: {"value": example}}}},
            },
            "responses": {"2XX": {"description": "Taken."}},
        }
    }


def _header(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": description, "schema": {"type": "string"}}
