"""Plain data of the accounts slice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zenhire.platform.accounts.errors import MissingPermission, MultilingualNotEnabled

MODULES = ("speech", "interview", "cvdeepmatch", "cvdeepsearch")
"""Product modules, each with a permission of the same name."""

MULTILINGUAL = "multilingual"
"""Permission for Speech in languages other than English."""

PERMISSIONS = ("speech", MULTILINGUAL, "interview", "cvdeepmatch", "cvdeepsearch")
"""Every permission that a client may have."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling: made once a request from its API key.

    `rate_per_minute` None stands for the setting's default, as does a module that `max_concurrent` does not name.
    """

    client_id: str
    project_id: str | None
    key_id: str
    permissions: frozenset[str]
    rate_per_minute: int | None = None
    max_concurrent: Mapping[str, int] = field(default_factory=dict)

    def require(self, permission: str) -> None:
        """Raises MissingPermission unless the client has it."""
        if permission not in self.permissions:
            raise MissingPermission

    def require_multilingual(self) -> None:
        """Raises MultilingualNotEnabled unless the client may use languages other than English."""
        if MULTILINGUAL not in self.permissions:
            raise MultilingualNotEnabled


@dataclass(frozen=True, slots=True)
class Client:
    """An organisation that uses the platform."""

    id: str
    name: str
    active: bool
    permissions: frozenset[str]
    max_concurrent: Mapping[str, int]
    created_at: datetime
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A client's label for a group of keys and their runs."""

    id: str
    client_id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """All that is known of a key; its value is not among it, only the last four characters as `hint`."""

    id: str
    client_id: str
    project_id: str | None
    name: str
    hint: str
    active: bool
    expires_at: datetime | None
    allow_ips: tuple[str, ...]
    rate_per_minute: int | None
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key at the only moment when its value is known."""

    key_id: str
    api_key: str = field(repr=False)
