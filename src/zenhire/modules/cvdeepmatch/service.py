"""What CV DeepMatch does for a caller: take a CV in, once for each idempotency key."""

from __future__ import annotations

MODULE = "cvdeepmatch"
TASK = "cvdeepmatch.match"
