"""How well a CV answers a position, with the evidence for every number."""

from zenhire.analysis.cv.match.matching import match
from zenhire.analysis.cv.match.types import Match, from_json, to_json

__all__ = ["Match", "from_json", "match", "to_json"]
