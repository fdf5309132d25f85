"""Reads a webhook URL strictly: what two programs could read in two ways is refused."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass

import idna

from zenhire.platform.webhooks.addresses import Address, is_public, number_address

MAX_CHARS = 2048
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_INSIDE = ("localhost", "local", "internal", "localdomain", "home.arpa", "intranet", "lan", "corp", "home")


class BadUrl(ValueError):
    """The text is no URL that a webhook can be sent to; the message says why."""


class InsecureUrl(BadUrl):
    """Plain HTTP."""


class InsideUrl(BadUrl):
    """The host is a name or an address that never is public, in whatever spelling."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart. `host` is ASCII, in lower case, without brackets and final dot; `path` has the query."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address | None
    """The host, if it is an address."""

    @property
    def authority(self) -> str:
        """The host as the `Host` header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one server answers to."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def lane(self) -> str:
        """The origin and the path without its query: what is delivered to at a limited rate."""
        return self.origin + self.path.partition("?")[0][:200]


def parse(url: str, *, allow_private: bool = False) -> Target:
    """Takes the URL apart. Raises InsecureUrl, InsideUrl, BadUrl. `allow_private` lets http and internal names pass."""
    if len(url) > MAX_CHARS:
        raise BadUrl(f"must have at most {MAX_CHARS} characters.")
    if not url or any(char == "\\" or char.isspace() or unicodedata.category(char)[0] == "C" for char in url):
        raise BadUrl("must be a URL such as https://example.com/hook, without spaces, control characters and \\.")
    scheme, colon, rest = url.partition("://")
    scheme = scheme.lower()
    if not colon or scheme not in ("https", "http"):
        raise BadUrl("must begin with https://.")
    if scheme == "http" and not allow_private:
        raise InsecureUrl("must begin with https://.")
    if "#" in rest:
        raise BadUrl("must not have a fragment (#...).")
    authority = re.split(r"[/?]", rest, maxsplit=1)[0]
    if "@" in authority:
        raise BadUrl("must not contain a user name or password.")
    host, port = _host_and_port(authority)
    name, address = _host(host, allow_private=allow_private)
    return Target(scheme, name, port or (443 if scheme == "https" else 80), _path(rest[len(authority) :]), address)


def _host_and_port(authority: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?", authority, re.ASCII)
    if found is None:
        raise BadUrl("has a host or port that cannot be read. Write an IPv6 address in brackets.")
    port = int(found[2]) if found[2] else None
    if port is not None and not 1 <= port <= 65535:
        raise BadUrl("must have a port between 1 and 65535.")
    if not found[1]:
        raise BadUrl("must name a host.")
    return found[1], port


def _host(host: str, *, allow_private: bool) -> tuple[str, Address | None]:
    if host.startswith("["):
        return _ipv6(host[1:-1])
    name = _ascii(host).removesuffix(".")
    try:
        address = number_address(name)
    except ValueError as error:
        raise BadUrl("has a host that ends in a number and is no IPv4 address.") from error
    if address is not None:
        if name != str(address) and not allow_private:
            _refuse_odd(address)
        return str(address), address
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise BadUrl("has a host that is no valid name.")
    if not allow_private and ("." not in name or name.endswith(tuple("." + end for end in _INSIDE))):
        raise InsideUrl("must name a host that is reachable on the public Internet.")
    return name, None


def _refuse_odd(address: ipaddress.IPv4Address) -> None:
    if is_public(address):
        raise BadUrl(f"writes an IPv4 address in an unusual way. Write {address}, better a name.")
    raise InsideUrl("must name a host that is reachable on the public Internet.")


def _ipv6(text: str) -> tuple[str, Address]:
    bare, percent, _zone = text.partition("%")
    try:
        address = ipaddress.IPv6Address(bare)
    except ValueError as error:
        raise BadUrl("has an IPv6 address that cannot be read.") from error
    if percent:
        if is_public(address):
            raise BadUrl("must not have a zone in its IPv6 address.")
        raise InsideUrl("must name a host that is reachable on the public Internet.")
    return str(address), address


def _ascii(host: str) -> str:
    """The host in ASCII: case, full-width forms and other dots folded as every browser does (UTS 46)."""
    if "%" in host:
        raise BadUrl("must not have % in its host.")
    if host.isascii():
        return host.lower()
    try:
        folded = idna.uts46_remap(host, std3_rules=False, transitional=False).replace("\u3002", ".")
        return folded.lower() if folded.isascii() else idna.encode(folded).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise BadUrl("has a host that is no valid international name.") from error


def _path(rest: str) -> str:
    """Path and query as they go out: ASCII as it was written, all else percent-encoded."""
    path = rest if rest.startswith("/") else "/" + rest
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in path)
