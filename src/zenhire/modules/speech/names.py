"""What Speech is called among the platform's modules and in the queue."""

from __future__ import annotations

MODULE = "speech"
TASK = "speech.analyze"
