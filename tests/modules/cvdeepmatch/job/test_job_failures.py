"""Every code in which a match can fail, each from a real cause, and what a failed one leaves behind: nothing."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.conftest import TestClient
from tests.modules.cvdeepmatch.job.matching import NO_OCR, Matcher
from tests.modules.speech.analysing import log_output
from tests.support.pdf import PdfPage, pdf
from zenhire.engines.child.launch import Limits
from zenhire.engines.embedder import EmbedderSpec
from zenhire.engines.pdf.reader import ReadOptions
from zenhire.modules.cvdeepmatch import errors, tasks
from zenhire.modules.cvdeepmatch.limits import MatchLimits
from zenhire.modules.cvdeepmatch.schemas import CvDeepMatchRequest
from zenhire.modules.cvdeepmatch.tasks import Unexpected, discreet
from zenhire.platform.runs.sweeper import Sweeper
from zenhire.platform.webhooks import service as webhooks


async def failed(matcher: Matcher, client: TestClient, run_id: str, code: str) -> str:
    """Asserts that the run has failed with `code`, costs nothing and left nothing behind; the message."""
    body = await matcher.poll(client, run_id)
    assert (body["status"], body["cv2jd_result"]) == ("failed", None)
    assert body["error"]["code"] == code, body["error"]
    assert code in errors.RUN_FAILURES
    CvDeepMatchRequest.model_validate(body)
    message: str = body["error"]["message"]
    assert message.endswith(".") and len(message) > 20, message
    assert await matcher.credits(client) == (100, 0)
    assert await matcher.kept(run_id) == 0
    assert len(matcher.stored(run_id)) <= 1
    assert matcher.scratch() == []
    return message


def words(count: int) -> PdfPage:
    return PdfPage().lines(40, 60, *["one two three four five"] * count)


def picture() -> bytes:
    grey = bytes(255 if (x // 4 + y // 9) % 3 else 0 for y in range(200) for x in range(160))
    return pdf(PdfPage().image(40, 40, 550, 800, grey, 160))


def read_limits(**changes: Any) -> MatchLimits:
    return replace(NO_OCR, read=replace(NO_OCR.read, **changes))


def cut_off(data: bytes) -> bytes:
    return data[: data.index(b"/Pages") - 20]


HIDDEN = pdf(PdfPage().text(40, 60, "Nobody sees these words of mine", color=(1, 1, 1)))


@pytest.mark.parametrize(
    ("cv", "limits", "said"),
    [
        (pdf(words(3), password="secret"), NO_OCR, "protected by a password"),
        (cut_off(pdf(words(3))), NO_OCR, "damaged"),
        (b"%PDF-1.7\nnothing more", NO_OCR, "damaged"),
        (pdf(), NO_OCR, "no pages"),
        (pdf(PdfPage()), NO_OCR, "no text"),
        (picture(), NO_OCR, "tesseract"),
        (HIDDEN, NO_OCR, "can be seen"),
        (pdf(*[words(2)] * 4), read_limits(most_pages=3), "4 pages; at most 3"),
        (pdf(words(40)), read_limits(most_characters=500), "at most 500"),
        (pdf(words(3)), read_limits(limits=Limits(0.01, 5)), "too long"),
        (pdf(words(3)), read_limits(limits=Limits(20.0, 5, answer_bytes=50)), "too much memory"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_cv_that_cannot_be_read(
    matcher: Matcher, acme: TestClient, cv: bytes, limits: MatchLimits, said: str
) -> None:
    run_id = await matcher.submit(acme, cv)
    await matcher.work(acme, run_id, matcher.engines(limits=limits))
    assert said in await failed(matcher, acme, run_id, "CV_PARSE_FAILED")
    assert (await matcher.poll(acme, run_id))["cv_parser_result"] is None


@pytest.mark.parametrize("damage", ["gone", "overwritten"])
async def test_a_cv_that_is_not_there_any_more(matcher: Matcher, acme: TestClient, baker: bytes, damage: str) -> None:
    run_id = await matcher.submit(acme, baker)
    if damage == "gone":
        matcher.cv(run_id).unlink()
    else:
        matcher.cv(run_id).write_bytes(bytes(1000))
    await matcher.work(acme, run_id)
    await failed(matcher, acme, run_id, "CV_PARSE_FAILED")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (replace(NO_OCR, parse_seconds=1e-6), "CV_PARSE_FAILED"),
        (replace(NO_OCR, match_seconds=1e-6), "MATCHING_FAILED"),
    ],
)
async def test_a_step_that_takes_too_long(
    matcher: Matcher, acme: TestClient, baker: bytes, limits: MatchLimits, code: str
) -> None:
    run_id = await matcher.submit(acme, baker)
    await matcher.work(acme, run_id, matcher.engines(limits=limits))
    assert "took" in await failed(matcher, acme, run_id, code)
    parsed = (await matcher.poll(acme, run_id))["cv_parser_result"]
    assert (parsed is not None) == (code == "MATCHING_FAILED")


async def test_a_config_that_is_not_understood_any_more(matcher: Matcher, acme: TestClient, baker: bytes) -> None:
    run_id = await matcher.submit(acme, baker)
    async with matcher.db.transaction() as conn:
        await conn.execute(text('UPDATE cv_runs SET config = \'{"name": "x"}\''))
    await matcher.work(acme, run_id)
    assert "config.requirements" in await failed(matcher, acme, run_id, "MATCHING_FAILED")
    assert (await matcher.poll(acme, run_id))["cv_parser_result"]["name"] == "Ann Example"


async def test_an_embedder_without_weights(matcher: Matcher, acme: TestClient, baker: bytes, tmp_path: Path) -> None:
    run_id = await matcher.submit(acme, baker)
    engines = matcher.engines(EmbedderSpec("minilm", str(tmp_path)))
    with log_output() as log:
        await matcher.work(acme, run_id, engines)
    message = await failed(matcher, acme, run_id, "INTERNAL_ERROR")
    assert "operator" in message and str(tmp_path) not in message
    assert "zenhire models pull" in log.getvalue()


async def test_what_nobody_foresaw(
    matcher: Matcher, acme: TestClient, baker: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def parse(*_: object) -> None:
        tasks_fail("Ann Example of Leeds")

    run_id = await matcher.submit(acme, baker)
    engines = matcher.engines()
    monkeypatch.setattr(engines, "parse", parse)
    with log_output() as log:
        await matcher.work(acme, run_id, engines)
    message = await failed(matcher, acme, run_id, "INTERNAL_ERROR")
    assert "Leeds" not in message + log.getvalue()
    assert "KeyError in test_job_failures.py" in log.getvalue()


@discreet
def tasks_fail(words: str) -> None:
    raise KeyError(words)


def test_errors_that_are_foreseen_pass() -> None:
    @discreet
    def refuse() -> None:
        raise tasks.CannotMatch("why")

    with pytest.raises(tasks.CannotMatch, match="why"):
        refuse()
    with pytest.raises(Unexpected) as caught:
        tasks_fail("secret words")
    assert "secret" not in str(caught.value) and caught.value.__suppress_context__


async def test_a_match_that_takes_too_long(matcher: Matcher, acme: TestClient, baker: bytes) -> None:
    run_id = await matcher.submit(acme, baker)
    await matcher.work(acme, run_id, stuck_by_module={"cvdeepmatch": 0.02})
    assert "did not finish" in await failed(matcher, acme, run_id, "STUCK_TIMEOUT")


async def test_a_match_that_the_watchdog_ended(matcher: Matcher, acme: TestClient, baker: bytes) -> None:
    run_id = await matcher.submit(acme, baker)
    await matcher.die_after(acme, run_id, "parse")
    admitter = matcher.admitter()
    await admitter.queue.open()
    limits = {"cvdeepmatch": 0.01}
    await asyncio.sleep(0.02)
    await Sweeper(matcher.db, admitter, stalled=8.0, stuck=3600.0, stuck_by_module=limits, grace=0.0).sweep()
    await admitter.queue.close()
    await failed(matcher, acme, run_id, "STUCK_TIMEOUT")


@pytest.mark.parametrize("wanted", [False, True])
async def test_a_failure_is_told_to_those_who_want_it(matcher: Matcher, acme: TestClient, wanted: bool) -> None:
    async with matcher.db.transaction() as conn:
        await webhooks.set_failure_events(conn, acme.client_id, wanted)
    run_id = await matcher.submit(acme, pdf(PdfPage()), webhook_url="https://example.com/hooks")
    await matcher.work(acme, run_id)
    message = await failed(matcher, acme, run_id, "CV_PARSE_FAILED")
    found = [json.loads(wire) for wire in await matcher.events(run_id)]
    assert len(found) == wanted
    for event in found:
        assert (event["id"], event["external_request_id"], event["status"]) == (run_id, run_id, "failed")
        assert event["error"] == {"code": "CV_PARSE_FAILED", "message": message}
        assert event["cv2jd_result"] is None


def test_the_limits_of_reading_are_the_settings() -> None:
    from zenhire.entry.jobs import stuck_by_module
    from zenhire.entry.matching import match_limits
    from zenhire.kit.settings import Settings

    settings = Settings(
        cvdeepmatch_max_pages=7,
        cvdeepmatch_read_seconds=3.2,
        cvdeepmatch_read_megabytes=512,
        cvdeepmatch_ocr=False,
        cvdeepmatch_ocr_languages=" deu, eng,",
        cvdeepmatch_stuck_seconds=99.0,
    )
    read = match_limits(settings).read
    assert (read.most_bytes, read.most_pages, read.most_characters) == (5 << 20, 7, ReadOptions().most_characters)
    assert (read.limits.wall_seconds, read.limits.memory_bytes) == (3.2, 512 << 20)
    assert (read.ocr.enabled, read.ocr.languages) == (False, ("deu", "eng"))
    assert stuck_by_module(settings) == {"cvdeepmatch": 99.0}
