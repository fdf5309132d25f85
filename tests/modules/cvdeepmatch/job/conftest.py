"""CV DeepMatch from submit to result, with the fake embedder unless a test asks for the real one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.modules.cvdeepmatch.job.matching import Matcher
from tests.support.api import api
from tests.support.cv_files import cv_pdf
from zenhire.engines.pool import EnginePool
from zenhire.kit.db import Database


@pytest.fixture(scope="session")
def baker() -> bytes:
    """The CV of a baker, one page."""
    return cv_pdf()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def matcher(
    database: Database, secret_key: bytes, pool: EnginePool, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Matcher]:
    """The app, polled at any rate, and a worker."""
    folder = tmp_path_factory.mktemp("cvdeepmatch")
    async with api(database, secret_key, folder, cvdeepmatch_poll_min_seconds=0.0) as client:
        yield Matcher(client, database, pool, folder)
