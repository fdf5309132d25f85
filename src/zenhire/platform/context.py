"""What a request handler works with; `entry` builds it once and hangs it on the app. Workers know it, too, so it knows
no web framework."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.platform.accounts.addresses import Network
from zenhire.platform.accounts.last_used import LastUsed
from zenhire.platform.files import FileStore
from zenhire.platform.runs.metadata import LabelLimits
from zenhire.platform.runs.service import Admitter
from zenhire.platform.webhooks.guard import Guard


@dataclass(frozen=True, slots=True)
class Platform:
    """The platform's parts."""

    settings: Settings
    db: Database
    files: FileStore
    admitter: Admitter
    secret: bytes
    last_used: LastUsed
    webhook_guard: Guard = field(default_factory=Guard)
    trusted_proxies: tuple[Network, ...] = ()
    scans: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(max(2, os.cpu_count() or 2)))
    """Lets only so many files be opened at once."""

    @property
    def scratch(self) -> Path:
        """A local folder for temporary files."""
        return self.files.scratch

    @property
    def label_limits(self) -> LabelLimits:
        """The limits of metadata and tags."""
        settings = self.settings
        return LabelLimits(
            max_keys=settings.metadata_max_keys,
            max_key_chars=settings.metadata_max_key_chars,
            max_value_chars=settings.metadata_max_value_chars,
            max_bytes=settings.metadata_max_bytes,
            max_tags=settings.tags_max,
            max_tag_chars=settings.tag_max_chars,
        )
