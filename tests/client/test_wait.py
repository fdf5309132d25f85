"""Waiting: at the platform's pace, through short outages, until patience ends."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.client.calling import RUN, SCORES, Break, Clock, MakeCaller, done, envelope, running, submitted
from zenhire.client import Run, Submitted, TransportError, WaitTimeout, errors

REFUSED = Break(httpx.ConnectError("Connection refused"), 0)


async def test_as_often_as_the_platform_says(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(submitted(pollIntervalSeconds=20), running(15), running(30), running(60), done())
    run = await caller.call("speech.wait", await caller.call("speech.analyze", b"OggS"))
    assert clock.slept == [20.0, 15.0, 30.0, 60.0]
    assert run.scored
    assert run.scores.overall == SCORES["overall"]


async def test_by_the_documented_cadence_where_it_says_nothing(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(*[running(None)] * 16, done())
    await caller.call("speech.wait", RUN)
    assert clock.slept == [15.0] * 8 + [30.0] * 6 + [60.0] * 2


async def test_a_header_alone_is_heard_too(scripted: MakeCaller, clock: Clock) -> None:
    light = httpx.Response(200, json={"id": RUN, "status": "queued"}, headers={"Retry-After": "42"})
    await scripted(light, done()).call("speech.wait", RUN)
    assert clock.slept == [42.0]


async def test_an_id_is_looked_at_at_once(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(done())
    assert (await caller.call("speech.wait", RUN)).finished
    assert clock.slept == []
    assert caller.script.asked == [f"GET /api/v1/speech/analyze/{RUN}"]


async def test_a_finished_run_is_not_asked_for_again(scripted: MakeCaller) -> None:
    caller = scripted(done())
    run = await caller.call("speech.get", RUN)
    assert await caller.call("speech.wait", run) is run
    assert len(caller.script.seen) == 1


async def test_never_a_busy_loop(scripted: MakeCaller, clock: Clock) -> None:
    await scripted(running(0, pollIntervalSeconds=0), running(-5), done()).call("speech.wait", RUN)
    assert clock.slept == [1.0, 1.0]


async def test_too_soon(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(envelope(429, "POLL_RATE_LIMITED", retry_after=8), envelope(429, "POLL_RATE_LIMITED"), done())
    await caller.call("speech.wait", RUN)
    assert clock.slept == [8.0, 15.0]


async def test_every_answer_is_shown(scripted: MakeCaller) -> None:
    progress = {"currentStep": "transcribe", "stepShare": 0.5, "stepsDone": 2, "stepsTotal": 10}
    heard: list[Run] = []
    await scripted(running(progress=progress), done()).call("speech.wait", RUN, on_update=heard.append)
    assert [run.status for run in heard] == ["processing", "success"]
    assert heard[0].progress is not None
    assert (heard[0].progress.current_step, heard[0].progress.step_share) == ("transcribe", 0.5)


async def test_callbacks_may_be_awaited(scripted: MakeCaller, kind: str) -> None:
    heard: list[str] = []

    async def later(run: Run) -> None:
        heard.append(run.status)

    if kind == "async":
        await scripted(done()).call("speech.wait", RUN, on_update=later)
        assert heard == ["success"]


async def test_patience_ends_and_the_run_can_be_resumed(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(running(60))
    with pytest.raises(WaitTimeout) as caught:
        await caller.call("speech.wait", RUN, timeout=100)
    assert clock.slept == [60.0, 40.0]
    assert (caught.value.run_id, caught.value.waited) == (RUN, 100.0)
    assert isinstance(caught.value.last, Run)
    assert RUN in str(caught.value)
    assert isinstance(caught.value, TimeoutError)


async def test_no_patience_at_all(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(running())
    with pytest.raises(WaitTimeout):
        await caller.call("speech.wait", RUN, timeout=0)
    assert len(caller.script.seen) == 1
    with pytest.raises(WaitTimeout) as caught:
        await caller.call("speech.wait", Submitted(id=RUN, status="queued"), timeout=0)
    assert len(caller.script.seen) == 1
    assert isinstance(caught.value.last, Submitted)
    assert clock.slept == []


async def test_without_limit(scripted: MakeCaller, clock: Clock) -> None:
    await scripted(*[running(60)] * 100, done()).call("speech.wait", RUN, timeout=None)
    assert sum(clock.slept) == 6000


@pytest.mark.parametrize(
    "failure", [REFUSED, envelope(500, "INTERNAL_ERROR"), httpx.Response(502), Break(httpx.ReadTimeout(""))]
)
async def test_a_short_outage_is_borne(scripted: MakeCaller, clock: Clock, failure: Any) -> None:
    events: list[Any] = []
    caller = scripted(running(), failure, failure, failure, running(), failure, done(), on_retry=events.append)
    assert (await caller.call("speech.wait", RUN)).scored
    assert clock.slept == [15.0, 0.5, 1.0, 2.0, 15.0, 0.5]
    assert [event.attempt for event in events] == [1, 2, 3, 1]


async def test_a_long_outage_is_not(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(running(), REFUSED)
    with pytest.raises(TransportError) as caught:
        await caller.call("speech.wait", RUN)
    assert caught.value.run_id == RUN
    assert 120 <= sum(clock.slept) < 150


async def test_what_will_not_pass_ends_it_at_once(scripted: MakeCaller, clock: Clock) -> None:
    for code, status in (("INVALID_API_KEY", 401), ("REQUEST_NOT_FOUND", 404)):
        with pytest.raises(errors.BY_CODE[code]) as caught:
            await scripted(running(), envelope(status, code)).call("speech.wait", RUN)
        assert caught.value.run_id == RUN
    assert clock.slept == [15.0, 15.0]


async def test_a_failed_run_is_a_result(scripted: MakeCaller) -> None:
    failed = httpx.Response(
        200, json={"id": RUN, "status": "failed", "error": {"code": "SCORING_FAILED", "message": "m"}}
    )
    run = await scripted(failed).call("speech.wait", RUN)
    assert (run.finished, run.scored, run.error.code) == (True, False, "SCORING_FAILED")


@pytest.mark.parametrize("bad", ["", ".", ".."])
async def test_an_id_that_is_none(scripted: MakeCaller, bad: str) -> None:
    caller = scripted(done())
    for name in ("speech.get", "speech.wait"):
        with pytest.raises(ValueError, match="no id of a run"):
            await caller.call(name, bad)
    assert caller.script.seen == []


async def test_lists_of_a_platform_without_cursors(scripted: MakeCaller) -> None:
    def page(*names: str, more: bool) -> httpx.Response:
        rows = [{"id": name, "status": "success", "createdAt": "2026-08-11T09:15:02.417Z"} for name in names]
        return httpx.Response(200, json={"runs": rows, "pagination": {"hasMore": more}})

    caller = scripted(page("a", "b", more=True), page("c", more=False))
    assert [run.id for run in await caller.all("speech.list", page_size=2)] == ["a", "b", "c"]
    assert caller.script.asked == ["GET /api/v1/speech/runs?limit=2", "GET /api/v1/speech/runs?limit=2&offset=2"]
    caller = scripted(page(more=True))
    assert await caller.all("speech.list") == []
    assert len(caller.script.seen) == 1
