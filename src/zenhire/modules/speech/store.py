"""Speech's own table and all of its SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Double, ForeignKey, Integer, Table, Text, insert, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import fetch_row, metadata
from zenhire.platform.erasure.types import Rows

speech_runs = Table(
    "speech_runs",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("client_id", Text, ForeignKey("clients.id"), nullable=False),
    Column("language", Text, nullable=False),
    Column("audio_key", Text, nullable=False),
    Column("audio_format", Text, nullable=False),
    Column("audio_duration_ms", BigInteger, nullable=False),
    Column("cut_start_ms", BigInteger),
    Column("cut_end_ms", BigInteger),
    Column("webhook_url", Text),
    Column("result", JSON(none_as_null=True)),
    Column("overall", Double),
    Column("cefr_level", Text),
    Column("credits_deducted", Integer),
    Column("balance_after", BigInteger),
)

ERASERS = (Rows("speech_results", speech_runs, client=speech_runs.c.client_id, run=speech_runs.c.run_id),)


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """What Speech knows of a run beyond the run itself."""

    language: str
    audio_key: str
    audio_format: str
    audio_duration_ms: int
    cut_start_ms: int | None = None
    cut_end_ms: int | None = None
    webhook_url: str | None = None
    result: dict[str, Any] | None = None
    overall: float | None = None
    cefr_level: str | None = None
    credits_deducted: int | None = None
    balance_after: int | None = None


_COLUMNS = [column for column in speech_runs.columns if column.name not in ("run_id", "client_id")]
_LIST_COLUMNS = [column for column in _COLUMNS if column.name != "result"]


async def add(conn: AsyncConnection, client_id: str, run_id: str, row: SpeechRow) -> None:
    """Inserts the row of a new run."""
    await conn.execute(
        insert(speech_runs).values(
            run_id=run_id,
            client_id=client_id,
            language=row.language,
            audio_key=row.audio_key,
            audio_format=row.audio_format,
            audio_duration_ms=row.audio_duration_ms,
            cut_start_ms=row.cut_start_ms,
            cut_end_ms=row.cut_end_ms,
            webhook_url=row.webhook_url,
        )
    )


async def get(conn: AsyncConnection, client_id: str, run_id: str) -> SpeechRow:
    """The row of a run that exists."""
    query = select(*_COLUMNS).where(speech_runs.c.run_id == run_id, speech_runs.c.client_id == client_id)
    return SpeechRow(**(await conn.execute(query)).one()._mapping)


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What an analysis found, and what it cost."""

    result: dict[str, Any]
    audio_duration_ms: int
    credits_deducted: int
    balance_after: int


_RESULT = """
SELECT result, audio_duration_ms, credits_deducted, balance_after FROM speech_runs
WHERE run_id = %(run_id)s AND client_id = %(client_id)s AND result IS NOT NULL
"""


async def get_result(conn: AsyncConnection, client_id: str, run_id: str) -> StoredResult:
    """The result of a run that ended with one. Raises NoResultFound when there is none."""
    row = await fetch_row(conn, _RESULT, {"run_id": run_id, "client_id": client_id})
    if row is None:
        raise NoResultFound
    return StoredResult(**row)


async def get_many(conn: AsyncConnection, client_id: str, run_ids: Sequence[str]) -> dict[str, SpeechRow]:
    """The rows of these runs, without their results."""
    query = select(speech_runs.c.run_id, *_LIST_COLUMNS).where(
        speech_runs.c.client_id == client_id, speech_runs.c.run_id.in_(run_ids)
    )
    found: dict[str, SpeechRow] = {}
    for row in await conn.execute(query):
        values = dict(row._mapping)
        run_id = values.pop("run_id")
        found[run_id] = SpeechRow(**values)
    return found


async def save_result(
    conn: AsyncConnection,
    client_id: str,
    run_id: str,
    *,
    result: dict[str, Any],
    overall: float | None,
    cefr_level: str | None,
    credits_deducted: int,
    balance_after: int,
) -> None:
    """Writes what the analysis found and what it cost."""
    await conn.execute(
        update(speech_runs)
        .where(speech_runs.c.run_id == run_id, speech_runs.c.client_id == client_id)
        .values(
            result=result,
            overall=overall,
            cefr_level=cefr_level,
            credits_deducted=credits_deducted,
            balance_after=balance_after,
        )
    )
