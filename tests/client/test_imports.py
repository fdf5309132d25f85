"""The client, and the commands that only use it, start without the platform behind them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "fastapi",
    "starlette",
    "sqlalchemy",
    "psycopg",
    "alembic",
    "procrastinate",
    "pydantic_settings",
    "numpy",
    "scipy",
    "onnxruntime",
    "av",
    "pocketsphinx",
    "obstore",
    "zenhire.platform",
    "zenhire.migrations",
    "zenhire.kit.settings",
    "zenhire.kit.db",
)


def loaded(code: str) -> set[str]:
    """The modules that a fresh process has after this code."""
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)), file=sys.__stdout__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_client_needs_nothing_of_the_platform() -> None:
    modules = loaded("import zenhire.client")
    assert {name for name in modules if name.startswith("zenhire.") and not name.startswith("zenhire.client")} == set()
    assert set(HEAVY) & modules == set()


def test_a_config_is_checked_by_the_rules_alone() -> None:
    modules = loaded("import zenhire.client\nzenhire.client.check_config({})")
    ours = {name for name in modules if name.startswith("zenhire.") and not name.startswith("zenhire.client")}
    assert {name for name in ours if name.count(".") > 2 and ".cv.position" not in name} == set()
    assert set(HEAVY) & modules == set()


def test_a_config_is_checked_without_the_platform() -> None:
    program = (
        "import sys\nfrom zenhire.entry.cli import app\nsys.argv = ['zenhire', 'cv', 'config', 'check', '/dev/null']"
    )
    modules = loaded(f"{program}\ntry:\n    app()\nexcept SystemExit:\n    pass")
    assert set(HEAVY) & modules <= {"numpy"}


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--help"], ["speech", "--help"], ["cv", "--help"], ["cv", "config", "--help"]),
        *(["speech", "get", "x"], ["health"], ["speech", "analyze", "none.ogg"], ["cv", "get", "x"]),
    ],
)
def test_commands_import_what_they_need(arguments: list[str]) -> None:
    modules = loaded(
        "import os, sys\n"
        "os.environ |= {'ZENHIRE_API_KEY': 'k e y', 'ZENHIRE_API_URL': 'nowhere'}\n"
        f"sys.argv = ['zenhire', *{arguments!r}]\n"
        "sys.stdout = open(os.devnull, 'w')\n"
        "from zenhire.entry.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
    )
    assert set(HEAVY) & modules == set()
    assert ("httpx" in modules) == ("--help" not in arguments)
