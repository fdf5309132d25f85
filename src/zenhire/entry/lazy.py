"""Groups of commands whose modules are imported when one of their commands is asked for, and not before."""

from __future__ import annotations

import importlib
from collections.abc import MutableMapping
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup


class LazyGroup(TyperGroup):
    """A group that knows its help text; its commands are those of the Typer `app` in `module`."""

    module: ClassVar[str]
    _loaded: MutableMapping[str, Any] | None = None

    @property
    def commands(self) -> MutableMapping[str, Any]:
        """The commands by name."""
        if self._loaded is None:
            app = importlib.import_module(self.module).app
            self._loaded = typer.main.get_group(app).commands
        return self._loaded

    @commands.setter
    def commands(self, value: object) -> None:
        """Takes nothing: the module has the commands."""


def lazy(module: str, help_text: str) -> typer.Typer:
    """A Typer to be added under a name. The group's help text stands here, so that showing it imports nothing."""
    group = type("LazyGroup", (LazyGroup,), {"module": module})
    return typer.Typer(cls=group, help=help_text, no_args_is_help=True)
