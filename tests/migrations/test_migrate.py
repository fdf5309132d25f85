"""Migrations: repeatable, one at a time, equal to the tables that the code declares."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, inspect, make_url, text

import zenhire
from zenhire import migrations
from zenhire.kit.db import Database, metadata
from zenhire.migrations.migrate import DatabaseTooNew, current_revision, head_revision, migrate, migrate_async

SOURCES = Path(zenhire.__file__).parent


@pytest.fixture
async def fresh_url(db: Database, database_url: str):
    """A second, empty database on the session's server."""
    async with db.engine.connect() as conn:
        autocommit = await conn.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text("DROP DATABASE IF EXISTS fresh WITH (FORCE)"))
        await autocommit.execute(text("CREATE DATABASE fresh"))
    return make_url(database_url).set(database="fresh").render_as_string(hide_password=False)


async def test_a_new_database_reaches_the_head_and_stays_there(fresh_url: str) -> None:
    assert current_revision(fresh_url) is None
    assert migrate(fresh_url) == head_revision()
    assert current_revision(fresh_url) == head_revision()
    assert migrate(fresh_url) == head_revision()


async def test_processes_that_start_together_wait_for_each_other(fresh_url: str) -> None:
    assert set(await asyncio.gather(*(migrate_async(fresh_url) for _ in range(4)))) == {head_revision()}


async def test_a_database_of_a_later_version_is_left_alone(fresh_url: str) -> None:
    migrate(fresh_url)
    later = Database(fresh_url)
    async with later.transaction() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await later.close()
    with pytest.raises(DatabaseTooNew, match="9999"):
        migrate(fresh_url)
    assert current_revision(fresh_url) == "9999"


async def test_the_tables_are_those_that_the_code_declares(db: Database) -> None:
    declaring = [path for path in SOURCES.rglob("*.py") if "import metadata" in path.read_text()]
    assert len(declaring) >= 2
    for path in declaring:
        importlib.import_module(".".join(["zenhire", *path.relative_to(SOURCES).with_suffix("").parts]))

    def differences(connection: Connection) -> list[object]:
        options = {"include_object": lambda _, name, kind, reflected, other: not reflected or other is not None}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        indexes = inspect(connection).get_multi_indexes()
        declared = {(table.name, index.name) for table in metadata.tables.values() for index in table.indexes}
        present = {(table, index["name"]) for (_, table), listed in indexes.items() for index in listed}
        return [*found, *sorted(declared - present)]

    async with db.engine.connect() as conn:
        assert await conn.run_sync(differences) == []


async def test_the_queue_schema_is_recorded(db: Database) -> None:
    async with db.transaction() as conn:
        comment = (await conn.execute(text("SELECT obj_description('procrastinate_jobs'::regclass)"))).scalar_one()
    assert comment == f"procrastinate schema through {_newest_queue_file()}"


def test_a_migration_takes_care_of_the_newest_queue_file() -> None:
    sources = "".join(path.read_text() for path in (Path(migrations.__file__).parent / "versions").glob("*.py"))
    assert _newest_queue_file() in sources, "Write a migration that executes the queue's newer SQL files."


def _newest_queue_file() -> str:
    return max(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
