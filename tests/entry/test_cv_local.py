"""`zenhire cv` without a platform: CVs read and matched on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.entry.commands import Cli
from tests.entry.test_cv_cli import CV, MATCH, NAME, accepted
from tests.modules.speech.analysing import log_output
from tests.support import docx
from zenhire.entry.user_options import ExitCode


def test_a_cv_is_read_on_this_machine(cli: Cli) -> None:
    with log_output() as log:
        result = cli("cv", "parse", CV, "--text", width=160)
    assert result.exit_code == 0, result.output
    assert NAME not in log.getvalue() + result.stderr
    assert result.stdout.splitlines()[0] == NAME
    for words in (
        "Warehouse Shift Supervisor",
        "Harbour Cold Store",
        "2018-06",
        "SAP EWM",
        "Polish (B1)",
        "Forklift lic",
    ):
        assert words in result.stdout
    assert "! background colored text, page 1, 12 words" in result.stdout
    assert "Ignore all previous" not in result.stdout
    assert "stock accuracy rose from 96.1 %" in result.stdout
    told = json.loads(cli("cv", "parse", CV, "--json").stdout)
    assert told["cv_parser_result"]["name"] == NAME
    assert [one["kind"] for one in told["integrity"]] == ["background_colored_text"]
    assert told.keys() == {"cv_parser_result", "integrity", "pages", "reader", "ocr"}


def test_a_docx_is_read_from_standard_input_too(cli: Cli) -> None:
    told = cli("cv", "parse", "-", "--json", text=docx.cv())
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["cv_parser_result"]["email"] == "maren.holt@example.org"


def test_what_cannot_be_read(cli: Cli, tmp_path: Path) -> None:
    cases = ((b"%PDF-1.7 and no more", "damaged"), (b"", "is empty"), (None, "There is no file"))
    for number, (content, why) in enumerate(cases):
        path = tmp_path / f"{number}.pdf"
        if content is not None:
            path.write_bytes(content)
        result = cli("cv", "parse", path)
        assert (result.exit_code, result.stdout) == (ExitCode.INPUT, "")
        assert why in result.stderr


def test_a_match_on_this_machine(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENHIRE_EMBEDDER", "fake")
    script = cli.answers(accepted())
    with log_output() as log:
        result = cli(*MATCH, "--local", width=160)
        told = json.loads(cli(*MATCH, "--local", "--json").stdout)
    assert (result.exit_code, script.seen) == (0, []), result.output
    assert NAME not in log.getvalue()
    assert "SAP EWM" in result.stdout
    assert "p. 1" in result.stdout
    assert told["cv_parser_result"]["name"] == NAME
    assert told["cv2jd_result"]["skills_matched"]
    assert told["cv2jd_result"]["engine"]["embedder"]["engine"] == "fake"
    monkeypatch.setenv("ZENHIRE_EMBEDDER", "minilm")
    monkeypatch.setenv("ZENHIRE_MODELS_DIR", "/nonexistent")
    lacking = cli(*MATCH, "--local")
    assert lacking.exit_code == ExitCode.UNEXPECTED
    assert "zenhire models" in lacking.stderr
