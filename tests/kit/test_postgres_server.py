"""The embedded server: its first start, and what it comes back from."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from zenhire.kit.postgres import (
    DataFolderBusy,
    EmbeddedPostgres,
    PostgresError,
    connect_or_start,
    running_url,
    scratch_folder,
)
from zenhire.kit.postgres.account import choose_account
from zenhire.kit.postgres.cluster import Layout, layout_of
from zenhire.kit.postgres.process import is_postmaster, server_processes, wait_until


def one(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def processes(layout: Layout) -> list[psutil.Process]:
    return server_processes(layout, choose_account(layout.root))


def kill(server: EmbeddedPostgres) -> None:
    os.kill(server.pid, signal.SIGKILL)
    assert wait_until(lambda: not server.running, 5)


def owner_process(folder: Path) -> subprocess.Popen[str]:
    """Another process that runs the folder's server until it is ended; it prints the postmaster's pid."""
    script = (
        "import sys, time, pathlib; from zenhire.kit.postgres import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False)\n"
        "server.start(); print(server.pid, flush=True); time.sleep(120)"
    )
    return subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)


def test_first_start_gives_postgresql_18_with_pgvector(server: EmbeddedPostgres) -> None:
    assert str(one(server.url, "SHOW server_version")).startswith("18.")
    assert one(server.url, "SHOW server_encoding") == "UTF8"
    assert one(server.url, "SELECT lower('ÉŽ')") == "éž"
    assert str(one(server.url, "SELECT extversion FROM pg_extension WHERE extname = 'vector'")) >= "0.8"
    assert one(server.url, "SELECT '[1,2]'::vector <-> '[1,3]'::vector") == 1.0


def test_the_application_is_no_superuser_but_may_create_databases_with_vectors(server: EmbeddedPostgres) -> None:
    assert one(server.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    run(server.url, "CREATE DATABASE another")
    other = server.url.replace("/zenhire?", "/another?")
    run(other, "CREATE EXTENSION IF NOT EXISTS vector")
    assert one(other, "SELECT '[3,4]'::vector <#> '[1,0]'::vector") == -3.0


def test_only_the_password_opens_it(server: EmbeddedPostgres, folder: Path) -> None:
    wrong = server.url.replace("zenhire:", "zenhire:x", 1)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    superuser = server.url.replace("://zenhire:", "://postgres:", 1)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(superuser)
    for name in ("password", "superuser.password"):
        assert (folder / "postgres" / name).stat().st_mode & 0o777 == 0o600
    assert one(server.url, "SHOW listen_addresses") == ""


def test_rows_and_url_outlive_a_restart_and_nothing_is_left_running(folder: Path) -> None:
    server = EmbeddedPostgres(folder, durable=False)
    url = server.start()
    run(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    assert processes(layout_of(folder)) == []
    assert running_url(folder) is None
    with pytest.raises(PostgresError, match="not been started"):
        _ = server.url
    with EmbeddedPostgres(folder, durable=False) as again:
        assert again.url == url
        assert one(again.url, "SELECT answer FROM kept") == 42


def test_a_stop_while_clients_are_connected_is_quick(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("SELECT 1")
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 10
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_every_acknowledged_row_is_there_after_kill_nine(server: EmbeddedPostgres) -> None:
    url = server.url
    run(url, "CREATE TABLE IF NOT EXISTS written (number int PRIMARY KEY)")
    acknowledged: list[int] = []

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            try:
                for number in range(100_000):
                    connection.execute("INSERT INTO written VALUES (%s)", [number])
                    acknowledged.append(number)
            except psycopg.OperationalError:
                return

    writer = threading.Thread(target=write)
    writer.start()
    assert wait_until(lambda: len(acknowledged) > 50, 20)
    kill(server)
    writer.join(10)
    assert server.start() == url
    assert len(acknowledged) < 100_000
    assert int(str(one(url, "SELECT count(*) FROM written"))) >= len(acknowledged)
    assert one(url, "SELECT max(number) FROM written") in (acknowledged[-1], acknowledged[-1] + 1)


def test_a_stopped_backend_of_a_killed_server_does_not_bar_the_next(server: EmbeddedPostgres, folder: Path) -> None:
    with psycopg.connect(server.url) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        backend.suspend()
        kill(server)
        assert backend.pid in {process.pid for process in processes(layout_of(folder))}
        server.start()
        assert backend.pid not in {process.pid for process in processes(layout_of(folder))}
    assert one(server.url, "SELECT 1") == 1


@pytest.mark.parametrize("kind", ["zombie", "stranger"])
def test_a_pid_file_that_names_a_zombie_or_a_stranger_is_not_believed(folder: Path, kind: str) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        pid_file = layout_of(folder).cluster / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        kill(server)
    other = subprocess.Popen(
        ["/bin/true"] if kind == "zombie" else ["/bin/sleep", "60"],
        **choose_account(layout_of(folder).root).credentials(),
    )
    try:
        if kind == "zombie":
            assert wait_until(lambda: psutil.Process(other.pid).status() == psutil.STATUS_ZOMBIE, 5)
        pid_file.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
        assert running_url(folder) is None
        with EmbeddedPostgres(folder, durable=False) as server:
            assert one(server.url, "SELECT 1") == 1
        if kind == "stranger":
            assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_the_server_ends_with_its_owner_and_the_next_start_works_at_once(folder: Path) -> None:
    owner = owner_process(folder)
    assert owner.stdout is not None
    postmaster = int(owner.stdout.readline())
    with pytest.raises(DataFolderBusy, match="Another zenhire process"):
        EmbeddedPostgres(folder, durable=False, wait=0.0).start()
    owner.kill()
    with EmbeddedPostgres(folder, durable=False) as server:
        owner.communicate()
        assert server.pid != postmaster
        assert one(server.url, "SELECT 1") == 1
        assert not is_postmaster(postmaster, layout_of(folder))


def test_who_connects_uses_a_running_server_and_leaves_it_running(server: EmbeddedPostgres, folder: Path) -> None:
    with connect_or_start(folder) as url:
        assert url == server.url == running_url(folder)
    assert server.running
    assert one(server.url, "SELECT 1") == 1


def test_who_connects_starts_a_server_for_the_duration(folder: Path) -> None:
    with connect_or_start(folder, durable=False) as url:
        assert one(url, "SELECT 1") == 1
    assert processes(layout_of(folder)) == []


def test_two_first_starters_at_once_share_one_whole_database() -> None:
    script = (
        "import sys, pathlib, psycopg; from zenhire.kit.postgres import connect_or_start\n"
        "with connect_or_start(pathlib.Path(sys.argv[1]), durable=False) as url:\n"
        "    with psycopg.connect(url, autocommit=True) as connection:\n"
        "        connection.execute('SELECT pg_advisory_lock(1)')\n"
        "        connection.execute('CREATE TABLE IF NOT EXISTS seen (name text)')\n"
        "        connection.execute('INSERT INTO seen VALUES (%s)', [sys.argv[2]])\n"
    )
    with scratch_folder("zenhire-test-") as place:
        both = [
            subprocess.Popen([sys.executable, "-c", script, str(place), name], stderr=subprocess.PIPE, text=True)
            for name in ("one", "two")
        ]
        assert [(process.communicate(timeout=60)[1], process.returncode) for process in both] == [("", 0), ("", 0)]
        with connect_or_start(place, durable=False) as url:
            assert one(url, "SELECT string_agg(name, ' ' ORDER BY name) FROM seen") == "one two"


def test_a_data_folder_too_deep_for_a_socket_and_with_odd_signs_works(folder: Path) -> None:
    with scratch_folder("zenhire-test-") as place:
        deep = place / "a folder, with 'signs' ž" / ("x" * 100) / ("y" * 50)
        shutil.copytree(folder, deep)
        with EmbeddedPostgres(deep, durable=False) as server:
            url = server.url
            assert one(url, "SELECT 1") == 1
            with connect_or_start(deep) as other:
                assert other == url
            kill(server)
            assert server.start() == url
            sockets = Path(url.rpartition("host=")[2])
            assert sockets.stat().st_mode & 0o777 == 0o700
        assert not sockets.exists()


def test_a_half_made_database_is_made_anew() -> None:
    with scratch_folder("zenhire-test-") as place:
        draft = place / "postgres" / "data.new"
        draft.mkdir(parents=True)
        (draft / "PG_VERSION").write_text("18\n")
        with EmbeddedPostgres(place, durable=False) as server:
            assert one(server.url, "SELECT current_database()") == "zenhire"


def test_files_of_another_version_are_refused() -> None:
    with scratch_folder("zenhire-test-") as place:
        cluster = place / "postgres" / "data"
        cluster.mkdir(parents=True)
        (cluster / "PG_VERSION").write_text("16\n")
        with pytest.raises(PostgresError, match=r"made by PostgreSQL 16.*pg_dump"):
            EmbeddedPostgres(place).start()


def test_the_log_holds_no_statement_and_no_value(server: EmbeddedPostgres, folder: Path) -> None:
    run(server.url, "CREATE TABLE private (word text PRIMARY KEY)")
    run(server.url, "INSERT INTO private VALUES ('sesquipedalian')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        run(server.url, "INSERT INTO private VALUES ('sesquipedalian')")
    log = layout_of(folder).log.read_text()
    assert "duplicate key" in log
    assert "sesquipedalian" not in log
