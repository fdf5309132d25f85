"""Speech's own error codes: those of a request, and those in which a run can end."""

from __future__ import annotations

from zenhire.kit.errors import ApiError


class MissingAudioFile(ApiError):
    """The form has no file part `audio`."""

    status = 400
    code = "MISSING_AUDIO_FILE"
    default_message = "Send the recording as a file in the multipart/form-data part 'audio'."


class UnsupportedFormat(ApiError):
    """The file's content is none of the six formats."""

    status = 400
    code = "UNSUPPORTED_FORMAT"
    default_message = "The file is not MP3, WAV, M4A, WebM, OGG or FLAC audio. Convert it and submit again."


class FileTooLarge(ApiError):
    """The file exceeds the size limit."""

    status = 400
    code = "FILE_TOO_LARGE"


class AudioTooShort(ApiError):
    """The recording is shorter than the minimum."""

    status = 400
    code = "AUDIO_TOO_SHORT"


class AudioTooLong(ApiError):
    """The recording is longer than the maximum."""

    status = 400
    code = "AUDIO_TOO_LONG"


class AudioDurationUnavailable(ApiError):
    """The exact duration cannot be read from the file."""

    status = 400
    code = "AUDIO_DURATION_UNAVAILABLE"
    default_message = "The recording's duration cannot be read; the file seems damaged. Re-encode it and submit again."


class InvalidLanguageCode(ApiError):
    """`language` is not one of the sixteen codes."""

    status = 400
    code = "INVALID_LANGUAGE_CODE"


class InvalidExternalId(ApiError):
    """`externalId` is empty or too long."""

    status = 400
    code = "INVALID_EXTERNAL_ID"
    default_message = "externalId must have 1-255 characters, or be left out."


class InvalidMetadata(ApiError):
    """`metadata` or `tags` break a rule."""

    status = 400
    code = "INVALID_METADATA"


class InvalidParameters(ApiError):
    """`cutSettings` or a list parameter is out of bounds."""

    status = 400
    code = "INVALID_PARAMETERS"


class InvalidServiceType(ApiError):
    """`serviceType` of the list is unknown."""

    status = 400
    code = "INVALID_SERVICE_TYPE"
    default_message = "serviceType must be speech or cv_deepmatch."


class PollRateLimited(ApiError):
    """The run was polled again too soon."""

    status = 429
    code = "POLL_RATE_LIMITED"
    default_message = "This run was polled a moment ago. Wait for Retry-After seconds, then poll again."


TRANSCRIPTION_FAILED = "TRANSCRIPTION_FAILED"
TRANSCRIPTION_LOW_CONFIDENCE = "TRANSCRIPTION_LOW_CONFIDENCE"
SCORING_FAILED = "SCORING_FAILED"
VOCAB_MODEL_TIMEOUT = "VOCAB_MODEL_TIMEOUT"
FLUENCY_MODEL_TIMEOUT = "FLUENCY_MODEL_TIMEOUT"
ACCENT_SCORE_UNAVAILABLE = "ACCENT_SCORE_UNAVAILABLE"
SERVICE_CONFIGURATION_ERROR = "SERVICE_CONFIGURATION_ERROR"
STUCK_TIMEOUT = "STUCK_TIMEOUT"
INTERNAL_ERROR = "INTERNAL_ERROR"

RUN_FAILURES: dict[str, str] = {
    TRANSCRIPTION_FAILED: "The recording could not be decoded or transcribed.",
    TRANSCRIPTION_LOW_CONFIDENCE: "The speech does not match the requested language, or is too unclear to be trusted.",
    SCORING_FAILED: "There is too little usable speech of the candidate for a score, or a score could not be made.",
    VOCAB_MODEL_TIMEOUT: "The vocabulary step took too long.",
    FLUENCY_MODEL_TIMEOUT: "The fluency step took too long.",
    ACCENT_SCORE_UNAVAILABLE: "The accent could not be measured; no placeholder is given.",
    SERVICE_CONFIGURATION_ERROR: "An engine is set up wrongly; the operator must act.",
    STUCK_TIMEOUT: "The run exceeded its time limit.",
    INTERNAL_ERROR: "An unexpected error.",
}
"""The failure codes of a run (in a 200 body) and what each means."""
