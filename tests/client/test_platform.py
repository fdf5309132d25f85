"""Both clients against the real application."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.client.calling import Caller, Clock, make_caller
from tests.conftest import MakeClient, TestClient
from zenhire.client import ApiError, Submitted, errors
from zenhire.kit.db import Database


async def test_credits(caller: Caller) -> None:
    credits = await caller.call("credits")
    assert (credits.credit_balance, credits.held_credits, credits.available_credits) == (100, 0, 100)
    assert credits.usage.by_module.speech == 0
    (line,) = credits.recent_transactions
    assert (line.amount, line.balance_after, line.type) == (100, 100, "addition")
    assert abs(datetime.now(UTC) - line.created_at) < timedelta(hours=1)
    assert json.loads(credits.body)["creditBalance"] == 100


async def test_health_is_an_answer_also_when_something_is_not_well(caller: Caller, clock: Clock) -> None:
    health = await caller.call("health")
    assert not health.healthy
    assert health.checks["database"].status == "healthy"
    assert health.checks["workers"].model_extra == {"ready": 0, "warming": 0, "broken": 0}
    assert health.error["code"] == "SERVICE_UNHEALTHY"
    assert clock.slept == []


@pytest.mark.parametrize("source", ["path", "text", "bytes", "file", "memory", "stream"])
async def test_a_recording_from_wherever_it_is(caller: Caller, recording: bytes, tmp_path: Path, source: str) -> None:
    path = tmp_path / "Jane Doe.wav"
    path.write_bytes(recording)
    with path.open("rb") as file:
        audio: Any = {
            "path": path,
            "text": str(path),
            "bytes": recording,
            "file": file,
            "memory": io.BytesIO(recording),
            "stream": OneWay(recording),
        }[source]
        told: list[tuple[int, int | None]] = []
        found = await caller.call("speech.analyze", audio, progress=lambda sent, total: told.append((sent, total)))
        assert not file.closed
    assert isinstance(found, Submitted)
    assert (found.status, found.poll_interval_seconds, found.active_requests) == ("processing", 15, 1)
    assert found.id == found.request_id
    assert [sent for sent, _ in told] == sorted(sent for sent, _ in told)
    assert told[-1][0] == len(recording)
    assert {total for _, total in told} == {None if source == "stream" else len(recording)}


class OneWay(io.RawIOBase):
    """A stream that cannot go back."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)


async def test_everything_that_may_be_said_arrives(caller: Caller, recording: bytes, db: Database) -> None:
    found = await caller.call(
        "speech.analyze",
        recording,
        language="EN",
        external_id="café 7",
        metadata={"n": 3, "vip": True, "who": "é"},
        tags=("a,b", "[c"),
        cut_start_ms=0,
        cut_end_ms=4000,
    )
    assert found.external_id == "café 7"
    assert found.metadata == {"n": "3", "vip": "true", "who": "é"}
    assert found.tags == ["a,b", "[c"]
    async with db.transaction() as conn:
        row = (await conn.execute(text("SELECT language, cut_start_ms, cut_end_ms FROM speech_runs"))).one()
    assert tuple(row) == ("en", 0, 4000)


async def test_a_file_is_sent_from_where_it_stands(caller: Caller, recording: bytes) -> None:
    file = io.BytesIO(b"something before it" + recording)
    file.seek(len(b"something before it"))
    told: list[int | None] = []
    await caller.call("speech.analyze", file, progress=lambda sent, total: told.append(total))
    assert told[-1] == len(recording)


async def test_a_run_on_its_way_then_failed(caller: Caller, recording: bytes, db: Database, clock: Clock) -> None:
    found = await caller.call("speech.analyze", recording)
    run = await caller.call("speech.get", found.id)
    assert (run.status, run.finished, run.scored) == ("processing", False, False)
    assert (run.progress.current_step, run.progress.steps_done, run.progress.steps_total) == ("decode", 0, 10)
    assert run.scores is None
    await fail(db)
    ended = await caller.call("speech.wait", found)
    assert clock.slept == [15.0]
    assert (ended.status, ended.finished, ended.scored, ended.processing_time_ms) == ("failed", True, False, 2000)
    assert ended.scores.overall is None
    with pytest.raises(errors.RunFailed, match="SCORING_FAILED: why") as caught:
        ended.raise_if_failed()
    assert (caught.value.run_id, caught.value.code, caught.value.message) == (found.id, "SCORING_FAILED", "why")
    assert run.raise_if_failed() is run


async def fail(db: Database) -> None:
    async with db.transaction() as conn:
        await conn.execute(
            text(
                "UPDATE runs SET status = 'failed', finished_at = started_at + interval '2 seconds',"
                " error_code = 'SCORING_FAILED', error_message = 'why'"
            )
        )


async def test_asked_too_soon_it_waits_as_long_as_it_is_told(
    caller: Caller, recording: bytes, db: Database, clock: Clock
) -> None:
    found = await caller.call("speech.analyze", recording)
    await caller.call("speech.get", found.id)
    with pytest.raises(errors.PollRateLimited) as caught:
        await caller.call("speech.get", found.id)
    assert clock.slept == [caught.value.retry_after] * 3
    assert 1 <= caught.value.retry_after <= 10


async def test_lists_and_their_filters(caller: Caller, recording: bytes, acme: TestClient) -> None:
    async def made(**options: Any) -> str:
        return str((await caller.call("speech.analyze", recording, **options)).id)

    first = await made(external_id="a", tags=["x,1", "y"], metadata={"n": 3})
    second = await made(external_id="b", tags=["y"], metadata={"n": 4})
    third = await made(external_id="a")

    async def ids(**filters: Any) -> list[str]:
        return [run.id for run in await caller.all("speech.list", **filters)]

    assert await ids() == [third, second, first]
    assert await ids(page_size=1) == [third, second, first]
    assert await ids(page_size=2, limit=3) == [third, second, first]
    assert await ids(limit=2) == [third, second]
    assert await ids(limit=0) == []
    assert await ids(external_id="a") == [third, first]
    assert await ids(status="processing") == [third, second, first]
    assert await ids(status="failed") == []
    assert await ids(tags=["y"]) == [second, first]
    assert await ids(tags=["x,1", "y"]) == [first]
    assert await ids(metadata_key="n") == [second, first]
    assert await ids(metadata_key="n", metadata_value="4") == [second]
    assert await ids(project=acme.project_id) == [third, second, first]
    assert await ids(project="none") == []
    assert await ids(service_type="cv_deepmatch") == []
    assert await ids(created_after=datetime.now(UTC) - timedelta(hours=1)) == [third, second, first]
    assert await ids(created_before=datetime.now(UTC) - timedelta(hours=1)) == []
    assert await ids(created_after="2020-01-01T00:00:00+02:00", created_before="2020-01-02") == []
    with pytest.raises(errors.InvalidStatus):
        await ids(status="done")


async def test_pages(caller: Caller, recording: bytes) -> None:
    for _ in range(3):
        await caller.call("speech.analyze", recording)
    page = await caller.call("speech.page", limit=2)
    assert (len(page.runs), page.pagination.has_more, page.pagination.total) == (2, True, 3)
    assert json.loads(page.body)["pagination"]["nextCursor"] == page.pagination.next_cursor
    rest = await caller.call("speech.page", limit=2, cursor=page.pagination.next_cursor)
    assert (len(rest.runs), rest.pagination.has_more) == (1, False)
    assert (await caller.call("speech.page", offset=2)).runs == rest.runs
    row = rest.runs[0]
    assert (row.status, row.language, row.audio_duration_ms, row.error) == ("processing", "en", 5500, None)
    assert [len(page.runs) for page in await caller.all("speech.pages", page_size=2)] == [2, 1]
    with pytest.raises(errors.InvalidParameters):
        await caller.call("speech.page", cursor="nonsense")


BAD = {
    "MISSING_AUDIO_FILE": {"audio": b""},
    "UNSUPPORTED_FORMAT": {"audio": b"no audio at all"},
    "AUDIO_TOO_SHORT": {"seconds": 2},
    "INVALID_LANGUAGE_CODE": {"language": "xx"},
    "INVALID_EXTERNAL_ID": {"external_id": " "},
    "INVALID_METADATA": {"metadata": {"k" * 41: "v"}},
    "INVALID_PARAMETERS": {"cut_start_ms": 5, "cut_end_ms": 1},
}


@pytest.mark.parametrize("code", BAD)
async def test_what_is_wrong_with_a_submit(caller: Caller, recording: bytes, clock: Clock, code: str) -> None:
    options: dict[str, Any] = dict(BAD[code])
    audio = options.pop("audio", recording)
    if "seconds" in options:
        audio = recording[: 44 + 16_000 * options.pop("seconds")]
        audio = (
            audio[:4]
            + (len(audio) - 8).to_bytes(4, "little")
            + audio[8:40]
            + (len(audio) - 44).to_bytes(4, "little")
            + audio[44:]
        )
    with pytest.raises(errors.BY_CODE[code]) as caught:
        await caller.call("speech.analyze", audio, **options)
    assert (caught.value.status, caught.value.code) == (400, code)
    assert caught.value.request_id
    assert caught.value.message in str(caught.value)
    assert clock.slept == []
    if code.startswith("INVALID"):
        assert caught.value.fields


async def test_who_may_not(
    kind: str, http: httpx.AsyncClient, make_client: MakeClient, clock: Clock, recording: bytes, acme: TestClient
) -> None:
    async def refused(key: str, name: str, *args: Any, **options: Any) -> ApiError:
        one = make_caller(kind, http._transport, clock, api_key=key)
        try:
            with pytest.raises(ApiError) as caught:
                await one.call(name, *args, **options)
        finally:
            await one.close()
        return caught.value

    assert isinstance(await refused("zh_api_wrong", "credits"), errors.InvalidApiKey)
    old = await make_client(expires_at=datetime.now(UTC) - timedelta(days=1))
    assert isinstance(await refused(old.api_key, "credits"), errors.ApiKeyExpired)
    nobody = await make_client(permissions=[])
    assert isinstance(await refused(nobody.api_key, "speech.page"), errors.MissingPermission)
    english = await make_client(permissions=["speech"], credits=10)
    assert isinstance(
        await refused(english.api_key, "speech.analyze", recording, language="de"), errors.MultilingualNotEnabled
    )
    elsewhere = await make_client(allow_ips=["192.0.2.7"])
    assert isinstance(await refused(elsewhere.api_key, "credits"), errors.IpNotAllowed)
    poor = await make_client(credits=0)
    broke = await refused(poor.api_key, "speech.analyze", recording)
    assert isinstance(broke, errors.InsufficientCredits)
    assert (broke.status, broke.cost, broke.available) == (402, 1, 0)
    assert isinstance(await refused(acme.api_key, "speech.get", "req_nobody's ?x=%#"), errors.RequestNotFound)
    assert isinstance(await refused(acme.api_key, "speech.get", "req/../../credits"), errors.NotFound)


async def test_a_rate_is_waited_for(
    kind: str, http: httpx.AsyncClient, make_client: MakeClient, clock: Clock, recording: bytes
) -> None:
    client = await make_client(credits=10, rate_per_minute=1)
    one = make_caller(kind, http._transport, clock, api_key=client.api_key)
    await one.call("speech.analyze", recording)
    with pytest.raises(errors.RateLimitExceeded) as caught:
        await one.call("speech.analyze", io.BytesIO(recording))
    assert len(clock.slept) == 3
    assert all(1 <= seconds <= 60 for seconds in clock.slept)
    assert caught.value.retry_after
    await one.close()
