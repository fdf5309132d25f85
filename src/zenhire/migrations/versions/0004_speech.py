"""Speech: what was submitted, and what the analysis found."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE speech_runs (
            run_id text CONSTRAINT pk_speech_runs PRIMARY KEY
                CONSTRAINT fk_speech_runs_run_id_runs REFERENCES runs (id) ON DELETE CASCADE,
            client_id text NOT NULL CONSTRAINT fk_speech_runs_client_id_clients REFERENCES clients (id),
            language text NOT NULL,
            audio_key text NOT NULL,
            audio_format text NOT NULL,
            audio_duration_ms bigint NOT NULL,
            cut_start_ms bigint,
            cut_end_ms bigint,
            webhook_url text,
            result json,
            overall double precision,
            cefr_level text,
            credits_deducted integer,
            balance_after bigint
        )
        """
    )
