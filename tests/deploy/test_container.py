"""The Containerfile is in step with the repository. No image is built here."""

from __future__ import annotations

import fnmatch
import json
import re

from tests.deploy.files import DEPLOY, ROOT, assert_command_exists, unknown_settings
from zenhire.entry.supervisor import HEALTH_PATH
from zenhire.kit.settings import Settings

TEXT = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
STEPS = [tuple(line.split(maxsplit=1)) for line in TEXT.splitlines() if line and not line.startswith("#")]


def of(kind: str) -> list[str]:
    """The arguments of all steps of a kind."""
    return [rest for name, rest in STEPS if name == kind]


def test_what_is_copied_is_there_and_reaches_the_builder() -> None:
    sources = [word for rest in of("COPY") if not rest.startswith("--from") for word in rest.split()[:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert sorted(let_through) == sorted(sources)


def test_what_the_package_is_built_from_is_copied() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    named = {"README.md", *re.findall(r'"(LICENSE|NOTICE)"', project)}
    copied = " ".join(of("COPY"))
    assert [name for name in named if name not in copied] == []


def test_its_commands_and_settings_exist() -> None:
    commands = re.findall(r"/opt/zenhire/bin/(zenhire [^&\n]+)", "\n".join(of("RUN")))
    entry, default = json.loads(of("ENTRYPOINT")[0]), json.loads(of("CMD")[0])
    assert len(commands) == 2
    for line in [*commands, " ".join(entry + default)]:
        assert_command_exists(line.strip())
    assert unknown_settings(TEXT) == set()


def test_it_runs_as_a_user_with_an_entry_and_keeps_its_state_in_the_volume() -> None:
    assert of("USER") == ["zenhire"]
    assert re.search(r"useradd --uid 10001 .* zenhire\b", " ".join(of("RUN")))
    (volume,) = of("VOLUME")
    assert f"ZENHIRE_DATA_DIR={volume}" in of("ENV")[0]
    assert f"--mode=0700 {volume}" in " ".join(of("RUN"))


def test_the_last_stage_installs_nothing() -> None:
    last = TEXT.rpartition("\nFROM ")[2]
    assert not re.search(r"\b(pip|apt-get|apt|gcc|make)\b", last)
    assert "pip uninstall" in TEXT


def test_its_health_is_the_platform_s() -> None:
    port = Settings.model_fields["port"].default
    assert f"http://127.0.0.1:{port}{HEALTH_PATH}" in of("HEALTHCHECK")[0]
    assert of("EXPOSE") == [str(port)]
    assert fnmatch.fnmatch(of("HEALTHCHECK")[0], "*--start-period=*")
