"""The `zenhire` command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import zenhire
from zenhire.entry.lazy import lazy
from zenhire.entry.user_options import AsJson, KeyFile, Url

if TYPE_CHECKING:
    from zenhire.kit.settings import Settings

# What a command needs it imports itself: `--help`, and commands that only talk to a platform, are to start at once.

app = typer.Typer(
    name="zenhire",
    help="Hiring-AI platform: speech analysis, interviews and CV matching.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(lazy("zenhire.entry.speech_cli", "Score spoken English, on any platform."), name="speech")
app.add_typer(lazy("zenhire.entry.cv_cli", "Match CVs with positions; read a CV; check a config."), name="cv")
app.add_typer(
    lazy("zenhire.entry.admin", "Clients, projects, API keys, credits, limits, webhooks, retention, erasure."),
    name="admin",
)
app.add_typer(lazy("zenhire.entry.models_cli", "Model weights: list, fetch, verify."), name="models")

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")]
DataDir = Annotated[Path | None, typer.Option(help="Folder of the embedded database and files.")]
ArchiveFile = Annotated[Path, typer.Argument(metavar="FILE", help="The archive.")]
PrintJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def load_settings(**given: Any) -> Settings:
    """The settings, with what the command line gave on top. Ends the process with advice when one is not valid."""
    from pydantic import ValidationError

    from zenhire.kit.settings import PREFIX, Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for problem in error.errors():
            name = str(problem["loc"][0])
            typer.echo(f"{PREFIX}{name.upper()}: {problem['msg']}", err=True)
        raise typer.Exit(2) from error


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False) -> None:
    """Hiring-AI platform: speech analysis, interviews and CV matching."""
    if version:
        typer.echo(zenhire.__version__)
        raise typer.Exit


@app.command()
def serve(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Runs database, API and workers together; prints `ready URL` when it answers."""
    from zenhire.entry.serve import serve as run

    raise typer.Exit(run(load_settings(host=host, port=port, data_dir=data_dir)))


@app.command()
def web(host: Host = None, port: Port = None) -> None:
    """Runs the API alone, for scale-out; needs ZENHIRE_DATABASE_URL."""
    from zenhire.entry.web import run

    run(load_settings(host=host, port=port))


@app.command()
def worker(
    index: Annotated[int, typer.Option(help="Number of this worker on its machine; shifts its metrics port.")] = 0,
) -> None:
    """Runs one worker process alone, for scale-out; needs ZENHIRE_DATABASE_URL."""
    from zenhire.entry.worker import run

    run(load_settings(), index=index)


@app.command()
def migrate() -> None:
    """Brings the database of ZENHIRE_DATABASE_URL to this version's schema; `serve` does it by itself."""
    from zenhire.entry.wiring import database_url
    from zenhire.migrations.migrate import migrate as run

    typer.echo(f"schema {run(database_url(load_settings()))}")


@app.command()
def backup(file: ArchiveFile, data_dir: DataDir = None, as_json: PrintJson = False) -> None:
    """Saves database, files and secret key in one archive, beside a running server or without one."""
    from zenhire.entry.backup_cli import run_backup

    run_backup(load_settings(data_dir=data_dir), file, as_json)


@app.command()
def restore(file: ArchiveFile, data_dir: DataDir = None, as_json: PrintJson = False) -> None:
    """Brings an archive back into an empty data folder, which `serve` then runs on."""
    from zenhire.entry.backup_cli import run_restore

    run_restore(load_settings(data_dir=data_dir), file, as_json)


@app.command()
def settings(as_json: PrintJson = False) -> None:
    """Shows every setting, its value and where it comes from; secrets are masked."""
    from zenhire.entry.settings_cli import show_settings

    show_settings(load_settings(), as_json)


@app.command()
def openapi(as_json: Annotated[bool, typer.Option("--json", help="JSON instead of YAML.")] = False) -> None:
    """Prints the OpenAPI document, without a server."""
    from zenhire.entry.document import openapi_document, openapi_yaml

    typer.echo(json.dumps(openapi_document(), indent=2, ensure_ascii=False) if as_json else openapi_yaml(), nl=False)


@app.command()
def credits(url: Url = None, key_file: KeyFile = None, as_json: AsJson = False) -> None:
    """Shows the balance of the key's organisation and its newest transactions."""
    from zenhire.entry.universal_cli import show_credits

    show_credits(url, key_file, as_json)


@app.command()
def health(url: Url = None, as_json: AsJson = False) -> None:
    """Shows how every part of a platform is; needs no key."""
    from zenhire.entry.universal_cli import show_health

    show_health(url, as_json)


def main() -> None:
    """Entry point of the console script."""
    from zenhire.entry.advice import NoDatabase

    try:
        app()
    except NoDatabase as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
