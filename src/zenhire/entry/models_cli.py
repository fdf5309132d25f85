"""`zenhire models`: list, fetch and verify model weights."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table

from zenhire.engines.models import ModelError, ModelMissing, ModelState, ModelStore
from zenhire.kit.settings import Settings

app = typer.Typer(help="Model weights: list, fetch, verify.", no_args_is_help=True)


def _store() -> ModelStore:
    return ModelStore(Settings.model_validate({}).models_dir)


def _row(state: ModelState) -> dict[str, object]:
    entry = state.entry
    return {
        "name": entry.name,
        "description": entry.description,
        "licence": entry.licence,
        "origin": entry.origin,
        "size": entry.size,
        "default": entry.default,
        "status": state.status,
        "path": str(state.path),
    }


@app.command("list")
def list_models(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Shows every known model and whether it is there."""
    rows = [_row(state) for state in _store().list()]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    table = Table("name", "status", "MB", "licence", "origin", "what it does", box=None)
    for row in rows:
        size = f"{int(str(row['size'])) / 1e6:.1f}"
        table.add_row(
            str(row["name"]), str(row["status"]), size, *(str(row[k]) for k in ("licence", "origin", "description"))
        )
    Console().print(table)


@app.command()
def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Models to fetch.")] = None,
    default: Annotated[bool, typer.Option("--default", help="Every model that a set-up needs.")] = False,
) -> None:
    """Fetches models that are not there yet; verified ones are left alone, without network."""
    store = _store()
    wanted = list(dict.fromkeys([*(names or []), *(store.defaults() if default else ())]))
    if not wanted:
        raise typer.BadParameter("name at least one model, or give --default")
    columns = TextColumn("{task.description:<14}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        for name in wanted:
            _pull_one(store, name, bar)


def _pull_one(store: ModelStore, name: str, bar: Progress) -> None:
    task = bar.add_task(name, total=None)
    try:
        fetched = store.pull(name, lambda done, total: bar.update(task, completed=done, total=total))
    except ModelError as error:
        bar.stop()
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    bar.remove_task(task)
    typer.echo(f"{name}: {'fetched and verified' if fetched else 'present and verified'}")


@app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Models to verify; all present ones if none.")] = None,
) -> None:
    """Compares size and SHA-256 of models with the registry; exits 1 if one is damaged or a default one is missing."""
    store = _store()
    failed = False
    for name in names or list(store.registry):
        try:
            store.verify(name)
            typer.echo(f"{name}: verified")
        except ModelMissing as error:
            needed = bool(names) or store.entry(name).default
            failed = failed or needed
            typer.echo(str(error) if needed else f"{name}: not fetched", err=needed)
        except ModelError as error:
            failed = True
            typer.echo(f"{name}: {error}", err=True)
    if failed:
        raise typer.Exit(1)
