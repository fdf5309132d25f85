"""What is asked of a database server that others run."""

from __future__ import annotations

from pathlib import Path

import pytest

from zenhire.kit.postgres import EmbeddedPostgres, PostgresError, ServerUnreachable, check_server
from zenhire.kit.postgres.check import judge


def test_our_own_server_suffices(server: EmbeddedPostgres) -> None:
    check_server(server.url)
    check_server(server.url.replace("postgresql://", "postgres://"))


def test_a_server_that_does_not_answer_is_named_so_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(ServerUnreachable, match="does not answer") as caught:
        check_server(f"postgresql://someone:very-secret@/zenhire?host={tmp_path}")
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("version", "available", "installed", "message"),
    [
        (140_012, "0.8.1", "0.8.1", "PostgreSQL 14; 15 or later"),
        (160_000, None, None, "lacks the extension"),
        (160_000, "0.7.4", None, "offers pgvector 0.7.4"),
        (160_000, "0.7.4", "0.7.4", "has pgvector 0.7.4; 0.8"),
        (160_000, "0.8.0", "0.5.1", "ALTER EXTENSION vector UPDATE"),
    ],
)
def test_what_is_too_old_is_refused(version: int, available: str | None, installed: str | None, message: str) -> None:
    with pytest.raises(PostgresError, match=message):
        judge(version, available, installed)


@pytest.mark.parametrize(("version", "available", "installed"), [(150_000, "0.8.0", None), (180_004, "0.10.0", "0.8")])
def test_what_is_new_enough_passes(version: int, available: str, installed: str | None) -> None:
    judge(version, available, installed)
