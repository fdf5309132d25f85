"""Who may call: a request's key becomes a Principal, in the documented order of checks.

Nothing is remembered from one request to the next: a key that is revoked is refused by the request after.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.http import mark_handled
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.addresses import peer_address
from zenhire.platform.accounts.types import Principal
from zenhire.platform.context import Platform, PlatformDep


def caller(permission: str | None = None, *, submits: bool = False) -> Callable[..., Awaitable[Principal]]:
    """A dependency: the caller behind a valid key that has `permission`; `submits` counts against the key's rate.

    Key, client, address and rate are checked before a handler runs, so their errors carry no request id;
    the permission is the handler's first own check.
    """

    async def dependency(request: Request, platform: PlatformDep) -> Principal:
        async with platform.db.single() as conn:
            return await _identify(request, platform, conn, permission, submits=submits)

    return dependency


@asynccontextmanager
async def visit(
    request: Request, platform: Platform, permission: str
) -> AsyncIterator[tuple[Principal, AsyncConnection]]:
    """The same for a handler that asks little: the caller, and the connection on which they were looked up.

    Each statement on it is a transaction of its own. Nothing slow may happen while it is held.
    """
    async with platform.db.single() as conn:
        yield await _identify(request, platform, conn, permission, submits=False), conn


async def _identify(
    request: Request, platform: Platform, conn: AsyncConnection, permission: str | None, *, submits: bool
) -> Principal:
    address = peer_address(
        request.client.host if request.client else None,
        ",".join(request.headers.getlist("x-forwarded-for")),
        platform.trusted_proxies,
    )
    now = utcnow()
    principal = await accounts.authenticate(conn, platform.secret, accounts.extract_key(request.headers), address, now)
    if submits:
        limit = principal.rate_per_minute or platform.settings.rate_limit_per_minute
        await accounts.check_rate(conn, principal.key_id, limit, now)
    platform.last_used.note(principal, now)
    mark_handled(request)
    if permission is not None:
        principal.require(permission)
    return principal
