"""Where the platform is, and the key to it."""

from __future__ import annotations

import os
import platform
import ssl
from collections.abc import Generator
from dataclasses import dataclass, field

import httpx

import zenhire
from zenhire.client.errors import ConfigurationError, ConnectFailed, RequestTimedOut, TlsFailed, TransportError
from zenhire.client.protocol import Request, Response
from zenhire.client.upload import CountedReader

URL_VARIABLE = "ZENHIRE_API_URL"
KEY_VARIABLE = "ZENHIRE_API_KEY"
DEFAULT_URL = "http://127.0.0.1:8080"
CONNECT_SECONDS = 10.0
USER_AGENT = f"zenhire-client/{zenhire.__version__} python/{platform.python_version()} httpx/{httpx.__version__}"


class Key(httpx.Auth):
    """An API key, put on requests as they leave; it shows in no text of this object."""

    def __init__(self, value: str) -> None:
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise ConfigurationError("The API key is empty or has characters that no key has. Copy it again, whole.")
        self._value = value

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Adds the header."""
        request.headers["X-API-Key"] = self._value
        yield request

    def __repr__(self) -> str:
        return "Key(***)"


@dataclass(frozen=True, slots=True)
class Config:
    """What both clients are made with."""

    base_url: str
    key: Key | None
    timeout: float
    verify: ssl.SSLContext | bool = field(repr=False)

    @classmethod
    def of(
        cls, base_url: str | None, api_key: str | None, timeout: float, verify: ssl.SSLContext | None = None
    ) -> Config:
        """From arguments, else from the environment. Raises ConfigurationError."""
        given = api_key if api_key is not None else os.environ.get(KEY_VARIABLE)
        key = Key(given.strip()) if given is not None and given.strip() else None
        return cls(
            base_url=check_url(base_url or os.environ.get(URL_VARIABLE) or DEFAULT_URL),
            key=key,
            timeout=timeout,
            verify=True if verify is None else verify,
        )

    def options(self) -> dict[str, object]:
        """Arguments of the HTTP library's clients."""
        return {
            "base_url": self.base_url,
            "headers": {"User-Agent": USER_AGENT, "Accept": "application/json"},
            "timeout": httpx.Timeout(self.timeout, connect=min(CONNECT_SECONDS, self.timeout)),
            "verify": self.verify,
            "follow_redirects": False,
        }

    def auth_for(self, request: Request) -> Key | None:
        """The key where one is needed. Raises ConfigurationError when there is none."""
        if not request.needs_key:
            return None
        if self.key is None:
            raise ConfigurationError(f"There is no API key: give one, or set {KEY_VARIABLE}.")
        return self.key


def check_url(text: str) -> str:
    """A base address without a path of the API. Raises ConfigurationError."""
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError, TypeError):
        url = httpx.URL()
    if " " in text.strip() or url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"The platform's address must look like https://zenhire.example.com, not {text!r}.")
    if url.userinfo:
        raise ConfigurationError("The platform's address must not hold a user name or password.")
    path = url.path.rstrip("/").removesuffix("/api/v1")
    return str(url.copy_with(path=path or "/", query=None, fragment=None)).rstrip("/")


def build(http: httpx.Client | httpx.AsyncClient, request: Request, file: CountedReader | None) -> httpx.Request:
    """The HTTP library's request."""
    timeout = http.timeout
    if request.read_timeout is not None and timeout.read is not None:
        read = max(request.read_timeout, timeout.read)
        timeout = httpx.Timeout(connect=timeout.connect, read=read, write=timeout.write, pool=timeout.pool)
    if request.form is None or file is None:
        return http.build_request(request.method, request.path, params=list(request.query) or None, timeout=timeout)
    return http.build_request(
        request.method,
        request.path,
        data=request.form.fields,
        files={request.form.part: (request.form.attachment.name, file, request.form.media_type)},  # type: ignore[dict-item]
        timeout=timeout,
    )


def response_of(answer: httpx.Response) -> Response:
    """The HTTP library's answer in plain values."""
    return Response(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content)


_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


def translate(error: httpx.HTTPError, request: Request, base_url: str) -> TransportError:
    """What the HTTP library could not do, in our words. A form that was not sent whole counts as not arrived."""
    reached = not isinstance(error, _BEFORE_SENDING) and (request.form is None or request.form.complete)
    why = str(error) or type(error).__name__
    if _is_about_tls(error):
        return TlsFailed(f"There is no secure connection to {base_url}: {why}.", reached=False)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        return ConnectFailed(f"{base_url} cannot be reached: {why}.", reached=False)
    if isinstance(error, httpx.TimeoutException):
        return RequestTimedOut(f"{base_url} did not answer in time.", reached=reached)
    return TransportError(f"The connection to {base_url} broke: {why}.", reached=reached)


def _is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
