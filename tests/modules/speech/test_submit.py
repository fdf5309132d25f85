"""POST /speech/analyze: what is accepted, and the documented code for what is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.support.api import api
from tests.support.audio import noise_wav
from zenhire.kit.db import Database
from zenhire.platform import workers

URL = "/api/v1/speech/analyze"


async def post(http: httpx.AsyncClient, client: TestClient, audio: bytes | None, **data: Any) -> httpx.Response:
    files = {} if audio is None else {"audio": ("interview.mp3", audio)}
    return await http.post(URL, headers=client.headers, files=files or None, data=data)


def code_of(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert set(error) <= {"code", "message", "timestamp", "requestId", "details", "retryAfterSeconds"}
    assert error["message"]
    return str(error["code"])


async def assert_nothing_left(db: Database, folder: Path) -> None:
    async with db.transaction() as conn:
        for table in ("runs", "speech_runs", "credit_holds", "procrastinate_jobs"):
            assert await conn.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
    assert [path for path in (folder / "files").rglob("*") if path.is_file()] == []
    assert [path.name for path in (folder / "scratch").rglob("*") if path.is_file()] == [".lock"]


async def test_a_recording_is_accepted(
    http: httpx.AsyncClient, db: Database, acme: TestClient, recording: bytes, tmp_path: Path
) -> None:
    response = await post(
        http,
        acme,
        recording,
        language="EN",
        externalId="cand-1",
        metadata=json.dumps({"candidate_id": 5521, "vip": True}),
        tags="a, b,a",
        cutSettings='{"startMs": 1000, "endMs": 100000, "other": 1}',
        webhook_url="https://example.com/hook",
    )
    assert response.status_code == 202, response.text
    body = response.json()
    assert body["id"].startswith("req_")
    assert body == {
        "id": body["id"],
        "requestId": body["id"],
        "externalId": "cand-1",
        "status": "processing",
        "pollIntervalSeconds": 15,
        "activeRequests": 1,
        "message": body["message"],
        "metadata": {"candidate_id": "5521", "vip": "true"},
        "tags": ["a", "b"],
    }
    credits = (await http.get("/api/v1/credits", headers=acme.headers)).json()
    assert (credits["creditBalance"], credits["heldCredits"], credits["availableCredits"]) == (100, 4, 96)
    stored = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.read_bytes() == recording for path in stored] == [True]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"language": "english"}, "INVALID_LANGUAGE_CODE"),
        ({"language": "xx"}, "INVALID_LANGUAGE_CODE"),
        ({"language": "fi"}, "INVALID_LANGUAGE_CODE"),
        ({"externalId": ""}, "INVALID_EXTERNAL_ID"),
        ({"externalId": "   "}, "INVALID_EXTERNAL_ID"),
        ({"externalId": "x" * 256}, "INVALID_EXTERNAL_ID"),
        ({"externalId": "a\0b"}, "INVALID_EXTERNAL_ID"),
        ({"webhook_url": "https://example.com/\0"}, "INVALID_INPUT"),
        ({"webhook_url": "ftp://example.com/"}, "INVALID_INPUT"),
        ({"webhook_url": "http://example.com/"}, "INSECURE_WEBHOOK_URL"),
        ({"webhook_url": "https://localhost/"}, "PRIVATE_WEBHOOK_URL"),
        ({"webhook_url": "https://[::ffff:10.0.0.1]/"}, "PRIVATE_WEBHOOK_URL"),
        ({"metadata": "{"}, "INVALID_METADATA"),
        ({"metadata": "[1]"}, "INVALID_METADATA"),
        ({"metadata": '{"a": NaN}'}, "INVALID_METADATA"),
        ({"metadata": '{"a": 1e999}'}, "INVALID_METADATA"),
        ({"metadata": '{"a": 1, "a": 2}'}, "INVALID_METADATA"),
        ({"metadata": '{"a": ' + "9" * 5000 + "}"}, "INVALID_METADATA"),
        ({"metadata": '{"a": ' + "9" * 501 + "}"}, "INVALID_METADATA"),
        ({"metadata": '{"a":' * 5000 + "1" + "}" * 5000}, "INVALID_METADATA"),
        ({"metadata": '{"a": "\\ud800"}'}, "INVALID_METADATA"),
        ({"metadata": '{"a": "\\u0000"}'}, "INVALID_METADATA"),
        ({"metadata": json.dumps({f"k{i}": "é" * 400 for i in range(11)}, ensure_ascii=False)}, "INVALID_METADATA"),
        ({"tags": '["\\ud800"]'}, "INVALID_METADATA"),
        ({"tags": "[" * 50_000}, "INVALID_METADATA"),
        ({"metadata": json.dumps({str(i): i for i in range(51)})}, "INVALID_METADATA"),
        ({"metadata": json.dumps({f"k{i}": "v" * 490 for i in range(17)})}, "INVALID_METADATA"),
        ({"tags": json.dumps(["x" * 41])}, "INVALID_METADATA"),
        ({"tags": [f"t{i}" for i in range(21)]}, "INVALID_METADATA"),
        ({"cutSettings": "[]"}, "INVALID_PARAMETERS"),
        ({"cutSettings": "x"}, "INVALID_PARAMETERS"),
        ({"cutSettings": '{"startMs": -1}'}, "INVALID_PARAMETERS"),
        ({"cutSettings": '{"startMs": "1"}'}, "INVALID_PARAMETERS"),
        ({"cutSettings": '{"startMs": true}'}, "INVALID_PARAMETERS"),
        ({"cutSettings": '{"startMs": 5, "endMs": 5}'}, "INVALID_PARAMETERS"),
        ({"cutSettings": '{"startMs": 180500}'}, "INVALID_PARAMETERS"),
        ({"cutSettings": '{"endMs": 180501}'}, "INVALID_PARAMETERS"),
        ({"cutSettings": '{"startMs": 1e999}'}, "INVALID_PARAMETERS"),
    ],
)
async def test_bad_fields(
    http: httpx.AsyncClient,
    db: Database,
    acme: TestClient,
    recording: bytes,
    tmp_path: Path,
    data: dict[str, Any],
    code: str,
) -> None:
    response = await post(http, acme, recording, **data)
    assert code_of(response, 400) == code
    assert response.json()["error"]["requestId"].startswith("req_")
    await assert_nothing_left(db, tmp_path)


async def test_limits_themselves_pass(http: httpx.AsyncClient, acme: TestClient, recording: bytes) -> None:
    response = await post(
        http,
        acme,
        recording,
        externalId="x" * 255,
        cutSettings='{"startMs": 0, "endMs": 180500}',
        language=" ",
    )
    assert response.status_code == 202, response.text


async def test_json_may_come_as_a_file_part(http: httpx.AsyncClient, acme: TestClient, recording: bytes) -> None:
    files = {
        "audio": ("a.wav", recording),
        "metadata": ("m.json", b'{"candidate_id": "5521"}', "application/json"),
        "tags": ("blob", b'["a, b"]', "application/json"),
    }
    response = await http.post(URL, headers=acme.headers, files=files)
    assert response.status_code == 202, response.text
    assert (response.json()["metadata"], response.json()["tags"]) == ({"candidate_id": "5521"}, ["a, b"])
    listed = await http.get("/api/v1/speech/runs", headers=acme.headers, params={"tags": '["a, b"]'})
    assert [run["id"] for run in listed.json()["runs"]] == [response.json()["id"]]
    none = await http.get(
        "/api/v1/speech/runs", headers=acme.headers, params={"metadata_key": "candidate_id", "metadata_value": ""}
    )
    assert none.json()["runs"] == []


async def test_huge_metadata_has_its_own_code(http: httpx.AsyncClient, acme: TestClient, recording: bytes) -> None:
    response = await post(http, acme, recording, metadata=json.dumps({"k": "v" * 70_000}))
    assert code_of(response, 400) == "INVALID_METADATA"


async def test_no_audio(http: httpx.AsyncClient, acme: TestClient) -> None:
    assert code_of(await post(http, acme, None, language="en"), 400) == "MISSING_AUDIO_FILE"
    response = await http.post(URL, headers=acme.headers, json={"audio": "x"})
    assert code_of(response, 400) == "MISSING_AUDIO_FILE"
    response = await http.post(URL, headers=acme.headers, files={"file": b"x"})
    assert code_of(response, 400) == "MISSING_AUDIO_FILE"
    assert code_of(await post(http, acme, b""), 400) == "MISSING_AUDIO_FILE"
    response = await http.post(URL, headers=acme.headers)
    assert code_of(response, 400) == "MISSING_AUDIO_FILE"


@pytest.mark.parametrize(
    ("audio", "code"),
    [
        (b"This is a text, not a recording. " * 50, "UNSUPPORTED_FORMAT"),
        (b"%PDF-1.7\n" + b"x" * 2000, "UNSUPPORTED_FORMAT"),
        (b"RIFF\x00\x00\x00\x00WAVE", "AUDIO_DURATION_UNAVAILABLE"),
    ],
)
async def test_what_is_no_recording(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, audio: bytes, code: str
) -> None:
    assert code_of(await post(http, acme, audio), 400) == code
    await assert_nothing_left(db, tmp_path)


async def test_durations(http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path) -> None:
    short = await post(http, acme, noise_wav(179.9))
    assert code_of(short, 400) == "AUDIO_TOO_SHORT"
    assert "179.9 s" in short.json()["error"]["message"]
    long = await post(http, acme, noise_wav(2701, rate=1000))
    assert code_of(long, 400) == "AUDIO_TOO_LONG"
    await assert_nothing_left(db, tmp_path)
    assert (await post(http, acme, noise_wav(180.0, rate=1000))).status_code == 202


async def test_too_large_by_a_byte_and_by_far(
    db: Database, secret_key: bytes, make_client: MakeClient, recording: bytes, tmp_path: Path
) -> None:
    acme = await make_client(credits=100)
    async with api(db, secret_key, tmp_path, speech_max_bytes=len(recording)) as http:
        for size in (len(recording) + 1, len(recording) + 3_000_000):
            response = await post(http, acme, recording + b"\0" * (size - len(recording)))
            assert code_of(response, 400) == "FILE_TOO_LARGE"
        await assert_nothing_left(db, tmp_path)
        assert (await post(http, acme, recording)).status_code == 202


@pytest.mark.parametrize(
    ("content", "boundary"),
    [
        (b"", "x"),
        (b"garbage", "x"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n", "x"),
        (b'--x\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\nabc', "x"),
        (b'--x\r\nContent-Disposition: form-data; name="language"\r\n\r\n' + b"y" * 70_000 + b"\r\n--x--\r\n", "x"),
        (b"--x\r\n", ""),
    ],
)
async def test_broken_forms(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, content: bytes, boundary: str
) -> None:
    headers = {**acme.headers, "Content-Type": f"multipart/form-data; boundary={boundary}".removesuffix("; boundary=")}
    response = await http.post(URL, headers=headers, content=content)
    assert code_of(response, 400) in {"INVALID_INPUT", "MISSING_AUDIO_FILE", "UNSUPPORTED_FORMAT"}
    await assert_nothing_left(db, tmp_path)


async def test_permissions(http: httpx.AsyncClient, make_client: MakeClient, recording: bytes) -> None:
    other = await make_client("cv only", permissions=["cvdeepmatch"], credits=100)
    assert code_of(await post(http, other, recording), 403) == "MISSING_PERMISSION"
    english = await make_client("english", permissions=["speech"], credits=100)
    assert code_of(await post(http, english, recording, language="es"), 403) == "MULTILINGUAL_NOT_ENABLED"
    assert code_of(await post(http, english, recording, language="xx"), 400) == "INVALID_LANGUAGE_CODE"
    both = await make_client("both", permissions=["speech", "multilingual"], credits=100)
    assert (await post(http, both, recording, language="es")).status_code == 202


async def test_too_few_credits(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, recording: bytes, tmp_path: Path
) -> None:
    poor = await make_client("poor", credits=3)
    response = await post(http, poor, recording)
    assert code_of(response, 402) == "INSUFFICIENT_CREDITS"
    assert response.json()["error"]["details"] == {"cost": 4, "available": 3, "required": 4, "balance": 3}
    await assert_nothing_left(db, tmp_path)


async def test_the_submit_rate(http: httpx.AsyncClient, make_client: MakeClient, recording: bytes) -> None:
    slow = await make_client("slow", credits=100, rate_per_minute=2)
    for _ in range(2):
        assert (await post(http, slow, recording)).status_code == 202
    response = await post(http, slow, recording)
    assert code_of(response, 429) == "RATE_LIMIT_EXCEEDED"
    wait = response.json()["error"]["retryAfterSeconds"]
    assert response.headers["Retry-After"] == str(wait)
    assert 1 <= wait <= 60
    assert "requestId" not in response.json()["error"]
    assert (await http.get("/api/v1/speech/runs", headers=slow.headers)).status_code == 200


async def test_the_ninth_run_is_queued(http: httpx.AsyncClient, make_client: MakeClient, recording: bytes) -> None:
    busy = await make_client("busy", credits=100)
    bodies = [(await post(http, busy, recording)).json() for _ in range(10)]
    assert [body["status"] for body in bodies] == ["processing"] * 8 + ["queued"] * 2
    assert bodies[9] | {"id": 0, "requestId": 0, "message": 0} == {
        "id": 0,
        "requestId": 0,
        "externalId": None,
        "status": "queued",
        "queuePosition": 2,
        "activeRequests": 8,
        "pollIntervalSeconds": 20,
        "message": 0,
        "metadata": {},
        "tags": [],
    }


async def test_submits_wait_while_the_models_load(
    http: httpx.AsyncClient, db: Database, acme: TestClient, recording: bytes, tmp_path: Path
) -> None:
    async with db.transaction() as conn:
        await workers.report(conn, "w1", version="1", state=workers.WARMING, engines={}, problem=None)
    response = await post(http, acme, recording)
    assert code_of(response, 503) == "SERVICE_WARMING_UP"
    assert response.headers["Retry-After"] == str(response.json()["error"]["retryAfterSeconds"]) == "30"
    await assert_nothing_left(db, tmp_path)


async def test_a_decoder_that_cannot_be_started(
    http: httpx.AsyncClient,
    db: Database,
    acme: TestClient,
    recording: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "no-python"))
    response = await post(http, acme, recording)
    assert code_of(response, 502) == "STEP_FUNCTIONS_FAILED"
    await assert_nothing_left(db, tmp_path)


async def test_a_queue_that_takes_no_job_costs_nothing(
    http: httpx.AsyncClient, db: Database, acme: TestClient, recording: bytes, tmp_path: Path
) -> None:
    async with db.transaction() as conn:
        await conn.execute(text("ALTER TABLE procrastinate_jobs ADD CONSTRAINT closed CHECK (false) NOT VALID"))
    try:
        response = await post(http, acme, recording)
    finally:
        async with db.transaction() as conn:
            await conn.execute(text("ALTER TABLE procrastinate_jobs DROP CONSTRAINT closed"))
    assert code_of(response, 502) == "STEP_FUNCTIONS_FAILED"
    await assert_nothing_left(db, tmp_path)


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "utf-7", "zlib", "idna", "nonsense"])
async def test_a_charset_that_is_dangerous_to_decode(
    http: httpx.AsyncClient, acme: TestClient, recording: bytes, charset: str
) -> None:
    field = '--x\r\nContent-Disposition: form-data; name="externalId"\r\n\r\n\\ud800\r\n'
    file = '--x\r\nContent-Disposition: form-data; name="audio"; filename="a.wav"\r\n\r\n'
    response = await http.post(
        URL,
        headers={**acme.headers, "Content-Type": f"multipart/form-data; boundary=x; charset={charset}"},
        content=(field + file).encode() + recording + b"\r\n--x--\r\n",
    )
    assert code_of(response, 400) == "INVALID_INPUT"
    assert "UTF-8" in response.json()["error"]["message"]


async def test_two_recordings_in_one_form(
    http: httpx.AsyncClient, db: Database, acme: TestClient, recording: bytes, tmp_path: Path
) -> None:
    files = [("audio", ("a.wav", recording)), ("audio", ("b.wav", recording))]
    response = await http.post(URL, headers=acme.headers, files=files)
    assert code_of(response, 400) == "INVALID_INPUT"
    assert list(response.json()["error"]["details"]["fields"]) == ["audio"]
    await assert_nothing_left(db, tmp_path)


@pytest.mark.parametrize(
    "body",
    [
        b'--x\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\nID3 cut off',
        b'--x\r\nContent-Disposition: form-data; name="externalId"\r\n\r\nabc\r\n--x',
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
        + b"X-Filler: "
        + b"y" * 9000
        + b"\r\n\r\nv\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n' + b"X-Y: z\r\n" * 100 + b"\r\nv\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n' * 101 + b"--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\nv\r\n' * 11 + b"--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' * 2 + b"--x--\r\n",
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="%d"\r\n\r\n%b\r\n' % (n, b"v" * 600_000) for n in range(2)
        )
        + b"--x--\r\n",
        b"--x" * 100_000,
        b"\r\n--y\r\n" * 1000,
    ],
    ids=["no end", "half end", "long head", "many heads", "fields", "files", "nested", "text", "starts", "other"],
)
async def test_forms_that_are_not_well_formed(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, body: bytes
) -> None:
    headers = {**acme.headers, "Content-Type": "multipart/form-data; boundary=x"}
    response = await http.post(URL, headers=headers, content=body)
    assert code_of(response, 400) in {"INVALID_INPUT", "MISSING_AUDIO_FILE"}
    await assert_nothing_left(db, tmp_path)
