"""The API over real sockets, with senders who are slow, broken, gone, or not allowed at all."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest
import pytest_asyncio
import requests

from tests.conftest import MakeClient, TestClient
from tests.modules.speech.test_submit import assert_nothing_left
from tests.support.audio import noise_wav
from tests.support.server import served
from zenhire.entry.protocol import PatientProtocol
from zenhire.kit.db import Database

SUBMIT = "/api/v1/speech/analyze"
HEAD = '--x\r\nContent-Disposition: form-data; name="audio"; filename="a.wav"\r\n\r\n'
TAIL = "\r\n--x--\r\n"
LARGE = 24 * 1024 * 1024


@pytest_asyncio.fixture(loop_scope="session")
async def port(db: Database, secret_key: bytes, tmp_path: Path) -> AsyncIterator[int]:
    """A server that loses its patience soon."""
    limits = {"upload_silence_seconds": 1.0, "upload_seconds": 3.0, "speech_min_seconds": 1.0}
    async with served(db, secret_key, tmp_path, **limits) as number:
        yield number


@pytest_asyncio.fixture(loop_scope="session")
async def acme(make_client: MakeClient) -> TestClient:
    """A client with credits."""
    return await make_client(credits=100)


def request_head(client: TestClient, length: int | None) -> bytes:
    """The head of a submit; without a length the body is chunked."""
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    return (
        f"POST {SUBMIT} HTTP/1.1\r\nHost: test\r\nX-API-Key: {client.api_key}\r\n{size}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    ).encode()


async def exchange(port: int, pieces: list[bytes], pause: float = 0.0) -> tuple[int, dict[str, object]]:
    """Sends the pieces with a pause after each; status and body of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        answer = asyncio.create_task(reader.readuntil(b"\r\n\r\n"))
        for piece in pieces:
            if answer.done():
                break
            with contextlib.suppress(ConnectionError):
                writer.write(piece)
                await writer.drain()
            await asyncio.sleep(pause)
        head = (await asyncio.wait_for(answer, 20)).decode()
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        assert length is not None, head
        body = await reader.readexactly(int(length[1]))
        return int(head.split()[1]), json.loads(body)
    finally:
        writer.close()


def code(body: dict[str, object]) -> str:
    error = body["error"]
    assert isinstance(error, dict)
    assert error["message"]
    return str(error["code"])


REFUSALS = [
    ("POST", SUBMIT, "none", 401, "MISSING_API_KEY"),
    ("POST", SUBMIT, "wrong", 401, "INVALID_API_KEY"),
    ("POST", SUBMIT, "cv only", 403, "MISSING_PERMISSION"),
    ("POST", "/api/v1/speech/nothing", "right", 404, "NOT_FOUND"),
    ("PUT", SUBMIT, "right", 405, "METHOD_NOT_ALLOWED"),
    ("POST", SUBMIT, "right", 400, "FILE_TOO_LARGE"),
]


@pytest.mark.parametrize("sender", ["requests", "httpx", "curl"])
@pytest.mark.parametrize(("method", "url", "key", "status", "expected"), REFUSALS)
async def test_a_large_upload_gets_to_read_why_it_is_refused(
    port: int,
    acme: TestClient,
    make_client: MakeClient,
    tmp_path: Path,
    sender: str,
    method: str,
    url: str,
    key: str,
    status: int,
    expected: str,
) -> None:
    keys = {"wrong": "zh_api_wrong", "right": acme.api_key}
    if key == "cv only":
        keys[key] = (await make_client("cv", permissions=["cvdeepmatch"])).api_key
    headers = {"X-API-Key": keys[key]} if key in keys else {}
    address = f"http://127.0.0.1:{port}{url}"
    content = b"\0" * (LARGE + (4 << 20 if status == 400 else 0))
    got: tuple[int, dict[str, object]]
    if sender == "requests":
        by_requests = await asyncio.to_thread(
            requests.request, method, address, headers=headers, files={"audio": content}, timeout=60
        )
        got = by_requests.status_code, by_requests.json()
    elif sender == "httpx":
        async with httpx.AsyncClient(timeout=60) as http:
            by_httpx = await http.request(method, address, headers=headers, files={"audio": content})
        got = by_httpx.status_code, by_httpx.json()
    else:
        got = await by_curl(method, address, headers, content, tmp_path)
    assert (got[0], code(got[1])) == (status, expected)


async def by_curl(
    method: str, address: str, headers: dict[str, str], content: bytes, folder: Path
) -> tuple[int, dict[str, object]]:
    """The same with the command-line client, which asks before it sends."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    path = folder / "large.bin"
    path.write_bytes(content)
    extra = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    process = await asyncio.create_subprocess_exec(
        *("curl", "-sS", "-X", method, *extra, "-F", f"audio=@{path}", "-w", "\n%{http_code}", address),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    body, _, status = out.decode().rpartition("\n")
    return int(status), json.loads(body)


async def test_a_sender_that_falls_silent(db: Database, port: int, acme: TestClient, tmp_path: Path) -> None:
    started = time.monotonic()
    status, body = await exchange(port, [request_head(acme, 100_000) + HEAD.encode(), b"RIFF"])
    assert (status, code(body)) == (400, "INVALID_INPUT")
    assert "1 s" in str(body["error"])
    assert time.monotonic() - started < 15
    await assert_nothing_left(db, tmp_path)


async def test_a_sender_that_drips_for_ever(db: Database, port: int, acme: TestClient, tmp_path: Path) -> None:
    pieces = [request_head(acme, 100_000) + HEAD.encode(), *[b"R"] * 200]
    status, body = await exchange(port, pieces, pause=0.2)
    assert (status, code(body)) == (400, "INVALID_INPUT")
    assert "longer than 3 s" in str(body["error"])
    await assert_nothing_left(db, tmp_path)


async def test_a_slow_but_honest_sender(port: int, acme: TestClient) -> None:
    form = HEAD.encode() + noise_wav(2.0) + TAIL.encode()
    slices = [form[at : at + 4096] for at in range(0, len(form), 4096)]
    status, body = await exchange(port, [request_head(acme, len(form)), *slices], pause=0.1)
    assert status == 202, body


async def test_a_body_without_a_length(port: int, acme: TestClient) -> None:
    form = HEAD.encode() + noise_wav(2.0) + TAIL.encode()
    chunks = [b"%x\r\n%b\r\n" % (len(part), part) for part in (form[:1000], form[1000:1001], form[1001:])]
    status, body = await exchange(port, [request_head(acme, None), *chunks, b"0\r\n\r\n"])
    assert status == 202, body


@pytest.mark.parametrize("chunk", [b"zz\r\nabc\r\n", b"-5\r\nabc\r\n", b"ffffffffffffffffffffffff\r\nabc"])
async def test_broken_chunks(db: Database, port: int, acme: TestClient, tmp_path: Path, chunk: bytes) -> None:
    status, body = await exchange(port, [request_head(acme, None), chunk])
    assert (status, code(body)) == (400, "INVALID_INPUT")
    await assert_nothing_left(db, tmp_path)


async def test_an_upload_that_is_aborted_half_way(db: Database, port: int, acme: TestClient, tmp_path: Path) -> None:
    for _ in range(3):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_head(acme, 1_000_000) + HEAD.encode() + b"R" * 300_000)
        await writer.drain()
        writer.transport.abort()
    status, _ = await exchange(port, [b"GET /api/v1/credits HTTP/1.1\r\nHost: test\r\n\r\n"])
    assert status == 401
    await assert_nothing_left(db, tmp_path)


async def test_the_decoder_ends_when_its_client_is_gone(
    db: Database, port: int, acme: TestClient, tmp_path: Path
) -> None:
    form = HEAD.encode() + noise_wav(2.0) + TAIL.encode()
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request_head(acme, len(form)) + form)
    await writer.drain()
    child = await frozen_decoder()
    writer.transport.abort()
    for _ in range(500):
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:
            break
        await asyncio.sleep(0.01)
    else:
        raise AssertionError("the decoder still runs")
    await assert_nothing_left(db, tmp_path)


async def frozen_decoder() -> psutil.Process:
    """A decoder process of this server, stopped, so that it cannot end by itself."""
    for _ in range(2000):
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if "zenhire.engines.audio.child" in child.cmdline():
                    child.suspend()
                    return child
        await asyncio.sleep(0.002)
    raise AssertionError("no decoder appeared")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /caf\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 200_000,
    ],
    ids=["tls", "path", "length", "head"],
)
async def test_what_is_not_http_gets_the_envelope_too(port: int, sent: bytes) -> None:
    status, body = await exchange(port, [sent])
    assert (status, code(body)) == (400, "INVALID_INPUT")


async def test_a_request_that_never_comes(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "head_seconds", 0.3)
    for sent in (b"", b"GET /api/v1/health HTTP/1.1\r\nX-Slow: "):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()


async def test_head_is_get_without_a_body(port: int, acme: TestClient) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        for url, headers in (("/api/v1/health", {}), ("/api/v1/credits", acme.headers), ("/docs/openapi.yaml", {})):
            by_get, by_head = await http.get(url, headers=headers), await http.head(url, headers=headers)
            assert by_head.status_code == by_get.status_code
            assert by_head.headers["content-type"] == by_get.headers["content-type"]
            assert by_head.content == b""
        assert (await http.head(SUBMIT, headers=acme.headers)).status_code == 405


@pytest.mark.parametrize("filler", [b"\r", b"\r\n", b"\r\n-", b"\r\n--", b"-", b"\0"])
async def test_a_file_made_to_look_like_boundaries(
    db: Database, port: int, acme: TestClient, tmp_path: Path, filler: bytes
) -> None:
    form = HEAD.encode() + filler * (2_000_000 // len(filler)) + TAIL.encode()
    async with httpx.AsyncClient(timeout=60) as http:
        response = await http.post(
            f"http://127.0.0.1:{port}{SUBMIT}",
            headers={**acme.headers, "Content-Type": "multipart/form-data; boundary=x"},
            content=form,
        )
    assert (response.status_code, code(response.json())) == (400, "UNSUPPORTED_FORMAT")
    await assert_nothing_left(db, tmp_path)


@pytest.mark.parametrize("name", ["интервью 面接 🎙️.wav", "../../etc/passwd", "a\u202egnp.wav", '"; rm -rf', "x" * 3000])
async def test_names_of_files_and_labels_in_any_script(port: int, acme: TestClient, name: str) -> None:
    label = "Zoë 面接 مقابلة 🎙️ e\u0301\u200b"
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        response = await http.post(
            SUBMIT,
            headers=acme.headers,
            files={"audio": (name, noise_wav(2.0))},
            data={"externalId": label, "metadata": json.dumps({label: label}), "tags": json.dumps([label])},
        )
        assert response.status_code == 202, response.text
        body = response.json()
        assert (body["externalId"], body["metadata"], body["tags"]) == (label, {label: label}, [label])
        found = await http.get("/api/v1/speech/runs", headers=acme.headers, params={"externalId": label})
        assert [run["id"] for run in found.json()["runs"]] == [body["id"]]
        odd = await http.get("/api/v1/speech/runs", headers=acme.headers, params={"tags": '["\\ud800"]'})
        assert odd.json()["runs"] == []


async def test_a_service_type_that_is_none(port: int, acme: TestClient) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        response = await http.get("/api/v1/speech/runs", headers=acme.headers, params={"serviceType": "video"})
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["code"] == "INVALID_SERVICE_TYPE"
    assert error["details"]["allowed"] == ["speech", "cv_deepmatch"]
    assert list(error["details"]["fields"]) == ["serviceType"]
