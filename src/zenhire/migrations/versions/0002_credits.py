"""The credit ledger: accounts, holds, and entries that nobody can change afterwards."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = """
CREATE TABLE credit_accounts (
    client_id text CONSTRAINT pk_credit_accounts PRIMARY KEY
        CONSTRAINT fk_credit_accounts_client_id_clients REFERENCES clients (id),
    balance bigint NOT NULL,
    held bigint NOT NULL CONSTRAINT ck_credit_accounts_held_not_negative CHECK (held >= 0)
);
CREATE TABLE credit_holds (
    id text CONSTRAINT pk_credit_holds PRIMARY KEY,
    client_id text NOT NULL CONSTRAINT fk_credit_holds_client_id_clients REFERENCES clients (id),
    run_id text NOT NULL CONSTRAINT uq_credit_holds_run_id UNIQUE,
    module text NOT NULL,
    amount bigint NOT NULL CONSTRAINT ck_credit_holds_amount_not_negative CHECK (amount >= 0),
    state text NOT NULL CONSTRAINT ck_credit_holds_state CHECK (state IN ('held', 'captured', 'released')),
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT uq_credit_holds_client_id UNIQUE (client_id, id)
);
CREATE TABLE credit_entries (
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_credit_entries PRIMARY KEY,
    id text NOT NULL CONSTRAINT uq_credit_entries_id UNIQUE,
    client_id text NOT NULL CONSTRAINT fk_credit_entries_client_id_clients REFERENCES clients (id),
    type text NOT NULL,
    amount bigint NOT NULL,
    balance_after bigint NOT NULL,
    module text,
    run_id text,
    hold_id text CONSTRAINT uq_credit_entries_hold_id UNIQUE,
    description text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT fk_credit_entries_client_id_credit_holds
        FOREIGN KEY (client_id, hold_id) REFERENCES credit_holds (client_id, id),
    CONSTRAINT ck_credit_entries_kind CHECK (
        (type = 'addition' AND amount > 0 AND hold_id IS NULL AND module IS NULL)
        OR (type = 'deduction' AND amount <= 0 AND hold_id IS NOT NULL AND module IS NOT NULL AND run_id IS NOT NULL)
    )
);
CREATE INDEX ix_credit_entries_client_id ON credit_entries (client_id, seq);
CREATE INDEX ix_credit_entries_usage ON credit_entries (client_id, module) INCLUDE (amount);
"""

_APPEND_ONLY = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Rows of % are never changed or removed: write a new one.', TG_TABLE_NAME;
    END
    $$
    """,
    """
    CREATE TRIGGER credit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    for statement in (*_TABLES.split(";\n"), *_APPEND_ONLY):
        if statement.strip():
            op.execute(statement)
