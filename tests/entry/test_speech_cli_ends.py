"""How the commands for users end when something goes wrong, or takes long."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.client.calling import RUN, Break, answer, envelope, submitted
from tests.client.calling import running as processing
from tests.entry.commands import CREDITS, Cli
from tests.support.audio import noise_wav
from zenhire.entry import user_session
from zenhire.entry.user_options import ExitCode

FAILURES: list[tuple[Any, ExitCode]] = [
    (envelope(400, "INVALID_METADATA", details={"fields": {"metadata": ["Too long."]}}), ExitCode.INPUT),
    (envelope(401, "INVALID_API_KEY"), ExitCode.REFUSED),
    (envelope(403, "MISSING_PERMISSION"), ExitCode.REFUSED),
    (envelope(402, "INSUFFICIENT_CREDITS"), ExitCode.CREDITS),
    (envelope(404, "REQUEST_NOT_FOUND"), ExitCode.INPUT),
    (envelope(429, "RATE_LIMIT_EXCEEDED", retry_after=3), ExitCode.RATE),
    (envelope(500, "INTERNAL_ERROR", requestId="req_log"), ExitCode.UNAVAILABLE),
    (envelope(503, "SERVICE_WARMING_UP", retry_after=30), ExitCode.UNAVAILABLE),
    (httpx.Response(502, text="<html>"), ExitCode.UNAVAILABLE),
    (Break(httpx.ConnectError("Connection refused"), 0), ExitCode.UNAVAILABLE),
    (Break(httpx.ReadTimeout("")), ExitCode.UNAVAILABLE),
    (httpx.Response(200, text="hello"), ExitCode.UNEXPECTED),
    (httpx.Response(302), ExitCode.UNEXPECTED),
]


@pytest.mark.parametrize(("failure", "code"), FAILURES)
def test_how_a_command_ends(cli: Cli, failure: Any, code: ExitCode) -> None:
    cli.answers(CREDITS, failure)
    result = cli("speech", "analyze", cli.recording)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.strip()
    cli.answers(failure)
    for command in (["speech", "get", RUN], ["speech", "list"], ["credits"]):
        assert cli(*command).exit_code == code
    for text in ("Too long.", "req_log", "Try again in 3 s."):
        if isinstance(failure, httpx.Response) and text.split()[-1].encode() in failure.content:
            assert text in result.stderr


def test_a_wrong_key_is_found_out_before_the_upload(cli: Cli) -> None:
    script = cli.answers(envelope(401, "INVALID_API_KEY"))
    result = cli("speech", "analyze", cli.recording)
    assert result.exit_code == ExitCode.REFUSED
    assert "The key comes from --key-file, or from ZENHIRE_API_KEY." in result.stderr
    assert script.asked == ["GET /api/v1/credits"]


def test_a_failed_run(cli: Cli) -> None:
    cli.answers(answer({"id": RUN, "status": "failed", "error": {"code": "SCORING_FAILED", "message": "Too little."}}))
    for more in ([], ["--wait"], ["--json"]):
        result = cli("speech", "get", RUN, *more)
        assert result.exit_code == ExitCode.RUN_FAILED
        assert "SCORING_FAILED" in result.stdout
    assert "It cost nothing." in cli("speech", "get", RUN).stdout


def test_a_run_on_its_way(cli: Cli) -> None:
    cli.answers(answer({"id": RUN, "status": "queued", "queuePosition": 2}))
    result = cli("speech", "get", RUN)
    assert (result.exit_code, result.stdout) == (0, f"Run {RUN}: queued\nqueued, place 2\n")


def test_patience_ends_and_the_way_back_is_shown(cli: Cli) -> None:
    cli.answers(CREDITS, submitted(), processing())
    where = ["--url", "http://other.test/a b".replace(" ", "%20")]
    result = cli("speech", "analyze", cli.recording, "--wait", "--timeout", "40", *where, "--json")
    assert result.exit_code == ExitCode.WAITING
    assert json.loads(result.stdout)["status"] == "processing"
    assert f"zenhire speech get {RUN} --wait --url http://other.test/a%20b" in result.stderr
    assert cli.clock.slept == [15.0, 15.0, 10.0]


def test_ctrl_c_while_waiting(cli: Cli) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    cli.answers(CREDITS, submitted(), processing())
    cli.monkeypatch.setattr(user_session, "sleep", interrupt)
    for command in (["analyze", cli.recording], ["get", RUN]):
        cli.answers(*([CREDITS, submitted()] if command[0] == "analyze" else []), processing())
        result = cli("speech", *command, "--wait")
        assert (result.exit_code, result.stdout) == (ExitCode.INTERRUPTED, "")
        assert f"Interrupted. Run {RUN} goes on." in result.stderr
        assert f"zenhire speech get {RUN} --wait" in result.stderr


@pytest.mark.parametrize(("pieces", "words"), [(6, "nothing was submitted"), (None, "See whether it took it")])
def test_ctrl_c_while_sending(cli: Cli, pieces: int | None, words: str) -> None:
    def interrupt(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    cli.recording.write_bytes(noise_wav(20.0))
    cli.answers(CREDITS, interrupt if pieces is None else Break(KeyboardInterrupt(), pieces))  # type: ignore[arg-type]
    result = cli("speech", "analyze", cli.recording, "--wait")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert words in result.stderr


def test_an_upload_whose_end_is_not_known(cli: Cli) -> None:
    cli.answers(CREDITS, Break(httpx.ReadError("Connection reset by peer")))
    result = cli("speech", "analyze", cli.recording)
    assert result.exit_code == ExitCode.UNAVAILABLE
    assert "zenhire speech list" in result.stderr
