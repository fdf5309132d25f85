"""`zenhire admin erase` and `retention`, and that nobody who keeps something of clients is forgotten."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from tests.conftest import TestClient
from tests.modules.speech.test_submit import code_of, post
from zenhire.entry.cli import app
from zenhire.entry.erasing import ERASERS
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database, metadata

LEDGER = {"credit_accounts", "credit_holds", "credit_entries"}


def test_every_table_with_rows_of_a_client_has_somebody_who_erases_them() -> None:
    own = LEDGER | {"clients", "run_erasures", "client_erasures", "client_retention"}
    tables = {name for name, table in metadata.tables.items() if "client_id" in table.c} - own
    covered = {eraser.table.name for eraser in ERASERS if hasattr(eraser, "table")}
    covered |= {name for eraser in ERASERS for name in getattr(eraser, "tables", ())}
    cascading = {
        name
        for name, table in metadata.tables.items()
        for key in table.foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name in covered
    }
    assert tables - covered - cascading == set()


class Admin:
    """`zenhire admin` on the test's database and files."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = {"ZENHIRE_DATABASE_URL": url, "ZENHIRE_FILE_STORE": str(folder / "files")}
        self.environment["ZENHIRE_DATA_DIR"] = str(folder / "command")

    async def run(self, *arguments: str, **options: Any) -> Any:
        return await asyncio.to_thread(CliRunner().invoke, app, ["admin", *arguments], env=self.environment, **options)


async def test_the_commands(
    http: httpx.AsyncClient, acme: TestClient, recording: bytes, database_url: str, tmp_path: Path
) -> None:
    admin = Admin(database_url, tmp_path)
    run_id = (await post(http, acme, recording)).json()["id"]
    for answer in ("n\n", ""):
        asked = await admin.run("erase", "run", run_id, input=answer)
        assert asked.exit_code == 1
        assert "runs: 1" in asked.stderr
    assert (await http.get(f"/api/v1/speech/analyze/{run_id}", headers=acme.headers)).status_code == 200
    erased = await admin.run("erase", "run", run_id, "--json", input="y\n")
    assert erased.exit_code == 0, erased.stderr
    counts = {"speech_results": 1, "steps": 0, "runs": 1, "keys": 0, "projects": 0, "files": 1}
    body = json.loads(erased.stdout.splitlines()[-1])
    assert (body["run_id"], body["client_id"]) == (run_id, acme.client_id)
    assert counts.items() <= body["erased"].items()
    assert code_of(await http.get(f"/api/v1/speech/analyze/{run_id}", headers=acme.headers), 404) == "REQUEST_NOT_FOUND"
    unknown = await admin.run("erase", "run", "req_1_nobody", "--yes")
    assert (unknown.exit_code, "no run with the id" in unknown.stderr) == (2, True)

    shown = await admin.run("retention", "set", acme.client_id, "--days", "30", "--recordings-days", "7", "--json")
    assert json.loads(shown.stdout)["effective_recordings_days"] == 7
    assert (await admin.run("retention", "set", acme.client_id)).exit_code == 2
    assert (await admin.run("retention", "set", acme.client_id, "--days", "0")).exit_code == 2
    assert json.loads((await admin.run("retention", "show", acme.client_id, "--json")).stdout)["days"] == 30
    assert json.loads((await admin.run("retention", "clear", acme.client_id, "--json")).stdout)["days"] is None

    gone = await admin.run("erase", "client", acme.client_id, "--yes", "--json")
    assert json.loads(gone.stdout)["erased"]["keys"] == 1
    assert "was erased" in (await admin.run("client", "enable", acme.client_id)).stderr
    assert (await admin.run("erase", "client", "nobody", "--yes")).exit_code == 2


async def test_the_ledger_lets_only_an_operators_words_go(db: Database, acme: TestClient) -> None:
    now = utcnow()
    for change in ("description = 'Other'", "description = 'Credits added', amount = 3", "created_at = :now"):
        with pytest.raises(Exception, match="never changed or removed"):
            async with db.transaction() as conn:
                query = text(f"UPDATE credit_entries SET {change}")
                await conn.execute(query, {"now": now} if ":now" in change else {})
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE credit_entries SET description = 'Credits added'"))
