"""Internet addresses: the caller's behind proxies, and whether an allow list names it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_MAPPED_BITS = 96
"""Length of the prefix ::ffff:0:0/96 that holds IPv4 addresses in IPv6 form."""


def parse_address(text: str | None) -> Address | None:
    """The address in a text such as `192.0.2.1`, `192.0.2.1:443`, `[2001:db8::1]:443`, `fe80::1%eth0`; None for others.

    An IPv4 address in IPv6 form (`::ffff:192.0.2.1`) comes back as the IPv4 address.
    """
    value = (text or "").strip().strip('"')
    if value.startswith("["):
        value = value[1:].partition("]")[0]
    elif value.count(":") == 1:
        value = value.partition(":")[0]
    try:
        address = ip_address(value.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def parse_network(text: str) -> Network:
    """The network in `192.0.2.0/24`, `2001:db8::/32` or a single address; mapped IPv4 networks become IPv4.

    Raises ValueError, with what to write instead, for anything else.
    """
    value = text.strip()
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        raise ValueError(
            f"{text!r} is not an address or network. Write it as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32."
        ) from None
    if "/" in value and ip_address(value.partition("/")[0]) != network.network_address:
        raise ValueError(f"{text!r} names a host inside a network. Write {network} for the network.")
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    if mapped is not None and network.prefixlen >= _MAPPED_BITS:
        return IPv4Network((mapped, network.prefixlen - _MAPPED_BITS))
    return network


def parse_networks(text: str) -> tuple[Network, ...]:
    """The networks of a comma-separated list, as in the setting `trusted_proxies`. Raises ValueError."""
    return tuple(parse_network(part) for part in text.split(",") if part.strip())


def contains(networks: Iterable[Network], address: Address) -> bool:
    """Whether one of the networks holds the address."""
    return any(network.version == address.version and address in network for network in networks)


def is_allowed(allow_list: Sequence[Network], peer_ip: str | None) -> bool:
    """Whether a key with this allow list may be used from `peer_ip`. An empty list allows all, a list no unknown."""
    if not allow_list:
        return True
    address = parse_address(peer_ip)
    return address is not None and contains(allow_list, address)


def peer_address(peer: str | None, x_forwarded_for: str | None, trusted_proxies: Sequence[Network]) -> str | None:
    """The caller's address in normal form; None when it cannot be known.

    `peer` is the other end of the connection. `X-Forwarded-For` (several headers joined by commas) is believed only
    when `peer` is a trusted proxy; then the right-most address that is no trusted proxy is the caller, since anything
    left of it may be invented. An entry that is no address ends the search without a result.
    """
    address = parse_address(peer)
    if address is None or not contains(trusted_proxies, address):
        return None if address is None else str(address)
    for hop in reversed([part for part in (x_forwarded_for or "").split(",") if part.strip()]):
        address = parse_address(hop)
        if address is None:
            return None
        if not contains(trusted_proxies, address):
            break
    return str(address)
