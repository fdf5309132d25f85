"""Every documented code has its class; what is not known is caught by its status; no key is ever shown."""

from __future__ import annotations

import pickle
import traceback
from typing import Any

import httpx
import pytest

from tests.client.calling import KEY, RUN, URL, Break, MakeCaller, answer, envelope
from tests.docs.test_documents import error_codes
from zenhire.client import AsyncClient, Client, ConfigurationError, errors
from zenhire.entry.document import openapi_document

NOT_RAISED = {"SERVICE_UNHEALTHY", "METHOD_NOT_ALLOWED"}
"""Health is an answer; and the client uses no wrong method."""


def _documented() -> dict[str, int]:
    found = {}
    for operations in openapi_document()["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    examples = response.get("content", {}).get("application/json", {}).get("examples", {})
                    found |= {example["value"]["error"]["code"]: int(status) for example in examples.values()}
    return {code: status for code, status in found.items() if code not in NOT_RAISED}


def test_every_documented_code_has_a_class_below_that_of_its_status() -> None:
    documented = _documented()
    assert len(documented) > 20
    for code, status in documented.items():
        error = errors.error_of(status, None, envelope(status, code).content)
        assert type(error) is errors.BY_CODE[code], code
        assert isinstance(error, type(errors.error_of(status, None, b""))), code


def test_no_code_of_the_platform_is_missing() -> None:
    assert error_codes() - set(errors.BY_CODE) - NOT_RAISED == set()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (402, errors.PaymentRequired),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.BadRequest),
        (429, errors.TooManyRequests),
        (500, errors.ServerError),
        (501, errors.ServerError),
        (503, errors.Unavailable),
        (599, errors.ServerError),
    ],
)
def test_a_code_of_the_future(status: int, kind: type[errors.ApiError]) -> None:
    error = errors.error_of(
        status, None, envelope(status, "OF_THE_FUTURE", requestId="req_1", details={"a": 1}).content
    )
    assert type(error) is kind
    assert (error.code, error.status, error.request_id, error.details) == ("OF_THE_FUTURE", status, "req_1", {"a": 1})
    assert str(error) == "OF_THE_FUTURE: About OF_THE_FUTURE."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b'{"error": null}',
        b'{"error": "text"}',
        b'{"error": {"code": 1}}',
        b"[" * 100_000,
    ],
)
def test_an_answer_without_an_envelope(body: bytes) -> None:
    error = errors.error_of(502, 3.0, body)
    assert type(error) is errors.Unavailable
    assert (error.code, error.retry_after, error.body) == ("HTTP_502", 3.0, body)
    assert "502 (Bad Gateway)" in error.message


def test_strange_fields_of_an_envelope_do_no_harm() -> None:
    strange = envelope(402, "INSUFFICIENT_CREDITS", details="many", requestId=7, retryAfterSeconds="soon")
    error = errors.error_of(402, None, strange.content)
    assert isinstance(error, errors.InsufficientCredits)
    assert (error.cost, error.details, error.request_id, error.retry_after, error.fields) == (None, {}, None, None, {})


async def test_the_key_is_sent_and_never_shown(scripted: MakeCaller) -> None:
    caller = scripted(answer({"creditBalance": 1}))
    await caller.call("credits")
    (request,) = caller.script.seen
    assert request.headers["X-API-Key"] == KEY
    assert request.headers["User-Agent"].startswith("zenhire-client/")
    client = caller.client
    texts = [repr(client), str(client), repr(client._config), repr(client._http.headers), repr(client.__dict__)]
    assert [text for text in texts if KEY in text] == []
    assert URL in repr(client)


@pytest.mark.parametrize(
    "failure", [Break(httpx.ConnectError("no"), 0), envelope(401, "INVALID_API_KEY"), httpx.Response(200)]
)
async def test_no_error_shows_the_key(scripted: MakeCaller, failure: Any) -> None:
    with pytest.raises(errors.ZenhireError) as caught:
        await scripted(failure).call("credits")
    assert KEY not in "".join(traceback.format_exception(caught.value))


async def test_health_needs_no_key(scripted: MakeCaller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZENHIRE_API_KEY", raising=False)
    caller = scripted(answer({"status": "healthy", "checks": {}}), api_key=None)
    assert (await caller.call("health")).healthy
    assert "X-API-Key" not in caller.script.seen[0].headers
    with pytest.raises(ConfigurationError, match="There is no API key"):
        await caller.call("speech.get", RUN)
    assert len(caller.script.seen) == 1


async def test_health_behind_a_proxy_that_is_down(scripted: MakeCaller) -> None:
    with pytest.raises(errors.Unavailable, match="503"):
        await scripted(httpx.Response(503, text="<html>")).call("health")


@pytest.mark.parametrize("bad", ["two words", "a\nb", "ключ", "tab\there"])
def test_a_key_that_is_none_is_not_repeated(bad: str) -> None:
    for client in (Client, AsyncClient):
        with pytest.raises(ConfigurationError) as caught:
            client(URL, bad)
        assert bad not in str(caught.value)


@pytest.mark.parametrize("bad", ["foo", "ftp://x", "https://", "http://u:p@x", "http://[::1", "//x", "http://a b"])
def test_an_address_that_is_none(bad: str) -> None:
    with pytest.raises(ConfigurationError, match="address"):
        Client(bad, KEY)


def test_where_the_address_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZENHIRE_API_URL", raising=False)
    assert repr(Client(api_key=KEY)) == "Client('http://127.0.0.1:8080')"
    monkeypatch.setenv("ZENHIRE_API_URL", "https://zenhire.example.com/api/v1/")
    assert repr(Client(api_key=KEY)) == "Client('https://zenhire.example.com')"
    assert repr(AsyncClient("http://[::1]:7/deep/", KEY)) == "AsyncClient('http://[::1]:7/deep')"


async def test_a_platform_below_a_path(scripted: MakeCaller) -> None:
    caller = scripted(answer({"creditBalance": 1}), base_url="http://x.test/zenhire/")
    await caller.call("credits")
    assert str(caller.script.seen[0].url) == "http://x.test/zenhire/api/v1/credits"


def test_tls_is_checked() -> None:
    client = Client("https://x.test", KEY)
    context = client._http._transport._pool._ssl_context  # type: ignore[attr-defined]
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_errors_keep_their_text_between_processes() -> None:
    assert str(pickle.loads(pickle.dumps(errors.ConnectFailed("no way")))) == "no way"
