"""CV DeepMatch's own error codes: those of a request, and those in which a run can end."""

from __future__ import annotations

from zenhire.kit.errors import ApiError


class InvalidFileContent(ApiError):
    """The CV has the right name and type, and is something else inside."""

    status = 400
    code = "INVALID_FILE_CONTENT"


class KeyRefused(ApiError):
    """A submit without a valid API key; `details.reason` says what is wrong with it."""

    status = 401
    code = "MISSING_PERMISSION"


class RateLimited(ApiError):
    """The run was polled again too soon."""

    status = 429
    code = "RATE_LIMITED"
    default_message = "This match was polled a moment ago. Wait for Retry-After seconds, then poll again."


CV_PARSE_FAILED = "CV_PARSE_FAILED"
MATCHING_FAILED = "MATCHING_FAILED"
STUCK_TIMEOUT = "STUCK_TIMEOUT"
INTERNAL_ERROR = "INTERNAL_ERROR"

RUN_FAILURES: dict[str, str] = {
    CV_PARSE_FAILED: "The CV could not be read: it is damaged, locked, too long, or holds no readable text.",
    MATCHING_FAILED: "The CV was read, but could not be matched with the position.",
    STUCK_TIMEOUT: "The run exceeded its time limit.",
    INTERNAL_ERROR: "An unexpected error.",
}
"""The failure codes of a run (in a 200 body) and what each means."""
