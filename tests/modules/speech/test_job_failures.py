"""Every code in which a run can fail, each from a real cause, and what a failed run leaves behind: nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from tests.conftest import TestClient
from tests.modules.speech.analysing import Analyst
from tests.support.audio import noise, wav_bytes
from zenhire.engines.asr.base import AsrConfigurationError, AsrSpec
from zenhire.engines.asr.fake import FakeAsr
from zenhire.engines.audio.base import SAMPLE_RATE, Samples
from zenhire.engines.pool import EnginePool
from zenhire.modules.speech import errors
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.job import StepLimits
from zenhire.modules.speech.schemas import PollResponse
from zenhire.platform.runs.sweeper import Sweeper

NULLS = {"scoringMethod", "audio", "candidateDetection", "analysis", "hrRecommendation", "candidateFeedback"}
NULLS |= {"transcript", "credits"}
BODY = NULLS | {"id", "requestId", "externalId", "status", "timestamp", "metadata", "tags", "processingTimeMs"}
BODY |= {"scores", "error"}


def part(samples: Samples, start: float, end: float) -> Samples:
    return samples[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]


@pytest.fixture(scope="module")
def answer(interview: Samples) -> bytes:
    """Twenty seconds of the candidate: about 55 words."""
    return wav_bytes(part(interview, 11.4, 31.4))


@pytest.fixture(scope="module")
def answers(interview: Samples) -> Samples:
    """Both answers and nothing else: 63 s, enough for every score."""
    return np.concatenate([part(interview, 11.3, 43.2), part(interview, 51.1, 82.9)])


async def failed(analyst: Analyst, client: TestClient, run_id: str, code: str) -> str:
    """Asserts that the run has failed with `code` as the contract has it; the message."""
    body = await analyst.poll(client, run_id)
    assert body["status"] == "failed"
    assert body["error"]["code"] == code, body["error"]
    assert code in errors.RUN_FAILURES
    assert set(body) == BODY
    PollResponse.model_validate(body)
    assert all(body[name] is None for name in NULLS)
    assert set(body["scores"].values()) == {None}
    assert set(body["error"]) == {"code", "message"}
    message: str = body["error"]["message"]
    assert message.endswith(".") and len(message) > 30, message
    said = FakeAsr()._vocabulary + FakeAsr("german")._vocabulary
    assert not any(" ".join(said[k : k + 3]) in message.lower() for k in range(len(said) - 2))
    await nothing_left(analyst, client, run_id)
    assert await analyst.poll(client, run_id) == body
    (row,) = [row for row in await listed(analyst, client) if row["id"] == run_id]
    assert (row["status"], row["error"], row["overall"]) == ("failed", body["error"], None)
    assert (row["cefrLevel"], row["creditsDeducted"]) == (None, None)
    return message


async def nothing_left(analyst: Analyst, client: TestClient, run_id: str) -> None:
    """Nothing is charged or held, and of the files only the recording is kept."""
    credits = await analyst.credits(client)
    assert (credits["creditBalance"], credits["heldCredits"], credits["availableCredits"]) == (100, 0, 100)
    assert [entry["type"] for entry in credits["recentTransactions"]] == ["addition"]
    assert analyst.stored(run_id) == ["recording.wav"]
    scratch = [path for path in (analyst.folder / "scratch").rglob("*") if path.is_file() and path.name != ".lock"]
    assert scratch == []
    assert await analyst.outputs(run_id) == 0


async def listed(analyst: Analyst, client: TestClient) -> list[dict[str, Any]]:
    response = await analyst.http.get("/api/v1/speech/runs", headers=client.headers)
    runs: list[dict[str, Any]] = response.json()["runs"]
    return runs


async def test_silence(analyst: Analyst, acme: TestClient, engines: SpeechEngines) -> None:
    run_id = await analyst.submit(acme, wav_bytes(np.zeros(10 * SAMPLE_RATE, dtype=np.int16)))
    await analyst.work(acme, run_id, engines)
    assert "No speech" in await failed(analyst, acme, run_id, "TRANSCRIPTION_FAILED")


async def test_noise_without_a_voice(analyst: Analyst, acme: TestClient, engines: SpeechEngines) -> None:
    run_id = await analyst.submit(acme, wav_bytes(noise(10, SAMPLE_RATE)))
    await analyst.work(acme, run_id, engines)
    assert "No speech" in await failed(analyst, acme, run_id, "TRANSCRIPTION_FAILED")


async def test_a_cut_without_speech(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples
) -> None:
    audio = wav_bytes(np.concatenate([np.zeros(8 * SAMPLE_RATE, dtype=np.int16), part(interview, 12, 17)]))
    run_id = await analyst.submit(acme, audio, cutSettings='{"endMs": 7000}')
    await analyst.work(acme, run_id, engines)
    assert "No speech" in await failed(analyst, acme, run_id, "TRANSCRIPTION_FAILED")


async def test_a_recogniser_that_fails(analyst: Analyst, acme: TestClient, answer: bytes) -> None:
    run_id = await analyst.submit(acme, answer)
    await analyst.work(acme, run_id, await analyst.engines(AsrSpec("fake", "error")))
    message = await failed(analyst, acme, run_id, "TRANSCRIPTION_FAILED")
    assert "told to fail" not in message


@pytest.mark.parametrize("damage", ["truncated", "overwritten"])
async def test_a_recording_damaged_after_the_submit(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes, damage: str
) -> None:
    run_id = await analyst.submit(acme, answer)
    whole = answer[: len(answer) // 2] if damage == "truncated" else bytes(len(answer))
    analyst.recording(run_id).write_bytes(whole)
    await analyst.work(acme, run_id, engines)
    assert "decoded" in await failed(analyst, acme, run_id, "TRANSCRIPTION_FAILED")


@pytest.mark.parametrize("variant", ["low", "german"])
async def test_words_that_cannot_be_trusted(analyst: Analyst, acme: TestClient, answer: bytes, variant: str) -> None:
    run_id = await analyst.submit(acme, answer, language="en")
    await analyst.work(acme, run_id, await analyst.engines(AsrSpec("fake", variant)))
    assert "language" in await failed(analyst, acme, run_id, "TRANSCRIPTION_LOW_CONFIDENCE")


async def test_a_handful_of_words(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(part(interview, 12.0, 19.0)))
    await analyst.work(acme, run_id, engines)
    assert "at least 30 are needed" in await failed(analyst, acme, run_id, "TRANSCRIPTION_LOW_CONFIDENCE")


async def test_too_few_words_for_vocabulary(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes
) -> None:
    run_id = await analyst.submit(acme, answer)
    await analyst.work(acme, run_id, engines)
    assert "Vocabulary needs at least 100" in await failed(analyst, acme, run_id, "SCORING_FAILED")


async def test_too_little_voice_for_fluency(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples
) -> None:
    pause = np.zeros(round(1.4 * SAMPLE_RATE), dtype=np.int16)
    pieces = [part(interview, 11.4, 18.7), pause, part(interview, 18.7, 29.5), pause, part(interview, 29.5, 43.1)]
    samples = np.concatenate(pieces)
    samples += noise(len(samples) / SAMPLE_RATE, SAMPLE_RATE, level=260.0)  # in which the fake hears words, too
    run_id = await analyst.submit(acme, wav_bytes(samples))
    await analyst.work(acme, run_id, engines)
    assert "Fluency needs at least 30 seconds" in await failed(analyst, acme, run_id, "SCORING_FAILED")


@pytest.mark.parametrize(
    ("before", "limits", "code", "said"),
    [
        ("candidate", StepLimits(0.3, 60.0, 60.0), "VOCAB_MODEL_TIMEOUT", "longer than 0.3 s"),
        ("impressive_vocabulary", StepLimits(60.0, 0.3, 60.0), "FLUENCY_MODEL_TIMEOUT", "longer than 0.3 s"),
        ("fluency", StepLimits(60.0, 60.0, 0.3), "ACCENT_SCORE_UNAVAILABLE", "in time"),
    ],
)
async def test_a_step_takes_too_long(
    analyst: Analyst,
    acme: TestClient,
    engines: SpeechEngines,
    answers: Samples,
    before: str,
    limits: StepLimits,
    code: str,
    said: str,
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(answers))
    await analyst.interrupt_after(acme, run_id, engines, before)
    await analyst.hang(engines)
    await analyst.work(acme, run_id, engines, limits=limits)
    assert said in await failed(analyst, acme, run_id, code)


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("decode", "TRANSCRIPTION_FAILED"),
        ("voice_activity", "TRANSCRIPTION_FAILED"),
        ("transcribe", "SCORING_FAILED"),
        ("candidate", "SCORING_FAILED"),
        ("fluency", "ACCENT_SCORE_UNAVAILABLE"),
    ],
)
async def test_engine_processes_that_die_again_and_again(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answers: Samples, before: str, code: str
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(answers))
    await analyst.interrupt_after(acme, run_id, engines, before)
    killing = asyncio.create_task(kill_children(engines.pool))
    await analyst.work(acme, run_id, engines)
    killing.cancel()
    await failed(analyst, acme, run_id, code)


async def kill_children(pool: EnginePool) -> None:
    """Lets no engine process live, until it is cancelled."""
    while True:
        for child in list(pool._children):
            child.process.kill()
        await asyncio.sleep(0.02)


async def test_a_voice_in_loud_noise(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answers: Samples
) -> None:
    loud = float(np.percentile(np.abs(answers), 90)) * 0.4
    samples = np.clip(answers + noise(len(answers) / SAMPLE_RATE, SAMPLE_RATE, loud), -32768, 32767).astype(np.int16)
    run_id = await analyst.submit(acme, wav_bytes(samples))
    await analyst.work(acme, run_id, engines)
    assert "dB above the noise" in await failed(analyst, acme, run_id, "ACCENT_SCORE_UNAVAILABLE")


async def test_a_language_that_the_recogniser_does_not_know(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes
) -> None:
    run_id = await analyst.submit(acme, answer, language="es")
    await analyst.work(acme, run_id, engines)
    assert "knows only en, not es" in await failed(analyst, acme, run_id, "SERVICE_CONFIGURATION_ERROR")


class _Refusing(BaseHTTPRequestHandler):
    """A transcription service that knows no key."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(401)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def refusing_service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


async def test_a_key_that_the_transcription_service_refuses(
    analyst: Analyst, acme: TestClient, answer: bytes, refusing_service: str
) -> None:
    spec = AsrSpec("openai", "whisper-1", base_url=refusing_service, api_key="sk-of-the-operator")
    run_id = await analyst.submit(acme, answer)
    await analyst.work(acme, run_id, await analyst.engines(spec))
    message = await failed(analyst, acme, run_id, "SERVICE_CONFIGURATION_ERROR")
    assert "operator" in message
    assert "sk-of" not in message and refusing_service not in message


async def test_a_misconfigured_recogniser_never_gets_warm(analyst: Analyst) -> None:
    with pytest.raises(AsrConfigurationError):
        await analyst.engines(AsrSpec("fake", "misconfigured"))


async def test_an_analysis_that_takes_too_long(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answers: Samples
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(answers))
    await analyst.work(acme, run_id, engines, stuck=1.2)
    await failed(analyst, acme, run_id, "STUCK_TIMEOUT")


async def test_a_run_that_the_watchdog_ended(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes
) -> None:
    run_id = await analyst.submit(acme, answer)
    working = asyncio.create_task(analyst.work(acme, run_id, engines))
    await analyst.recorded(run_id, "decode")
    admitter = analyst.admitter()
    await admitter.queue.open()
    await Sweeper(analyst.db, admitter, stalled=8.0, stuck=0.05, grace=0.0).sweep()
    await admitter.queue.close()
    await working
    assert "did not finish" in await failed(analyst, acme, run_id, "STUCK_TIMEOUT")


async def test_a_run_that_was_interrupted_too_often(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes
) -> None:
    run_id = await analyst.submit(acme, answer)
    await analyst.interrupt_after(acme, run_id, engines, "decode")
    assert analyst.stored(run_id) == ["decoded.pcm", "recording.wav"]
    assert await analyst.outputs(run_id) >= 1
    await analyst.work(acme, run_id, engines, max_attempts=1)
    assert "too often" in await failed(analyst, acme, run_id, "INTERNAL_ERROR")


async def test_a_run_that_was_handed_back_at_every_shutdown(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes
) -> None:
    run_id = await analyst.submit(acme, answer)
    for _ in range(3):
        working = asyncio.create_task(analyst.work(acme, run_id, engines, max_attempts=1))
        await analyst.recorded(run_id, "decode")
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    await analyst.work(acme, run_id, engines, max_attempts=1)
    assert "Vocabulary needs" in await failed(analyst, acme, run_id, "SCORING_FAILED")


async def test_a_recording_that_is_gone(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes
) -> None:
    run_id = await analyst.submit(acme, answer)
    analyst.recording(run_id).unlink()
    await analyst.work(acme, run_id, engines)
    body = await analyst.poll(acme, run_id)
    assert body["error"]["code"] == "TRANSCRIPTION_FAILED"
    assert "not there any more" in body["error"]["message"]
    assert (await analyst.credits(acme))["availableCredits"] == 100


async def test_a_model_that_is_gone(analyst: Analyst, acme: TestClient, engines: SpeechEngines, answer: bytes) -> None:
    run_id = await analyst.submit(acme, answer)
    lost = SpeechEngines(engines.pool, AsrSpec("fake"), analyst.folder / "no-models")
    lost.asr_info = engines.info()  # it was well when it got warm
    await analyst.work(acme, run_id, lost)
    message = await failed(analyst, acme, run_id, "SERVICE_CONFIGURATION_ERROR")
    assert "operator" in message and str(analyst.folder) not in message
