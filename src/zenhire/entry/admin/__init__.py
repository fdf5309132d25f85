"""`zenhire admin`: what the operator does, beside a running server and without one. A file for each noun."""

from __future__ import annotations

import typer

from zenhire.entry.admin import client, credits, erase, key, limits, project, retention, webhook

app = typer.Typer(
    help="Clients, projects, API keys, credits, limits, webhooks, retention, erasure.", no_args_is_help=True
)
app.add_typer(client.app, name="client")
app.add_typer(project.app, name="project")
app.add_typer(key.app, name="key")
app.add_typer(credits.app, name="credits")
app.add_typer(limits.app, name="limits")
app.add_typer(retention.app, name="retention")
app.add_typer(erase.app, name="erase")
app.add_typer(webhook.app, name="webhook")
