"""One embedded database for the tests of this folder: making one takes a second or more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from zenhire.kit.postgres import EmbeddedPostgres, scratch_folder


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A data folder with a database that was made and stopped."""
    with scratch_folder("zenhire-test-") as place:
        with EmbeddedPostgres(place / "data", durable=False):
            pass
        yield place / "data"


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    """The server of that folder, running for one test."""
    with EmbeddedPostgres(folder, durable=False) as running:
        yield running
