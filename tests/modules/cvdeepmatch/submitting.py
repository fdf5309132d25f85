"""Submits of CVs over HTTP, and what they leave behind."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from tests.conftest import TestClient
from zenhire.kit.db import Database
from zenhire.modules.cvdeepmatch import store
from zenhire.modules.cvdeepmatch.examples import CONFIG, PARSED
from zenhire.modules.cvdeepmatch.names import MODULE
from zenhire.platform.runs import service as runs
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.service import Admitter

URL = "/api/v1/cvdeepmatch"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CV = b"%PDF-1.7\nnot looked into before the work begins\n%%EOF\n"
RESULT: dict[str, Any] = {"overall_score": 0.5, "breakdown": {"workExperience": 0.4, "skills": 0.6}, "details": {}}


def config(**changes: Any) -> dict[str, Any]:
    """The smallest config that is accepted, with other values by dotted path below `requirements`."""
    made = copy.deepcopy(CONFIG)
    for path, value in changes.items():
        *way, last = path.split("__")
        place = made["requirements"]
        for name in way:
            place = place[name]
        place[last] = value
    return made


def form(**changes: Any) -> dict[str, Any]:
    """A form that is accepted; None leaves a part out."""
    parts = {"position_id": "wh-lead-7", "job_description": "Leads a team.", "config": json.dumps(CONFIG), **changes}
    return {name: value for name, value in parts.items() if value is not None}


async def post(
    http: httpx.AsyncClient,
    client: TestClient,
    cv: bytes | None = CV,
    *,
    name: str = "cv.pdf",
    kind: str = PDF,
    headers: Mapping[str, str] | None = None,
    query: str = "",
    **changes: Any,
) -> httpx.Response:
    """Sends a CV in a form that is accepted, but for `changes`."""
    parts: list[Any] = [] if cv is None else [("cv_file", (name, cv, kind))]
    for part, value in form(**changes).items():
        parts += [(part, (None, one)) for one in (value if isinstance(value, list) else [value])]
    sent = client.headers if headers is None else headers
    return await http.post(f"{URL}/submit{query}", headers=sent, files=parts)


async def submitted(http: httpx.AsyncClient, client: TestClient, **changes: Any) -> str:
    """The id of an accepted submit."""
    response = await post(http, client, **changes)
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


async def poll(http: httpx.AsyncClient, client: TestClient, run_id: str) -> httpx.Response:
    """A poll."""
    return await http.get(f"{URL}/{run_id}", headers=client.headers)


def error_of(response: httpx.Response, status: int) -> dict[str, Any]:
    """The envelope of an answer with this status."""
    assert response.status_code == status, response.text
    error: dict[str, Any] = response.json()["error"]
    assert set(error) <= {"code", "message", "timestamp", "requestId", "details", "retryAfterSeconds"}
    assert error["message"]
    return error


def fields_of(response: httpx.Response, code: str = "INVALID_INPUT") -> dict[str, list[str]]:
    """The fields that a 400 names."""
    error = error_of(response, 400)
    assert error["code"] == code, error
    fields: dict[str, list[str]] = error["details"]["fields"]
    return fields


async def credits(http: httpx.AsyncClient, client: TestClient) -> tuple[int, int]:
    """Balance and held credits."""
    body = (await http.get("/api/v1/credits", headers=client.headers)).json()
    return body["creditBalance"], body["heldCredits"]


async def counts(db: Database) -> dict[str, int]:
    """Rows of the tables that a submit writes to."""
    names = ("runs", "cv_runs", "credit_holds", "procrastinate_jobs", "idempotency_keys")
    async with db.transaction() as conn:
        return {name: int(await conn.scalar(text(f"SELECT count(*) FROM {name}")) or 0) for name in names}


def stored(folder: Path) -> list[Path]:
    """Files in the object store."""
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


async def assert_left(db: Database, folder: Path, runs: int, *, keys: int = 0) -> None:
    """So many runs are there with all that belongs to them, and nothing else."""
    expected = {"runs": runs, "cv_runs": runs, "credit_holds": runs, "procrastinate_jobs": runs}
    assert await counts(db) == {**expected, "idempotency_keys": keys}
    assert len(stored(folder)) == runs
    assert {path.name for path in (folder / "scratch").rglob("*") if path.is_file()} == {".lock"}


async def finish(db: Database, admitter: Admitter, client: TestClient, run_id: str) -> None:
    """Ends a match with a result, as a worker does."""
    async with db.transaction() as conn:
        run = await runs_store.take_up(conn, client.client_id, run_id)
        assert run is not None
        assert run.module == MODULE
        await runs.complete(conn, admitter, run, status="success", charge=run.cost, description="Match")
        await store.save_result(conn, client.client_id, run_id, parsed=PARSED, result=RESULT, overall=0.5)


async def fail(db: Database, admitter: Admitter, client: TestClient, run_id: str, *, parsed: bool = False) -> None:
    """Ends a match without a result."""
    async with db.transaction() as conn:
        run = await runs_store.take_up(conn, client.client_id, run_id)
        assert run is not None
        await runs.fail(conn, admitter, run, code="MATCHING_FAILED", message="why")
        if parsed:
            await store.save_parsed(conn, client.client_id, run_id, PARSED)
