"""The documents tell of everything that the code has, and point at things that are there."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import zenhire
from zenhire.kit.errors import ApiError
from zenhire.kit.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_VARIABLE = re.compile(rf"\b{PREFIX}[A-Z_]+\b")
_MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work|Users|mnt|tmp/[a-z]+)/")
_CODE_PATH = re.compile(r"`((?:src|kit|engines|analysis|platform|modules|entry|tests|evals|bench)/[\w/.]+)`")


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The names that headings of a page can be linked by, as GitHub makes them."""
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in _HEADING.findall(prose(page))}


def everything(package: str) -> Iterator[str]:
    """Names of all modules below a package."""
    for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        yield found.name


def everything_raised() -> set[type[ApiError]]:
    """Every kind of ApiError in the package."""
    for name in everything("zenhire"):
        if name.startswith(("zenhire.kit.", "zenhire.platform.")) or name.endswith(".errors"):
            importlib.import_module(name)
    waiting, found = [ApiError], set()
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += one.__subclasses__()
    return found


def error_codes() -> set[str]:
    """Codes of every ApiError in the package."""
    return {kind.code for kind in everything_raised()}


def _pages_as_one() -> str:
    return "".join(page.read_text(encoding="utf-8") for page in ROOT.glob("docs/**/*.md"))


def test_every_setting_is_in_the_table_as_the_code_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    make_settings = importlib.import_module("make_settings")
    try:
        assert make_settings.page() == make_settings.PAGE.read_text(encoding="utf-8"), "python docs/make_settings.py"
    finally:
        del sys.modules["make_settings"]
    for name in Settings.model_fields:
        assert f"`{PREFIX}{name.upper()}`" in make_settings.page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_variable_that_a_page_names_is_a_setting(page: Path) -> None:
    of_clients = {f"{PREFIX}API_URL", f"{PREFIX}API_KEY", f"{PREFIX}CONFIG", f"{PREFIX}NAME"}
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | of_clients
    assert set(_VARIABLE.findall(page.read_text(encoding="utf-8"))) <= known


def test_every_error_code_is_documented() -> None:
    codes = error_codes()
    assert "RATE_LIMIT_EXCEEDED" in codes
    text = _pages_as_one()
    assert {code for code in codes if not re.search(rf"`[^`\n]*\b{code}\b", text)} == set()


@pytest.mark.parametrize(
    ("module", "heading"), [("speech", "When a run fails"), ("cv-deepmatch", "When a match fails")]
)
def test_every_failure_of_a_run_is_documented(module: str, heading: str) -> None:
    failures = importlib.import_module(f"zenhire.modules.{module.replace('-', '')}.errors").RUN_FAILURES
    text = (ROOT / f"docs/modules/{module}.md").read_text(encoding="utf-8").split(f"## {heading}")[1]
    assert failures
    assert {code for code in failures if not re.search(rf"`[^`\n]*\b{code}\b", text)} == set()


def test_no_code_is_documented_that_does_not_exist() -> None:
    known = error_codes()
    for module in ("speech", "cvdeepmatch"):
        known |= set(importlib.import_module(f"zenhire.modules.{module}.errors").RUN_FAILURES)
    rows = re.findall(r"^\| ((?:`[A-Z]+(?:_[A-Z]+)+`(?:, )?)+) \|", _pages_as_one(), re.MULTILINE)
    documented = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
    assert len(documented) > 20
    assert {code for code in documented if not code.startswith(PREFIX)} <= known


def test_every_status_check_and_step_is_documented() -> None:
    statuses = importlib.import_module("zenhire.platform.runs.types").STATUSES
    steps = importlib.import_module("zenhire.modules.speech.steps").STEPS
    speech = (ROOT / "docs/modules/speech.md").read_text(encoding="utf-8")
    house = (ROOT / "docs/house.md").read_text(encoding="utf-8")
    assert [status for status in statuses if f"| `{status}` |" not in speech] == []
    assert [step for step in steps if f"| `{step}` |" not in house] == []


def test_every_field_of_the_result_is_documented() -> None:
    schemas = importlib.import_module("zenhire.modules.speech.schemas")
    text = (ROOT / "docs/modules/speech.md").read_text(encoding="utf-8")
    missing = []
    for name in ("SubmitResponse", "PollResponse", "Audio", "CandidateDetection", "Scores", "Explainability"):
        missing += [field.alias for field in getattr(schemas, name).model_fields.values() if field.alias not in text]
    for name in ("Segment", "Speaker", "TranscriptWord", "Transcript", "Credits", "RunSummary", "Pagination"):
        missing += [field.alias for field in getattr(schemas, name).model_fields.values() if field.alias not in text]
    assert missing == []


def test_every_field_of_a_match_is_documented() -> None:
    text = (ROOT / "docs/modules/cv-deepmatch.md").read_text(encoding="utf-8")
    schemas = importlib.import_module("zenhire.entry.document").openapi_document()["components"]["schemas"]
    parsed = importlib.import_module("zenhire.modules.cvdeepmatch.parsed_words").DESCRIPTIONS
    plain = {"Span", "Location", "Profile", "Mention", "PersonalFact", "Gap"}
    shown = [name for name in schemas if name.startswith("CvDeepMatch")] + sorted(set(parsed) - plain)
    assert len(shown) > 15
    fields = {field for name in shown for field in schemas[name]["properties"]}
    assert {field for field in fields if not re.search(rf"\b{field}\b", text)} == set()
    words = importlib.import_module("zenhire.modules.cvdeepmatch.schemas").WORDS
    assert [word for word in words if f"| `{word}` |" not in text] == []


def test_every_language_and_permission_is_documented() -> None:
    languages = importlib.import_module("zenhire.modules.speech.schemas").LANGUAGES
    permissions = importlib.import_module("zenhire.platform.accounts.types").PERMISSIONS
    assert f"`{' '.join(languages)}`" in (ROOT / "docs/modules/speech.md").read_text(encoding="utf-8")
    text = (ROOT / "docs/concepts/authentication.md").read_text(encoding="utf-8")
    assert [permission for permission in permissions if f"| `{permission}` |" not in text] == []


def test_every_metric_is_documented() -> None:
    source = (Path(zenhire.__file__).parent / "kit/metrics.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"(zenhire_\w+)"', source))
    text = (ROOT / "docs/operations/watching.md").read_text(encoding="utf-8")
    assert names
    assert {name for name in names if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_a_page_shows_exist(page: Path) -> None:
    root = typer.main.get_command(importlib.import_module("zenhire.entry.cli").app)
    unknown = []
    text = page.read_text(encoding="utf-8")
    for line in re.findall(r"(?:^|`|bin/)zenhire ((?:[a-z]|--)[^`\n]*)", text, re.MULTILINE):
        command: Any = root
        for word in line.split():
            if not hasattr(command, "commands"):
                break
            if word not in command.commands:
                unknown.append(line)
                break
            command = command.commands[word]
        options = {name for parameter in command.params for name in parameter.opts}
        unknown += [f"{line}: {option}" for option in re.findall(r"--[a-z-]+", line) if option not in options]
    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_know_no_particular_machine(page: Path) -> None:
    assert _MACHINE_PATH.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_code_that_pages_name_is_there(page: Path) -> None:
    package = Path(zenhire.__file__).parent
    named = _CODE_PATH.findall(prose(page))
    assert [path for path in named if not (ROOT / path).exists() and not (package / path).exists()] == []


def test_every_page_is_reached_from_the_index() -> None:
    docs = ROOT / "docs"
    waiting, reached = [docs / "index.md"], set()
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_relative_to(docs):
            continue
        reached.add(page)
        links = [link.partition("#")[0] for link in _LINK.findall(prose(page)) if not re.match(r"[a-z]+:", link)]
        waiting += [(page.parent / link).resolve() for link in links if link]
    assert set(docs.glob("**/*.md")) == reached
