"""`zenhire admin erase`: a run or a client for good."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated

import typer

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, given_settings, run_long
from zenhire.entry.admin.output import show
from zenhire.entry.erasing import make_erasure
from zenhire.entry.wiring import admitter, file_store
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.platform.erasure.service import Erasure
from zenhire.platform.erasure.types import Counts
from zenhire.platform.files import FileStoreFailed

app = typer.Typer(help="Erase a run or a client for good.", no_args_is_help=True)

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
RunId = Annotated[str, typer.Argument(metavar="RUN_ID", help="Id of the run.")]


@app.command("run")
def erase_run(run_id: RunId, yes: Yes = False, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Erases a run: recording, transcript, result, labels. One that has not ended is ended, at no cost."""
    settings = given_settings(data_dir)

    async def look(database: Database, url: str) -> tuple[str, Counts]:
        return await _erasure(settings, database, url).preview_run(run_id)

    client_id, there = run_long(settings, look)
    _confirm(yes, f"the run {run_id}", there)

    async def work(database: Database, url: str) -> Counts:
        return await _whole(_erasure(settings, database, url).erase_run(client_id, run_id))

    show({"run_id": run_id, "client_id": client_id, "erased": run_long(settings, work)}, as_json)


@app.command("client")
def erase_client(client_id: ClientId, yes: Yes = False, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Erases a client: keys, runs, projects, names. Its id and its ledger, without words, are what remains."""
    settings = given_settings(data_dir)

    async def look(database: Database, url: str) -> Counts:
        return await _erasure(settings, database, url).preview_client(client_id)

    _confirm(yes, f"the client {client_id}", run_long(settings, look))

    async def work(database: Database, url: str) -> Counts:
        return await _whole(_erasure(settings, database, url).erase_client(client_id))

    show({"client_id": client_id, "erased": run_long(settings, work)}, as_json)


def _erasure(settings: Settings, database: Database, url: str) -> Erasure:
    return make_erasure(settings, database, file_store(settings), admitter(settings, url))


async def _whole(erasing: Awaitable[Counts]) -> Counts:
    try:
        return await erasing
    except FileStoreFailed as error:
        raise FileStoreFailed(
            f"{error} Not everything is erased yet: what is left is noted, and the workers go on with it. Repeat the"
            " command to see it done."
        ) from None


def _confirm(yes: bool, what: str, there: Counts) -> None:
    """Shows what would go and asks. Whoever does not agree ends the command with code 1 and nothing erased."""
    if yes:
        return
    things = ", ".join(f"{name}: {number}" for name, number in there.items() if number) or "nothing is left of it"
    typer.echo(f"This erases {what} for good ({things}). It cannot be undone.", err=True)
    if not typer.confirm("Erase?", err=True):
        typer.echo("Nothing was erased.", err=True)
        raise typer.Exit(1)
