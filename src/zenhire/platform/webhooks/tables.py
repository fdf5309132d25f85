"""The tables of webhooks."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from zenhire.kit.db import metadata

_PENDING = text("state = 'pending'")

webhook_instance = Table(
    "webhook_instance",
    metadata,
    Column("id", Boolean, primary_key=True, server_default="true"),
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

webhook_clients = Table(
    "webhook_clients",
    metadata,
    Column("client_id", Text, ForeignKey("clients.id"), primary_key=True),
    Column("sealed_secret", LargeBinary),
    Column("secret_hint", Text),
    Column("secret_made_at", DateTime(timezone=True)),
    Column("failure_events", Boolean, nullable=False, server_default="false"),
)

webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("id", Text, primary_key=True),
    Column("client_id", Text, ForeignKey("clients.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    Column("enabled", Boolean, nullable=False, server_default="true"),
    Column("disabled_by", Text),
    Column("failing_since", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
    Index("ix_webhook_endpoints_client_id", "client_id"),
)

webhook_events = Table(
    "webhook_events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("client_id", Text, ForeignKey("clients.id"), nullable=False),
    Column("run_id", Text),
    Column("type", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("test", Boolean, nullable=False, server_default="false"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_webhook_events_client_created", "client_id", "created_at"),
    Index("ix_webhook_events_run_id", "run_id"),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("event_id", Text, ForeignKey("webhook_events.id", ondelete="CASCADE"), nullable=False),
    Column("client_id", Text, nullable=False),
    Column("endpoint_id", Text, ForeignKey("webhook_endpoints.id")),
    Column("url", Text),
    Column("lane", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("claim", BigInteger, nullable=False, server_default="0"),
    Column("claimed_by", Text),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Index("ix_webhook_deliveries_due", "lane", "due_at", postgresql_where=_PENDING),
    Index("ix_webhook_deliveries_waiting", "created_at", postgresql_where=_PENDING),
    Index("ix_webhook_deliveries_event_id", "event_id"),
    Index("ix_webhook_deliveries_client_created", "client_id", "created_at"),
)

webhook_attempts = Table(
    "webhook_attempts",
    metadata,
    Column("delivery_id", Text, ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("http_status", Integer),
    Column("address", Text),
    Column("detail", Text),
    Column("answer", Text),
)
