"""Which OS user runs the server, from which folders, and what is said when that cannot be."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from zenhire.kit.postgres import EmbeddedPostgres, PostgresError, scratch_folder
from zenhire.kit.postgres.account import choose_account, first_unreachable, scratch_dir
from zenhire.kit.postgres.binaries import TREE, find_binaries, wheel_folder
from zenhire.kit.postgres.cluster import initialise, layout_of, prepare

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

PRELUDE = """
import os, pathlib, sys
import psycopg
from zenhire.kit.postgres import EmbeddedPostgres, PostgresError
folder = pathlib.Path(sys.argv[1])
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
"""


def run_with_uid(uid: int, folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Runs a script that has given up root for `uid` (also where Python itself lies in root's home)."""
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + script, str(folder), str(uid)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@as_root
def test_as_root_the_server_runs_as_an_unprivileged_user_who_owns_its_files(
    server: EmbeddedPostgres, folder: Path
) -> None:
    owner = Path(f"/proc/{server.pid}").stat().st_uid
    assert owner != 0
    root = folder / "postgres"
    assert root.stat().st_uid == owner
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert choose_account(root).uid == owner


@as_root
def test_a_normal_user_runs_it_as_themselves() -> None:
    if first_unreachable(choose_account(Path("/nonexistent")), [wheel_folder()]) is not None:
        pytest.skip("the environment lies in a private folder, so nobody else can have this Python")
    with scratch_folder() as place:
        home = place / "home"
        home.mkdir(mode=0o700)
        os.chown(home, 65534, 65534)
        script = (
            "with EmbeddedPostgres(folder / 'data', durable=False) as server:\n"
            "    owner = os.stat(f'/proc/{server.pid}').st_uid\n"
            "    with psycopg.connect(server.url) as connection:\n"
            "        print(owner, connection.execute('SELECT 6 * 7').fetchone()[0])\n"
        )
        done = run_with_uid(65534, home, script)
        assert (done.stdout.split(), done.stderr) == (["65534", "42"], "")
        assert choose_account(home / "data" / "postgres").uid == 65534


@as_root
def test_a_folder_of_another_user_is_refused() -> None:
    with scratch_folder() as place:
        (place / "data" / "postgres").mkdir(parents=True)
        script = "try: EmbeddedPostgres(folder / 'data').start()\nexcept PostgresError as error: print(error)"
        done = run_with_uid(65534, place, script)
        assert "belongs to the user root" in done.stdout


@as_root
def test_a_user_id_without_a_passwd_entry_is_refused_with_advice() -> None:
    with scratch_folder() as place:
        os.chown(place, 54321, 54321)
        script = "try: EmbeddedPostgres(folder / 'data').start()\nexcept PostgresError as error: print(error)"
        done = run_with_uid(54321, place, script)
        assert "54321 has no passwd entry" in done.stdout
        assert "ZENHIRE_DATABASE_URL" in done.stdout


@as_root
def test_a_data_folder_below_a_private_one_is_refused_and_its_mode_is_kept(folder: Path) -> None:
    with scratch_folder() as place:
        private = place / "private"
        private.mkdir(mode=0o700)
        with pytest.raises(PostgresError, match=f"cannot enter {private}.*chmod o\\+x {private}"):
            EmbeddedPostgres(private / "data").start()
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert list(private.iterdir()) == []
        private.chmod(0o711)
        shutil.copytree(folder, private / "data")
        with EmbeddedPostgres(private / "data", durable=False) as server:
            assert server.running
        assert stat.S_IMODE(private.stat().st_mode) == 0o711


@as_root
def test_programs_in_a_private_home_are_copied_once_and_work() -> None:
    account = choose_account(Path("/nonexistent"))
    with scratch_folder() as place:
        home = place / "home"
        home.mkdir(mode=0o700)
        wheel = wheel_folder()
        package = home / wheel.name
        shutil.copytree(wheel / TREE, package / TREE)
        shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), home / f"{wheel.name}.libs")
        binaries = find_binaries(account, package=package, copies=place / "copies")
        assert place / "copies" in binaries.parents
        made = binaries.stat().st_ino
        assert find_binaries(account, package=package, copies=place / "copies") == binaries
        assert binaries.stat().st_ino == made
        assert len(list((place / "copies").iterdir())) == 1
        layout = layout_of(place / "data")
        prepare(layout, account)
        initialise(layout, account, binaries, durable=False)
        assert (layout.cluster / "PG_VERSION").read_text().strip() == "18"
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


@as_root
def test_files_restored_by_root_become_the_servers_again(folder: Path) -> None:
    with scratch_folder() as place:
        shutil.copytree(folder, place / "restored")
        with EmbeddedPostgres(place / "restored", durable=False) as server:
            assert server.running


def test_programs_that_can_be_read_are_used_where_they_are(tmp_path: Path) -> None:
    account = choose_account(Path("/nonexistent"))
    if first_unreachable(account, [wheel_folder()]) is not None:
        pytest.skip("the environment lies in a private folder")
    assert find_binaries(account, copies=tmp_path / "none") == wheel_folder() / TREE / "bin"
    assert not (tmp_path / "none").exists()


def test_scratch_folders_can_be_reached_by_the_server_and_not_listed_by_others() -> None:
    account = choose_account(Path("/nonexistent"))
    folder = scratch_dir("zenhire-test-")
    try:
        assert folder.name.startswith("zenhire-test-")
        assert first_unreachable(account, [folder]) is None
        assert folder.stat().st_mode & 0o066 == 0
    finally:
        folder.rmdir()


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write everywhere")
def test_a_place_one_may_not_write_to_is_refused_with_advice() -> None:
    with pytest.raises(PostgresError, match="ZENHIRE_DATA_DIR"):
        EmbeddedPostgres(Path("/proc/zenhire")).start()
