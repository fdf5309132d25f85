"""Uploads of CVs over real sockets, by senders who are gone, silent, or send far too much."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.conftest import MakeClient, TestClient
from tests.entry.test_intake import exchange
from tests.modules.cvdeepmatch.submitting import CV, PDF, URL, assert_left, form
from tests.support.server import served
from zenhire.kit.db import Database
from zenhire.platform.webhooks.addresses import Address

PART = (
    '--x\r\nContent-Disposition: form-data; name="cv_file"; filename="cv.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
)


@pytest_asyncio.fixture(loop_scope="session")
async def port(db: Database, secret_key: bytes, tmp_path: Path) -> AsyncIterator[int]:
    """A server that loses its patience soon."""
    async with served(db, secret_key, tmp_path, upload_silence_seconds=1.0) as number:
        yield number


def request_head(client: TestClient, length: int) -> bytes:
    return (
        f"POST {URL}/submit HTTP/1.1\r\nHost: test\r\nX-API-Key: {client.api_key}\r\nContent-Length: {length}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    ).encode()


def fields_in(body: dict[str, Any]) -> list[str]:
    assert body["error"]["code"] == "INVALID_INPUT"
    return list(body["error"]["details"]["fields"])


async def test_a_sender_that_goes_away_in_the_middle(db: Database, port: int, acme: TestClient, tmp_path: Path) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request_head(acme, 4_000_000) + PART.encode() + CV + b" " * 1_000_000)
    await writer.drain()
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    # The next answer comes when the first request is over, or beside it; neither leaves anything.
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        assert (await http.get(f"{URL}/requests", headers=acme.headers)).json()["data"] == []
    await assert_left(db, tmp_path, 0)


async def test_a_sender_that_falls_silent(db: Database, port: int, acme: TestClient, tmp_path: Path) -> None:
    status, body = await exchange(port, [request_head(acme, 100_000) + PART.encode(), CV])
    assert (status, fields_in(body)) == (400, [])
    await assert_left(db, tmp_path, 0)


async def test_what_is_far_too_large_is_refused_before_it_is_read(
    db: Database, port: int, acme: TestClient, tmp_path: Path
) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        files = {"cv_file": ("cv.pdf", CV.ljust(24 << 20, b" "), PDF)}
        response = await http.post(f"{URL}/submit", headers=acme.headers, files=files, data=form())
    assert (response.status_code, fields_in(response.json())) == (400, ["cv_file"])
    await assert_left(db, tmp_path, 0)


class Thinking:
    """A name server that never answers, and tells when it was asked."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.left = asyncio.Event()

    async def resolve(self, host: str) -> list[Address]:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.left.set()
        return []


async def test_a_sender_that_goes_away_before_the_answer(
    db: Database, secret_key: bytes, acme: TestClient, tmp_path: Path
) -> None:
    names = Thinking()
    async with served(db, secret_key, tmp_path, resolver=names) as port:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            files = {"cv_file": ("cv.pdf", CV, PDF)}
            data = form(webhook_url="https://example.com/hook")
            call = asyncio.create_task(http.post(f"{URL}/submit", headers=acme.headers, files=files, data=data))
            await asyncio.wait_for(names.asked.wait(), 30)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
        await asyncio.wait_for(names.left.wait(), 30)
        await assert_left(db, tmp_path, 0)


async def test_a_key_that_is_refused_is_told_before_the_upload_is_read(port: int, make_client: MakeClient) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        files = {"cv_file": ("cv.pdf", CV.ljust(24 << 20, b" "), PDF)}
        response = await http.post(f"{URL}/submit", headers={"X-API-Key": "wrong"}, files=files)
        assert (response.status_code, response.json()["error"]["code"]) == (401, "MISSING_PERMISSION")
        speech = await make_client("speech", permissions=["speech"])
        response = await http.post(f"{URL}/submit", headers=speech.headers, files=files)
        assert (response.status_code, response.json()["error"]["code"]) == (403, "MISSING_PERMISSION")
