"""Runs: whether somebody works on one, how often that ended in a crash, and the finished parts of a long step."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE runs
            ADD COLUMN in_work boolean NOT NULL DEFAULT false,
            ADD COLUMN interruptions integer NOT NULL DEFAULT 0
        """
    )
    op.execute(
        """
        CREATE TABLE run_parts (
            run_id text NOT NULL CONSTRAINT fk_run_parts_run_id_runs REFERENCES runs (id) ON DELETE CASCADE,
            step text NOT NULL,
            part integer NOT NULL,
            client_id text NOT NULL,
            made_by text NOT NULL,
            output json NOT NULL,
            CONSTRAINT pk_run_parts PRIMARY KEY (run_id, step, part)
        )
        """
    )
