"""The log: one form for all libraries, and no secret in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from zenhire.kit.logging import configure_logging, mask_text, mask_value

KEY = "zh_api_0123456789ABCDEFabcdef0123456789abcdEF"


@pytest.fixture(autouse=True)
def restore() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level
    logging.captureWarnings(False)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_lines_carry_level_time_logger_and_context() -> None:
    stream = io.StringIO()
    configure_logging("json", "info", stream=stream)
    with structlog.contextvars.bound_contextvars(run_id="req_1_abc"):
        structlog.get_logger("zenhire.test").info("run started", attempt=1)
        logging.getLogger("procrastinate.worker").warning("job %s is late", 7)
    structlog.get_logger("zenhire.test").debug("too quiet")
    ours, theirs = lines(stream)
    assert ours["event"] == "run started"
    assert (ours["run_id"], ours["attempt"], ours["level"], ours["logger"]) == ("req_1_abc", 1, "info", "zenhire.test")
    assert ours["timestamp"].endswith("Z")
    assert (theirs["event"], theirs["run_id"], theirs["level"]) == ("job 7 is late", "req_1_abc", "warning")


def test_console_lines_are_plain_text_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    configure_logging("console", "info", stream=stream)
    structlog.get_logger("zenhire.test").info("worker is ready", asr="pocketsphinx")
    assert "worker is ready" in stream.getvalue()
    assert "asr=pocketsphinx" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_libraries_with_handlers_of_their_own_write_once_and_statements_never() -> None:
    stream = io.StringIO()
    own = io.StringIO()
    logging.getLogger("uvicorn").addHandler(logging.StreamHandler(own))
    configure_logging("json", "debug", stream=stream)
    logging.getLogger("uvicorn.error").info("Started server process")
    logging.getLogger("sqlalchemy.engine.Engine").info("INSERT INTO runs ...")
    logging.getLogger("httpx").info("HTTP Request: GET https://example.com/?q=words")
    assert [line["event"] for line in lines(stream)] == ["Started server process"]
    assert own.getvalue() == ""


@pytest.mark.parametrize("kind", ["json", "console"])
def test_secrets_are_masked_wherever_they_stand(kind: Any) -> None:
    stream = io.StringIO()
    configure_logging(kind, "info", stream=stream)
    log = structlog.get_logger("zenhire.test")
    log.info(
        f"key {KEY} used", headers={"Authorization": "Bearer abc.def", "X-API-Key": "imported-key", "Accept": "*/*"}
    )
    log.info("nested", body=[{"webhook": {"secret": "s3cr3t"}}, ("whsec_c2VjcmV0Cg==",)], password="hunter2")
    log.info(
        "connecting", url="postgresql://zenhire:p%40ss:w@db.internal/zenhire", dsn="host=db password=hunter2 port=1"
    )
    logging.getLogger("uvicorn.error").error("header authorization: Basic dXNlcjpwdw== of %s", KEY)
    try:
        raise RuntimeError(f"refused {KEY}")
    except RuntimeError as error:
        log.exception("failed", error=error)
    text = stream.getvalue()
    for secret in (KEY[7:], "abc.def", "imported-key", "s3cr3t", "c2VjcmV0", "hunter2", "p%40ss", "dXNlcjpwdw"):
        assert secret not in text
    for kept in ("zh_api_***", "whsec_***", "Accept", "db.internal/zenhire", "host=db", "port=1", "RuntimeError"):
        assert kept in text


def test_errors_of_the_database_and_of_validation_lose_the_values_they_quote() -> None:
    text = mask_text(
        "IntegrityError: duplicate key\nDETAIL:  Key (word)=(sesquipedalian) already exists.\n"
        "[SQL: INSERT INTO t VALUES (%s)]\n[parameters: ('sesquipedalian', 1)]\n"
        "Input should be a string [type=string_type, input_value='sesquipedalian', input_type=int]"
    )
    assert "sesquipedalian" not in text
    assert "duplicate key" in text
    assert "input_type=int" in text


def test_a_traceback_shows_no_local_variable() -> None:
    stream = io.StringIO()
    configure_logging("console", "info", stream=stream)
    transcript = "sesqui" + "pedalian"
    try:
        _ = len(transcript) // 0
    except ZeroDivisionError:
        structlog.get_logger("zenhire.test").exception("failed")
    assert "ZeroDivisionError" in stream.getvalue()
    assert "sesquipedalian" not in stream.getvalue()


@pytest.mark.parametrize(
    "harmless",
    [
        "the client's key_id is 12, tokens: 5",
        "GET https://example.com:8443/a/b?x=1",
        "run req_1700000000000_abcdef123456 failed",
        "mail to someone@example.com at 12:30",
    ],
)
def test_harmless_text_is_left_alone(harmless: str) -> None:
    assert mask_text(harmless) == harmless


def test_values_of_any_kind_can_be_masked() -> None:
    loop: list[Any] = [1, None, True, 2.5, b"bytes"]
    loop.append(loop)
    masked = mask_value(loop)
    assert masked[:5] == [1, None, True, 2.5, "<5 bytes>"]
    assert mask_value({"api_key": "x", "key_id": "k", "count": 3}) == {"api_key": "***", "key_id": "k", "count": 3}
