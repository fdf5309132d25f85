"""Webhooks: endpoints, secrets, events, deliveries."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_SCHEMA = """
CREATE TABLE webhook_instance (
    id boolean NOT NULL DEFAULT true CONSTRAINT pk_webhook_instance PRIMARY KEY
        CONSTRAINT ck_webhook_instance_single CHECK (id),
    sealed_secret bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE webhook_clients (
    client_id text CONSTRAINT pk_webhook_clients PRIMARY KEY
        CONSTRAINT fk_webhook_clients_client_id_clients REFERENCES clients (id),
    sealed_secret bytea,
    secret_hint text,
    secret_made_at timestamptz,
    failure_events boolean NOT NULL DEFAULT false
);
CREATE TABLE webhook_endpoints (
    id text CONSTRAINT pk_webhook_endpoints PRIMARY KEY,
    client_id text NOT NULL CONSTRAINT fk_webhook_endpoints_client_id_clients REFERENCES clients (id),
    url text NOT NULL,
    lane text NOT NULL,
    origin text NOT NULL,
    events text[] NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    disabled_by text CONSTRAINT ck_webhook_endpoints_disabled_by CHECK (disabled_by IN ('operator', 'failures')),
    failing_since timestamptz,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX ix_webhook_endpoints_client_id ON webhook_endpoints (client_id);
CREATE TABLE webhook_events (
    id text CONSTRAINT pk_webhook_events PRIMARY KEY,
    client_id text NOT NULL CONSTRAINT fk_webhook_events_client_id_clients REFERENCES clients (id),
    run_id text,
    type text NOT NULL,
    request_id text NOT NULL,
    body bytea NOT NULL,
    test boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);
CREATE INDEX ix_webhook_events_client_created ON webhook_events (client_id, created_at);
CREATE INDEX ix_webhook_events_run_id ON webhook_events (run_id);
CREATE TABLE webhook_deliveries (
    id text CONSTRAINT pk_webhook_deliveries PRIMARY KEY,
    event_id text NOT NULL
        CONSTRAINT fk_webhook_deliveries_event_id_webhook_events REFERENCES webhook_events (id) ON DELETE CASCADE,
    client_id text NOT NULL,
    endpoint_id text
        CONSTRAINT fk_webhook_deliveries_endpoint_id_webhook_endpoints REFERENCES webhook_endpoints (id),
    url text,
    lane text NOT NULL,
    origin text NOT NULL,
    state text NOT NULL CONSTRAINT ck_webhook_deliveries_state
        CHECK (state IN ('pending', 'delivered', 'failed', 'replayed')),
    reason text,
    attempts integer NOT NULL DEFAULT 0,
    claim bigint NOT NULL DEFAULT 0,
    claimed_by text,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (lane, due_at) WHERE state = 'pending';
CREATE INDEX ix_webhook_deliveries_waiting ON webhook_deliveries (created_at) WHERE state = 'pending';
CREATE INDEX ix_webhook_deliveries_event_id ON webhook_deliveries (event_id);
CREATE INDEX ix_webhook_deliveries_client_created ON webhook_deliveries (client_id, created_at);
CREATE TABLE webhook_attempts (
    delivery_id text NOT NULL
        CONSTRAINT fk_webhook_attempts_delivery_id_webhook_deliveries
        REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    number integer NOT NULL,
    started_at timestamptz NOT NULL,
    milliseconds integer NOT NULL,
    outcome text NOT NULL,
    http_status integer,
    address text,
    detail text,
    answer text,
    CONSTRAINT pk_webhook_attempts PRIMARY KEY (delivery_id, number)
);
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement)
