"""Who may call: a request's key becomes a Principal, in the documented order of checks.

Nothing is remembered from one request to the next: a key that is revoked is refused by the request after.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.errors import ApiError
from zenhire.kit.http import mark_handled
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.addresses import peer_address
from zenhire.platform.accounts.types import Principal
from zenhire.platform.context import Platform


async def platform_of(request: Request) -> Platform:
    """The platform of the app that answers this request. A coroutine, since others are sent through a thread."""
    platform: Platform = request.app.state.platform
    return platform


PlatformDep = Annotated[Platform, Depends(platform_of)]


def caller(
    permission: str | None = None, *, submits: bool = False, refused: type[ApiError] | None = None
) -> Callable[..., Awaitable[Principal]]:
    """A dependency: the caller behind a valid key that has `permission`; `submits` counts against the key's rate.

    Key, client, address and rate are checked before a handler runs, so their errors carry no request id;
    the permission is the handler's first own check. `refused`: see `reworded`.
    """

    async def dependency(request: Request, platform: PlatformDep) -> Principal:
        with in_words_of(refused):
            async with platform.db.single() as conn:
                return await _identify(request, platform, conn, permission, submits=submits)

    return dependency


def reworded(error: ApiError, refused: type[ApiError]) -> ApiError:
    """A 401 as a module's own error `refused`; it and a 403 have the universal code in `details.reason`."""
    if error.status not in (401, 403):
        return error
    kind = refused if error.status == 401 else type(error)
    return kind(error.message, details={**(error.details or {}), "reason": error.code})


@contextmanager
def in_words_of(refused: type[ApiError] | None) -> Iterator[None]:
    """What is raised inside is raised as `reworded` has it; with None, as it is."""
    try:
        yield
    except ApiError as error:
        if refused is None or isinstance(error, refused):
            raise
        raise reworded(error, refused) from error


@asynccontextmanager
async def visit(
    request: Request, platform: Platform, permission: str, *, refused: type[ApiError] | None = None
) -> AsyncIterator[tuple[Principal, AsyncConnection]]:
    """The same for a handler that asks little: the caller, and the connection on which they were looked up.

    Each statement on it is a transaction of its own. Nothing slow may happen while it is held.
    """
    async with platform.db.single() as conn:
        with in_words_of(refused):
            principal = await _identify(request, platform, conn, permission, submits=False)
        yield principal, conn


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
