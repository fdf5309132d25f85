"""One log on standard error for all libraries: JSON lines or readable ones, never with a secret in them.

Bind `request_id` or `run_id` with `structlog.contextvars.bound_contextvars`; every line within then carries it.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

MASK = "***"
_DEPTH = 8

# What tells our libraries' own stories, not ours; lower levels would show statements, parameters and addresses.
_LEAST_LEVELS = {
    "sqlalchemy": logging.WARNING,
    # Says with a traceback that a connection was lost; who used it says so in a line.
    "sqlalchemy.pool": logging.CRITICAL,
    "psycopg": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "asyncio": logging.WARNING,
    "alembic": logging.INFO,
    "procrastinate": logging.INFO,
    # Attempts have lines of their own; its line for a job that goes back at a restart has a traceback.
    "procrastinate.worker": logging.WARNING,
    "uvicorn": logging.INFO,
}

_SECRET_NAMES = re.compile(
    r"(^|[_-])(authorization|cookie|password|passwd|secret|token|api[_-]?key|secret[_-]?key|signature)$", re.IGNORECASE
)
_SECRETS = (
    (re.compile(r"\b(zh_api_|whsec_)[^\s\"'\\,;&<>)\]}]+"), rf"\1{MASK}"),
    (re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+", re.IGNORECASE), rf"\1 {MASK}"),
    (
        re.compile(
            r"(\b(?:authorization|x-api-key|proxy-authorization|set-cookie|cookie)[\"']?\s*[:=]\s*[\"']?)"
            r"(?!(?:Bearer|Basic) )[^\s\"'\\,;}]+",
            re.IGNORECASE,
        ),
        rf"\1{MASK}",
    ),
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s:/@?#\"']*):[^\s\"']+?@(?=[^\s@]*(?:[\s\"']|$))", re.I), rf"\1:{MASK}@"),
    (
        re.compile(r"(\b(?:password|passwd|api_key|secret|token)[\"']?\s*[=:]\s*[\"']?)[^\s\"'\\,;&})]+", re.I),
        rf"\1{MASK}",
    ),
)
# Errors of the database and of validation repeat the values they stumbled over: people's words.
_VALUES = (
    (re.compile(r"(\[parameters: ).*"), rf"\1{MASK}]"),
    (re.compile(r"^(\s*DETAIL:\s*).*", re.MULTILINE), rf"\1{MASK}"),
    (re.compile(r"(\binput_value=).*?(, input_type=|$)", re.MULTILINE), rf"\1{MASK}\2"),
)


_SUSPECT = re.compile(r"zh_api_|whsec_|bearer|basic|[:=]", re.IGNORECASE)
"""What any text that the patterns above change has in it: one look spares most texts the eight."""


def mask_text(text: str) -> str:
    """The text without API keys, webhook secrets, credentials of headers and URLs, and values quoted by errors."""
    if _SUSPECT.search(text) is None:
        return text
    for pattern, replacement in (*_SECRETS, *_VALUES):
        text = pattern.sub(replacement, text)
    return text


def mask_value(value: Any, depth: int = _DEPTH) -> Any:
    """The value with every text inside it masked; an entry of a mapping whose name says 'secret' is masked whole."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return mask_text(value)
    if depth > 0 and isinstance(value, Mapping):
        return {name: _mask_entry(name, item, depth - 1) for name, item in value.items()}
    if depth > 0 and isinstance(value, (list, tuple, set, frozenset)):
        return [mask_value(item, depth - 1) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return f"<{len(value)} bytes>"
    return mask_text(repr(value))


def _mask_entry(name: object, value: Any, depth: int) -> Any:
    if isinstance(name, str) and _SECRET_NAMES.search(name) and value is not None:
        return MASK
    return mask_value(value, depth)


def mask_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The structlog processor: masks every value of the event."""
    return {name: _mask_entry(name, value, _DEPTH) for name, value in event.items()}


def configure_logging(
    format: Literal["console", "json"] = "console",
    level: str = "info",
    *,
    stream: TextIO | None = None,
) -> None:
    """Sends every log line of this process, of structlog and of `logging`, to `stream` (default: standard error).

    `level` is the least severe one written: debug, info, warning, error. Calling it again replaces the set-up.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    output = stream or sys.stderr
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # Text at once: the console's own tracebacks would show local variables.
                structlog.processors.format_exc_info,
                mask_secrets,
                _renderer(format, colors=output.isatty()),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)
    logging.captureWarnings(True)
    _take_over_libraries(number)


def _renderer(format: str, *, colors: bool) -> Processor:
    if format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)


def _take_over_libraries(level: int) -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "procrastinate", "sqlalchemy", "alembic"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
    for name, least in _LEAST_LEVELS.items():
        logging.getLogger(name).setLevel(max(level, least))
