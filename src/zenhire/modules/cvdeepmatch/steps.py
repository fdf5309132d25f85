"""The steps of a match, in their order."""

from __future__ import annotations

READ = "read"
PARSE = "parse"
MATCH = "match"

STEPS = (READ, PARSE, MATCH)
"""Those of every run."""
