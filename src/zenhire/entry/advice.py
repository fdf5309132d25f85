"""What a command cannot do for lack of something, with what to do about it."""

from __future__ import annotations


class NoDatabase(RuntimeError):
    """A process that needs a running database was started without one."""

    def __init__(self) -> None:
        super().__init__(
            "Set ZENHIRE_DATABASE_URL to a PostgreSQL >= 15 with pgvector >= 0.8, or use `zenhire serve`, which brings"
            " its own."
        )
