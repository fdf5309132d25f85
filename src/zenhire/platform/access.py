"""Who may call: the dependency that turns a request's key into a Principal, in the documented order of checks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request

from zenhire.kit.clock import utcnow
from zenhire.kit.http import mark_handled
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.addresses import peer_address
from zenhire.platform.accounts.types import Principal
from zenhire.platform.context import PlatformDep


def caller(permission: str | None = None, *, submits: bool = False) -> Callable[..., Awaitable[Principal]]:
    """A dependency: the caller behind a valid key that has `permission`; `submits` counts against the key's rate.

    Key, client, address and rate are checked before a handler runs, so their errors carry no request id;
    the permission is the handler's first own check.
    """

    async def dependency(request: Request, platform: PlatformDep) -> Principal:
        address = peer_address(
            request.client.host if request.client else None,
            ",".join(request.headers.getlist("x-forwarded-for")),
            platform.trusted_proxies,
        )
        key = accounts.extract_key(request.headers)
        now = utcnow()
        async with platform.db.transaction() as conn:
            principal = await accounts.authenticate(conn, platform.secret, key, address, now)
            if submits:
                limit = principal.rate_per_minute or platform.settings.rate_limit_per_minute
                await accounts.check_rate(conn, principal.key_id, limit, now)
        platform.last_used.note(principal, now)
        mark_handled(request)
        if permission is not None:
            principal.require(permission)
        return principal

    return dependency
