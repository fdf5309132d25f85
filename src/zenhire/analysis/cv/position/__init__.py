"""Positions: a config checked with every mistake told at once, and as plain data for scoring."""

from zenhire.analysis.cv.position.reader import PositionError, read_position
from zenhire.analysis.cv.position.shown import config_hash, public_config
from zenhire.analysis.cv.position.types import Position

__all__ = ["Position", "PositionError", "config_hash", "public_config", "read_position"]
