"""What is shown while a file is sent and while its run is waited for: bars for people, lines for logs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column

from zenhire.client import ZenhireError
from zenhire.entry import user_session
from zenhire.entry.user_session import Accepted, Session, clean

T = TypeVar("T")


S = TypeVar("S", bound=Accepted)


def upload(session: Session, send: Callable[..., S]) -> S:
    """Sends a file; `send` takes a function to call with the progress."""
    session.upload = "part"
    with _bar(session) as show:

        def progress(sent: int, total: int | None) -> None:
            session.upload = "part" if sent != total else "whole"
            show(sent, total)

        submitted = send(progress=progress)
    session.run_id, session.newest = submitted.id, submitted.body
    return submitted


@contextmanager
def _bar(session: Session) -> Iterator[Any]:
    if not session.live:
        yield lambda sent, total: None
        return
    how_far = DownloadColumn(binary_units=True) if session.err.width >= 60 else TaskProgressColumn()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=None), how_far)
    with Progress(*columns, console=session.err, transient=True) as bars:
        task = bars.add_task("Sending", total=None)

        def show(sent: int, total: int | None) -> None:
            # Its last bytes are given to the connection before the platform has them, and it reads the whole file
            # before it answers.
            words = "Sending" if sent != total else "Being read"
            bars.update(task, completed=sent, total=total, description=words)

        yield show


def look(get: Callable[[str], T], run_id: str) -> T:
    """How a run stands now. An error is about the question and not about the run."""
    try:
        return get(run_id)
    except ZenhireError as error:
        error.run_id = None
        raise


def wait(session: Session, waiting: Callable[..., T], run: str | Accepted, timeout: float | None) -> T:
    """The finished run, by the client's `waiting`; until then its state is shown."""
    session.run_id = run if isinstance(run, str) else run.id
    watcher = _Bars(session) if session.live else _Lines(session)
    with watcher.shown():

        def on_update(found: Any) -> None:
            session.newest = found.body
            if not found.finished:
                watcher.update(found)

        if not isinstance(run, str):
            watcher.begin(run)
        return waiting(run, timeout=timeout, on_update=on_update)


def state(run: Any) -> str:
    """A run's state in a few words: its place in the queue or its step, where the platform tells."""
    if getattr(run, "queue_position", None) is not None:
        return f"{run.status}, place {run.queue_position}"
    progress = getattr(run, "progress", None)
    if progress is None or progress.current_step is None:
        return str(run.status)
    share = f" {progress.step_share * 100:.0f} %" if progress.step_share is not None else ""
    return f"step {progress.steps_done + 1} of {progress.steps_total}, {progress.current_step.replace('_', ' ')}{share}"


@dataclass
class _Lines:
    """A line for each change."""

    session: Session
    said: str = ""

    @contextmanager
    def shown(self) -> Iterator[None]:
        self.started = user_session.clock()
        yield

    def begin(self, submitted: Any) -> None:
        self._say(state(submitted))

    def update(self, run: Any) -> None:
        self._say(state(run))

    def _say(self, text: str) -> None:
        if text != self.said:
            self.said = text
            self.session.note(f"{user_session.clock() - self.started:5.0f} s  {text}")


class _Bars:
    """One line that moves."""

    def __init__(self, session: Session) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn(
                "{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)
            ),
            BarColumn(bar_width=16),
            TimeElapsedColumn(),
            console=session.err,
            transient=True,
            expand=True,
        )
        self._task = self._bars.add_task("Asking", total=None)

    @contextmanager
    def shown(self) -> Iterator[None]:
        with self._bars:
            yield

    def begin(self, submitted: Any) -> None:
        self._bars.update(self._task, description=clean(state(submitted)))

    def update(self, run: Any) -> None:
        done, total = 0.0, None
        if (progress := getattr(run, "progress", None)) is not None:
            done, total = progress.steps_done + (progress.step_share or 0.0), progress.steps_total
        self._bars.update(self._task, description=clean(state(run)), completed=done, total=total)
