"""What is shown of a config, and the number that tells whether two ask for the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import TypeAdapter

from zenhire.analysis.cv.position.types import Position

PRIVATE = "_"
_ADAPTER = TypeAdapter(Position)


def public_config(config: Any) -> Any:
    """A config that `read_position` took, without the names that begin with `_`, at any depth."""
    if isinstance(config, dict):
        return {key: public_config(value) for key, value in config.items() if not key.startswith(PRIVATE)}
    if isinstance(config, list | tuple):
        return [public_config(value) for value in config]
    return config


def config_hash(position: Position) -> str:
    """SHA-256 of what a position asks for, in hexadecimal.

    It is the same for all configs that mean the same: in any order of names, with defaults written out or left out.
    """
    plain = _ADAPTER.dump_python(position, mode="json")
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
