"""The erasers of what the platform itself keeps. Modules bring their own, which come before these."""

from __future__ import annotations

from zenhire.platform.accounts.store import api_keys, projects
from zenhire.platform.erasure.types import Rows
from zenhire.platform.runs.idempotency import idempotency_keys
from zenhire.platform.runs.store import run_steps, runs

ERASERS = (
    Rows("steps", run_steps, client=run_steps.c.client_id, run=run_steps.c.run_id),
    Rows("idempotency_keys", idempotency_keys, client=idempotency_keys.c.client_id, run=idempotency_keys.c.run_id),
    Rows("runs", runs, client=runs.c.client_id, run=runs.c.id),
    Rows("keys", api_keys, client=api_keys.c.client_id),
    Rows("projects", projects, client=projects.c.client_id),
)
"""In this order: a row goes before those that it refers to."""
