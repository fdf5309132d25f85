"""What erases: each part of the platform that keeps rows of runs or clients brings an `Eraser`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Column, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

Counts = dict[str, int]
"""How many things of a kind, by the kind's name."""


class Eraser(Protocol):
    """One part's rows. `run_ids` None stands for all that is the client's, whether or not it belongs to a run.

    Whatever belongs to no run goes only when the whole client goes.
    """

    async def count(self, conn: AsyncConnection, client_id: str, run_ids: Sequence[str] | None) -> Counts:
        """What `erase` would remove."""
        ...

    async def erase(self, conn: AsyncConnection, client_id: str, run_ids: Sequence[str] | None) -> Counts:
        """Removes the rows on this transaction and says how many; none left is no error."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """The eraser of one table: its rows of these runs, or of the client.

    `client` and `run` are the table's columns with those ids. Without `run` the rows belong to the client alone.
    """

    name: str
    table: Table
    client: Column[Any]
    run: Column[Any] | None = None

    async def count(self, conn: AsyncConnection, client_id: str, run_ids: Sequence[str] | None) -> Counts:
        """See `Eraser`."""
        if self._spared(run_ids):
            return {self.name: 0}
        query = select(func.count()).select_from(self.table).where(*self._mine(client_id, run_ids))
        return {self.name: int(await conn.scalar(query) or 0)}

    async def erase(self, conn: AsyncConnection, client_id: str, run_ids: Sequence[str] | None) -> Counts:
        """See `Eraser`."""
        if self._spared(run_ids):
            return {self.name: 0}
        gone = await conn.execute(delete(self.table).where(*self._mine(client_id, run_ids)))
        return {self.name: gone.rowcount}

    def _spared(self, run_ids: Sequence[str] | None) -> bool:
        return run_ids is not None and self.run is None

    def _mine(self, client_id: str, run_ids: Sequence[str] | None) -> list[Any]:
        mine: list[Any] = [self.client == client_id]
        if run_ids is not None and self.run is not None:
            mine.append(self.run.in_(run_ids))
        return mine


def add_up(*counts: Mapping[str, int]) -> Counts:
    """The sums, kind by kind, in the order in which the kinds first appear."""
    total: Counts = {}
    for one in counts:
        for name, number in one.items():
            total[name] = total.get(name, 0) + number
    return total
