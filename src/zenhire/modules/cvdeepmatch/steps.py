"""The steps of a match, in their order."""

from __future__ import annotations

READ = "read"
PARSE = "parse"
MATCH = "match"
NARRATIVE = "narrative"

STEPS = (READ, PARSE, MATCH)
"""Those of every run; `narrative` comes last, optional, where a language model is configured."""
