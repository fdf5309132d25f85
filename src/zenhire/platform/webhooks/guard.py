"""Decides whether a webhook URL may be called: at submit, and again before every attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zenhire.kit.errors import InvalidInput
from zenhire.platform.webhooks.addresses import Address, Network, is_blocked, is_public
from zenhire.platform.webhooks.errors import InsecureWebhookUrl, PrivateWebhookUrl
from zenhire.platform.webhooks.resolver import NotResolved, Resolver, SystemResolver
from zenhire.platform.webhooks.url import BadUrl, InsecureUrl, InsideUrl, Target, parse

FIELD = "webhook_url"


@dataclass(frozen=True, slots=True)
class Checked:
    """A target and the addresses that it may be called at, found and judged just now."""

    target: Target
    addresses: tuple[Address, ...]


class Guard:
    """The address rules. `allow_private` is the operator's switch; `blocked` networks are always off limits."""

    def __init__(
        self, resolver: Resolver | None = None, *, allow_private: bool = False, blocked: Sequence[Network] = ()
    ) -> None:
        self.resolver = resolver or SystemResolver()
        self.allow_private = allow_private
        self.blocked = tuple(blocked)

    async def check(self, url: str) -> Checked:
        """The URL's target with its addresses. One address that is not public refuses the whole name.

        Raises BadUrl (InsecureUrl, InsideUrl), NotResolved.
        """
        target = parse(url, allow_private=self.allow_private)
        addresses = [target.address] if target.address is not None else await self.resolver.resolve(target.host)
        if not all(self._allowed(address) for address in addresses):
            raise InsideUrl("must name a host that is reachable on the public Internet.")
        return Checked(target, tuple(addresses))

    def _allowed(self, address: Address) -> bool:
        return not is_blocked(address, self.blocked) if self.allow_private else is_public(address, self.blocked)

    async def require(self, url: str, field: str = FIELD) -> Target:
        """`check` for a request: raises InsecureWebhookUrl, PrivateWebhookUrl or InvalidInput, with the field named."""
        try:
            return (await self.check(url)).target
        except InsecureUrl as error:
            raise InsecureWebhookUrl(details=_details(field, InsecureWebhookUrl.default_message)) from error
        except InsideUrl as error:
            raise PrivateWebhookUrl(details=_details(field, PrivateWebhookUrl.default_message)) from error
        except BadUrl as error:
            raise InvalidInput.of({field: [f"The URL {error}"]}) from error
        except NotResolved as error:
            message = f"The URL's host cannot be found: {error}"
            raise InvalidInput.of({field: [message]}) from error


def _details(field: str, message: str) -> dict[str, dict[str, list[str]]]:
    return {"fields": {field: [message]}}
