"""`zenhire cv` as people and scripts use it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.analysis.cv.position.configs import FULL, LEAST, put
from tests.client.calling import Break, Bridge, answer, envelope
from tests.conftest import MakeClient
from tests.entry.commands import Cli
from tests.modules.speech.analysing import log_output
from tests.support.api import api
from zenhire.entry import cv_files
from zenhire.entry.user_options import ExitCode
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCS = Path(__file__).parents[2] / "docs/cli.md"
CV, CONFIG, JD = EXAMPLES / "cv.pdf", EXAMPLES / "position.yaml", EXAMPLES / "jd.txt"
MATCH = ["cv", "match", CV, "--config", CONFIG, "--jd", JD]
ID = "8d3c5a52-6f5e-4b7f-93f1-0c4e7b2a9d10"
NAME = "Orla Brennan"


def requirement(**fields: Any) -> dict[str, Any]:
    base = {"kind": "hard_skill", "importance": 5, "counts": True, "score": 0.0, "rule": None}
    return {**base, "evidence": [], "refused": [], **fields}


def passage(quote: str, score: float, **fields: Any) -> dict[str, Any]:
    place = {"page": 1, "section": "work", "start": 0, "end": len(quote), "where": "Supervisor, Northwind"}
    return {"quote": quote, **place, "rule": "alias", "matched": quote, "trust": score, "score": score, **fields}


DETAILS: dict[str, Any] = {
    "work_experience": {
        "score": 0.8,
        "weight": 1.0,
        "terms": [{"name": "relevance", "value": 0.7, "weight": 0.7}, {"name": "years", "value": 1.0, "weight": 0.3}],
        "jobs": [
            {
                "title": "Supervisor",
                "employer": "Northwind",
                "start_date": "2021-03",
                "end_date": None,
                "months": 69,
                "counts": True,
                "worth": 1.0,
                "relevance": 0.9,
                "listed_relevance": 0.9,
                "counted_as": 1.0,
                "note": None,
            },
            {
                "title": "Temp",
                "employer": None,
                "start_date": None,
                "end_date": "2016",
                "months": None,
                "counts": False,
                "worth": 1.0,
                "relevance": 0.2,
                "listed_relevance": 0.3,
                "counted_as": 0.0,
                "note": "shorter than four months",
            },
        ],
    },
    "skills": {
        "score": 0.66,
        "weight": 0.8,
        "terms": [],
        "requirements": [
            requirement(
                name="Forklift",
                score=1.0,
                rule="alias",
                evidence=[passage("fork lift", 0.5), passage("drove\x1b a fork\n lift", 1.0, page=2)],
            ),
            requirement(name="SAP", refused=[passage("no SAP", 0.0, reason="denied")]),
            requirement(name="Excel", kind="preferable_qualification", counts=False, importance=None),
        ],
    },
    "education": None,
}
RESULT: dict[str, Any] = {
    "overall_score": 0.742,
    "breakdown": {"workExperience": 0.8, "skills": 0.66},
    "details": DETAILS,
    "skills_matched": ["Forklift"],
    "skills_missing": ["SAP", "Excel"],
    "experience_years": {"relevant": 5.8, "total": 7.0},
    "comments": ["One job has no dates."],
    "analysis": {
        "integrity": [{"kind": "off_page_text", "page": 2, "count": 7, "description": "Words beside the page."}],
        "unreadable_pages": [3],
        "notice": "A person decides.",
    },
    "engine": {},
    "narrative": {
        "text": "Leads a shift.\x1b[1m",
        "engine": "openai",
        "model": "small-1",
        "suggestions": [
            {"kind": "hard_skill", "name": "SAP", "quote": "stock system", "start": 9, "end": 21, "page": 2}
        ],
    },
}


def accepted(**fields: Any) -> httpx.Response:
    return answer({"id": ID, "status": "processing", "estimated_time": "1-3 minutes", **fields}, 202)


def standing(status: str, **fields: Any) -> httpx.Response:
    base = {"id": ID, "position_id": "wh-7", "status": status, "config": {}, "metadata": {}, "tags": []}
    return answer({**base, **fields})


async def test_from_the_file_to_the_list_on_the_real_application(
    cli: Cli, db: Database, secret_key: bytes, tmp_path: Path, make_client: MakeClient
) -> None:
    client = await make_client(credits=10)
    with log_output() as log:
        await _whole_session(cli, client.api_key, db, secret_key, tmp_path)
    assert client.api_key not in log.getvalue()
    assert NAME not in log.getvalue()


async def _whole_session(cli: Cli, key: str, db: Database, secret_key: bytes, folder: Path) -> None:
    async with api(db, secret_key, folder) as http:
        cli.through(Bridge(http._transport))
        run: Callable[..., Any] = partial(asyncio.to_thread, cli, key=key, width=150)
        labels = ["--external-id", "me", "--tag", "a,b", "--metadata", "round=1", "--idempotency-key", "k-1"]
        sent = await run(*MATCH, *labels)
        assert sent.exit_code == 0, sent.output
        match_id = sent.stdout.strip()
        assert f"zenhire cv get {match_id} --wait" in sent.stderr
        assert (await run(*MATCH, *labels)).stdout.strip() == match_id
        shown = json.loads((await run("cv", "get", match_id, "--json")).stdout)
        assert (shown["tags"], shown["metadata"], shown["externalId"]) == (["a,b"], {"round": "1"}, "me")
        assert (shown["position_id"], shown["config"]) == ("position", yaml.safe_load(CONFIG.read_text()))
        listed = await run("cv", "list", "--tag", "a,b", "--metadata", "round=1", "--status", "processing")
        assert match_id in listed.stdout
        assert "position" in listed.stdout
        assert "No run fits." in (await run("cv", "list", "--status", "finished")).stderr
        assert "7 credits available (10 less 3 on hold)" in (await run("credits")).stdout


def test_waiting_prints_each_requirement_with_its_evidence(cli: Cli) -> None:
    script = cli.answers(
        accepted(), standing("processing"), standing("finished", cv2jd_result=RESULT, externalId="me", tags=["a", "b"])
    )
    result = cli(*MATCH, "--wait", "--position-id", "wh-7", width=180)
    assert result.exit_code == 0, result.output
    assert cli.clock.slept == [10.0, 15.0]
    assert script.asked[0] == "POST /api/v1/cvdeepmatch/submit"
    assert b'name="position_id"\r\n\r\nwh-7\r\n' in script.bodies[0]
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[:4] == [f"Match {ID}: finished", "Position: wh-7", "External id: me", "Tags: a, b"]
    assert "work experience 0.80 1.00 relevance 0.70, years 1.00" in lines
    assert "overall 0.74" in lines
    assert "Forklift hard skill 5 1.00 alias “drove a fork lift” p. 2, Supervisor, Northwind (+1)" in lines
    assert "SAP hard skill 5 0.00 - not evidenced: “no SAP” p. 1 is denied" in lines
    assert "Excel preferable - off - not evidenced" in lines
    assert "Supervisor, Northwind 2021-03 now 69 0.90 1.00" in lines
    assert "Temp ? 2016 ? 0.20 no: shorter than four months" in lines
    assert "Experience: 5.8 years relevant of 7." in lines
    assert "Little or no evidence (below 0.6): SAP, Excel." in lines
    assert "- One job has no dates." in lines
    assert "! off page text, page 2, 7 words: Words beside the page. Not scored." in lines
    assert "! Pages that could not be read: 3." in lines
    assert "In the words of small-1, which sets no score: Leads a shift. [1m" in lines
    assert "To look at for SAP: “stock system” p. 2" in lines
    assert lines[-1] == "A person decides."


def test_a_narrow_terminal_gets_fewer_columns(cli: Cli) -> None:
    cli.answers(standing("finished", cv2jd_result=RESULT))
    result = cli("cv", "get", ID, width=60)
    assert "alias" not in result.stdout
    assert "1.00" in result.stdout
    tables = result.stdout.partition("Experience:")[0].splitlines()[1:]
    assert max(len(line) for line in tables) <= 60


def test_json_is_the_answer_as_it_came(cli: Cli) -> None:
    body = standing("finished", cv2jd_result=RESULT).content
    cli.answers(standing("finished", cv2jd_result=RESULT))
    result = cli("cv", "get", ID, "--json")
    assert result.stdout.encode() == body + b"\n"
    cli.answers(accepted())
    assert json.loads(cli(*MATCH, "--json").stdout)["id"] == ID


@pytest.mark.parametrize("odd", [{}, {"details": {}}, {"details": {"skills": {"requirements": [{}]}, "education": 3}}])
def test_results_of_other_platforms_are_shown_too(cli: Cli, odd: dict[str, Any]) -> None:
    narrative = {"suggestions": [None, {}]}
    result = {"overall_score": 1, "breakdown": {}, "analysis": {"integrity": [{}]}, "narrative": narrative, **odd}
    cli.answers(standing("finished", cv2jd_result=result))
    shown = cli("cv", "get", ID)
    assert shown.exit_code == 0, shown.output
    assert "overall" in shown.stdout


def test_how_it_ends(cli: Cli) -> None:
    error = {"code": "CV_PARSE_FAILED", "message": "No text."}
    cli.answers(standing("failed", error=error))
    failed = cli("cv", "get", ID)
    assert failed.exit_code == ExitCode.RUN_FAILED
    assert "CV_PARSE_FAILED: No text." in failed.stdout
    cli.answers(standing("processing"))
    waited = cli("cv", "get", ID, "--wait", "--timeout", "30")
    assert (waited.exit_code, f"zenhire cv get {ID} --wait" in waited.stderr) == (ExitCode.WAITING, True)
    assert cli("cv", "get", ID).stdout.splitlines()[0] == f"Match {ID}: processing"
    assert cli("cv", "get", "..").exit_code == ExitCode.INPUT
    cli.answers(envelope(402, "INSUFFICIENT_CREDITS"))
    assert cli(*MATCH).exit_code == ExitCode.CREDITS


@pytest.mark.parametrize("failure", [Break(httpx.ReadError("reset")), envelope(502, "STEP_FUNCTIONS_FAILED")])
def test_a_submit_that_may_have_arrived_can_be_sent_again(cli: Cli, failure: Any) -> None:
    script = cli.answers(failure)
    given = cli(*MATCH, "--idempotency-key", "k-9")
    assert given.exit_code == ExitCode.UNAVAILABLE
    assert "Send it again with --idempotency-key k-9" in given.stderr
    assert len(script.seen) == 4
    made = cli(*MATCH)
    key = made.stderr.split("--idempotency-key ")[1].split(",")[0]
    assert len(key) == 32


def test_refusals_name_the_fields(cli: Cli) -> None:
    fields = {"position_id": ["Must be 1-28 characters."], "config.name": ["Is required."]}
    cli.answers(envelope(400, "INVALID_INPUT", details={"fields": fields}))
    result = cli(*MATCH, "--position-id", "no spaces")
    assert result.exit_code == ExitCode.INPUT
    assert "position_id: Must be 1-28 characters." in result.stderr
    assert "config.name: Is required." in result.stderr


def test_lists(cli: Cli) -> None:
    row = {"id": ID, "position_id": "wh-7", "status": "finished", "created_at": "2026-08-11T11:00:00.000Z"}
    place = {"limit": 1, "offset": 0, "total": 5, "hasMore": True}
    script = cli.answers(answer({"data": [row], "requests": [row], "next_cursor": "c", "pagination": place}))
    result = cli("cv", "list", "--limit", "1", "--created-after", "2026-08-01", "--status", "finished")
    assert ID in result.stdout
    assert "2026-08-11 11:00" in result.stdout
    assert "The newest 1 of 5" in result.stderr
    query = "GET /api/v1/cvdeepmatch/requests?status=finished&createdAfter=2026-08-01T00%3A00%3A00&limit=1"
    assert script.asked == [query]
    assert cli("cv", "list", "--status", "success").exit_code == ExitCode.INPUT


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("cv.pdf", None, "There is no file"),
        ("cv.pdf", b"", "is empty"),
        ("cv.pdf", b"PK\x03\x04", "is no PDF"),
        ("cv.docx", b"%PDF-1.7", "is no PDF"),
        ("cv.pdf", b"%PDF-1.7" + bytes(5 * 1024 * 1024), "the limit is 5 MB"),
    ],
)
def test_what_is_not_worth_sending_is_not_sent(cli: Cli, tmp_path: Path, name: str, content: Any, why: str) -> None:
    script = cli.answers(accepted())
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = cli("cv", "match", path, "--config", CONFIG, "--jd", JD)
    assert (result.exit_code, script.seen) == (ExitCode.INPUT, [])
    assert why in result.stderr


def test_no_check_sends_it_all_the_same(cli: Cli, tmp_path: Path) -> None:
    script = cli.answers(accepted())
    cv, config = tmp_path / "cv.docx", tmp_path / "bad.json"
    cv.write_bytes(b"PK\x03\x04")
    config.write_text('{"name": ""}')
    assert cli("cv", "match", cv, "--config", config, "--jd", JD, "--no-check").exit_code == 0
    assert b'filename="cv.docx"' in script.bodies[0]
    assert b"wordprocessingml" in script.bodies[0]


def test_a_config_with_mistakes_is_not_sent(cli: Cli, tmp_path: Path) -> None:
    script = cli.answers(accepted())
    config = tmp_path / "p.json"
    config.write_text(json.dumps(put(put(FULL, "requirements.skills.importance", 0), "name", "")))
    result = cli("cv", "match", CV, "--config", config, "--jd", JD)
    assert (result.exit_code, script.seen) == (ExitCode.INPUT, [])
    assert "config.requirements.skills.importance: Must be an integer" in result.stderr
    assert "config.name: Is required" in result.stderr
    config.write_text(json.dumps(FULL))
    odd = cli("cv", "match", CV, "--config", config, "--jd", JD)
    assert odd.exit_code == 0
    assert f"zenhire cv config check {config}" in odd.stderr


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("p.yaml", "name: [", "line 1"),
        ("p.yaml", "name: a\nname: b\n", "`name` is there twice"),
        ("p.yaml", "!!python/object/apply:os.system [ls]", "no YAML"),
        ("p.yaml", "--- a\n--- b\n", "no YAML"),
        ("p.yaml", "[" * 2000, "nested too deeply"),
        ("p.json", '{"name": "a",}', "no JSON: line 1"),
        ("p.json", '{"name": "a", "name": "b"}', "`name` is there twice"),
        ("p.json", "[" * 100_000, "nested too deeply"),
        ("p.yaml", "\xff", "UTF-8"),
        ("p.yaml", "  \n", "is empty"),
        ("p.yaml", "x" * 1_100_000, "larger than 1 MB"),
    ],
)
def test_what_is_no_config(cli: Cli, tmp_path: Path, name: str, text: str, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("latin-1"))
    for command in (["cv", "config", "check", path], ["cv", "match", CV, "--config", path, "--jd", JD]):
        result = cli(*command)
        assert result.exit_code == ExitCode.INPUT
        assert why in result.stderr


def test_a_check_tells_mistakes_and_oddities(cli: Cli, tmp_path: Path) -> None:
    assert cli("cv", "config", "check", CONFIG).stdout == "The config is valid.\n"
    path = tmp_path / "p.yaml"
    named = [{"name": "English", "importance": 3}, {"name": "SQL", "importance": 9}]
    path.write_text(yaml.safe_dump(put(LEAST, "requirements.skills.skills_config", {"hard_skills": named})))
    result = cli("cv", "config", "check", path, width=400)
    assert result.exit_code == ExitCode.INPUT
    lines = result.stdout.splitlines()
    place = "config.requirements.skills.skills_config.hard_skills"
    assert lines[0] == "1 mistake: no platform takes this config."
    assert lines[1].startswith(f"✗ {place}.1.importance: Must be an integer from 1 to 5")
    assert any(line.startswith(f"! {place}.0.name: “English” is a language.") for line in lines)
    told = json.loads(cli("cv", "config", "check", path, "--json").stdout)
    assert not told["valid"]
    assert list(told["mistakes"]) == [f"{place}.1.importance"]
    assert f"{place}.0.name" in [smell["path"] for smell in told["smells"]]
    odd = cli("cv", "config", "check", "-", text=json.dumps(LEAST))
    assert odd.exit_code == 0
    assert "No skill is asked for" in odd.stdout


def test_the_page_knows_every_option_and_limit() -> None:
    import typer

    from zenhire.entry.cli import app

    page = DOCS.read_text(encoding="utf-8")
    group: Any = typer.main.get_command(app).commands["cv"]  # type: ignore[attr-defined]
    commands = [*group.commands.values(), *group.commands["config"].commands.values()]
    options = {name for command in commands for parameter in command.params for name in parameter.opts}
    assert [name for name in options if name.startswith("--") and name != "--help" and f"`{name}" not in page] == []
    assert Settings.model_fields["cvdeepmatch_max_bytes"].default == cv_files.MAX_BYTES
