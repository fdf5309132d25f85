"""A chat service for the tests of language models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.llm.chat_service import Service, run_service


@pytest.fixture
def service() -> Iterator[Service]:
    """A chat service that is there for one test."""
    made, server = run_service()
    yield made
    made.released.set()
    server.shutdown()
    server.server_close()
