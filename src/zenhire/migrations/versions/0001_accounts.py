"""Clients, projects, API keys, the submit rate's windows, and the fingerprint of the instance's secret."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = "0000"

_SCHEMA = """
CREATE TABLE clients (
    id text CONSTRAINT pk_clients PRIMARY KEY,
    name text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    permissions text[] NOT NULL DEFAULT '{}',
    max_concurrent jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL
);
CREATE TABLE projects (
    id text CONSTRAINT pk_projects PRIMARY KEY,
    client_id text NOT NULL CONSTRAINT fk_projects_client_id_clients REFERENCES clients (id),
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT uq_projects_client_id UNIQUE (client_id, id),
    CONSTRAINT uq_projects_client_id_name UNIQUE (client_id, name)
);
CREATE TABLE api_keys (
    id text CONSTRAINT pk_api_keys PRIMARY KEY,
    client_id text NOT NULL CONSTRAINT fk_api_keys_client_id_clients REFERENCES clients (id),
    project_id text,
    name text NOT NULL,
    key_hash bytea NOT NULL CONSTRAINT uq_api_keys_key_hash UNIQUE,
    hint text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    expires_at timestamptz,
    allow_ips cidr[] NOT NULL DEFAULT '{}',
    rate_per_minute integer CONSTRAINT ck_api_keys_rate_positive CHECK (rate_per_minute > 0),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    CONSTRAINT fk_api_keys_client_id_projects
        FOREIGN KEY (client_id, project_id) REFERENCES projects (client_id, id)
);
CREATE INDEX ix_api_keys_client_id ON api_keys (client_id);
CREATE UNLOGGED TABLE submit_windows (
    key_id text CONSTRAINT pk_submit_windows PRIMARY KEY,
    started_at timestamptz NOT NULL,
    submits integer NOT NULL
);
CREATE TABLE instance_secret (
    id integer CONSTRAINT pk_instance_secret PRIMARY KEY CONSTRAINT ck_instance_secret_single CHECK (id = 1),
    fingerprint bytea NOT NULL
);
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement)
