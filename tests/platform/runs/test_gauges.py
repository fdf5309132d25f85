"""The gauges of unfinished runs, as an operator's alerts see them."""

from __future__ import annotations

from prometheus_client import REGISTRY

from tests.conftest import TestClient
from tests.platform.runs.conftest import Submit
from zenhire.kit.db import Database
from zenhire.platform.runs import service
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper


def _shown(status: str) -> float | None:
    return REGISTRY.get_sample_value("zenhire_runs_unfinished", {"module": "speech", "status": status})


async def test_they_follow_the_runs_down_to_none(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    runs = [(await submit(client)).run for _ in range(3)]
    sweeper = Sweeper(db, admitter, stalled=8.0, stuck=600.0)
    await sweeper.sweep()
    assert (_shown("processing"), _shown("queued")) == (2, 1)
    for number in range(3):
        async with db.transaction() as conn:
            await service.fail(conn, admitter, runs[number], code="INTERNAL_ERROR", message="For the test.")
        await sweeper.sweep()
        assert (_shown("processing"), _shown("queued")) == (2 - max(0, number), 0)
