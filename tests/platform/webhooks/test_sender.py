"""One attempt against receivers that behave badly, over TLS and without."""

from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path

import pytest
import trustme

from tests.platform.webhooks.conftest import Names, receiving, server_context
from trials._receiver import MEGABYTE, Receiver
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.sender import (
    CONNECT,
    DNS,
    HTTP_ERROR,
    PROTOCOL,
    REFUSED,
    SUCCESS,
    TIMEOUT,
    TLS,
    Answer,
    Sender,
    tls_context,
)

BODY = b'{"id":"x"}'


@pytest.fixture
def names() -> Names:
    return Names(receiver_test=["127.0.0.1"], other_test=["127.0.0.1"])


@pytest.fixture
def sender(names: Names, ca_file: Path) -> Sender:
    return Sender(Guard(names, allow_private=True), tls_context(ca_file), seconds=2.0)


async def send(sender: Sender, url: str) -> Answer:
    return await sender.send(url, {"X-CVDM-Signature": "t=1,v1=0"}, BODY, secret="whsec_secret")


@pytest.mark.parametrize(
    ("path", "outcome", "status", "retryable"),
    [
        ("/ok", SUCCESS, 200, False),
        ("/204", SUCCESS, 204, False),
        ("/404", HTTP_ERROR, 404, False),
        ("/410", HTTP_ERROR, 410, False),
        ("/301", HTTP_ERROR, 301, False),
        ("/307", HTTP_ERROR, 307, False),
        ("/429", HTTP_ERROR, 429, True),
        ("/500", HTTP_ERROR, 500, True),
        ("/503", HTTP_ERROR, 503, True),
        ("/hang", TIMEOUT, None, True),
        ("/drip", TIMEOUT, None, True),
        ("/head", PROTOCOL, None, True),
        ("/reset", PROTOCOL, None, True),
        ("/garbage", PROTOCOL, None, True),
        ("/drip-body", SUCCESS, 200, False),
        ("/gigabyte", SUCCESS, 200, False),
    ],
)
async def test_answers(
    path: str, outcome: str, status: int | None, retryable: bool, sender: Sender, receiver: Receiver
) -> None:
    started = time.monotonic()
    answer = await send(sender, receiver.url(path))
    assert (answer.outcome, answer.status, answer.retryable) == (outcome, status, retryable)
    assert answer.address == "127.0.0.1"
    assert time.monotonic() - started < 6
    assert [one.body for one in receiver.at(path)] == [BODY]
    assert len(receiver.received) == 1


async def test_a_large_answer_is_read_a_little_and_cut_off(sender: Sender, receiver: Receiver) -> None:
    answer = await send(sender, receiver.url("/gigabyte"))
    await asyncio.sleep(0.1)
    assert receiver.sent_bytes < 20 * len(MEGABYTE)
    assert answer.body is not None
    assert len(answer.body) == 1024


async def test_what_is_sent(sender: Sender, receiver: Receiver) -> None:
    answer = await send(sender, receiver.url("/echo?a=%20b"))
    (got,) = receiver.received
    assert got.path == "/echo?a=%20b"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert "cookie" not in got.headers
    assert answer.body is not None
    assert "host: 127.0.0.1" in answer.body


async def test_an_answer_that_repeats_the_secret_is_masked(receiver: Receiver, names: Names, ca_file: Path) -> None:
    sender = Sender(Guard(names, allow_private=True), tls_context(ca_file))
    headers = {"X-Said": "our private word", "X-Other": "whsec_0123456789", "Authorization": "Bearer abc.def"}
    answer = await sender.send(receiver.url("/echo"), headers, BODY, secret="our private word")
    assert answer.body is not None
    for word in ("our private word", "whsec_0123456789", "abc.def"):
        assert word not in answer.body


async def test_no_proxy_of_the_environment_is_used(
    sender: Sender, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await send(sender, receiver.url("/ok"))).outcome == SUCCESS


async def test_tls_is_that_of_the_name_though_the_address_is_pinned(
    sender: Sender, authority: trustme.CA, names: Names
) -> None:
    async with receiving(server_context(authority, "receiver.test")) as receiver:
        good = await send(sender, receiver.url("/ok", "receiver.test"))
        wrong_name = await send(sender, receiver.url("/ok", "other.test"))
        bare_address = await send(sender, receiver.url("/ok"))
    assert (good.outcome, good.address) == (SUCCESS, "127.0.0.1")
    assert (wrong_name.outcome, bare_address.outcome) == (TLS, TLS)
    assert len(receiver.received) == 1
    assert "certificate is not accepted" in str(wrong_name.detail)


async def test_an_unknown_authority_is_not_believed(sender: Sender) -> None:
    async with receiving(server_context(trustme.CA(), "receiver.test")) as receiver:
        answer = await send(sender, receiver.url("/ok", "receiver.test"))
    assert (answer.outcome, answer.retryable, receiver.received) == (TLS, True, [])


async def test_the_authorities_of_the_bundle_come_on_top(ca_file: Path) -> None:
    assert len(tls_context(ca_file).get_ca_certs()) > len(tls_context().get_ca_certs()) > 50


async def test_plain_http_where_tls_is_spoken_and_the_other_way_round(
    sender: Sender, authority: trustme.CA, receiver: Receiver
) -> None:
    assert (await send(sender, receiver.url("/ok").replace("http:", "https:"))).outcome in (TLS, TIMEOUT)
    async with receiving(server_context(authority, "receiver.test")) as over_tls:
        answer = await send(sender, over_tls.url("/ok", "receiver.test").replace("https:", "http:"))
    assert answer.outcome == PROTOCOL


async def test_a_handshake_that_hangs_is_cut_off(sender: Sender) -> None:
    closed = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(65536):
            pass
        closed.set()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    answer = await send(sender, f"https://127.0.0.1:{port}/")
    assert answer.outcome == TIMEOUT
    async with asyncio.timeout(2):
        await closed.wait()
    server.close()


async def test_a_receiver_that_reads_nothing_is_cut_off(names: Names, ca_file: Path) -> None:
    sender = Sender(Guard(names, allow_private=True), tls_context(ca_file), seconds=0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        answer = await sender.send(f"http://127.0.0.1:{deaf.getsockname()[1]}/", {}, b"x" * 20_000_000, secret="s")
    assert answer.outcome == TIMEOUT


async def test_a_closed_port_and_a_name_that_is_not_there(sender: Sender) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    refused = await send(sender, f"http://127.0.0.1:{port}/")
    unknown = await send(sender, "http://nowhere.test/")
    assert (refused.outcome, refused.retryable) == (CONNECT, True)
    assert (unknown.outcome, unknown.retryable) == (DNS, True)


async def test_the_next_address_is_tried_when_one_does_not_answer(names: Names, ca_file: Path) -> None:
    names.names["two.test"] = [["127.0.0.2", "127.0.0.1"]]
    async with receiving() as receiver:
        sender = Sender(Guard(names, allow_private=True), tls_context(ca_file), seconds=5)
        answer = await send(sender, receiver.url("/ok", "two.test"))
    assert (answer.outcome, answer.address) == (SUCCESS, "127.0.0.1")


async def test_a_name_that_turns_inward_is_caught_at_the_attempt(ca_file: Path, receiver: Receiver) -> None:
    names = Names()
    names.names["rebind.example"] = [["8.8.8.8"], ["127.0.0.1"]]
    guard = Guard(names)
    url = f"https://rebind.example:{receiver.port}/ok"
    await guard.require(url)
    answer = await send(Sender(guard, tls_context(ca_file)), url)
    assert (answer.outcome, answer.retryable) == (REFUSED, False)
    assert (receiver.connections, names.asked) == (0, ["rebind.example", "rebind.example"])


async def test_the_address_that_was_judged_is_the_one_that_is_called(ca_file: Path) -> None:
    """Whoever asks the name a second time, between the check and the connection, would be led astray."""
    async with receiving() as judged, receiving() as other:
        names = Names()
        names.names["flip.test"] = [["127.0.0.1"], ["127.0.0.3"]]
        sender = Sender(Guard(names, allow_private=True), tls_context(ca_file))
        answer = await send(sender, judged.url("/ok", "flip.test"))
    assert (answer.address, len(judged.received), other.connections) == ("127.0.0.1", 1, 0)
    assert names.asked == ["flip.test"]
