"""CV DeepMatch: what was submitted, and what the match found. And keys with which any module's submit is repeated
safely."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_SCHEMA = """
CREATE TABLE idempotency_keys (
    client_id text NOT NULL CONSTRAINT fk_idempotency_keys_client_id_clients REFERENCES clients (id),
    module text NOT NULL,
    key text NOT NULL,
    run_id text NOT NULL CONSTRAINT fk_idempotency_keys_run_id_runs REFERENCES runs (id) ON DELETE CASCADE,
    expires_at timestamptz,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (client_id, module, key)
);
CREATE INDEX ix_idempotency_keys_run_id ON idempotency_keys (run_id);
CREATE INDEX ix_idempotency_keys_expires_at ON idempotency_keys (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE cv_runs (
    run_id text CONSTRAINT pk_cv_runs PRIMARY KEY
        CONSTRAINT fk_cv_runs_run_id_runs REFERENCES runs (id) ON DELETE CASCADE,
    client_id text NOT NULL CONSTRAINT fk_cv_runs_client_id_clients REFERENCES clients (id),
    application_id text NOT NULL,
    position_id text NOT NULL,
    cv_key text NOT NULL,
    cv_kind text NOT NULL CONSTRAINT ck_cv_runs_cv_kind CHECK (cv_kind IN ('pdf', 'docx')),
    job_description text NOT NULL,
    config json NOT NULL,
    webhook_url text,
    submitted_on date NOT NULL,
    parsed json,
    result json,
    overall double precision
);
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement)
