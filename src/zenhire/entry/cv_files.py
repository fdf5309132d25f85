"""What a match is made of, from files: the CV, the position's config, the job description."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Hashable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from zenhire.entry import user_files
from zenhire.entry.user_files import ANYWAY, NotWorthSending, size_of

MAX_BYTES = 5 * 1024 * 1024
MAX_TEXT_BYTES = 1024 * 1024
LONGEST_POSITION_ID = 28


class Unusable(Exception):
    """A file cannot be taken for what it is given as; the message says what to do."""


def opened(path: Path, *, check: bool) -> AbstractContextManager[BinaryIO]:
    """The CV, open for reading; `-` is standard input. Raises NotWorthSending."""
    return user_files.opened(path, "CV", _check if check else None)


def _check(file: BinaryIO, name: str) -> None:
    size = size_of(file)
    if size > MAX_BYTES:
        raise NotWorthSending(
            f"{name} has {size / 1048576:.1f} MB; the limit is {MAX_BYTES / 1048576:g} MB. Export it with smaller"
            f" pictures. {ANYWAY}"
        )
    if not file.read(5).startswith(b"%PDF-") or (name.rpartition("/")[2].count(".") and not _is_named_pdf(name)):
        raise NotWorthSending(f"{name} is no PDF, or not named so. Export the CV as a PDF. {ANYWAY}")


def _is_named_pdf(name: str) -> bool:
    return name.lower().endswith(".pdf")


def read_text(path: Path, what: str) -> str:
    """The text of a file, `-` is standard input. Raises Unusable."""
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_TEXT_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MAX_TEXT_BYTES + 1)
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise Unusable(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise Unusable(f"{path} is a folder; name the {what} in it.") from None
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Unusable(f"{path} is no UTF-8 text. Save the {what} as UTF-8.") from None
    if len(data) > MAX_TEXT_BYTES:
        raise Unusable(f"{path} is larger than {MAX_TEXT_BYTES >> 20} MB, too large for a {what}.")
    if not text.strip():
        raise Unusable(f"{path} is empty.")
    return text


def read_config(path: Path) -> Any:
    """What a file of YAML or JSON holds, whatever that is. Raises Unusable with the place of a slip."""
    text = read_text(path, "config")
    try:
        if path.suffix.lower() == ".json":
            return json.loads(text, object_pairs_hook=_distinct)
        loader = _Loader(text)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except json.JSONDecodeError as error:
        raise Unusable(f"{path} is no JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except yaml.MarkedYAMLError as error:
        place = f": line {mark.line + 1}, column {mark.column + 1}" if (mark := error.problem_mark) else ""
        raise Unusable(f"{path} is no YAML{place}: {error.problem or error.context}.") from None
    except RecursionError:
        raise Unusable(f"{path} is nested too deeply.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise Unusable(f"{path} cannot be read: {str(error).splitlines()[0]}.") from None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"`{key}` is there twice in one object")
        found[key] = value
    return found


class _Loader(yaml.SafeLoader):
    """Plain values only; and no name twice in one mapping, where the later one would hide the earlier."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping."""
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"`{key.value}` is there twice", problem_mark=key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def position_id(path: Path) -> str:
    """A position's id made of the name of its file."""
    made = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._")[:LONGEST_POSITION_ID]
    return made or "position"
