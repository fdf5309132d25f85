"""Lists of runs, credits and health, as a person reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zenhire.client import Credits, Health, MatchSummary, RunSummary
from zenhire.entry.user_session import Session, clean

_ID_CHARS = 24
_UUID_CHARS = 36
# Columns of the lists by the width from which there is room for them.
_COLUMNS = (
    ("id", 0),
    ("status", 0),
    ("overall", 44),
    ("CEFR", 44),
    ("created (UTC)", 64),
    ("audio", 72),
    ("credits", 92),
    ("external id", 100),
    ("tags", 120),
    ("error", 140),
)
_MATCH_COLUMNS = (
    ("id", 0),
    ("status", 0),
    ("position", 64),
    ("created (UTC)", 84),
    ("ended (UTC)", 104),
    ("external id", 120),
    ("tags", 140),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list: as it came, its rows, and where it lies."""

    body: bytes
    rows: Sequence[Any]
    place: Any


def show_pages(session: Session, pages: Iterable[Shown], show: Callable[[Console, Sequence[Any]], None]) -> None:
    """A list, page by page as JSON, or as one table and how much more there is."""
    rows: list[Any] = []
    more, total = False, None
    for page in pages:
        rows += page.rows
        more, total = (page.place.has_more, page.place.total) if page.place is not None else (False, None)
        if session.as_json:
            session.answer(page.body)
    if session.as_json:
        return
    if rows:
        show(session.out, rows)
    else:
        session.note("No run fits.")
    if more:
        of = f" of {total}" if total is not None else ""
        session.note(f"The newest {len(rows)}{of}; --limit or --all shows more.")


def show_runs(console: Console, runs: Sequence[RunSummary]) -> None:
    """A table of runs; on a narrow terminal the columns that matter less are left out."""
    show_rows(console, _COLUMNS, [_cells(run) for run in runs], id_chars=_ID_CHARS)


def show_matches(console: Console, matches: Sequence[MatchSummary]) -> None:
    """A table of matches, in the same way."""
    rows = [
        [
            match.id,
            match.status,
            match.position_id or "-",
            _moment(match.created_at),
            _moment(match.processing_completed_at) if match.processing_completed_at else "-",
            match.external_id or "-",
            ", ".join(match.tags) or "-",
        ]
        for match in matches
    ]
    show_rows(console, _MATCH_COLUMNS, rows, id_chars=_UUID_CHARS)


def show_rows(
    console: Console, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], *, id_chars: int
) -> None:
    """A table whose columns have a width from which there is room for them."""
    table = _table()
    names = [name for name, width in columns if console.width >= width]
    for name in names:
        whole = name in ("id", "created (UTC)")
        table.add_column(name, no_wrap=whole, overflow="fold", min_width=id_chars if name == "id" else None)
    for row in rows:
        cells = dict(zip((name for name, _ in columns), row, strict=True))
        table.add_row(*(Text(clean(cells[name])) for name in names))
    console.print(table)


def _cells(run: RunSummary) -> list[str]:
    return [
        run.id,
        run.status,
        "-" if run.overall is None else f"{run.overall:.1f}",
        run.cefr_level or "-",
        _moment(run.created_at),
        _duration(run.audio_duration_ms),
        "-" if run.credits_deducted is None else str(run.credits_deducted),
        run.external_id or "-",
        ", ".join(run.tags) or "-",
        run.error.code if run.error else "-",
    ]


def show_credits(console: Console, credits: Credits) -> None:
    """The balance, and the newest lines of the ledger."""
    held = f" ({credits.credit_balance} less {credits.held_credits} on hold)" if credits.held_credits else ""
    available = credits.available_credits if credits.available_credits is not None else credits.credit_balance
    console.print(Text(f"{available} credits available{held}", style="bold"))
    if not credits.recent_transactions:
        return
    table = _table("when (UTC)", "amount", "balance", "what for")
    for line in credits.recent_transactions:
        what = f"{line.description} {line.run_id or ''}".strip()
        table.add_row(_moment(line.created_at), Text(f"{line.amount:+d}"), str(line.balance_after), Text(clean(what)))
    console.print(table)


def show_health(console: Console, health: Health) -> None:
    """Each part of the platform."""
    version = f", version {health.version}" if health.version else ""
    console.print(Text(clean(f"{health.status}{version}"), style="bold"))
    table = _table("part", "status", "more")
    for name, check in health.checks.items():
        more = [check.message] if check.message else []
        more += [] if check.latency_ms is None else [f"{check.latency_ms} ms"]
        more += [f"{key}: {value}" for key, value in (check.model_extra or {}).items()]
        table.add_row(*(Text(clean(cell)) for cell in (name, check.status, ", ".join(more))))
    console.print(table)


def _table(*columns: str) -> Table:
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for column in table.columns:
        column.overflow = "fold"
    return table


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def _duration(milliseconds: int | None) -> str:
    if milliseconds is None:
        return "-"
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"
