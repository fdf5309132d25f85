"""What a caller is told about a webhook URL that is refused."""

from __future__ import annotations

from zenhire.kit.errors import ApiError


class InsecureWebhookUrl(ApiError):
    """The URL is plain HTTP."""

    status = 400
    code = "INSECURE_WEBHOOK_URL"
    default_message = "The webhook URL must begin with https://."


class PrivateWebhookUrl(ApiError):
    """The URL's host is, or resolves to, an address that is not public."""

    status = 400
    code = "PRIVATE_WEBHOOK_URL"
    default_message = (
        "The webhook URL's host must be reachable on the public Internet: it is, or resolves to, a private, loopback,"
        " link-local or otherwise reserved address."
    )


class NoSuchEndpoint(LookupError):
    """No endpoint has this id."""

    def __init__(self, endpoint_id: str) -> None:
        super().__init__(f"No webhook endpoint has the id {endpoint_id}. See `zenhire admin webhook endpoint list`.")


class NoSuchEvent(LookupError):
    """No event has this id, or it was erased, or all of its destinations were removed."""

    def __init__(self, event_id: str) -> None:
        super().__init__(f"No webhook event with the id {event_id} can be sent. See `zenhire admin webhook log`.")
