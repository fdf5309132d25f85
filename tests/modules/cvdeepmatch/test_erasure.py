"""Erasing matches: the CV, what was read in it and what was found go; the ledger stays."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.cvdeepmatch.submitting import (
    assert_left,
    credits,
    error_of,
    fail,
    finish,
    poll,
    post,
    stored,
    submitted,
)
from tests.modules.speech.test_erasure import mentions
from zenhire.entry.erasing import ERASERS
from zenhire.kit.db import Database
from zenhire.platform.erasure.retention import Policy, Retention
from zenhire.platform.erasure.service import Erasure
from zenhire.platform.files import FileStore
from zenhire.platform.runs.service import Admitter

MARKS = {
    "externalId": "Jane Roe",
    "tags": "jane",
    "metadata": '{"mail": "jane@example.org"}',
    "job_description": "words of Jane's employer",
    "idempotency_key": "jane.roe",
    "position_id": "janes-job",
}
WORDS = ("Jane", "jane", "A. Sample", "Inventory", "Warehouse")
LEDGER = {"credit_accounts", "credit_holds", "credit_entries"}


@pytest.fixture
def erasure(http: httpx.AsyncClient, db: Database, admitter: Admitter, tmp_path: Path) -> Erasure:
    files = FileStore(str(tmp_path / "files"), scratch=tmp_path / "scratch")
    return Erasure(db, files, admitter, ERASERS, stuck=60.0)


async def test_a_finished_match_goes_with_all_that_it_had(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter, erasure: Erasure, tmp_path: Path
) -> None:
    run_id = await submitted(http, acme, **MARKS)
    await finish(db, admitter, acme, run_id)
    assert {"cv_runs", "runs", "idempotency_keys"} <= await mentions(db, *WORDS)
    previewed = await erasure.preview_run(run_id)
    counts = await erasure.erase_run(acme.client_id, run_id)
    assert previewed == (acme.client_id, counts)
    assert (
        counts.items() >= {"cv_matches": 1, "speech_results": 0, "idempotency_keys": 1, "runs": 1, "files": 1}.items()
    )
    assert await mentions(db, *WORDS) == set()
    assert await mentions(db, run_id) - {"run_erasures"} <= LEDGER
    assert stored(tmp_path) == []
    assert error_of(await poll(http, acme, run_id), 404)["code"] == "REQUEST_NOT_FOUND"
    assert await credits(http, acme) == (97, 0)
    again = await post(http, acme, **MARKS)
    assert (again.status_code, again.json()["id"] != run_id) == (202, True), "the key is free"


async def test_a_match_in_the_work_is_ended_and_costs_nothing(
    http: httpx.AsyncClient, db: Database, acme: TestClient, erasure: Erasure, tmp_path: Path
) -> None:
    kept = await submitted(http, acme)
    run_id = await submitted(http, acme, **MARKS)
    assert (await erasure.erase_run(acme.client_id, run_id))["cv_matches"] == 1
    assert await credits(http, acme) == (100, 3)
    assert (await poll(http, acme, kept)).status_code == 200
    assert len(stored(tmp_path)) == 1


async def test_nothing_of_another_client_goes(
    http: httpx.AsyncClient,
    db: Database,
    acme: TestClient,
    make_client: MakeClient,
    erasure: Erasure,
    tmp_path: Path,
) -> None:
    other = await make_client("other")
    run_id = await submitted(http, acme, idempotency_key="k")
    counts = await erasure.erase_run(other.client_id, run_id)
    assert (counts["cv_matches"], counts["idempotency_keys"], counts["files"]) == (0, 0, 0)
    await assert_left(db, tmp_path, 1, keys=1)


async def test_a_client_goes_with_its_matches_and_keys(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter, erasure: Erasure, tmp_path: Path
) -> None:
    await submitted(http, acme, **MARKS)
    await fail(db, admitter, acme, await submitted(http, acme, **{**MARKS, "idempotency_key": "jane2"}), parsed=True)
    counts = await erasure.erase_client(acme.client_id)
    assert (counts["cv_matches"], counts["idempotency_keys"], counts["files"]) == (2, 2, 2)
    assert await mentions(db, *WORDS) == set()
    assert stored(tmp_path) == []


async def test_retention_takes_cvs_and_then_matches(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter, erasure: Erasure, tmp_path: Path
) -> None:
    old, young = await submitted(http, acme), await submitted(http, acme)
    for run_id in (old, young):
        await finish(db, admitter, acme, run_id)
    async with db.transaction() as conn:
        age = "UPDATE runs SET finished_at = finished_at - make_interval(days => 40) WHERE id = :id"
        await conn.execute(text(age), {"id": old})
    swept = await Retention(erasure, Policy(recordings_days=30), every=600.0).sweep()
    assert (swept.runs, swept.recordings) == (0, 1)
    assert [path.parent.name for path in stored(tmp_path)] == [young]
    assert (await poll(http, acme, old)).json()["status"] == "finished"
    assert (await Retention(erasure, Policy(days=30), every=600.0).sweep()).runs == 1
    assert error_of(await poll(http, acme, old), 404)
    assert (await poll(http, acme, young)).json()["cv2jd_result"] is not None
