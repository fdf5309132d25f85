"""What the client raises. Decide on the class or on `code`; show the message.

Everything is a `ZenhireError`. Answers of the platform are `ApiError`s: one class for each documented code, below one
class for each HTTP status, so that a code which is not known here is still caught by its status.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zenhire.client.wire import Answer


class ZenhireError(Exception):
    """Anything that this client raises.

    `run_id` is the run that was waited for, `idempotency_key` that of the submit that failed, if there was one.
    """

    run_id: str | None = None
    idempotency_key: str | None = None


class ConfigurationError(ZenhireError, ValueError):
    """The client was set up wrongly: no key, or an address that is none."""


class TransportError(ZenhireError):
    """No answer came. `reached` is False when the platform cannot have acted on the request."""

    def __init__(self, message: str, *, reached: bool = True) -> None:
        super().__init__(message)
        self.reached = reached


class ConnectFailed(TransportError):
    """There was no connection: the address is wrong, nothing listens there, or the network is down."""


class TlsFailed(ConnectFailed):
    """What listens there speaks no TLS, or shows a certificate that is not trusted. Not tried again."""


class RequestTimedOut(TransportError, TimeoutError):
    """The connection stands, but no answer came in time."""


class OutcomeUnknown(TransportError):
    """The connection broke when a submit was sent whole: the run may exist.

    With an `idempotency_key`, send it again with the same one. Without, it is not repeated, since it would cost again:
    look for it with `list(external_id=...)` or `list(created_after=...)`.
    """


class UnexpectedAnswer(ZenhireError):
    """An answer came that this API does not give: a redirect, a web page, a body of another shape."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class WaitTimeout(ZenhireError, TimeoutError):
    """The run had not ended when patience did. It goes on: `wait(error.run_id)` resumes.

    `last` is the newest answer about it, if there was one.
    """

    def __init__(self, run_id: str, waited: float, last: Answer | None) -> None:
        super().__init__(f"Run {run_id} has not ended after {waited:.0f} s. It goes on; wait for it again by its id.")
        self.run_id = run_id
        self.waited = waited
        self.last = last


class RunFailed(ZenhireError):
    """A run ended `failed`. It cost nothing; `code` and `message` say why."""

    def __init__(self, run_id: str, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.run_id = run_id
        self.code = code
        self.message = message


class ApiError(ZenhireError):
    """The platform refused a request, or could not serve it. Nothing was created or charged."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: Mapping[str, Any] | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        """HTTP status."""
        self.code = code
        """Stable word; `HTTP_502` and the like when the answer was not the platform's."""
        self.message = message
        """For people."""
        self.details = dict(details or {})
        """What the code has to say besides, for instance `fields` or `cost` and `available`."""
        self.request_id = request_id
        """Names this answer in the platform's log."""
        self.retry_after = retry_after
        """Seconds after which the same request may succeed."""
        self.body = body
        """The answer as it came."""

    @property
    def fields(self) -> dict[str, list[str]]:
        """What is wrong with each field of the request, where the platform says so."""
        found = self.details.get("fields")
        return found if isinstance(found, dict) else {}


class BadRequest(ApiError):
    """400 and other 4xx: the same request will fail again."""


class Unauthorized(ApiError):
    """401."""


class PaymentRequired(ApiError):
    """402."""


class Forbidden(ApiError):
    """403."""


class NotFound(ApiError):
    """404."""


class TooManyRequests(ApiError):
    """429: wait `retry_after` seconds."""


class ServerError(ApiError):
    """500 and other 5xx."""


class Unavailable(ServerError):
    """502, 503, 504: it may work a little later."""


class InvalidInput(BadRequest):
    """The body is malformed; see `fields`."""


class InvalidFileContent(BadRequest):
    """The CV is something else inside than its name and type say."""


class MissingAudioFile(BadRequest):
    """The recording is empty or was not sent."""


class UnsupportedFormat(BadRequest):
    """The content is none of the six audio formats."""


class FileTooLarge(BadRequest):
    """The recording has too many bytes."""


class AudioTooShort(BadRequest):
    """The recording is shorter than the minimum."""


class AudioTooLong(BadRequest):
    """The recording is longer than the maximum."""


class AudioDurationUnavailable(BadRequest):
    """The recording is damaged."""


class InvalidLanguageCode(BadRequest):
    """The language is not one that the platform takes."""


class InvalidExternalId(BadRequest):
    """The external id is empty or too long."""


class InvalidMetadata(BadRequest):
    """Metadata or tags break a rule; see `fields`."""


class InvalidParameters(BadRequest):
    """The cut lies outside of the recording, or a list's cursor is not one that a page gave."""


class InvalidStatus(BadRequest):
    """The status that a list was filtered by is unknown."""


class InvalidServiceType(BadRequest):
    """The service type that a list was filtered by is unknown."""


class InvalidDate(BadRequest):
    """A date that a list was filtered by is not ISO 8601."""


class InsecureWebhookUrl(BadRequest):
    """The webhook's address is not https."""


class PrivateWebhookUrl(BadRequest):
    """The webhook's address leads to a private network."""


class MissingApiKey(Unauthorized):
    """No key arrived."""


class InvalidApiKey(Unauthorized):
    """The key is unknown or was revoked."""


class ApiKeyExpired(Unauthorized):
    """The key is past its expiry date."""


class ClientInactive(Unauthorized):
    """The organisation is disabled."""


class Unauthenticated(Unauthorized):
    """The key was refused by a CV module; `reason` says why."""

    @property
    def reason(self) -> str | None:
        """The code that other modules give, such as `INVALID_API_KEY`."""
        return self.details.get("reason")


class InsufficientCredits(PaymentRequired):
    """The price exceeds the available credits."""

    @property
    def cost(self) -> int | None:
        """Credits that the run would cost."""
        return self.details.get("cost")

    @property
    def available(self) -> int | None:
        """Credits that are not on hold."""
        return self.details.get("available")


class IpNotAllowed(Forbidden):
    """The key may not be used from this address."""


class MissingPermission(Forbidden):
    """The organisation lacks the module."""


class MultilingualNotEnabled(Forbidden):
    """The organisation may submit English only."""


class RequestNotFound(NotFound):
    """No run of this organisation has this id."""


class RateLimitExceeded(TooManyRequests):
    """Too many submits in this minute."""


class PollRateLimited(TooManyRequests):
    """The run was asked for a moment ago."""


class RateLimited(TooManyRequests):
    """The match was asked for a moment ago."""


class InternalServerError(ServerError):
    """A fault of the platform; give the operator `request_id`."""


class PipelineUnavailable(Unavailable):
    """The work could not be handed to the queue; submit again."""


class ServiceWarmingUp(Unavailable):
    """The models are still loading."""


BY_CODE: dict[str, type[ApiError]] = {
    "INVALID_INPUT": InvalidInput,
    "INVALID_FILE_CONTENT": InvalidFileContent,
    "MISSING_AUDIO_FILE": MissingAudioFile,
    "UNSUPPORTED_FORMAT": UnsupportedFormat,
    "FILE_TOO_LARGE": FileTooLarge,
    "AUDIO_TOO_SHORT": AudioTooShort,
    "AUDIO_TOO_LONG": AudioTooLong,
    "AUDIO_DURATION_UNAVAILABLE": AudioDurationUnavailable,
    "INVALID_LANGUAGE_CODE": InvalidLanguageCode,
    "INVALID_EXTERNAL_ID": InvalidExternalId,
    "INVALID_METADATA": InvalidMetadata,
    "INVALID_PARAMETERS": InvalidParameters,
    "INVALID_STATUS": InvalidStatus,
    "INVALID_SERVICE_TYPE": InvalidServiceType,
    "INVALID_DATE": InvalidDate,
    "INSECURE_WEBHOOK_URL": InsecureWebhookUrl,
    "PRIVATE_WEBHOOK_URL": PrivateWebhookUrl,
    "MISSING_API_KEY": MissingApiKey,
    "INVALID_API_KEY": InvalidApiKey,
    "API_KEY_EXPIRED": ApiKeyExpired,
    "CLIENT_INACTIVE": ClientInactive,
    "UNAUTHENTICATED": Unauthenticated,
    "INSUFFICIENT_CREDITS": InsufficientCredits,
    "IP_NOT_ALLOWED": IpNotAllowed,
    "MISSING_PERMISSION": MissingPermission,
    "MULTILINGUAL_NOT_ENABLED": MultilingualNotEnabled,
    "REQUEST_NOT_FOUND": RequestNotFound,
    "NOT_FOUND": NotFound,
    "RATE_LIMIT_EXCEEDED": RateLimitExceeded,
    "POLL_RATE_LIMITED": PollRateLimited,
    "RATE_LIMITED": RateLimited,
    "INTERNAL_ERROR": InternalServerError,
    "STEP_FUNCTIONS_FAILED": PipelineUnavailable,
    "SERVICE_WARMING_UP": ServiceWarmingUp,
}
"""The class of each documented code."""

_BY_STATUS: dict[int, type[ApiError]] = {
    401: Unauthorized,
    402: PaymentRequired,
    403: Forbidden,
    404: NotFound,
    429: TooManyRequests,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def error_of(status: int, retry_after: float | None, body: bytes) -> ApiError:
    """The error of an answer with a status of 400 or above, whoever sent it."""
    try:
        envelope = json.loads(body)["error"]
        code, message = str(envelope["code"]), str(envelope["message"])
    except (ValueError, KeyError, TypeError, RecursionError):
        envelope, code, message = {}, f"HTTP_{status}", _in_words(status)
    by_status = _BY_STATUS.get(status, ServerError if status >= 500 else BadRequest)
    kind = BY_CODE.get(code, by_status)
    if status == 401 and not issubclass(kind, Unauthorized):
        # A submit of a CV with a key that is refused comes under the code of a missing permission.
        kind = Unauthenticated
    details, request_id = envelope.get("details"), envelope.get("requestId")
    if retry_after is None and isinstance(envelope.get("retryAfterSeconds"), int | float):
        retry_after = float(envelope["retryAfterSeconds"])
    return kind(
        status,
        code,
        message,
        details=details if isinstance(details, dict) else None,
        request_id=request_id if isinstance(request_id, str) else None,
        retry_after=retry_after,
        body=body,
    )


def _in_words(status: int) -> str:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "an unknown status"
    return f"The server answered {status} ({phrase}) without saying why; it may not be the platform that answered."
