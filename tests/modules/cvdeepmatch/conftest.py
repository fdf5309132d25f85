"""CV DeepMatch over HTTP: the app, and a client with credits."""

from __future__ import annotations

import pytest

from zenhire.platform.queue import Queue
from zenhire.platform.runs.service import Admitter


@pytest.fixture
def admitter(database_url: str) -> Admitter:
    """What ends runs."""
    return Admitter(queue=Queue(database_url), default_caps={"speech": 8, "cvdeepmatch": 8})
