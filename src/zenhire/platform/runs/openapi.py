"""The parameters of the one filter language, for the OpenAPI document."""

from __future__ import annotations

from zenhire.kit.openapi import query_parameter
from zenhire.platform.runs.types import STATUSES

LIST_PARAMETERS = [
    query_parameter("project", {"type": "string"}, "Project id, or `none` for runs without a project."),
    query_parameter("status", {"type": "string", "enum": list(STATUSES)}, "Lifecycle word."),
    query_parameter("tags", {"type": "string"}, "Comma-separated or repeated; a run must have all of them."),
    query_parameter("metadata_key", {"type": "string"}, "Runs whose metadata has this key."),
    query_parameter("metadata_value", {"type": "string"}, "With `metadata_key`: exactly this value, as text."),
    query_parameter("externalId", {"type": "string"}, "Exactly this correlation tag."),
    query_parameter("createdAfter", {"type": "string", "format": "date-time"}, "Not older than this, ISO 8601."),
    query_parameter("createdBefore", {"type": "string", "format": "date-time"}, "Not newer than this, ISO 8601."),
    query_parameter("limit", {"type": "integer", "default": 20}, "Page size, brought into 1-100."),
    query_parameter("offset", {"type": "integer", "default": 0, "minimum": 0}, "Rows to skip."),
    query_parameter("cursor", {"type": "string"}, "`pagination.nextCursor` of the page before; replaces `offset`."),
]
