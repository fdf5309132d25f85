"""Builds what erases: everybody who keeps something of runs or clients is named here."""

from __future__ import annotations

from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.modules.cvdeepmatch import store as cvdeepmatch
from zenhire.modules.speech import store as speech
from zenhire.platform.erasure import owners
from zenhire.platform.erasure.retention import Policy
from zenhire.platform.erasure.service import Erasure
from zenhire.platform.erasure.types import Eraser
from zenhire.platform.files import FileStore
from zenhire.platform.runs.service import Admitter
from zenhire.platform.webhooks import store as webhooks

ERASERS: tuple[Eraser, ...] = (*speech.ERASERS, *cvdeepmatch.ERASERS, *webhooks.ERASERS, *owners.ERASERS)
"""Rows go in this order: those that refer to others first."""


def make_erasure(settings: Settings, db: Database, files: FileStore, admitter: Admitter) -> Erasure:
    """The erasure of all that this platform keeps."""
    return Erasure(db, files, admitter, ERASERS, stuck=settings.run_stuck_seconds)


def default_policy(settings: Settings) -> Policy:
    """How long runs and recordings are kept where a client's own policy says nothing."""
    return Policy(settings.retention_days, settings.retention_recordings_days)
