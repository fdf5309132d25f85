"""`zenhire speech`, `zenhire credits`, `zenhire health` as people and scripts use them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from typer.testing import CliRunner

from tests.client.calling import RUN, Bridge, answer, done, envelope, submitted
from tests.client.calling import running as processing
from tests.conftest import MakeClient
from tests.entry.commands import CREDITS, KEY, RESULT, Cli
from tests.modules.speech.analysing import log_output
from tests.support.api import api
from zenhire.entry import recording_check
from zenhire.entry.cli import app
from zenhire.entry.user_options import ExitCode
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings

DOCS = Path(__file__).parents[2] / "docs/cli.md"


async def test_from_the_file_to_the_list_on_the_real_application(
    cli: Cli, db: Database, secret_key: bytes, tmp_path: Path, make_client: MakeClient
) -> None:
    client = await make_client(credits=10)
    with log_output() as log:
        await _whole_session(cli, client.api_key, db, secret_key, tmp_path)
    assert client.api_key not in log.getvalue()


async def _whole_session(cli: Cli, key: str, db: Database, secret_key: bytes, folder: Path) -> None:
    async with api(db, secret_key, folder, speech_min_seconds=5.0) as http:
        cli.through(Bridge(http._transport))
        run: Callable[..., Any] = partial(asyncio.to_thread, cli, key=key)
        labels = ["--external-id", "me", "--tag", "a,b", "--tag", "c", "--metadata", "role=dev=ops"]
        sent = await run("speech", "analyze", cli.recording, *labels, "--cut-start", "1", "--cut-end", "0:04.5")
        assert sent.exit_code == 0, sent.output
        run_id = sent.stdout.strip()
        assert run_id.startswith("req_")
        assert f"zenhire speech get {run_id} --wait" in sent.stderr
        shown = json.loads((await run("speech", "get", run_id, "--json")).stdout)
        assert (shown["tags"], shown["metadata"], shown["externalId"]) == (["a,b", "c"], {"role": "dev=ops"}, "me")
        listed = await run("speech", "list", "--tag", "a,b", "--metadata", "role=dev=ops", "--status", "processing")
        assert run_id in listed.stdout
        assert "No run fits." in (await run("speech", "list", "--status", "failed")).stderr
        assert "9 credits available (10 less 1 on hold)" in (await run("credits")).stdout
        unwell = await run("health")
        assert (unwell.exit_code, "No worker is ready." in unwell.stdout) == (ExitCode.UNAVAILABLE, True)
        waited = await run("speech", "get", run_id, "--wait", "--timeout", "0")
        assert (waited.exit_code, waited.stdout) == (ExitCode.WAITING, "")


def test_waiting_prints_the_scores_and_nothing_else_on_standard_output(cli: Cli) -> None:
    progress = {"currentStep": "voice_activity", "stepShare": None, "stepsDone": 1, "stepsTotal": 10}
    later = {"currentStep": "transcribe", "stepShare": 0.42, "stepsDone": 2, "stepsTotal": 10}
    script = cli.answers(
        CREDITS,
        submitted(status="queued", queuePosition=3, pollIntervalSeconds=20),
        processing(progress=progress),
        processing(progress=progress),
        processing(progress=later),
        done(**RESULT, externalId="me", tags=["a"], metadata={"k": "v"}),
    )
    result = cli("speech", "analyze", cli.recording, "--wait", "--transcript")
    assert result.exit_code == 0
    assert cli.clock.slept == [20.0, 15.0, 15.0, 15.0]
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert lines[:4] == [
        f"Run {RUN}: success",
        "4:15 of audio (en); 2 speakers; 5 credits, 95 left; took 61 s",
        "External id: me",
        "Tags: a",
    ]
    table = [line.split("  ") for line in lines if line.startswith(("vocabulary ", "accent ", "overall "))]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in table]
    assert cells == [
        ["vocabulary", "3.7", "B2", "upper intermediate", "2.9 to 4.2", "medium"],
        ["accent", "3.9", "B2", "upper intermediate", "2.1 to 5.0", "low"],
        ["overall", "3.9", "B2", "upper intermediate"],
    ]
    assert "! Accent is of low confidence: 20 s of speech; noise." in lines
    assert "Candidate: Speaker 2, high confidence, 529 words. Talks most." in lines
    assert "  0:00   Speaker 1: Who are you?" in result.stdout
    assert "  1:05 * Speaker 2: I am  ]0;x" in result.stdout
    assert [line.strip() for line in result.stderr.splitlines()] == [
        f"{RUN} is queued",
        "0 s  queued, place 3",
        "20 s  step 2 of 10, voice activity",
        "50 s  step 3 of 10, transcribe 42 %",
    ]
    assert [request.method for request in script.seen] == ["GET", "POST", "GET", "GET", "GET", "GET"]


@pytest.mark.parametrize(("width", "words"), [(100, ["which is", "confidence"]), (60, ["which is"]), (40, [])])
def test_a_narrow_terminal_gets_what_matters_most(cli: Cli, width: int, words: list[str]) -> None:
    cli.answers(done(**RESULT))
    shown = cli("speech", "get", RUN, width=width).stdout
    (head,) = [line for line in shown.splitlines() if "score" in line and "CEFR" in line]
    assert [word for word in ("which is", "confidence") if word in head] == words
    assert RUN in shown
    rows = answer({"runs": [ROW], "pagination": {"hasMore": False}})
    cli.answers(rows)
    listed = cli("speech", "list", width=width).stdout
    assert RUN in listed
    assert ("external id" in listed) == (width == 100)


ROW = {
    "id": RUN,
    "status": "failed",
    "createdAt": "2026-08-11T09:15:02.417Z",
    "audioDurationMs": 61_000,
    "externalId": "bad\x1b[31m",
    "error": {"code": "SCORING_FAILED", "message": "m"},
}


def test_a_partial_result_and_an_uncertain_one_say_so(cli: Cli) -> None:
    analysis = RESULT["analysis"] | {"degraded": {"impressive_vocabulary": "The word list is not there."}}
    detection = RESULT["candidateDetection"] | {"confidence": "low"}
    audio = RESULT["audio"] | {"languageCode": "de"}
    changed = RESULT | {"analysis": analysis, "candidateDetection": detection, "audio": audio, "status": "partial"}
    cli.answers(done(**changed))
    result = cli("speech", "get", RUN)
    assert result.exit_code == 0
    assert "! Partial: impressive vocabulary is missing. The word list is not there." in result.stdout
    assert "! It is uncertain who the candidate is" in result.stdout
    assert "! Heard de, asked for en." in result.stdout


@pytest.mark.parametrize("analysis", [None, {}, {"vocabulary": 3}, {"accent": {"interval90": [1]}}, {"degraded": "x"}])
def test_a_result_of_another_shape_is_shown_as_far_as_it_goes(cli: Cli, analysis: Any) -> None:
    cli.answers(done(status="partial", analysis=analysis))
    result = cli("speech", "get", RUN, "--transcript")
    assert result.exit_code == 0
    assert "3.9" in result.stdout
    assert "There is no transcript." in result.stdout


def test_json_is_the_answer_as_it_came(cli: Cli) -> None:
    body = b'{ "id":"r",\n "status" : "success", "scores":{"overall":3.10}, "unknown": 1e3 }'
    raw = httpx.Response(200, content=body)
    cli.answers(raw)
    for wanted in (("speech", "get", "r"), ("speech", "get", "r", "--wait")):
        result = cli(*wanted, "--json")
        assert (result.exit_code, result.stdout_bytes, result.stderr) == (0, body + b"\n", "")
    cli.answers(CREDITS, submitted(), raw)
    result = cli("speech", "analyze", cli.recording, "--wait", "--json")
    assert result.stdout_bytes == body + b"\n"
    cli.answers(CREDITS, submitted())
    assert json.loads(cli("speech", "analyze", cli.recording, "--json").stdout)["pollIntervalSeconds"] == 15
    cli.answers(CREDITS)
    assert cli("credits", "--json").stdout_bytes == CREDITS.content + b"\n"


def test_a_refusal_is_json_too(cli: Cli) -> None:
    refusal = envelope(402, "INSUFFICIENT_CREDITS", details={"cost": 5, "available": 0})
    cli.answers(CREDITS, refusal)
    result = cli("speech", "analyze", cli.recording, "--json")
    assert result.exit_code == ExitCode.CREDITS
    assert result.stdout_bytes == refusal.content + b"\n"
    assert "INSUFFICIENT_CREDITS: About INSUFFICIENT_CREDITS." in result.stderr


def test_every_page_of_a_list_is_a_line(cli: Cli) -> None:
    rows = [{**ROW, "id": f"r{number}"} for number in range(3)]
    pages = [
        answer({"runs": rows[:2], "pagination": {"hasMore": True, "nextCursor": "c", "total": 3}}),
        answer({"runs": rows[2:], "pagination": {"hasMore": False, "nextCursor": None, "total": 3}}),
    ]
    script = cli.answers(*pages)
    lines = cli("speech", "list", "--all", "--json").stdout.splitlines()
    assert [[run["id"] for run in json.loads(line)["runs"]] for line in lines] == [["r0", "r1"], ["r2"]]
    assert script.asked[1].endswith("limit=100&cursor=c")
    cli.answers(pages[0])
    result = cli("speech", "list", "--limit", "2")
    assert "The newest 2 of 3; --limit or --all shows more." in result.stderr
    assert "bad" in cli("speech", "list", "--limit", "2", width=150).stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.wav", None, "There is no file"),
        ("folder", "folder", "is a folder"),
        ("empty.wav", b"", "is empty"),
        ("text.wav", b"Dear Sir or Madam" * 9, "is not MP3, WAV, M4A, WebM, OGG or FLAC audio"),
        ("big.wav", "big", "has 25.0 MB; the limit is 25 MB"),
    ],
)
def test_what_is_not_worth_sending_is_not_sent(cli: Cli, tmp_path: Path, name: str, content: Any, words: str) -> None:
    script = cli.answers(CREDITS, submitted())
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content == "big":
        path.write_bytes(cli.recording.read_bytes())
        with path.open("r+b") as file:
            file.truncate(recording_check.MAX_BYTES + 1)
    elif content is not None:
        path.write_bytes(content)
    result = cli("speech", "analyze", path)
    assert result.exit_code == ExitCode.INPUT
    assert words in result.stderr
    assert script.seen == []
    if "--no-check" in result.stderr:
        cli.answers(submitted())
        assert cli("speech", "analyze", path, "--no-check").exit_code == 0


def test_the_limit_is_the_platforms() -> None:
    assert Settings.model_fields["speech_max_bytes"].default == recording_check.MAX_BYTES


@pytest.mark.parametrize(
    "arguments",
    [
        ["--language", "xx"],
        ["--external-id", ""],
        ["--metadata", "alone"],
        ["--metadata", "=value"],
        ["--cut-start", "soon"],
        ["--cut-start", "1:2:3:4"],
        ["--cut-start", "10", "--cut-end", "5"],
        ["--timeout", "-1"],
    ],
)
def test_wrong_options(cli: Cli, arguments: list[str]) -> None:
    script = cli.answers(CREDITS, submitted())
    result = cli("speech", "analyze", cli.recording, *arguments)
    assert (result.exit_code, result.stdout) == (ExitCode.INPUT, "")
    assert arguments[0] in result.stderr
    assert script.seen == []
    assert cli("speech", "list", "--created-after", "soon").exit_code == ExitCode.INPUT
    assert cli("speech", "get", "..").exit_code == ExitCode.INPUT


@pytest.mark.parametrize(("text", "ms"), [("90", 90_000), ("0.5", 500), ("1:30", 90_000), ("1:02:03.25", 3_723_250)])
def test_times(cli: Cli, text: str, ms: int) -> None:
    script = cli.answers(CREDITS, submitted())
    assert cli("speech", "analyze", cli.recording, "--cut-end", text).exit_code == 0
    assert json.dumps({"endMs": ms}).encode() in script.bodies[1]


def test_a_recording_and_a_key_may_come_from_standard_input(cli: Cli, tmp_path: Path) -> None:
    script = cli.answers(CREDITS)
    assert cli("credits", "--key-file", "-", key=None, text=f"{KEY}\n").exit_code == 0
    (tmp_path / "key").write_text(f"{KEY}\n")
    assert cli("credits", "--key-file", tmp_path / "key", key="zh_api_other").exit_code == 0
    assert [request.headers["X-API-Key"] for request in script.seen] == [KEY, KEY]
    assert "cannot be read" in cli("credits", "--key-file", tmp_path / "none").stderr
    (tmp_path / "key").write_text("\n")
    assert cli("credits", "--key-file", tmp_path / "key").exit_code == ExitCode.INPUT
    assert "There is no API key" in cli("credits", key=None).stderr


def test_on_a_terminal_something_moves(cli: Cli) -> None:
    cli.monkeypatch.setenv("FORCE_COLOR", "1")
    later = {"currentStep": "transcribe", "stepShare": 0.42, "stepsDone": 2, "stepsTotal": 10}
    failure = envelope(503, "SERVICE_WARMING_UP", retry_after=2)
    for width in (100, 40):
        cli.answers(CREDITS, failure, submitted(), processing(progress=later), done(**RESULT))
        environment = {"ZENHIRE_API_KEY": KEY, "ZENHIRE_API_URL": "http://platform.test", "COLUMNS": str(width)}
        result = CliRunner().invoke(app, ["speech", "analyze", str(cli.recording), "--wait"], env=environment)
        assert result.exit_code == 0
        assert "3.9" in result.stdout
        assert "Sending" not in result.stdout
        assert "Sending" in result.stderr
        assert "SERVICE_WARMING_UP" in result.stderr
        assert "step 3 of 10" in result.stderr


def test_quiet(cli: Cli) -> None:
    cli.answers(CREDITS, submitted(), processing(), done())
    result = cli("speech", "analyze", cli.recording, "--wait", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")


def _commands() -> dict[str, Any]:
    root: Any = typer.main.get_command(app)
    users = {name: command for name, command in root.commands.items() if name in {"credits", "health"}}
    return users | {f"speech {name}": command for name, command in root.commands["speech"].commands.items()}


def test_every_option_and_exit_code_is_documented() -> None:
    page = DOCS.read_text(encoding="utf-8")
    commands = _commands()
    assert len(commands) == 5
    for name, command in commands.items():
        assert f"zenhire {name}" in page
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        assert [option for option in options if f"`{option}" not in page] == [], name
    for code in ExitCode:
        assert f"| {code.value} |" in page


def test_there_is_no_option_that_takes_a_key() -> None:
    options = {option for command in _commands().values() for parameter in command.params for option in parameter.opts}
    assert {option for option in options if "key" in option} == {"--key-file"}


def test_the_help_of_a_group_is_that_of_its_module() -> None:
    root: Any = typer.main.get_command(app)
    groups = {name: group for name, group in root.commands.items() if hasattr(group, "module")}
    assert set(groups) >= {"speech", "admin", "models"}
    for group in groups.values():
        module = __import__(group.module, fromlist=["app"])
        assert group.help == module.app.info.help
    assert CliRunner().invoke(app, ["speech", "analyse"]).exit_code == 2
