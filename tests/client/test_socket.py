"""Both clients through a real socket: the upload arrives, keys are refused in its midst, connections are closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
import uvicorn

from tests.client.calling import Caller
from tests.conftest import TestClient
from zenhire.client import AsyncClient, Client, ConnectFailed, Retry, errors


@pytest_asyncio.fixture(loop_scope="session")
async def url(http: httpx.AsyncClient) -> AsyncIterator[str]:
    """Address of the application behind uvicorn, on a free port."""
    app = http._transport.app  # type: ignore[attr-defined]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (only the flag tells)
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task


def _caller(kind: str, url: str, key: str) -> Caller:
    return Caller((Client if kind == "sync" else AsyncClient)(url, key, retry=Retry(attempts=2, base=0.01)))


async def test_a_whole_session(kind: str, url: str, acme: TestClient, recording: bytes) -> None:
    caller = _caller(kind, url, acme.api_key)
    told: list[tuple[int, int | None]] = []
    found = await caller.call("speech.analyze", recording, progress=lambda sent, total: told.append((sent, total)))
    assert told[-1] == (len(recording), len(recording))
    assert (await caller.call("speech.get", found.id)).status == "processing"
    assert [run.id for run in await caller.all("speech.list")] == [found.id]
    assert (await caller.call("credits")).held_credits == 1
    await caller.close()


async def test_a_key_that_is_refused_while_megabytes_are_on_their_way(kind: str, url: str) -> None:
    caller = _caller(kind, url, "zh_api_wrong")
    with pytest.raises(errors.InvalidApiKey):
        await caller.call("speech.analyze", bytes(8 * 1024 * 1024))
    await caller.close()


async def test_a_port_where_nobody_listens(kind: str, url: str, unused_tcp_port: int) -> None:
    caller = _caller(kind, f"http://127.0.0.1:{unused_tcp_port}", "zh_api_any")
    with pytest.raises(ConnectFailed, match="cannot be reached"):
        await caller.call("credits")
    await caller.close()


async def test_a_server_that_speaks_no_tls(kind: str, url: str) -> None:
    caller = _caller(kind, url.replace("http:", "https:"), "zh_api_any")
    with pytest.raises(errors.TlsFailed, match="no secure connection"):
        await caller.call("credits")
    await caller.close()
