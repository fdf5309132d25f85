"""What can be done with accounts. Nothing here commits: callers bring a connection inside a transaction."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.errors import RateLimitExceeded
from zenhire.kit.ids import new_uuid
from zenhire.platform.accounts import keys, store
from zenhire.platform.accounts.addresses import is_allowed, parse_network
from zenhire.platform.accounts.errors import (
    ApiKeyExpired,
    ClientErased,
    ClientInactive,
    InvalidApiKey,
    IpNotAllowed,
    KeyTaken,
    MissingApiKey,
    NoSuchClient,
    NoSuchKey,
    NoSuchProject,
    ProjectNameTaken,
    WrongSecret,
)
from zenhire.platform.accounts.types import MODULES, PERMISSIONS, ApiKey, Client, NewKey, Principal, Project

RATE_WINDOW = timedelta(seconds=60)

_MAX_NAME_CHARS = 200
_MAX_INTEGER = 2**31 - 1
_log = structlog.get_logger(__name__)
_Limit = TypeVar("_Limit", int, int | None)


def extract_key(headers: Mapping[str, str]) -> str | None:
    """The key that a request brings, None when it brings neither header. `headers`: lower-case or case-insensitive.

    `X-API-Key` wins over `Authorization: Bearer KEY`, `ApiKey KEY` or the bare key. Another scheme counts as a key
    supplied, and will be found invalid.
    """
    direct = headers.get("x-api-key", "").strip()
    if direct:
        return direct
    value = headers.get("authorization", "").strip()
    scheme, _, rest = value.partition(" ")
    return (rest.strip() if scheme.lower() in {"bearer", "apikey"} else value) or None


async def authenticate(
    conn: AsyncConnection, secret: bytes, raw_key: str | None, peer_ip: str | None, now: datetime
) -> Principal:
    """Who is calling, by one query for the hash of the whole key.

    Raises, in this order: MissingApiKey, InvalidApiKey (unknown or inactive), ApiKeyExpired, ClientInactive,
    IpNotAllowed. The submit rate and permissions come after (`check_rate`, `Principal.require`).
    """
    if not raw_key:
        raise MissingApiKey
    row = await store.find_by_hash(conn, keys.hash_key(secret, raw_key))
    if row is None:
        _log.info("unknown_api_key", mistyped=keys.is_mistyped(raw_key))
        raise InvalidApiKey
    if not row["active"]:
        raise InvalidApiKey
    if row["expires_at"] is not None and row["expires_at"] <= now:
        raise ApiKeyExpired
    if not row["client_active"]:
        raise ClientInactive
    if not is_allowed(row["allow_ips"], peer_ip):
        raise IpNotAllowed
    return Principal(
        client_id=row["client_id"],
        project_id=row["project_id"],
        key_id=row["id"],
        permissions=frozenset(row["permissions"]),
        rate_per_minute=row["rate_per_minute"],
        max_concurrent=row["max_concurrent"],
    )


async def check_rate(conn: AsyncConnection, key_id: str, limit: int, now: datetime) -> None:
    """Counts a submit of this key, across all processes; raises RateLimitExceeded beyond `limit` in 60 seconds.

    The window starts with its first submit. A refused submit does not count, so who waits `retry_after` seconds
    succeeds. Give it a short transaction of its own: the key's row stays locked until that ends.
    """
    started_at, submits = await store.count_submit(conn, key_id, limit, now, RATE_WINDOW)
    if submits > limit:
        wait = math.ceil((started_at + RATE_WINDOW - now).total_seconds())
        raise RateLimitExceeded(retry_after=max(1, min(wait, int(RATE_WINDOW.total_seconds()))))


async def verify_secret(conn: AsyncConnection, secret: bytes) -> None:
    """Raises WrongSecret when this database's active keys were hashed with another secret: for start-up."""
    if await store.exchange_fingerprint(conn, keys.fingerprint(secret)) != keys.fingerprint(secret):
        raise WrongSecret


async def create_client(
    conn: AsyncConnection,
    name: str,
    *,
    permissions: Iterable[str] = (),
    max_concurrent: Mapping[str, int] | None = None,
) -> str:
    """Makes an active client and returns its id. Raises ValueError for a bad name, permission or limit."""
    client_id = new_uuid()
    row = {
        "id": client_id,
        "name": _checked_name(name),
        "permissions": _checked_permissions(permissions),
        "max_concurrent": _checked_limits(max_concurrent or {}),
        "created_at": utcnow(),
    }
    await store.insert_client(conn, row)
    return client_id


async def get_client(conn: AsyncConnection, client_id: str, *, lock: bool = False) -> Client:
    """The client. Raises NoSuchClient.

    `lock` keeps its row locked until the transaction ends; rows are locked in the order client, credit account, run.
    """
    client = await store.get_client(conn, client_id, lock=lock)
    if client is None:
        raise NoSuchClient(client_id)
    return client


async def living_client(conn: AsyncConnection, client_id: str) -> Client:
    """The client, locked until the transaction ends. Raises NoSuchClient, ClientErased."""
    client = await get_client(conn, client_id, lock=True)
    if client.erased_at is not None:
        raise ClientErased(client_id)
    return client


async def list_clients(conn: AsyncConnection) -> list[Client]:
    """Every client, oldest first: for the operator."""
    return await store.list_clients(conn)


async def set_active(conn: AsyncConnection, client_id: str, active: bool) -> None:
    """Enables or disables a client, all of its keys with it. Raises NoSuchClient, ClientErased."""
    await living_client(conn, client_id)
    await _update(conn, client_id, {"active": active})


async def set_permissions(conn: AsyncConnection, client_id: str, permissions: Iterable[str]) -> None:
    """Replaces the client's permissions. Raises NoSuchClient, ClientErased, ValueError for an unknown one."""
    await living_client(conn, client_id)
    await _update(conn, client_id, {"permissions": _checked_permissions(permissions)})


async def set_max_concurrent(conn: AsyncConnection, client_id: str, limits: Mapping[str, int | None]) -> dict[str, int]:
    """Sets the client's runs at a time for the named modules (None: back to the default); returns all that are set.

    Raises NoSuchClient, ClientErased, ValueError for an unknown module or a number below 1.
    """
    client = await living_client(conn, client_id)
    merged = {**client.max_concurrent, **_checked_limits(limits)}
    kept = {module: limit for module, limit in merged.items() if limit is not None}
    await _update(conn, client_id, {"max_concurrent": kept})
    return kept


async def create_project(conn: AsyncConnection, client_id: str, name: str) -> str:
    """Makes a project of the client and returns its id.

    Raises NoSuchClient, ClientErased, ValueError for a bad or taken name.
    """
    await living_client(conn, client_id)
    project_id, name = new_uuid(), _checked_name(name)
    row = {"id": project_id, "client_id": client_id, "name": name, "created_at": utcnow()}
    if not await store.insert_project(conn, row):
        raise ProjectNameTaken(name)
    return project_id


async def list_projects(conn: AsyncConnection, client_id: str) -> list[Project]:
    """The client's projects, oldest first. Raises NoSuchClient."""
    await get_client(conn, client_id)
    return await store.list_projects(conn, client_id)


async def create_key(
    conn: AsyncConnection,
    secret: bytes,
    client_id: str,
    *,
    name: str = "default",
    value: str | None = None,
    project_id: str | None = None,
    expires_at: datetime | None = None,
    allow_ips: Iterable[str] = (),
    rate_per_minute: int | None = None,
) -> NewKey:
    """Makes a key, or registers an existing `value` of any prefix as one. This is the only time its value is known.

    `expires_at` is timezone-aware; `allow_ips` holds addresses and networks, none meaning anywhere. Raises
    NoSuchClient, ClientErased, NoSuchProject, KeyTaken, WrongSecret, and ValueError for what cannot be.
    """
    await living_client(conn, client_id)
    await verify_secret(conn, secret)
    if project_id is not None and not await store.has_project(conn, client_id, project_id):
        raise NoSuchProject(project_id)
    if rate_per_minute is not None and not 1 <= rate_per_minute <= _MAX_INTEGER:
        raise ValueError("The rate must be a whole number of submits a minute, at least 1.")
    if expires_at is not None and expires_at.tzinfo is None:
        raise ValueError("The expiry needs a time zone.")
    if value is not None:
        keys.check_importable(value)
    new = NewKey(key_id=new_uuid(), api_key=value or keys.new_key())
    row = {
        "id": new.key_id,
        "client_id": client_id,
        "project_id": project_id,
        "name": _checked_name(name),
        "key_hash": keys.hash_key(secret, new.api_key),
        "hint": keys.hint(new.api_key),
        "expires_at": expires_at,
        "rate_per_minute": rate_per_minute,
        "created_at": utcnow(),
    }
    if not await store.insert_key(conn, row, [parse_network(ip) for ip in allow_ips]):
        raise KeyTaken
    return new


async def list_keys(conn: AsyncConnection, client_id: str) -> list[ApiKey]:
    """The client's keys, oldest first, without their values. Raises NoSuchClient."""
    await get_client(conn, client_id)
    return await store.list_keys(conn, client_id)


async def revoke_key(conn: AsyncConnection, client_id: str, key_id: str) -> None:
    """Makes the client's key inactive for good; again is harmless. Raises NoSuchKey."""
    if not await store.deactivate_key(conn, client_id, key_id):
        raise NoSuchKey(key_id)


async def key_owner(conn: AsyncConnection, key_id: str) -> str:
    """The client that a key belongs to: for the operator. Raises NoSuchKey."""
    client_id = await store.key_owner(conn, key_id)
    if client_id is None:
        raise NoSuchKey(key_id)
    return client_id


async def _update(conn: AsyncConnection, client_id: str, values: Mapping[str, object]) -> None:
    if not await store.update_client(conn, client_id, values):
        raise NoSuchClient(client_id)


def _checked_name(name: str) -> str:
    stripped = name.strip()
    if not 1 <= len(stripped) <= _MAX_NAME_CHARS or not stripped.isprintable():
        raise ValueError(f"A name must have 1 to {_MAX_NAME_CHARS} printable characters.")
    return stripped


def _checked_permissions(permissions: Iterable[str]) -> list[str]:
    wanted = set(permissions)
    unknown = sorted(wanted - set(PERMISSIONS))
    if unknown:
        raise ValueError(f"Unknown permission {unknown[0]!r}. Choose from: {', '.join(PERMISSIONS)}.")
    return [permission for permission in PERMISSIONS if permission in wanted]


def _checked_limits(limits: Mapping[str, _Limit]) -> dict[str, _Limit]:
    for module, limit in limits.items():
        if module not in MODULES:
            raise ValueError(f"Unknown module {module!r}. Choose from: {', '.join(MODULES)}.")
        if limit is not None and not 1 <= limit <= _MAX_INTEGER:
            raise ValueError(f"The limit of {module} must be a whole number, at least 1.")
    return dict(limits)
