"""Erasure and retention: what is still to be erased, how long a client's runs are kept, and a ledger without names.

A ledger entry stays unchangeable but for one thing: what an operator wrote on an addition gives way to a fixed text.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_SCHEMA = """
ALTER TABLE clients ADD COLUMN erased_at timestamptz;
ALTER TABLE runs ADD COLUMN files_erased_at timestamptz;
CREATE INDEX ix_runs_finished ON runs (client_id, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX ix_runs_with_files ON runs (client_id, finished_at)
    WHERE finished_at IS NOT NULL AND files_erased_at IS NULL;
CREATE TABLE client_retention (
    client_id text CONSTRAINT pk_client_retention PRIMARY KEY
        CONSTRAINT fk_client_retention_client_id_clients REFERENCES clients (id),
    keep boolean NOT NULL DEFAULT false,
    days integer CONSTRAINT ck_client_retention_days CHECK (days >= 1),
    recordings_days integer CONSTRAINT ck_client_retention_recordings CHECK (recordings_days >= 0),
    CONSTRAINT ck_client_retention_kept CHECK (NOT keep OR (days IS NULL AND recordings_days IS NULL))
);
CREATE TABLE run_erasures (
    run_id text CONSTRAINT pk_run_erasures PRIMARY KEY,
    client_id text NOT NULL CONSTRAINT fk_run_erasures_client_id_clients REFERENCES clients (id),
    erased_at timestamptz NOT NULL,
    watch_until timestamptz NOT NULL,
    due_at timestamptz NOT NULL
);
CREATE INDEX ix_run_erasures_due_at ON run_erasures (due_at);
CREATE TABLE client_erasures (
    client_id text CONSTRAINT pk_client_erasures PRIMARY KEY
        CONSTRAINT fk_client_erasures_client_id_clients REFERENCES clients (id),
    begun_at timestamptz NOT NULL
);
"""

_LEDGER = (
    "DROP TRIGGER credit_entries_append_only ON credit_entries",
    """
    CREATE FUNCTION refuse_change_but_of_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.type = 'addition' AND NEW.description = 'Credits added' THEN
            OLD.description := NEW.description;
            IF OLD IS NOT DISTINCT FROM NEW THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'Rows of % are never changed or removed: write a new one.', TG_TABLE_NAME;
    END
    $$
    """,
    """
    CREATE TRIGGER credit_entries_append_only BEFORE DELETE OR TRUNCATE ON credit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER credit_entries_unchanged BEFORE UPDATE ON credit_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_of_words()
    """,
)


def upgrade() -> None:
    for statement in (*_SCHEMA.split(";\n"), *_LEDGER):
        if statement.strip():
            op.execute(statement)
