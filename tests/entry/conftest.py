"""A platform on a disk of its own, and its backup; the commands for users."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.entry.commands import Cli
from tests.support.backups import Platform, fill
from zenhire.entry.backup import backup
from zenhire.kit.postgres import EmbeddedPostgres, scratch_folder
from zenhire.migrations.migrate import migrate


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    with scratch_folder("zenhire-test-") as folder, EmbeddedPostgres(folder / "data", durable=False) as server:
        migrate(server.url)
        yield asyncio.run(fill(server.url, folder / "data"))


@pytest.fixture(scope="session")
def archive(platform: Platform) -> Path:
    path = platform.data_dir.parent / "backup.tar"
    backup(platform.settings, path)
    return path


@pytest.fixture
def place() -> Iterator[Path]:
    with scratch_folder("zenhire-test-") as folder:
        yield folder


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """The commands for users, on scripted answers and a fake clock."""
    return Cli(monkeypatch, tmp_path)
