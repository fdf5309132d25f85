"""The folder of model weights: finds, fetches and verifies them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zenhire.engines.models.registry import ModelEntry, ModelFile, load_registry
from zenhire.engines.models.sources import Progress, SourceError, fetch

Status = Literal["present", "missing", "damaged"]
Fetch = Callable[[ModelEntry, Path, Progress], None]


class ModelError(Exception):
    """A model cannot be used or fetched."""


class UnknownModel(ModelError):
    """The registry has no model of this name."""


class ModelMissing(ModelError):
    """The model is not in the folder; the message says how to get it."""


class ModelDamaged(ModelError):
    """A file is not what the registry says."""


class ModelPullFailed(ModelError):
    """The model could not be fetched from its source."""


@dataclass(frozen=True, slots=True)
class ModelState:
    """A known model, where it is or would be, and whether its files are there ('damaged': wrong size)."""

    entry: ModelEntry
    path: Path
    status: Status


def _no_progress(done: int, total: int) -> None:
    del done, total


class ModelStore:
    """Models in one folder. Safe beside other processes: files appear whole or not at all."""

    def __init__(
        self, folder: Path, *, registry: Mapping[str, ModelEntry] | None = None, fetch_files: Fetch = fetch
    ) -> None:
        self.folder = Path(folder)
        self.registry = dict(load_registry() if registry is None else registry)
        self._fetch = fetch_files

    def entry(self, name: str) -> ModelEntry:
        """The registry's entry. Raises UnknownModel."""
        try:
            return self.registry[name]
        except KeyError:
            raise UnknownModel(f"no model is called {name!r}; known: {', '.join(self.registry)}") from None

    def path(self, name: str) -> Path:
        """The model's file, or its folder if it has several. Checks presence and size only.

        Raises UnknownModel, ModelMissing, ModelDamaged.
        """
        state = self._state(self.entry(name))
        if state.status == "missing":
            raise ModelMissing(f"model {name} is not in {self.folder}; run: zenhire models pull {name}")
        if state.status == "damaged":
            raise ModelDamaged(f"model {name} in {self.folder} is damaged; run: zenhire models pull {name}")
        return state.path

    def list(self) -> list[ModelState]:
        """Every known model with its state, in the registry's order."""
        return [self._state(entry) for entry in self.registry.values()]

    def defaults(self) -> tuple[str, ...]:
        """Names of the models that every set-up has."""
        return tuple(entry.name for entry in self.registry.values() if entry.default)

    def verify(self, name: str) -> None:
        """Reads every byte and compares size and SHA-256. Raises UnknownModel, ModelMissing, ModelDamaged."""
        self.path(name)
        entry = self.entry(name)
        for file in entry.files:
            _check(self._file(entry, file), file)

    def pull(self, name: str, progress: Progress = _no_progress) -> bool:
        """Brings the model into the folder; a verified one is left alone, without network.

        Gives True if something was fetched. `progress(done, total)` counts downloaded bytes.
        Raises UnknownModel, ModelPullFailed, ModelDamaged (the source gave something else).
        """
        entry = self.entry(name)
        try:
            self.verify(name)
            return False
        except (ModelMissing, ModelDamaged):
            pass
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".pull-", dir=self.folder) as temporary:
            scratch = Path(temporary)
            try:
                self._fetch(entry, scratch, progress)
                for file in entry.files:
                    _check(scratch / file.name, file)
                self._move_in(entry, scratch)
            except (SourceError, OSError) as error:
                raise ModelPullFailed(f"model {name} could not be fetched: {error}") from error
        progress(entry.download_size, entry.download_size)
        return True

    def _target(self, entry: ModelEntry) -> Path:
        return self.folder / (entry.files[0].name if len(entry.files) == 1 else entry.name)

    def _file(self, entry: ModelEntry, file: ModelFile) -> Path:
        target = self._target(entry)
        return target if len(entry.files) == 1 else target / file.name

    def _state(self, entry: ModelEntry) -> ModelState:
        status: Status = "present"
        for file in entry.files:
            path = self._file(entry, file)
            if not path.is_file():
                status = "missing"
                break
            if path.stat().st_size != file.size:
                status = "damaged"
        return ModelState(entry, self._target(entry), status)

    def _move_in(self, entry: ModelEntry, scratch: Path) -> None:
        for file in entry.files:
            target = self._file(entry, file)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                shutil.rmtree(target)
            with (scratch / file.name).open("rb+") as handle:
                os.fsync(handle.fileno())
            (scratch / file.name).chmod(0o644)
            (scratch / file.name).replace(target)


def _check(path: Path, file: ModelFile) -> None:
    try:
        with path.open("rb") as handle:
            size = os.fstat(handle.fileno()).st_size
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
    except FileNotFoundError:
        raise ModelDamaged(f"{file.name} is missing") from None
    if (size, digest) != (file.size, file.sha256):
        raise ModelDamaged(
            f"{path.name} is not the pinned file: {size} bytes, sha256 {digest}; "
            f"expected {file.size} bytes, sha256 {file.sha256}"
        )
