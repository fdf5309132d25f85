"""A user's command at work: its connection, where it prints, and how it ends."""

from __future__ import annotations

import getpass
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import typer
from rich.console import Console
from rich.text import Text

from zenhire.client import (
    ApiError,
    Client,
    ConfigurationError,
    ConnectFailed,
    OutcomeUnknown,
    RetryEvent,
    TransportError,
    WaitTimeout,
    ZenhireError,
)
from zenhire.client.config import KEY_VARIABLE
from zenhire.client.errors import TlsFailed
from zenhire.entry.user_options import ExitCode

# What the client waits with; tests put their own clock here.
sleep: Callable[[float], object] = time.sleep
clock: Callable[[], float] = time.monotonic

PIPE_CHARS = 200


class Accepted(Protocol):
    """The answer to a submit."""

    id: str
    status: str

    @property
    def body(self) -> bytes:
        """As it came."""


@dataclass
class Session:
    """A command's connection and consoles. Results go to `out`, everything else to `err`."""

    url: str | None
    as_json: bool
    quiet: bool = False
    group: str = "speech"
    """The group of commands, for advice."""
    run_id: str | None = None
    newest: bytes = b""
    """The newest answer, for `--json` when the command cannot go on."""
    upload: Literal["", "part", "whole"] = ""
    """How much of a file has been sent."""
    out: Console = field(default_factory=lambda: _console(sys.stdout))
    err: Console = field(default_factory=lambda: _console(sys.stderr))

    @property
    def live(self) -> bool:
        """Whether somebody watches who likes bars that move."""
        return self.err.is_terminal and not self.quiet

    def note(self, text: str) -> None:
        """Says something beside the result, unless asked to be quiet."""
        if not self.quiet:
            self.complain(text)

    def complain(self, text: str) -> None:
        """Says something beside the result that must be heard; the terminal wraps it, so commands can be copied."""
        self.err.print(Text(clean(text)), soft_wrap=True)

    def answer(self, body: bytes) -> None:
        """Prints the platform's answer as it came, on a line of its own."""
        sys.stdout.flush()
        sys.stdout.buffer.write(body if body.endswith(b"\n") else body + b"\n")
        sys.stdout.buffer.flush()

    def resume(self, run_id: str) -> str:
        """The command that goes on waiting for a run."""
        where = ["--url", self.url] if self.url else []
        return shlex.join(["zenhire", self.group, "get", run_id, "--wait", *where])

    def accepted(self, submitted: Accepted) -> None:
        """Prints the id of what was submitted and is not waited for."""
        if self.as_json:
            self.answer(submitted.body)
        else:
            self.out.print(submitted.id, soft_wrap=True)
        self.note(f"It is {submitted.status}. To wait for the result:\n  {self.resume(submitted.id)}")

    def on_retry(self, event: RetryEvent) -> None:
        """Tells why nothing moves; the reason only once."""
        reason = f"{event.error} " if event.attempt == 1 else ""
        self.note(f"{reason}Trying again in {max(1, round(event.seconds))} s.")


def _console(file: object) -> Console:
    console = Console(file=file, highlight=False, markup=False, emoji=False)  # type: ignore[arg-type]
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PIPE_CHARS
    return console


def clean(text: str) -> str:
    """Text of others for a terminal: control characters, which could steer it, become spaces."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


@contextmanager
def connected(session: Session, key_file: Path | None, *, needs_key: bool = True) -> Iterator[Client]:
    """A client for the command. What goes wrong in the block ends the process with advice and an exit code."""
    try:
        key = _key(key_file) if needs_key else None
        with Client(session.url, key, on_retry=session.on_retry, sleep=sleep, clock=clock) as client:
            yield client
    except KeyboardInterrupt:
        _interrupted(session)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except ZenhireError as error:
        if session.as_json:
            _answer_of(session, error)
        for line in advice(session, error):
            session.complain(line)
        raise typer.Exit(exit_code(error)) from None


def _key(key_file: Path | None) -> str | None:
    """The key from a file, from standard input, or typed in; None leaves it to the environment."""
    if key_file is not None:
        try:
            text = sys.stdin.readline() if str(key_file) == "-" else key_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"The key cannot be read from {key_file}: {_reason(error)}.") from None
        if not text.strip():
            raise ConfigurationError(f"There is no key in {key_file}.")
        return text.strip()
    if not os.environ.get(KEY_VARIABLE) and sys.stdin.isatty() and sys.stderr.isatty():
        return getpass.getpass("API key: ", stream=sys.stderr)
    return None


def _reason(error: Exception) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is not text"


def _answer_of(session: Session, error: ZenhireError) -> None:
    body = error.body if isinstance(error, ApiError) and not error.code.startswith("HTTP_") else b""
    if isinstance(error, WaitTimeout):
        body = session.newest
    if body:
        session.answer(body)


def exit_code(error: ZenhireError) -> ExitCode:
    """How a command ends after this error."""
    if isinstance(error, ConfigurationError):
        return ExitCode.INPUT
    if isinstance(error, WaitTimeout):
        return ExitCode.WAITING
    if isinstance(error, TransportError):
        return ExitCode.UNAVAILABLE
    if isinstance(error, ApiError):
        by_status = {401: ExitCode.REFUSED, 402: ExitCode.CREDITS, 403: ExitCode.REFUSED, 429: ExitCode.RATE}
        return by_status.get(error.status, ExitCode.UNAVAILABLE if error.status >= 500 else ExitCode.INPUT)
    return ExitCode.UNEXPECTED


def advice(session: Session, error: ZenhireError) -> Iterator[str]:
    """What happened and what to do, line by line."""
    if isinstance(error, WaitTimeout):
        yield f"Run {error.run_id} has not ended after {error.waited:.0f} s. It goes on. To wait for it again:"
        yield f"  {session.resume(error.run_id or '')}"
        return
    if isinstance(error, ApiError):
        yield f"{error.code}: {error.message}"
        said = {name: " ".join(map(str, texts)) for name, texts in error.fields.items()}
        yield from (f"  {name}: {text}" for name, text in said.items() if text and text not in error.message)
        yield from _more(error)
    else:
        yield str(error)
    if isinstance(error, ConnectFailed) and not isinstance(error, TlsFailed):
        yield "Is the platform running? Its address comes from --url, or from ZENHIRE_API_URL."
    if error.idempotency_key and (isinstance(error, TransportError) or exit_code(error) == ExitCode.UNAVAILABLE):
        yield f"Send it again with --idempotency-key {error.idempotency_key}, and it is done once."
    elif isinstance(error, OutcomeUnknown):
        yield f"Before you send it again, look whether it arrived: zenhire {session.group} list"
    elif error.run_id:
        yield f"Run {error.run_id} goes on. To wait for it again:"
        yield f"  {session.resume(error.run_id)}"


def _more(error: ApiError) -> Iterator[str]:
    if error.status == 401:
        yield f"The key comes from --key-file, or from {KEY_VARIABLE}."
    if error.retry_after is not None:
        yield f"Try again in {error.retry_after:.0f} s."
    if error.status >= 500 and error.request_id:
        yield f"The operator finds it in the log as {error.request_id}."


def _interrupted(session: Session) -> None:
    if session.run_id:
        session.complain(f"Interrupted. Run {session.run_id} goes on. To wait for it again:")
        session.complain(f"  {session.resume(session.run_id)}")
    elif session.upload == "part":
        session.complain("Interrupted before the file was sent whole: nothing was submitted.")
    elif session.upload == "whole":
        session.complain(
            f"Interrupted before the platform answered. See whether it took it: zenhire {session.group} list"
        )
    else:
        session.complain("Interrupted.")
