"""`zenhire settings`: every setting with its value and where the value comes from."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import Any, Literal

import typer
from pydantic import SecretStr
from pydantic_settings import (
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    TomlConfigSettingsSource,
)

from zenhire.kit.logging import MASK, mask_text
from zenhire.kit.settings import PREFIX, Settings

Origin = Literal["default", "environment", ".env", "file", "command line"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `value` is plain data, a secret masked, None when unset."""

    name: str
    variable: str
    value: str | int | float | bool | None
    origin: Origin
    description: str


def describe_settings(settings: Settings) -> list[Setting]:
    """Every setting, in the order of its declaration."""
    sources = _sources()
    without_command_line = Settings()
    return [
        Setting(
            name=name,
            variable=PREFIX + name.upper(),
            value=_plain(getattr(settings, name)),
            origin=_origin(name, settings, without_command_line, sources),
            description=field.description or "",
        )
        for name, field in type(settings).model_fields.items()
    ]


def show_settings(settings: Settings, as_json: bool) -> None:
    """Prints every setting to standard output: as lines, or as a JSON list of objects."""
    rows = describe_settings(settings)
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    values = ["" if row.value is None else str(row.value) for row in rows]
    widths = [
        max(map(len, column)) for column in ([row.variable for row in rows], values, [row.origin for row in rows])
    ]
    for row, value in zip(rows, values, strict=True):
        cells = [text.ljust(width) for text, width in zip((row.variable, value, row.origin), widths, strict=True)]
        typer.echo("  ".join([*cells, row.description]).rstrip())


def _plain(value: Any) -> str | int | float | bool | None:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return MASK if isinstance(value, SecretStr) else mask_text(str(value))


def _sources() -> list[tuple[Origin, set[str]]]:
    """The settings that each source names, the strongest source first; the same order as in `Settings`."""
    toml = TomlConfigSettingsSource(Settings, toml_file=os.environ.get(PREFIX + "CONFIG"))
    named: list[tuple[Origin, PydanticBaseSettingsSource]] = [
        ("environment", EnvSettingsSource(Settings)),
        (".env", DotEnvSettingsSource(Settings)),
        ("file", toml),
    ]
    return [(origin, {name.lower() for name in source()}) for origin, source in named]


def _origin(name: str, settings: Settings, others: Settings, sources: list[tuple[Origin, set[str]]]) -> Origin:
    if name not in settings.model_fields_set:
        return "default"
    if name not in others.model_fields_set or getattr(settings, name) != getattr(others, name):
        return "command line"
    for origin, names in sources:
        if name in names:
            return origin
    raise LookupError(name)
