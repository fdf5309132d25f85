"""One attempt: a POST to a checked address, within a time limit, believing nothing that comes back.

The connection goes to the very address that was judged, while certificate and SNI are those of the name. No redirect
is followed, no proxy of the environment is used, no cookie kept, no content decoded.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import certifi
import httpcore

from zenhire.kit.logging import MASK, mask_text
from zenhire.platform.webhooks.addresses import Address
from zenhire.platform.webhooks.guard import Checked, Guard
from zenhire.platform.webhooks.resolver import NotResolved
from zenhire.platform.webhooks.url import BadUrl

ANSWER_BYTES = 1024
ANSWER_SECONDS = 2.0
CONNECT_SECONDS = 4.0

SUCCESS = "success"
HTTP_ERROR = "http_error"
REFUSED = "refused"
TIMEOUT = "timeout"
DNS = "dns"
CONNECT = "connect"
TLS = "tls"
PROTOCOL = "protocol"
OUTCOMES = (SUCCESS, HTTP_ERROR, REFUSED, TIMEOUT, DNS, CONNECT, TLS, PROTOCOL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an attempt came to. `body`: the beginning of the receiver's answer, with secrets masked."""

    outcome: str
    status: int | None = None
    address: str | None = None
    detail: str | None = None
    body: str | None = None

    @property
    def retryable(self) -> bool:
        """Whether another attempt may help: 5xx, 429 and trouble on the way."""
        if self.outcome == HTTP_ERROR:
            assert self.status is not None
            return self.status >= 500 or self.status == 429
        return self.outcome in (TIMEOUT, DNS, CONNECT, TLS, PROTOCOL)


def tls_context(ca_bundle: Path | None = None) -> ssl.SSLContext:
    """Checks names and certificates against the usual authorities and those of `ca_bundle` (PEM). Raises OSError."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    if ca_bundle is not None:
        context.load_verify_locations(cafile=str(ca_bundle))
    return context


class _Pinned(httpcore.AnyIOBackend):
    """Connects to the given addresses whatever name it is asked for, and keeps hold of what it opened."""

    def __init__(self, addresses: tuple[Address, ...]) -> None:
        self._addresses = addresses
        self.address: str | None = None
        self.stream: httpcore.AsyncNetworkStream | None = None

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *args: Any, **options: Any
    ) -> httpcore.AsyncNetworkStream:
        for place, address in enumerate(self._addresses):
            self.address = str(address)
            try:
                self.stream = await super().connect_tcp(self.address, port, CONNECT_SECONDS, *args, **options)
                return self.stream
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(self._addresses) - 1:
                    raise
        raise httpcore.ConnectError("no address")


class Sender:
    """Sends. `seconds` is the limit for everything together: finding the address, connecting, TLS, sending, answer."""

    def __init__(self, guard: Guard, context: ssl.SSLContext, *, seconds: float = 10.0) -> None:
        self.guard = guard
        self.seconds = seconds
        self._context = context

    async def send(self, url: str, headers: Mapping[str, str], body: bytes, *, secret: str) -> Answer:
        """Checks the URL anew and posts the body. Raises nothing: what goes wrong is an answer too.

        `secret` is blotted out, should the receiver's answer repeat it.
        """
        pinned = _Pinned(())
        deadline = time.monotonic() + self.seconds
        try:
            async with asyncio.timeout(self.seconds):
                checked = await self.guard.check(url)
                pinned = _Pinned(checked.addresses)
                return await self._post(pinned, checked, headers, body, secret=secret, deadline=deadline)
        except BadUrl as error:
            return Answer(REFUSED, detail=f"The URL {error}")
        except NotResolved as error:
            return Answer(DNS, detail=str(error))
        except Exception as error:
            return _failure(error, pinned, self.seconds)
        finally:
            await _close(pinned.stream)

    async def _post(
        self,
        pinned: _Pinned,
        checked: Checked,
        headers: Mapping[str, str],
        body: bytes,
        *,
        secret: str,
        deadline: float,
    ) -> Answer:
        target = checked.target
        url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
        sent = {**headers, "Host": target.authority, "Content-Length": str(len(body)), "Connection": "close"}
        connection = httpcore.AsyncHTTPConnection(url.origin, ssl_context=self._context, network_backend=pinned)
        request = httpcore.Request("POST", url, headers=list(sent.items()), content=body)
        response = await connection.handle_async_request(request)
        # The status decides; the rest of the answer is only read for the log, and may drip as it likes.
        with contextlib.suppress(Exception):
            seconds = min(ANSWER_SECONDS, max(0.0, deadline - time.monotonic() - 0.1))
            text = await _beginning(response, seconds, secret)
            return _judged(response.status, pinned.address, text)
        return _judged(response.status, pinned.address, None)


def _judged(status: int, address: str | None, text: str | None) -> Answer:
    if 200 <= status < 300:
        return Answer(SUCCESS, status, address, None, text)
    return Answer(HTTP_ERROR, status, address, "Redirects are not followed." if 300 <= status < 400 else None, text)


async def _beginning(response: httpcore.Response, seconds: float, secret: str) -> str | None:
    found = bytearray()
    with contextlib.suppress(TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        async with asyncio.timeout(seconds):
            async for part in response.aiter_stream():
                found += part
                if len(found) >= ANSWER_BYTES:
                    break
    text = bytes(found[:ANSWER_BYTES]).decode(errors="replace").replace("\0", "\ufffd")
    return mask_text(text.replace(secret, MASK)) or None


def _failure(error: Exception, pinned: _Pinned, seconds: float) -> Answer:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    where = pinned.address
    if isinstance(error, TimeoutError):
        return Answer(TIMEOUT, address=where, detail=f"No answer within {seconds:g} s.")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Answer(TLS, address=where, detail=f"The certificate is not accepted: {cause.verify_message}")
    if isinstance(cause, ssl.SSLError):
        return Answer(TLS, address=where, detail=f"TLS failed: {cause.reason or type(cause).__name__}")
    if pinned.stream is None:
        return Answer(CONNECT, address=where, detail="No connection could be made.")
    return Answer(PROTOCOL, address=where, detail=f"The connection broke or was no HTTP ({type(error).__name__}).")


async def _close(stream: httpcore.AsyncNetworkStream | None) -> None:
    """Closes below TLS: at once, without a farewell that the other side could drag out."""
    with contextlib.suppress(Exception):
        if stream is not None:
            await stream.aclose()
