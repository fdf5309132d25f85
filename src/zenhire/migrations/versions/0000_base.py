"""What everything stands on: pgvector, and the tables and functions of Procrastinate's job queue.

Procrastinate's package carries its whole schema for a new database, and SQL files for an existing one. The comment
on `procrastinate_jobs` records the last file that a database already has. When a later version of the package brings
more files, a migration executes those in `SchemaManager.get_migrations_path()` that sort after the comment's, in
order of their names, and renews the comment. It names the newest one, as this migration does with
`03.04.00_50_post_add_retry_failed_job_procedure.sql`: a test fails while the newest file is named nowhere.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0000"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    last = max(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.execute(SchemaManager.get_schema())
    op.execute(f"COMMENT ON TABLE procrastinate_jobs IS 'procrastinate schema through {last}'")
