"""Speech over HTTP: the app, a client with credits, and a short recording that passes shortened limits."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
import soundfile

from tests.conftest import TestClient
from tests.modules.speech.analysing import Analyst, Finished, log_output
from tests.support.api import api
from tests.support.audio import EXAMPLE, noise, noise_wav, wav_bytes
from zenhire.engines.asr.base import AsrSpec
from zenhire.engines.audio.base import Samples
from zenhire.engines.pool import EnginePool
from zenhire.kit.db import Database
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.types import PERMISSIONS
from zenhire.platform.credits.service import grant


@pytest.fixture(scope="session")
def recording() -> bytes:
    """Three minutes and a half second of noise at 8 kHz: 4 credits."""
    return noise_wav(180.5)


@pytest.fixture(scope="session")
def interview() -> Samples:
    """The first 90.6 s of the example: three questions of speaker_0, two answers of speaker_1 (63 s)."""
    values, rate = soundfile.read(EXAMPLE, frames=round(90.6 * 16_000), dtype="int16")
    assert rate == 16_000
    return values


@pytest.fixture(scope="session")
def two_channels(interview: Samples) -> Samples:
    """The same 90.6 s with the interviewer on the left and the candidate on the right, shape (n, 2)."""
    turns = json.loads(EXAMPLE.with_suffix(".json").read_text())["turns"]
    sides = np.zeros((len(interview), 2), dtype=np.int16)
    for turn in turns:
        span = slice(round((turn["start"] - 0.1) * 16_000), round((turn["end"] + 0.1) * 16_000))
        sides[span, int(turn["speaker"] == "candidate")] = interview[span]
    return sides + noise(90.6 * 2, 16_000, level=12.0).reshape(-1, 2)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def analyst(
    database: Database, secret_key: bytes, pool: EnginePool, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Analyst]:
    """The app that takes recordings of five seconds and polls at any rate, and a worker."""
    folder = tmp_path_factory.mktemp("speech")
    async with api(database, secret_key, folder, speech_min_seconds=5.0, speech_poll_min_seconds=0.0) as client:
        yield Analyst(client, database, pool, folder)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engines(analyst: Analyst) -> SpeechEngines:
    """Warm engines with the sure, English-only fake recogniser."""
    return await analyst.engines(AsrSpec("fake"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def finished(
    analyst: Analyst, engines: SpeechEngines, database: Database, secret_key: bytes, interview: Samples
) -> Finished:
    """An interview of 1.5 minutes, submitted with labels and analysed."""
    async with database.transaction() as conn:
        client_id = await accounts.create_client(conn, "Whole way", permissions=PERMISSIONS)
        key = await accounts.create_key(conn, secret_key, client_id)
        await grant(conn, client_id, 100, "For the test")
    client = TestClient(client_id, None, key.key_id, key.api_key)
    sent = wav_bytes(interview)
    labels = {"externalId": "cand-private-77", "metadata": '{"candidate_id": "meta-private-5"}', "tags": "batch-7"}
    with log_output() as log:
        run_id = await analyst.submit(client, sent, language="EN", **labels)
        held = (await analyst.credits(client))["heldCredits"]
        await analyst.work(client, run_id, engines)
        body = await analyst.poll(client, run_id)
        runs = (await analyst.http.get("/api/v1/speech/runs", headers=client.headers)).json()["runs"]
    return Finished(
        client=client,
        body=body,
        row=runs[0],
        credits=await analyst.credits(client),
        held_before=held,
        stored=analyst.stored(run_id),
        recording=analyst.recording(run_id).read_bytes(),
        sent=sent,
        outputs=await analyst.outputs(run_id),
        steps=await analyst.steps(run_id),
        log=log.getvalue(),
    )
