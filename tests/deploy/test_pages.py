"""The pages for operators quote the program: its messages, log lines, alerts and files."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.deploy.files import DEPLOY, ROOT, source_texts

PAGES = ROOT / "docs" / "operations"
OF_OTHERS = ("413 Request Entity Too Large", "RequestTimeTooSkewed")


def page(name: str) -> str:
    """The text of a page."""
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def quoted_messages() -> list[str]:
    """The message at the head of each section on trouble."""
    return re.findall(r"^## [^\n]+\n\n(?:`([^`]+)`)", page("troubleshooting"), re.MULTILINE)


def test_every_section_begins_with_a_message() -> None:
    assert len(quoted_messages()) == len(re.findall(r"^## ", page("troubleshooting"), re.MULTILINE)) == 11


@pytest.mark.parametrize("message", quoted_messages(), ids=lambda message: message[:40])
def test_messages_are_the_program_s(message: str) -> None:
    if any(words in message for words in OF_OTHERS):
        return
    source = source_texts()
    pieces = [piece.strip(" .,:;") for piece in message.split("...")]
    assert [piece for piece in pieces if len(piece) > 3 and piece not in source] == []


def test_log_lines_are_the_program_s() -> None:
    table = page("watching").partition("| Event | Level | Means |")[2]
    rows = re.findall(r"^\| `([^`]+)` \| (\w+) \|", table, re.MULTILINE)
    assert len(rows) >= 10
    source = source_texts()
    for event, level in rows:
        kinds = ("error", "exception") if level == "error" else (level,)
        assert any(re.search(rf'log\.{kind}\(\s*"{re.escape(event)}"', source) for kind in kinds), (event, level)


def test_every_alert_is_explained() -> None:
    groups = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
    named = {rule["alert"] for group in groups for rule in group["rules"]}
    assert set(re.findall(r"^\| `(Zenhire\w+)` \|", page("watching"), re.MULTILINE)) == named


def test_every_file_of_the_folder_is_named_and_every_named_file_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.md"))
    named = set(re.findall(r"\bdeploy/([\w@.-]+\w)", text))
    assert named == {path.name for path in DEPLOY.iterdir()}
