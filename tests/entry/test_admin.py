"""`zenhire admin` as scripts and people use it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from zenhire.entry.cli import app
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.kit.errors import ApiError
from zenhire.kit.postgres import EmbeddedPostgres, scratch_folder
from zenhire.platform.accounts import service as accounts

SECRET = "the secret of the command line's tests"


class Admin:
    """Runs the command in this process, on the session's database."""

    def __init__(self, database_url: str) -> None:
        self.environment = {"ZENHIRE_DATABASE_URL": database_url, "ZENHIRE_SECRET_KEY": SECRET}

    def run(self, *arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(app, ["admin", *arguments], env=self.environment, **options)

    def json(self, *arguments: str, **options: Any) -> Any:
        result = self.run(*arguments, "--json", **options)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def refused(self, *arguments: str) -> str:
        """The advice given with exit code 2."""
        result = self.run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        return result.stderr


@pytest.fixture
def admin(db: Database, database_url: str) -> Admin:
    return Admin(database_url)


def entrance(database_url: str, key: str, ip: str = "192.0.2.1") -> str:
    """What the platform says to a caller with this key: its client's id, or a code."""

    async def knock() -> str:
        database = Database(database_url)
        try:
            async with database.transaction() as conn:
                return (await accounts.authenticate(conn, SECRET.encode(), key, ip, utcnow())).client_id
        except ApiError as error:
            return error.code
        finally:
            await database.close()

    return asyncio.run(knock())


def test_a_client_is_made_with_a_key_that_works(admin: Admin, database_url: str) -> None:
    made = admin.json(
        "client", "create", "Acme", "--permission", "speech", "--permission", "cvdeepmatch", "--credits", "1000"
    )
    assert set(made) == {"client_id", "project_id", "api_key"}
    assert made["project_id"] is None
    assert made["api_key"].startswith("zh_api_")
    assert entrance(database_url, made["api_key"]) == made["client_id"]
    shown = admin.json("client", "show", made["client_id"])
    assert shown.pop("created_at").endswith("Z")
    assert shown == {
        "client_id": made["client_id"],
        "name": "Acme",
        "active": True,
        "permissions": ["speech", "cvdeepmatch"],
        "max_concurrent": {},
        "creditBalance": 1000,
        "heldCredits": 0,
        "availableCredits": 1000,
    }


def test_a_disabled_client_is_locked_out_until_enabled(admin: Admin, database_url: str) -> None:
    made = admin.json("client", "create", "Acme")
    assert admin.json("client", "disable", made["client_id"]) == {"client_id": made["client_id"], "active": False}
    assert entrance(database_url, made["api_key"]) == "CLIENT_INACTIVE"
    admin.json("client", "enable", made["client_id"])
    assert entrance(database_url, made["api_key"]) == made["client_id"]


def test_permissions_are_given_and_taken(admin: Admin) -> None:
    client = admin.json("client", "create", "Acme", "--permission", "speech")["client_id"]
    changed = admin.json("client", "permissions", client, "--add", "interview", "--remove", "speech")
    assert changed == {"client_id": client, "permissions": ["interview"]}
    assert admin.json("client", "permissions", client)["permissions"] == ["interview"]
    assert "Choose from: speech" in admin.refused("client", "permissions", client, "--add", "everything")
    assert "Choose from: speech" in admin.refused("client", "permissions", client, "--remove", "everything")


def test_keys_are_made_with_all_their_conditions(admin: Admin, database_url: str) -> None:
    client = admin.json("client", "create", "Acme")["client_id"]
    project = admin.json("project", "create", client, "Sales")["project_id"]
    assert [row["project_id"] for row in admin.json("project", "list", client)] == [project]
    made = admin.json(
        *("key", "create", client, "--project", project, "--expires", "2099-12-31", "--rate", "7"),
        *("--allow-ip", "198.51.100.0/24", "--allow-ip", "2001:db8::1", "--name", "Office"),
    )
    assert set(made) == {"key_id", "api_key"}
    assert entrance(database_url, made["api_key"]) == "IP_NOT_ALLOWED"
    assert entrance(database_url, made["api_key"], "198.51.100.3") == client
    listed = {row["key_id"]: row for row in admin.json("key", "list", client)}[made["key_id"]]
    assert listed.pop("created_at").endswith("Z")
    assert listed == {
        "key_id": made["key_id"],
        "project_id": project,
        "name": "Office",
        "hint": made["api_key"][-4:],
        "active": True,
        "expires_at": "2099-12-31T00:00:00.000Z",
        "allow_ips": ["198.51.100.0/24", "2001:db8::1/128"],
        "rate_per_minute": 7,
        "last_used_at": None,
    }
    past = admin.json("key", "create", client, "--expires", datetime(2020, 1, 1, tzinfo=UTC).isoformat())
    assert entrance(database_url, past["api_key"]) == "API_KEY_EXPIRED"


def test_a_revoked_key_is_useless(admin: Admin, database_url: str) -> None:
    made = admin.json("client", "create", "Acme")
    (key,) = admin.json("key", "list", made["client_id"])
    assert admin.json("key", "revoke", key["key_id"]) == {"key_id": key["key_id"], "active": False}
    assert admin.json("key", "revoke", key["key_id"])["active"] is False
    assert entrance(database_url, made["api_key"]) == "INVALID_API_KEY"


def test_old_keys_are_imported_from_the_command_line_or_standard_input(admin: Admin, database_url: str) -> None:
    client = admin.json("client", "create", "Acme")["client_id"]
    assert set(admin.json("key", "import", client, "zh_speech_live_1")) == {"key_id"}
    admin.json("key", "import", client, "-", input="zh_cv_live_2\n")
    assert entrance(database_url, "zh_speech_live_1") == entrance(database_url, "zh_cv_live_2") == client
    assert "already registered" in admin.refused("key", "import", client, "zh_cv_live_2")
    assert "8 to 200" in admin.refused("key", "import", client, "short")


def test_credits_are_granted_and_shown(admin: Admin) -> None:
    client = admin.json("client", "create", "Acme", "--credits", "5")["client_id"]
    granted = admin.json("credits", "grant", client, "7", "--description", "Invoice 12")
    assert granted == {"client_id": client, "creditBalance": 12}
    body = admin.json("credits", "show", client)
    assert (body["creditBalance"], body["usage"]["totalAdded"]) == (12, 12)
    assert [entry["description"] for entry in body["recentTransactions"]] == ["Invoice 12", "Initial credits"]
    for amount in ("0", "-3", "many", "1000000000001"):
        assert admin.refused("credits", "grant", client, amount)


def test_limits_are_set_per_module_or_for_all(admin: Admin) -> None:
    client = admin.json("client", "create", "Acme", "--max-concurrent", "3")["client_id"]
    assert admin.json("limits", "show", client)["max_concurrent"] == {
        "speech": 3,
        "interview": 3,
        "cvdeepmatch": 3,
        "cvdeepsearch": 3,
    }
    admin.json("limits", "set", client, "--max-concurrent", "default", "--max-concurrent", "speech=4")
    assert admin.json("limits", "show", client) == {"client_id": client, "max_concurrent": {"speech": 4}}
    assert "at least 1" in admin.refused("limits", "set", client, "--max-concurrent", "speech=0")
    assert "Unknown module 'phone'" in admin.refused("limits", "set", client, "--max-concurrent", "phone=1")
    assert "write speech=4" in admin.refused("limits", "set", client, "--max-concurrent", "speech=²")
    assert "Say what to set" in admin.refused("limits", "set", client)


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["client", "create", " "], "printable"),
        (["client", "create", "Acme", "--permission", "root"], "Unknown permission 'root'"),
        (["client", "create", "Acme", "--credits", "-1"], "--credits"),
        (["client", "show", "nobody"], "client list"),
        (["client", "enable", "nobody"], "client list"),
        (["client", "permissions", "nobody"], "client list"),
        (["project", "create", "nobody", "Sales"], "client list"),
        (["project", "list", "nobody"], "client list"),
        (["key", "create", "nobody"], "client list"),
        (["key", "list", "nobody"], "client list"),
        (["key", "revoke", "nothing"], "key list"),
        (["credits", "grant", "nobody", "5"], "client list"),
        (["credits", "show", "nobody"], "client list"),
        (["limits", "set", "nobody", "--max-concurrent", "5"], "client list"),
        (["limits", "show", "nobody"], "client list"),
        (["key", "create", "CLIENT", "--expires", "tomorrow"], "Write it as 2027-12-31"),
        (["key", "create", "CLIENT", "--allow-ip", "10.0.0.1/8"], "Write 10.0.0.0/8"),
        (["key", "create", "CLIENT", "--rate", "0"], "--rate"),
        (["key", "create", "CLIENT", "--project", "none"], "no project with the id 'none'"),
    ],
)
def test_a_wrong_command_says_what_to_do(admin: Admin, arguments: list[str], advice: str) -> None:
    client = admin.json("client", "create", "Acme")["client_id"]
    assert advice in admin.refused(*(client if argument == "CLIENT" else argument for argument in arguments))
    assert len(admin.json("client", "list")) == 1, "a refused command changes nothing"


def test_people_get_tables(admin: Admin) -> None:
    assert "No clients yet" in admin.run("client", "list").stdout
    made = admin.json("client", "create", "Acme [bold] GmbH", "--credits", "5")
    for arguments in (["client", "list"], ["client", "show", made["client_id"]]):
        text = admin.run(*arguments).stdout
        assert made["client_id"] in text
        assert "Acme [bold] GmbH" in text
    assert "Initial credits" in admin.run("credits", "show", made["client_id"]).stdout
    assert made["api_key"][-4:] in admin.run("key", "list", made["client_id"]).stdout
    assert "no projects" in admin.run("project", "list", made["client_id"]).stdout


def test_another_secret_makes_no_key_that_would_not_work(admin: Admin) -> None:
    admin.json("client", "create", "Acme")
    admin.environment["ZENHIRE_SECRET_KEY"] = "another secret than the server's"
    result = admin.run("client", "create", "Beta")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ZENHIRE_SECRET_KEY" in result.stderr


@pytest.mark.parametrize(
    ("url", "code", "advice"),
    [
        ("not a url", 2, "postgresql://USER:PASSWORD@HOST/NAME"),
        ("postgresql://u:hidden@/nowhere?host=/nonexistent", 1, "does not answer"),
    ],
)
def test_a_database_that_cannot_be_used_is_named_without_its_password(
    admin: Admin, url: str, code: int, advice: str
) -> None:
    admin.environment["ZENHIRE_DATABASE_URL"] = url
    result = admin.run("client", "list")
    assert (result.exit_code, result.stdout) == (code, "")
    assert advice in result.stderr
    assert "hidden" not in result.stderr


def command(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, without any setting but the data folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZENHIRE_")}
    return subprocess.run(
        [sys.executable, "-m", "zenhire.entry.cli", "admin", *arguments, "--data-dir", str(data_dir)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_works_without_a_server_and_beside_one() -> None:
    with scratch_folder() as folder:
        data_dir = folder / "data"
        with EmbeddedPostgres(data_dir, durable=False):
            pass  # The files are there now, made faster than the command would.
        first = command(data_dir, "client", "create", "Acme", "--json")
        assert first.returncode == 0, first.stderr
        with EmbeddedPostgres(data_dir, durable=False) as server:
            second = command(data_dir, "client", "list", "--json")
            assert second.returncode == 0, second.stderr
            assert [row["name"] for row in json.loads(second.stdout)] == ["Acme"]
            assert server.running
