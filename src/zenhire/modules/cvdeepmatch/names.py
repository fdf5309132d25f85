"""What CV DeepMatch is called among the platform's modules and in the queue."""

from __future__ import annotations

MODULE = "cvdeepmatch"
TASK = "cvdeepmatch.match"
