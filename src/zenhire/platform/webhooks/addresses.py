"""Which IP addresses are out in the public Internet, and which lead into somebody's network."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network, unspecified
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; metadata of some clouds
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host agent, reachable from inside only
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; metadata of one cloud
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_V6_GLOBAL = ipaddress.IPv6Network("2000::/3")
# All else that carries an IPv4 address inside, such as ::ffff:0:0/96 and 64:ff9b::/96, lies outside 2000::/3.
_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",
        "3fff::/20",  # documentation
    )
)
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: Address, blocked: Sequence[Network] = ()) -> bool:
    """Whether the address is one that anybody may be reached at. `blocked`: the operator's own networks.

    False for private, loopback, link-local, shared, multicast, reserved, documentation and unspecified addresses, and
    for every IPv6 address that carries an IPv4 address inside, whatever that address is.
    """
    if is_blocked(address, blocked):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _V4)
    if address not in _V6_GLOBAL or any(address in network for network in _V6):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP


def is_blocked(address: Address, blocked: Sequence[Network]) -> bool:
    """Whether the address, or the IPv4 address that an IPv6 one stands for, lies in one of these networks."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any(
        one.version == network.version and one in network for network in blocked for one in (address, mapped or address)
    )


def parse_networks(text: str) -> tuple[Network, ...]:
    """Comma-separated networks or addresses. Raises ValueError."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def number_address(host: str) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a browser or a C library reads from a host such as `127.1`, `0x7f000001` or `0177.0.0.1`.

    None for a host that does not end in a number. Raises ValueError for one that does and is no address.
    """
    parts = host.split(".")
    if not _is_number(parts[-1]):
        return None
    if len(parts) > 4:
        raise ValueError("too many parts")
    numbers = [_number(part) for part in parts]
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError("too large")
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - place))
    return ipaddress.IPv4Address(value)


def _is_number(part: str) -> bool:
    return (part.isascii() and part.isdigit()) or (part[:2] == "0x" and all(c in "0123456789abcdef" for c in part[2:]))


def _number(part: str) -> int:
    if not _is_number(part) or len(part) > 40:
        raise ValueError("not a number")
    if part[:2] == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part[0] == "0" else int(part)
