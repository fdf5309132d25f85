"""Builds what webhooks need from the settings."""

from __future__ import annotations

import structlog

from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.modules.cvdeepmatch import webhook as cvdeepmatch
from zenhire.modules.speech import webhook as speech
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.webhooks.addresses import parse_networks
from zenhire.platform.webhooks.dispatcher import Dispatcher, Rules
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.sender import Sender, tls_context
from zenhire.platform.webhooks.vault import Vault

log = structlog.get_logger(__name__)

ON_FAILURE = {"speech": speech.tell_failure, "cvdeepmatch": cvdeepmatch.tell_failure}
"""By module, what tells of a run that failed."""


def webhook_guard(settings: Settings) -> Guard:
    """The rules of webhook addresses. When the operator has lifted them, the log says so."""
    if settings.webhook_allow_private:
        log.warning(
            "webhooks may go to http:// and to private addresses: whoever may submit can make this machine call any"
            " other that it reaches",
            setting="ZENHIRE_WEBHOOK_ALLOW_PRIVATE",
        )
    return Guard(
        allow_private=settings.webhook_allow_private, blocked=parse_networks(settings.webhook_blocked_networks)
    )


def webhook_vault(settings: Settings) -> Vault:
    """What seals signing secrets. Raises as `load_secret_key` does."""
    return Vault(load_secret_key(settings))


def default_webhook_secret(settings: Settings) -> str | None:
    """The configured default secret, if there is one."""
    secret = settings.webhook_default_secret
    return None if secret is None else secret.get_secret_value()


def make_dispatcher(settings: Settings, db: Database) -> Dispatcher:
    """What delivers webhooks. Give it a pool of its own, so that it never waits for a run's connection, nor a run for
    one of its."""
    context = tls_context(settings.webhook_ca_bundle)
    sender = Sender(webhook_guard(settings), context, seconds=settings.webhook_timeout_seconds)
    rules = Rules(
        max_attempts=settings.webhook_max_attempts,
        retry_seconds=settings.webhook_retry_seconds,
        slots=settings.webhook_concurrency,
        per_lane=settings.webhook_destination_concurrency,
        lease=settings.worker_stalled_seconds,
        heartbeat=settings.worker_heartbeat_seconds,
        polling=settings.worker_poll_seconds,
        disable_after=settings.webhook_disable_after_seconds,
    )
    return Dispatcher(db, webhook_vault(settings), sender, rules, secret=default_webhook_secret(settings))
