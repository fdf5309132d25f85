"""CV DeepMatch's own table and all of its SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import JSON, Column, Date, Double, ForeignKey, Table, Text, insert, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import fetch_row, metadata
from zenhire.platform.erasure.types import Rows

CvKind = Literal["pdf", "docx"]

cv_runs = Table(
    "cv_runs",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("client_id", Text, ForeignKey("clients.id"), nullable=False),
    Column("application_id", Text, nullable=False),
    Column("position_id", Text, nullable=False),
    Column("cv_key", Text, nullable=False),
    Column("cv_kind", Text, nullable=False),
    Column("job_description", Text, nullable=False),
    Column("config", JSON, nullable=False),
    Column("webhook_url", Text),
    Column("submitted_on", Date, nullable=False),
    Column("parsed", JSON(none_as_null=True)),
    Column("result", JSON(none_as_null=True)),
    Column("overall", Double),
)

ERASERS = (Rows("cv_matches", cv_runs, client=cv_runs.c.client_id, run=cv_runs.c.run_id),)


@dataclass(frozen=True, slots=True)
class CvRow:
    """What was submitted besides what every run has.

    `application_id` is the handle of the run in webhooks; `job_description` and `config` are as they were sent;
    `submitted_on` (UTC) is what 'present' in the CV is taken for.
    """

    application_id: str
    position_id: str
    cv_key: str
    cv_kind: CvKind
    job_description: str
    config: dict[str, Any]
    webhook_url: str | None
    submitted_on: date


_ROW = [cv_runs.c[name] for name in CvRow.__dataclass_fields__]


async def add(conn: AsyncConnection, client_id: str, run_id: str, row: CvRow) -> None:
    """Inserts the row of a new run."""
    values = {name: getattr(row, name) for name in CvRow.__dataclass_fields__}
    await conn.execute(insert(cv_runs).values(run_id=run_id, client_id=client_id, **values))


async def get(conn: AsyncConnection, client_id: str, run_id: str) -> CvRow:
    """The row of a run that exists. Raises NoResultFound."""
    query = select(*_ROW).where(cv_runs.c.run_id == run_id, cv_runs.c.client_id == client_id)
    return CvRow(**(await conn.execute(query)).one()._mapping)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a poll shows of the row; `parsed` and `result` are None until they are there."""

    position_id: str
    config: dict[str, Any]
    parsed: dict[str, Any] | None
    result: dict[str, Any] | None


_SHOWN = """
SELECT position_id, config, parsed, result FROM cv_runs
WHERE run_id = %(run_id)s AND client_id = %(client_id)s
"""


async def get_shown(conn: AsyncConnection, client_id: str, run_id: str) -> Shown:
    """What a poll shows of a run that exists. Raises NoResultFound."""
    row = await fetch_row(conn, _SHOWN, {"run_id": run_id, "client_id": client_id})
    if row is None:
        raise NoResultFound
    return Shown(**row)


async def get_result(conn: AsyncConnection, client_id: str, run_id: str) -> dict[str, Any] | None:
    """What the match found; None while there is nothing."""
    query = select(cv_runs.c.result).where(cv_runs.c.run_id == run_id, cv_runs.c.client_id == client_id)
    found: dict[str, Any] | None = await conn.scalar(query)
    return found


async def position_ids(conn: AsyncConnection, client_id: str, run_ids: Sequence[str]) -> dict[str, str]:
    """The positions of these runs, by the runs' ids."""
    query = select(cv_runs.c.run_id, cv_runs.c.position_id).where(
        cv_runs.c.client_id == client_id, cv_runs.c.run_id.in_(run_ids)
    )
    return {row.run_id: row.position_id for row in await conn.execute(query)}


async def save_parsed(conn: AsyncConnection, client_id: str, run_id: str, parsed: dict[str, Any]) -> None:
    """Writes the parsed CV of a run that ends without a match."""
    await _write(conn, client_id, run_id, parsed=parsed)


async def save_result(
    conn: AsyncConnection,
    client_id: str,
    run_id: str,
    *,
    parsed: dict[str, Any] | None,
    result: dict[str, Any],
    overall: float,
) -> None:
    """Writes the parsed CV and what the match found; `overall` is in [0, 1]."""
    await _write(conn, client_id, run_id, parsed=parsed, result=result, overall=overall)


async def _write(conn: AsyncConnection, client_id: str, run_id: str, **values: Any) -> None:
    mine = (cv_runs.c.run_id == run_id, cv_runs.c.client_id == client_id)
    await conn.execute(update(cv_runs).where(*mine).values(**values))
