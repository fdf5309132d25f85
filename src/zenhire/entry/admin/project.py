"""`zenhire admin project`: a client's projects."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, given_settings, run, show_list
from zenhire.entry.admin.output import show
from zenhire.kit.clock import iso_or_none
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.types import Project

app = typer.Typer(help="A client's projects.", no_args_is_help=True)


@app.command("create")
def create_project(
    client_id: ClientId,
    name: Annotated[str, typer.Argument(help="Name of the project.")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Makes a project."""
    project_id = run(given_settings(data_dir), lambda conn: accounts.create_project(conn, client_id, name))
    show({"project_id": project_id}, as_json)


@app.command("list")
def list_projects(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's projects."""
    show_list(
        lambda conn: accounts.list_projects(conn, client_id), _row, "This client has no projects.", as_json, data_dir
    )


def _row(project: Project) -> dict[str, Any]:
    return {"project_id": project.id, "name": project.name, "created_at": iso_or_none(project.created_at)}
