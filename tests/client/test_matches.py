"""Matches of CVs: what is sent, what is sent again, waiting by the documented cadence, and the real application."""

from __future__ import annotations

import io
import json
from email import message_from_bytes
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.analysis.cv.position.configs import FULL, LEAST, put
from tests.client.calling import Break, Caller, Clock, MakeCaller, answer, envelope
from tests.support.pdf import PdfPage, pdf
from zenhire.client import Match, OutcomeUnknown, WaitTimeout, check_config, errors

ID = "8d3c5a52-6f5e-4b7f-93f1-0c4e7b2a9d10"
PDF = pdf(PdfPage().text(72, 720, "A. Sample"))
ASKED: dict[str, Any] = {"position_id": "wh-lead-7", "job_description": "Leads a shift.", "config": LEAST}
REFUSED = Break(httpx.ConnectError("Connection refused"), 0)
LOST = Break(httpx.ReadError("Connection reset by peer"))


def accepted(**fields: Any) -> httpx.Response:
    return answer({"id": ID, "status": "processing", "message": "m", "estimated_time": "1-3 minutes", **fields}, 202)


def running() -> httpx.Response:
    return answer({"id": ID, "position_id": "wh-lead-7", "status": "processing"})


def done(status: str = "finished", **fields: Any) -> httpx.Response:
    result = {"overall_score": 0.74, "breakdown": {"workExperience": 0.8, "skills": 0.66}}
    return answer({"id": ID, "status": status, "cv2jd_result": result, **fields})


def parts(caller: Caller, number: int = 0) -> dict[str, tuple[str | None, str, bytes]]:
    """File name, type and content of each part of a form that was sent."""
    request, body = caller.script.seen[number], caller.script.bodies[number]
    whole = message_from_bytes(b"Content-Type: " + request.headers["Content-Type"].encode() + b"\r\n\r\n" + body)
    found = {}
    for part in whole.get_payload():
        name = str(part.get_param("name", header="content-disposition"))
        found[name] = (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
    return found


async def test_what_is_sent(scripted: MakeCaller, tmp_path: Path) -> None:
    path = tmp_path / "Jane Doe.PDF"
    path.write_bytes(PDF)
    caller = scripted(accepted(externalId="mine"))
    told: list[int] = []
    submitted = await caller.call(
        "cvdeepmatch.submit",
        path,
        position_id="wh-lead-7",
        job_description={"title": "Lager, Schicht"},
        config=FULL,
        webhook_url="https://x.test/hook",
        idempotency_key="mine-1",
        external_id="mine",
        metadata={"round": 2},
        tags=["a", "b,c"],
        progress=lambda sent, total: told.append(sent),
    )
    assert (submitted.id, submitted.external_id, submitted.idempotency_key) == (ID, "mine", "mine-1")
    assert caller.script.asked == ["POST /api/v1/cvdeepmatch/submit"]
    sent = parts(caller)
    assert sent.pop("cv_file") == ("cv.pdf", "application/pdf", PDF)
    texts = {name: content.decode() for name, (_, _, content) in sent.items()}
    assert json.loads(texts.pop("job_description")) == {"title": "Lager, Schicht"}
    assert json.loads(texts.pop("config")) == FULL
    assert json.loads(texts.pop("metadata")) == {"round": 2}
    assert json.loads(texts.pop("tags")) == ["a", "b,c"]
    assert texts == {
        "position_id": "wh-lead-7",
        "webhook_url": "https://x.test/hook",
        "idempotency_key": "mine-1",
        "externalId": "mine",
    }
    assert told[-1] == len(PDF)


async def test_bytes_and_files_without_a_name_are_sent_as_pdf(scripted: MakeCaller) -> None:
    for cv in (PDF, io.BytesIO(PDF)):
        caller = scripted(accepted())
        await caller.call("cvdeepmatch.submit", cv, **ASKED)
        assert parts(caller)["cv_file"] == ("cv.pdf", "application/pdf", PDF)
        assert parts(caller)["job_description"][2] == b"Leads a shift."


@pytest.mark.parametrize(
    "failure",
    [REFUSED, LOST, envelope(502, "STEP_FUNCTIONS_FAILED"), envelope(500, "INTERNAL_ERROR"), httpx.Response(504)],
)
async def test_a_submit_is_sent_again_under_the_same_key(scripted: MakeCaller, clock: Clock, failure: Any) -> None:
    caller = scripted(failure, failure, accepted())
    submitted = await caller.call("cvdeepmatch.submit", io.BytesIO(PDF), **ASKED)
    keys = [parts(caller, number)["idempotency_key"][2].decode() for number in range(3) if caller.script.bodies[number]]
    assert set(keys) == {submitted.idempotency_key}
    assert len(submitted.idempotency_key) == 32
    assert parts(caller, 2)["cv_file"][2] == PDF
    assert clock.slept == [0.5, 1.0]


async def test_two_submits_have_two_keys(scripted: MakeCaller) -> None:
    caller = scripted(accepted())
    one = await caller.call("cvdeepmatch.submit", PDF, **ASKED)
    other = await caller.call("cvdeepmatch.submit", PDF, **ASKED)
    assert one.idempotency_key != other.idempotency_key


async def test_what_it_gives_up_on_knows_the_key(scripted: MakeCaller) -> None:
    with pytest.raises(OutcomeUnknown, match="same idempotency key") as unknown:
        await scripted(LOST).call("cvdeepmatch.submit", PDF, idempotency_key="k-1", **ASKED)
    assert unknown.value.idempotency_key == "k-1"
    with pytest.raises(errors.PipelineUnavailable) as failed:
        await scripted(envelope(502, "STEP_FUNCTIONS_FAILED")).call("cvdeepmatch.submit", PDF, **ASKED)
    assert len(failed.value.idempotency_key or "") == 32


async def test_a_stream_is_sent_once(scripted: MakeCaller) -> None:
    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

    caller = scripted(LOST, accepted())
    with pytest.raises(OutcomeUnknown):
        await caller.call("cvdeepmatch.submit", OneWay(PDF), **ASKED)
    assert len(caller.script.seen) == 1


async def test_the_documented_cadence(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(accepted(), *[running()] * 5, done())
    heard: list[str] = []
    submitted = await caller.call("cvdeepmatch.submit", PDF, **ASKED)
    match = await caller.call("cvdeepmatch.wait", submitted, on_update=lambda found: heard.append(found.status))
    assert clock.slept == [10.0, 15.0, 30.0, 60.0, 60.0, 60.0]
    assert heard == ["processing"] * 5 + ["finished"]
    assert match.raise_if_failed() is match
    assert (match.result.overall_score, match.result.breakdown.work_experience) == (0.74, 0.8)
    assert await caller.call("cvdeepmatch.wait", match) is match


async def test_an_id_is_looked_at_at_once_and_then_by_the_cadence(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(running(), running(), done())
    await caller.call("cvdeepmatch.wait", ID)
    assert clock.slept == [10.0, 15.0]
    assert caller.script.asked == [f"GET /api/v1/cvdeepmatch/{ID}"] * 3


async def test_it_waits_as_long_as_it_is_told(scripted: MakeCaller, clock: Clock) -> None:
    early = envelope(429, "RATE_LIMITED", retry_after=7)
    light = answer({"id": ID, "status": "processing"}, Retry_After="21")
    await scripted(early, light, done()).call("cvdeepmatch.wait", ID)
    assert clock.slept == [7.0, 21.0]


async def test_patience_ends(scripted: MakeCaller, clock: Clock) -> None:
    with pytest.raises(WaitTimeout) as caught:
        await scripted(running()).call("cvdeepmatch.wait", ID, timeout=60)
    assert clock.slept == [10.0, 15.0, 30.0, 5.0]
    assert caught.value.run_id == ID
    assert isinstance(caught.value.last, Match)


async def test_a_failed_match(scripted: MakeCaller) -> None:
    error = {"code": "CV_PARSE_FAILED", "message": "No text."}
    match = await scripted(done("failed", cv2jd_result=None, error=error)).call("cvdeepmatch.get", ID)
    assert match.finished
    with pytest.raises(errors.RunFailed, match=r"CV_PARSE_FAILED: No text\.") as caught:
        match.raise_if_failed()
    assert caught.value.run_id == ID


async def test_lists_go_from_page_to_page(scripted: MakeCaller) -> None:
    def page(*names: str, cursor: str | None) -> httpx.Response:
        rows = [{"id": name, "status": "finished", "created_at": "2026-08-11T09:15:02.417Z"} for name in names]
        return answer({"data": rows, "requests": rows, "next_cursor": cursor})

    caller = scripted(page("a", "b", cursor="c1"), page("c", cursor=None))
    found = await caller.all("cvdeepmatch.list", page_size=2, tags=["x,y"], metadata_key="round", project="none")
    assert [row.id for row in found] == ["a", "b", "c"]
    assert [url.partition("?")[0] for url in caller.script.asked] == ["GET /api/v1/cvdeepmatch/requests"] * 2
    queries = [dict(request.url.params) for request in caller.script.seen]
    assert queries[0] == {"project": "none", "metadata_key": "round", "tags": '["x,y"]', "limit": "2"}
    assert queries[1] == {**queries[0], "cursor": "c1"}


async def test_the_key_is_refused_in_words_of_its_own(scripted: MakeCaller) -> None:
    refused = envelope(401, "MISSING_PERMISSION", details={"reason": "INVALID_API_KEY"})
    with pytest.raises(errors.Unauthorized) as caught:
        await scripted(refused).call("cvdeepmatch.submit", PDF, **ASKED)
    assert (caught.value.code, caught.value.details["reason"]) == ("MISSING_PERMISSION", "INVALID_API_KEY")


@pytest.mark.parametrize("config", [{"a": float("nan")}])
async def test_what_is_no_json_is_not_sent(scripted: MakeCaller, config: dict[str, Any]) -> None:
    caller = scripted(accepted())
    with pytest.raises(ValueError, match="JSON"):
        await caller.call("cvdeepmatch.submit", PDF, **{**ASKED, "config": config})
    assert caller.script.seen == []


def test_configs_are_checked_without_the_platform() -> None:
    assert check_config(FULL) == {}
    found = check_config(put(LEAST, "requirements.skills.importance", 0))
    assert list(found) == ["config.requirements.skills.importance"]


async def test_the_real_application(caller: Caller, clock: Clock) -> None:
    asked = {**ASKED, "idempotency_key": f"key-{id(caller)}", "external_id": "c-7", "tags": ["t"]}
    one = await caller.call("cvdeepmatch.submit", PDF, **asked)
    again = await caller.call("cvdeepmatch.submit", PDF, **asked)
    assert (one.status, one.external_id, one.idempotent_replay) == ("processing", "c-7", False)
    assert (again.id, again.idempotent_replay) == (one.id, True)
    match = await caller.call("cvdeepmatch.get", one.id)
    assert (match.id, match.position_id, match.status, match.config) == (one.id, "wh-lead-7", "processing", LEAST)
    rows = await caller.all("cvdeepmatch.list", external_id="c-7", status="processing", tags=["t"])
    assert [row.id for row in rows] == [one.id]
    page = await caller.call("cvdeepmatch.page", limit=1)
    assert (page.pagination.total, page.data, page.requests) == (1, rows, rows)
    with pytest.raises(errors.RateLimited) as early:
        await caller.call("cvdeepmatch.get", one.id)
    assert early.value.retry_after is not None
    assert sum(clock.slept) >= 3


async def test_mistakes_are_told_by_field(caller: Caller) -> None:
    bad = put(LEAST, "requirements.skills.importance", 9)
    with pytest.raises(errors.InvalidInput) as caught:
        await caller.call("cvdeepmatch.submit", PDF, position_id="no spaces", job_description="x", config=bad)
    assert caught.value.fields.keys() == {"position_id", *check_config(bad)}
    assert caught.value.fields["config.requirements.skills.importance"] == next(iter(check_config(bad).values()))
    with pytest.raises(errors.InvalidFileContent):
        await caller.call("cvdeepmatch.submit", b"PK\x03\x04", **ASKED)
    with pytest.raises(errors.RequestNotFound):
        await caller.call("cvdeepmatch.get", ID)
