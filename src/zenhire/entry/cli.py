"""The `zenhire` command."""

from __future__ import annotations

import typer

from zenhire.entry import models_cli

app = typer.Typer(
    name="zenhire",
    help="Hiring-AI platform: speech analysis, interviews and CV matching.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(models_cli.app, name="models")


@app.callback()
def _root() -> None:
    """Hiring-AI platform: speech analysis, interviews and CV matching."""


def main() -> None:
    """Entry point of the console script."""
    app()
