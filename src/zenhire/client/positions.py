"""Positions' configs, checked before they are sent, by the rules of the platform and without asking it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def check_config(config: Mapping[str, Any]) -> dict[str, list[str]]:
    """Every mistake in a config, by dotted path, as the platform would tell it; empty if there is none."""
    from zenhire.analysis.cv.position.reader import PositionError, read_position

    try:
        read_position(dict(config))
    except PositionError as error:
        return error.fields
    return {}
