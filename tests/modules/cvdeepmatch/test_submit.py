"""POST /cvdeepmatch/submit: what is accepted, and the documented code for what is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.cvdeepmatch.submitting import (
    CV,
    DOCX,
    PDF,
    URL,
    assert_left,
    config,
    credits,
    error_of,
    fields_of,
    form,
    post,
    stored,
    submitted,
)
from tests.support.api import api
from zenhire.kit.db import Database
from zenhire.modules.cvdeepmatch import store
from zenhire.modules.cvdeepmatch.examples import CONFIG


async def test_a_cv_is_accepted(http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path) -> None:
    sent = {**CONFIG, "_private": {"b": 1, "a": 2}, "zeta": 1, "alpha": [2]}
    response = await post(
        http,
        acme,
        config=json.dumps(sent),
        webhook_url="https://example.com/hook",
        metadata='{"candidate_id": 5521, "vip": true}',
        tags="a, b,a",
        externalId="cand-1",
        source="ats",
        query="?source=link",
    )
    assert response.status_code == 202, response.text
    body = response.json()
    assert body == {
        "id": body["id"],
        "status": "processing",
        "message": f"Accepted; the match is running. Poll {URL}/{body['id']}.",
        "estimated_time": "1-3 minutes",
        "externalId": "cand-1",
    }
    async with db.transaction() as conn:
        row = await store.get(conn, acme.client_id, body["id"])
        written = await conn.scalar(text("SELECT config::text FROM cv_runs"))
    assert list(json.loads(written)) == list(sent), "the order of the names stays"
    assert row.config == sent
    assert row.application_id.startswith("app_")
    assert (row.position_id, row.job_description, row.cv_kind) == ("wh-lead-7", "Leads a team.", "pdf")
    assert row.webhook_url == "https://example.com/hook"
    assert row.submitted_on == datetime.now(UTC).date()
    assert [path.read_bytes() for path in stored(tmp_path)] == [CV]
    assert row.cv_key == f"clients/{acme.client_id}/runs/{body['id']}/cv.pdf"
    assert await credits(http, acme) == (100, 3)
    await assert_left(db, tmp_path, 1)


async def test_an_answer_without_an_external_id_names_none(http: httpx.AsyncClient, acme: TestClient) -> None:
    body = (await post(http, acme)).json()
    assert set(body) == {"id", "status", "message", "estimated_time"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"position_id": None}, "position_id"),
        ({"position_id": ""}, "position_id"),
        ({"position_id": "x" * 29}, "position_id"),
        ({"position_id": "a b"}, "position_id"),
        ({"position_id": "a\n"}, "position_id"),
        ({"position_id": "é"}, "position_id"),
        ({"job_description": None}, "job_description"),
        ({"job_description": " \n"}, "job_description"),
        ({"job_description": "a\0b"}, "job_description"),
        ({"config": None}, "config"),
        ({"config": ""}, "config"),
        ({"config": "{"}, "config"),
        ({"config": "[]"}, "config"),
        ({"config": '"text"'}, "config"),
        ({"config": "null"}, "config"),
        ({"config": "[" * 100_000}, "config"),
        ({"config": '{"a":' * 5000 + "1" + "}" * 5000}, "config"),
        ({"config": '{"name": "a", "name": "b"}'}, "config"),
        ({"config": json.dumps({**CONFIG, "x": "\0"})}, "config.x"),
        ({"config": json.dumps({**CONFIG, "x": "\ud800"})}, "config.x"),
        ({"config": json.dumps({**CONFIG, "x": float("nan")})}, "config.x"),
        ({"config": json.dumps({**CONFIG, "x": 0}).replace("0}", "1e999}")}, "config.x"),
        ({"config": json.dumps({"requirements": CONFIG["requirements"]})}, "config.name"),
        ({"config": json.dumps(config(skills__importance=6))}, "config.requirements.skills.importance"),
        ({"config": json.dumps(config(workExperience__from=16))}, "config.requirements.workExperience.from"),
        ({"webhook_url": "ftp://example.com/"}, "webhook_url"),
        ({"webhook_url": "https://example.com/\0"}, "webhook_url"),
        ({"webhook_url": "example.com"}, "webhook_url"),
        ({"idempotency_key": ""}, "idempotency_key"),
        ({"idempotency_key": "a b"}, "idempotency_key"),
        ({"idempotency_key": "x" * 129}, "idempotency_key"),
        ({"idempotency_key": "x\n"}, "idempotency_key"),
        ({"externalId": ""}, "externalId"),
        ({"externalId": "x" * 256}, "externalId"),
        ({"externalId": "a\0b"}, "externalId"),
        ({"metadata": "{"}, "metadata"),
        ({"metadata": "[1]"}, "metadata"),
        ({"metadata": '{"a": {}}'}, "metadata"),
        ({"metadata": json.dumps({str(i): i for i in range(51)})}, "metadata"),
        ({"metadata": json.dumps({"k": "v" * 501})}, "metadata"),
        ({"tags": json.dumps(["x" * 41])}, "tags"),
        ({"tags": [f"t{i}" for i in range(21)]}, "tags"),
    ],
)
async def test_bad_fields(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, data: dict[str, Any], field: str
) -> None:
    response = await post(http, acme, **data)
    assert list(fields_of(response)) == [field]
    assert response.json()["error"]["requestId"].startswith("req_")
    await assert_left(db, tmp_path, 0)


async def test_everything_that_is_wrong_is_told_at_once(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path
) -> None:
    spoilt = config(
        skills__importance=0, workExperience__relevant_industries=["Retail"], workExperience__importance="4"
    )
    spoilt["requirements"]["skills"]["skills_config"]["hard_skills"] = [{"name": "", "importance": True}] * 6
    response = await post(
        http,
        acme,
        b"PK\x03\x04",
        position_id="a b",
        job_description="",
        config=json.dumps(spoilt),
        idempotency_key="!",
        externalId=" ",
        metadata="[]",
        tags="[",
        webhook_url="http://example.com/",
    )
    fields = fields_of(response)
    requirements = "config.requirements"
    assert {
        "cv_file",
        "position_id",
        "job_description",
        "idempotency_key",
        "externalId",
        "metadata",
        "tags",
        "webhook_url",
        f"{requirements}.skills.importance",
        f"{requirements}.workExperience.importance",
        f"{requirements}.workExperience.industries_config",
        f"{requirements}.skills.skills_config.hard_skills",
        f"{requirements}.skills.skills_config.hard_skills.0.name",
        f"{requirements}.skills.skills_config.hard_skills.4.importance",
    } <= set(fields)
    assert all(messages and all(messages) for messages in fields.values())
    await assert_left(db, tmp_path, 0)


async def test_an_empty_form_names_every_part_that_is_missing(http: httpx.AsyncClient, acme: TestClient) -> None:
    required = {"cv_file", "position_id", "job_description", "config"}
    multipart = {**acme.headers, "Content-Type": "multipart/form-data; boundary=x"}
    for sent in (
        {"headers": multipart, "content": b"--x--\r\n"},
        {"headers": acme.headers, "json": form()},
        {"headers": acme.headers, "data": form()},
        {"headers": acme.headers},
    ):
        assert set(fields_of(await http.post(f"{URL}/submit", **sent))) == required, sent


@pytest.mark.parametrize(
    "body",
    [
        b"garbage",
        b'--x\r\nContent-Disposition: form-data; name="cv_file"; filename="a.pdf"\r\n\r\n%PDF-',
        b'--x\r\nContent-Disposition: form-data; name="config"\r\n\r\n{}\r\n--x',
        b'--x\r\nContent-Disposition: form-data; name="config"\r\n\r\n' + b"y" * 1_100_000 + b"\r\n--x--\r\n",
    ],
    ids=["garbage", "no end", "half end", "too much text"],
)
async def test_forms_that_are_not_well_formed(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, body: bytes
) -> None:
    headers = {**acme.headers, "Content-Type": "multipart/form-data; boundary=x"}
    response = await http.post(f"{URL}/submit", headers=headers, content=body)
    assert error_of(response, 400)["code"] == "INVALID_INPUT"
    await assert_left(db, tmp_path, 0)


@pytest.mark.parametrize(
    ("cv", "name", "kind", "code"),
    [
        (None, "", "", "INVALID_INPUT"),
        (CV, "cv.docx", PDF, "INVALID_INPUT"),
        (CV, "cv.docx", DOCX, "INVALID_INPUT"),
        (CV, "cv.pdf", DOCX, "INVALID_INPUT"),
        (CV, "cv.pdf", "application/octet-stream", "INVALID_INPUT"),
        (CV, "cv.pdf", "application/pdfx", "INVALID_INPUT"),
        (CV, "pdf", PDF, "INVALID_INPUT"),
        (b"PK\x03\x04docx", "cv.docx", DOCX, "INVALID_INPUT"),
        (b"PK\x03\x04docx", "cv.pdf", PDF, "INVALID_FILE_CONTENT"),
        (b" %PDF-1.7", "cv.pdf", PDF, "INVALID_FILE_CONTENT"),
        (b"%PDF", "cv.pdf", PDF, "INVALID_FILE_CONTENT"),
        (b"", "cv.pdf", PDF, "INVALID_FILE_CONTENT"),
    ],
)
async def test_what_is_no_pdf(
    http: httpx.AsyncClient,
    db: Database,
    acme: TestClient,
    tmp_path: Path,
    cv: bytes | None,
    name: str,
    kind: str,
    code: str,
) -> None:
    response = await post(http, acme, cv, name=name, kind=kind)
    assert list(fields_of(response, code)) == ["cv_file"]
    await assert_left(db, tmp_path, 0)


@pytest.mark.parametrize(
    ("name", "kind"), [("Lebenslauf é.PDF", PDF), (".pdf", PDF), ("a.b.pdf", "Application/PDF; charset=binary")]
)
async def test_names_and_types_in_other_spelling(
    http: httpx.AsyncClient, acme: TestClient, name: str, kind: str
) -> None:
    assert (await post(http, acme, name=name, kind=kind)).status_code == 202


async def test_two_cvs_and_a_cv_as_text(http: httpx.AsyncClient, acme: TestClient) -> None:
    two = [("cv_file", ("a.pdf", CV, PDF)), ("cv_file", ("b.pdf", CV, PDF))]
    response = await http.post(f"{URL}/submit", headers=acme.headers, files=two, data=form())
    assert fields_of(response) == {"cv_file": ["Must be one file; these are 2."]}
    text_part = [("cv_file", (None, CV.decode()))]
    response = await http.post(f"{URL}/submit", headers=acme.headers, files=text_part, data=form())
    assert list(fields_of(response)) == ["cv_file"]


async def test_too_large_by_a_byte_and_by_far(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path
) -> None:
    limit = 5 * 1048576
    for size in (limit + 1, limit + 3_000_000):
        response = await post(http, acme, CV.ljust(size, b" "))
        assert fields_of(response) == {"cv_file": ["Must be at most 5 MB (5242880 bytes)."]}
    await assert_left(db, tmp_path, 0)
    assert (await post(http, acme, CV.ljust(limit, b" "))).status_code == 202


async def test_docx_is_taken_where_the_operator_says_so(
    db: Database, secret_key: bytes, acme: TestClient, tmp_path: Path
) -> None:
    async with api(db, secret_key, tmp_path, cvdeepmatch_accept_docx=True) as http:
        run_id = await submitted(http, acme, cv=b"PK\x03\x04docx", name="cv.docx", kind=DOCX)
        async with db.transaction() as conn:
            row = await store.get(conn, acme.client_id, run_id)
        assert (row.cv_kind, row.cv_key.rpartition("/")[2]) == ("docx", "cv.docx")
        await submitted(http, acme)
        for cv, name, kind, code in (
            (CV, "cv.docx", DOCX, "INVALID_FILE_CONTENT"),
            (b"PK\x03\x04docx", "cv.docx", PDF, "INVALID_INPUT"),
            (b"PK\x03\x04docx", "cv.pdf", PDF, "INVALID_FILE_CONTENT"),
            (b"\xd0\xcf\x11\xe0", "cv.doc", "application/msword", "INVALID_INPUT"),
        ):
            assert list(fields_of(await post(http, acme, cv, name=name, kind=kind), code)) == ["cv_file"]
        assert len(stored(tmp_path)) == 2


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "INSECURE_WEBHOOK_URL"),
        ("https://localhost/", "PRIVATE_WEBHOOK_URL"),
        ("https://[::ffff:10.0.0.1]/", "PRIVATE_WEBHOOK_URL"),
        ("https://169.254.169.254/latest", "PRIVATE_WEBHOOK_URL"),
    ],
)
async def test_webhook_urls(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, url: str, code: str
) -> None:
    assert list(fields_of(await post(http, acme, webhook_url=url), code)) == ["webhook_url"]
    both = await post(http, acme, webhook_url=url, position_id="!")
    assert set(fields_of(both)) == {"position_id", "webhook_url"}
    content = await post(http, acme, b"%!PS", webhook_url=url)
    assert set(fields_of(content, "INVALID_FILE_CONTENT")) == {"cv_file", "webhook_url"}
    await assert_left(db, tmp_path, 0)


async def test_an_empty_webhook_url_and_empty_labels_count_as_left_out(
    http: httpx.AsyncClient, acme: TestClient
) -> None:
    assert (await post(http, acme, webhook_url="", metadata=" ", tags="")).status_code == 202


async def test_limits_themselves_pass(http: httpx.AsyncClient, acme: TestClient) -> None:
    response = await post(
        http,
        acme,
        position_id="A.z_0-" + "9" * 22,
        idempotency_key="k" * 128,
        externalId="x" * 255,
        job_description=json.dumps({"title": "Lead", "duties": ["a", {"b": 1}]}),
    )
    assert response.status_code == 202, response.text


async def test_json_may_come_as_a_file_part(http: httpx.AsyncClient, acme: TestClient) -> None:
    files = {
        "cv_file": ("cv.pdf", CV, PDF),
        "config": ("position.json", json.dumps(CONFIG).encode(), "application/json"),
        "metadata": ("blob", b'{"a": 1}', "application/json"),
    }
    data = {name: value for name, value in form().items() if name != "config"}
    response = await http.post(f"{URL}/submit", headers=acme.headers, files=files, data=data)
    assert response.status_code == 202, response.text


async def test_a_file_that_is_too_long_for_text(http: httpx.AsyncClient, acme: TestClient) -> None:
    files = {"cv_file": ("cv.pdf", CV, PDF), "job_description": ("posting.txt", b"x" * 1_048_577, "text/plain")}
    data = {name: value for name, value in form().items() if name != "job_description"}
    response = await http.post(f"{URL}/submit", headers=acme.headers, files=files, data=data)
    assert fields_of(response) == {"job_description": ["Must be at most 1 MB of text."]}


async def test_too_few_credits(http: httpx.AsyncClient, db: Database, make_client: MakeClient, tmp_path: Path) -> None:
    poor = await make_client("poor", credits=2)
    error = error_of(await post(http, poor), 402)
    assert error["code"] == "INSUFFICIENT_CREDITS"
    assert error["details"] == {"cost": 3, "available": 2, "required": 3, "balance": 2}
    await assert_left(db, tmp_path, 0)
    assert fields_of(await post(http, poor, position_id="!")), "what is wrong with the form is told before the price"


async def test_the_price_is_the_settings(
    db: Database, secret_key: bytes, make_client: MakeClient, tmp_path: Path
) -> None:
    client = await make_client(credits=5)
    async with api(db, secret_key, tmp_path, cvdeepmatch_credits=5) as http:
        await submitted(http, client)
        assert await credits(http, client) == (5, 5)
        assert error_of(await post(http, client), 402)["details"]["available"] == 0


async def test_the_submit_rate(http: httpx.AsyncClient, make_client: MakeClient) -> None:
    slow = await make_client("slow", credits=100, rate_per_minute=2)
    await submitted(http, slow)
    assert (await post(http, slow, position_id="!")).status_code == 400
    response = await post(http, slow)
    error = error_of(response, 429)
    assert error["code"] == "RATE_LIMIT_EXCEEDED"
    assert response.headers["Retry-After"] == str(error["retryAfterSeconds"])
    assert "requestId" not in error
    assert (await http.get(f"{URL}/requests", headers=slow.headers)).status_code == 200


async def test_beyond_the_cap_a_match_waits_and_nobody_sees_it(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient
) -> None:
    busy = await make_client("busy", credits=100)
    for _ in range(8):
        await submitted(http, busy)
    ninth = await post(http, busy)
    assert (ninth.status_code, ninth.json()["status"]) == (202, "processing")
    async with db.transaction() as conn:
        rows = await conn.execute(text("SELECT status, count(*) FROM runs GROUP BY status ORDER BY status"))
        assert [tuple(row) for row in rows] == [("processing", 8), ("queued", 1)]
        assert await conn.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 8
    assert await credits(http, busy) == (100, 27)


async def test_the_two_modules_have_slots_of_their_own(http: httpx.AsyncClient, make_client: MakeClient) -> None:
    client = await make_client(credits=100, max_concurrent={"speech": 1, "cvdeepmatch": 2})
    ids = [await submitted(http, client) for _ in range(3)]
    started = [(await http.get(f"{URL}/{run_id}", headers=client.headers)).json() for run_id in ids]
    assert [body["status"] for body in started] == ["processing"] * 3
