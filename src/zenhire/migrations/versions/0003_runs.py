"""Runs with their recorded steps and polls, and what the workers say of themselves."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_SCHEMA = """
CREATE TABLE runs (
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_runs PRIMARY KEY,
    id text NOT NULL CONSTRAINT uq_runs_id UNIQUE,
    client_id text NOT NULL CONSTRAINT fk_runs_client_id_clients REFERENCES clients (id),
    project_id text CONSTRAINT fk_runs_project_id_projects REFERENCES projects (id),
    key_id text,
    module text NOT NULL,
    task text NOT NULL,
    status text NOT NULL
        CONSTRAINT ck_runs_status CHECK (status IN ('queued', 'processing', 'success', 'partial', 'failed')),
    cost bigint NOT NULL CONSTRAINT ck_runs_cost CHECK (cost >= 0),
    hold_id text,
    external_id text,
    metadata jsonb NOT NULL,
    tags text[] NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    step_share real,
    created_at timestamptz NOT NULL,
    status_changed_at timestamptz NOT NULL,
    started_at timestamptz,
    taken_up_at timestamptz,
    finished_at timestamptz,
    error_code text,
    error_message text
);
CREATE INDEX ix_runs_client_module_seq ON runs (client_id, module, seq);
CREATE INDEX ix_runs_client_external ON runs (client_id, external_id, seq);
CREATE INDEX ix_runs_tags ON runs USING gin (tags);
CREATE INDEX ix_runs_unfinished ON runs (client_id, module, status, seq) WHERE status IN ('queued', 'processing');
CREATE TABLE run_steps (
    run_id text NOT NULL CONSTRAINT fk_run_steps_run_id_runs REFERENCES runs (id) ON DELETE CASCADE,
    name text NOT NULL,
    client_id text NOT NULL,
    attempt integer NOT NULL,
    output json,
    degraded text,
    seconds double precision NOT NULL,
    finished_at timestamptz NOT NULL,
    CONSTRAINT pk_run_steps PRIMARY KEY (run_id, name)
);
CREATE TABLE run_polls (
    run_id text CONSTRAINT pk_run_polls PRIMARY KEY
        CONSTRAINT fk_run_polls_run_id_runs REFERENCES runs (id) ON DELETE CASCADE,
    client_id text NOT NULL,
    polled_at timestamptz NOT NULL
);
CREATE TABLE workers (
    id text CONSTRAINT pk_workers PRIMARY KEY,
    version text NOT NULL,
    state text NOT NULL CONSTRAINT ck_workers_state CHECK (state IN ('warming', 'ready', 'broken')),
    engines jsonb NOT NULL,
    problem text,
    seen_at timestamptz NOT NULL
);
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement)
