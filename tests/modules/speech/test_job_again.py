"""The same recording gives the same result: again, with more processes, after a crash, when an engine dies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.conftest import TestClient
from tests.modules.speech.analysing import CONTRACT, Analyst, Finished, assert_shape, comparable
from tests.support.audio import wav_bytes
from zenhire.engines.asr.base import AsrSpec
from zenhire.engines.audio.base import Samples
from zenhire.engines.pool import EnginePool
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.platform.runs import parts


def canonical(body: dict[str, Any]) -> bytes:
    """What must not differ, byte for byte."""
    assert body["status"] == "success", body["error"]
    return json.dumps(comparable(body), ensure_ascii=False).encode()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def two_processes(analyst: Analyst) -> AsyncIterator[SpeechEngines]:
    """The same engines in two processes."""
    pool = EnginePool(2)
    yield await analyst.engines(AsrSpec("fake"), pool)
    pool.close()


async def test_again(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples, finished: Finished
) -> None:
    again = await analyst.analyse(acme, wav_bytes(interview), engines)
    assert canonical(again) == canonical(finished.body)
    await analyst.work(acme, again["id"], engines)  # a worker that comes too late
    assert await analyst.poll(acme, again["id"]) == again
    assert (await analyst.credits(acme))["creditBalance"] == 98


async def test_with_more_processes(
    analyst: Analyst,
    acme: TestClient,
    interview: Samples,
    finished: Finished,
    capfd: pytest.CaptureFixture[str],
    two_processes: SpeechEngines,
) -> None:
    spread = await analyst.analyse(acme, wav_bytes(interview), two_processes)
    assert canonical(spread) == canonical(finished.body)
    out, err = capfd.readouterr()
    assert not [w for w in spread["transcript"]["words"] if len(w["text"]) > 7 and w["text"] in out + err]


@pytest.mark.parametrize("step", ["transcribe", "candidate", "accent"])
async def test_after_a_crash(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples, finished: Finished, step: str
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(interview))
    await analyst.interrupt_after(acme, run_id, engines, step)
    assert analyst.stored(run_id) == ["decoded.pcm", "recording.wav"]
    unfinished = await analyst.poll(acme, run_id)
    assert unfinished["status"] == "processing"
    assert unfinished["progress"]["stepsDone"] == len(await analyst.steps(run_id))
    assert "transcript" not in unfinished
    await analyst.work(acme, run_id, engines)
    assert canonical(await analyst.poll(acme, run_id)) == canonical(finished.body)
    assert analyst.stored(run_id) == ["recording.wav"]
    credits = await analyst.credits(acme)
    assert (credits["creditBalance"], credits["heldCredits"]) == (98, 0)


async def test_when_the_decoded_audio_is_gone(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples, finished: Finished
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(interview))
    await analyst.interrupt_after(acme, run_id, engines, "decode")
    (analyst.recording(run_id).parent / "decoded.pcm").unlink()
    await analyst.work(acme, run_id, engines)
    assert canonical(await analyst.poll(acme, run_id)) == canonical(finished.body)
    assert analyst.stored(run_id) == ["recording.wav"]


class Died(BaseException):
    """The worker's process is gone."""


async def test_after_a_crash_in_the_middle_of_the_transcription(
    analyst: Analyst,
    acme: TestClient,
    engines: SpeechEngines,
    interview: Samples,
    finished: Finished,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "WRITE_SECONDS", 0.0)
    done: list[tuple[int, int]] = []
    # One at a time, or the crash could come while the first is still being written.
    add, turn = parts.Parts.add, asyncio.Lock()

    async def dying(self: parts.Parts[Any], part: int, value: Any, share: float) -> None:
        async with turn:
            if self.run.attempt == 1 and len(done) == 2:
                raise Died
            await add(self, part, value, share)
            done.append((self.run.attempt, part))

    monkeypatch.setattr(parts.Parts, "add", dying)
    run_id = await analyst.submit(acme, wav_bytes(interview))
    with pytest.raises(Died):
        await asyncio.wait_for(analyst.work(acme, run_id, engines), 60)
    recorded = await analyst.parts(run_id)
    assert recorded
    await analyst.work(acme, run_id, engines)
    assert canonical(await analyst.poll(acme, run_id)) == canonical(finished.body)
    assert not {part for number, part in done if number == 2} & set(recorded)
    assert await analyst.parts(run_id) == []


async def test_two_workers_on_one_run(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, two_processes: SpeechEngines, interview: Samples
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(interview))
    slow = asyncio.create_task(analyst.work(acme, run_id, engines))
    await analyst.recorded(run_id, "decode")
    await asyncio.gather(slow, analyst.work(acme, run_id, two_processes))
    body = await analyst.poll(acme, run_id)
    assert body["status"] == "success"
    assert_shape(body, CONTRACT)
    credits = await analyst.credits(acme)
    assert (credits["creditBalance"], credits["heldCredits"]) == (98, 0)
    assert analyst.stored(run_id) == ["recording.wav"]


async def test_an_engine_process_that_dies_is_replaced(
    analyst: Analyst, acme: TestClient, two_processes: SpeechEngines, interview: Samples, finished: Finished
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(interview))
    working = asyncio.create_task(analyst.work(acme, run_id, two_processes))
    await analyst.recorded(run_id, "voice_activity")
    children = list(two_processes.pool._children)
    children[0].process.kill()
    await working
    assert canonical(await analyst.poll(acme, run_id)) == canonical(finished.body)


async def test_one_voice_a_channel(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, two_channels: Samples
) -> None:
    body = await analyst.analyse(acme, wav_bytes(two_channels, channels=2), engines)
    assert body["status"] == "success", body["error"]
    assert_shape(body, CONTRACT)
    assert body["analysis"]["speakers"]["layout"] == "one_voice_per_channel"
    assert body["analysis"]["speakers"]["method"] == "one voice a channel"
    assert body["audio"]["speakerCount"] == 2
    assert body["candidateDetection"]["speaker"] == "speaker_1"
    words = body["transcript"]["words"]
    assert words == sorted(words, key=lambda word: (word["startMs"], word["endMs"], word["speaker"]))
    asked = [word for word in words if word["speaker"] == "speaker_0"]
    told = [word for word in words if word["speaker"] == "speaker_1"]
    assert len(asked) > 40 and len(told) > 130
    assert all(
        w["endMs"] < 10_800 or 43_500 < w["startMs"] < w["endMs"] < 50_800 or w["startMs"] > 82_900 for w in asked
    )
    assert all(11_000 < w["startMs"] < w["endMs"] < 43_500 or 50_900 < w["startMs"] < w["endMs"] < 83_200 for w in told)
    speakers = body["transcript"]["speakers"]
    assert [speaker["isCandidate"] for speaker in speakers] == [False, True]
    swapped = await analyst.analyse(acme, wav_bytes(two_channels[:, ::-1], channels=2), engines)
    assert canonical(swapped) == canonical(body)
