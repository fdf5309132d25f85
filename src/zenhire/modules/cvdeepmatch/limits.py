"""What one match may take."""

from __future__ import annotations

from dataclasses import dataclass, field

from zenhire.engines.pdf.reader import ReadOptions


@dataclass(frozen=True, slots=True)
class MatchLimits:
    """How a CV is read and what its reading process may use; the longest parsing and matching in seconds."""

    read: ReadOptions = field(default=ReadOptions())
    parse_seconds: float = 60.0
    match_seconds: float = 120.0
