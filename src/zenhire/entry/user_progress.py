"""What is shown while a recording is sent and while its run is waited for: bars for people, lines for logs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

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

from zenhire.client import Client, Run, Submitted
from zenhire.entry import user_session
from zenhire.entry.user_session import Session, clean


def upload(session: Session, client: Client, file: Any, options: dict[str, Any]) -> Submitted:
    """Sends the recording; `options` are those of `Speech.analyze`."""
    session.upload = "part"
    with _bar(session) as show:

        def progress(sent: int, total: int | None) -> None:
            session.upload = "part" if sent != total else "whole"
            show(sent, total)

        submitted = client.speech.analyze(file, progress=progress, **options)
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


def wait(session: Session, client: Client, run: str | Submitted, timeout: float | None) -> Run:
    """The finished run; until then its state is shown."""
    session.run_id = run if isinstance(run, str) else run.id
    watcher = _Bars(session) if session.live else _Lines(session)
    with watcher.shown():

        def on_update(found: Run) -> None:
            session.newest = found.body
            if not found.finished:
                watcher.update(found)

        if not isinstance(run, str):
            watcher.begin(run)
        return client.speech.wait(run, timeout=timeout, on_update=on_update)


def state(run: Run | Submitted) -> str:
    """A run's state in a few words."""
    if run.queue_position is not None:
        return f"{run.status}, place {run.queue_position}"
    progress = run.progress if isinstance(run, Run) else None
    if progress is None or progress.current_step is None:
        return run.status
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

    def begin(self, submitted: Submitted) -> None:
        self._say(state(submitted))

    def update(self, run: Run) -> None:
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

    def begin(self, submitted: Submitted) -> None:
        self._bars.update(self._task, description=clean(state(submitted)))

    def update(self, run: Run) -> None:
        done, total = 0.0, None
        if run.progress is not None:
            done, total = run.progress.steps_done + (run.progress.step_share or 0.0), run.progress.steps_total
        self._bars.update(self._task, description=clean(state(run)), completed=done, total=total)
