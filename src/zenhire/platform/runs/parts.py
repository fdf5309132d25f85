"""A long step in parts: each finished part is written down, so that a crash costs seconds and not the whole step."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import structlog
from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, Text, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import UNAVAILABLE, Database, metadata, reason_of
from zenhire.platform.runs import store
from zenhire.platform.runs.types import Run, RunLost

log = structlog.get_logger(__name__)
T = TypeVar("T")

WRITE_SECONDS = 2.0

run_parts = Table(
    "run_parts",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("client_id", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("output", JSON, nullable=False),
)


class Parts(Generic[T]):
    """The parts of one step of one attempt: those that earlier attempts recorded, and those that are added."""

    def __init__(self, db: Database, run: Run, step: str, made_by: str, kind: TypeAdapter[T]) -> None:
        """`made_by` names engine and version: parts that another one made are not taken over."""
        self.db = db
        self.run = run
        self.step = step
        self.made_by = made_by
        self.kind = kind
        self._new: dict[int, Any] = {}
        self._writing = False
        self._written = time.monotonic()

    async def recorded(self) -> dict[int, T]:
        """What there is already, by the part's number."""
        query = select(run_parts.c.part, run_parts.c.output).where(
            run_parts.c.run_id == self.run.id,
            run_parts.c.client_id == self.run.client_id,
            run_parts.c.step == self.step,
            run_parts.c.made_by == self.made_by,
        )
        async with self.db.transaction() as conn:
            return {row.part: self.kind.validate_python(row.output) for row in await conn.execute(query)}

    async def add(self, part: int, value: T, share: float) -> None:
        """Takes a finished part; `share` (0-1) of the step is done with it.

        What was added is written together, at most once in two seconds; while the database is away it is kept.
        Raises RunLost.
        """
        log.debug("part done", step=self.step, part=part, attempt=self.run.attempt)
        self._new[part] = self.kind.dump_python(value, mode="json")
        if self._writing or time.monotonic() - self._written < WRITE_SECONDS:
            return
        self._writing = True
        try:
            await self._write(dict(self._new), share)
        except UNAVAILABLE as error:
            log.warning("parts could not be recorded yet", step=self.step, reason=reason_of(error))
        finally:
            self._writing = False
            self._written = time.monotonic()

    async def _write(self, parts: Mapping[int, Any], share: float) -> None:
        common = {
            "run_id": self.run.id,
            "client_id": self.run.client_id,
            "step": self.step,
            "made_by": self.made_by,
        }
        statement = insert(run_parts).values([{**common, "part": part, "output": out} for part, out in parts.items()])
        changed = {"made_by": statement.excluded.made_by, "output": statement.excluded.output}
        async with self.db.transaction() as conn:
            if not await store.owned(conn, self.run):
                raise RunLost(self.run.id)
            await conn.execute(statement.on_conflict_do_update(index_elements=["run_id", "step", "part"], set_=changed))
            await store.note_progress(conn, self.run, round(share, 2))
        for part in parts:
            del self._new[part]
        log.debug("parts recorded", step=self.step, parts=sorted(parts), attempt=self.run.attempt)


async def forget(conn: AsyncConnection, client_id: str, run_id: str, step: str | None = None) -> None:
    """Removes the parts of a step that is recorded whole, or of all steps of a run that has ended."""
    statement = delete(run_parts).where(run_parts.c.run_id == run_id, run_parts.c.client_id == client_id)
    await conn.execute(statement if step is None else statement.where(run_parts.c.step == step))
