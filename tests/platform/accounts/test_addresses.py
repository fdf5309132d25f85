"""Addresses in all their forms, allow lists, and callers behind proxies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.platform.accounts.addresses import (
    is_allowed,
    parse_address,
    parse_network,
    parse_networks,
    peer_address,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("192.0.2.1:8443", "192.0.2.1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ('"[2001:db8::1]:443"', "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[::ffff:c000:201]:99", "192.0.2.1"),
    ],
)
def test_an_address_is_read_in_every_form(text: str, expected: str) -> None:
    assert str(parse_address(text)) == expected


@pytest.mark.parametrize("text", [None, "", "unknown", "192.0.2", "192.0.2.256", "1.2.3.4, 5.6.7.8", "::g", "%"])
def test_what_is_no_address_is_none(text: str | None) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("2001:db8::7", "2001:db8::7/128"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("::/0", "::/0"),
    ],
)
def test_a_network_is_read_in_every_form(text: str, expected: str) -> None:
    assert str(parse_network(text)) == expected


@pytest.mark.parametrize(
    ("text", "advice"),
    [("office", "Write it as"), ("192.0.2.0/33", "Write it as"), ("", "Write it as"), ("192.0.2.7/24", "192.0.2.0/24")],
)
def test_a_bad_network_says_what_to_write(text: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        parse_network(text)


@pytest.mark.parametrize(
    ("allowed", "peer", "expected"),
    [
        ("", None, True),
        ("", "203.0.113.9", True),
        ("192.0.2.0/24", "192.0.2.255", True),
        ("192.0.2.0/24", "192.0.3.0", False),
        ("192.0.2.0/24", "::ffff:192.0.2.9", True),
        ("::ffff:192.0.2.0/120", "192.0.2.9", True),
        ("::/0", "192.0.2.9", False),
        ("2001:db8::/32", "2001:db8:ffff::1", True),
        ("2001:db8::/32", "2001:db9::1", False),
        ("198.51.100.7, 2001:db8::/32", "2001:db8::1", True),
        ("192.0.2.0/24", None, False),
        ("192.0.2.0/24", "unix", False),
    ],
)
def test_an_allow_list_names_who_may_come(allowed: str, peer: str | None, expected: bool) -> None:
    assert is_allowed(parse_networks(allowed), peer) is expected


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "192.0.2.1", "203.0.113.9"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.66, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.66, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.66,, [2001:db8::9]:4711 , 10.0.0.2:80", "2001:db8::9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "203.0.113.9, unknown", None),
        ("10.0.0.1", "unknown, 203.0.113.9", "203.0.113.9"),
        (None, "203.0.113.9", None),
        ("testclient", "203.0.113.9", None),
    ],
)
def test_forwarded_headers_are_believed_from_trusted_proxies_only(
    peer: str | None, forwarded: str | None, expected: str | None
) -> None:
    assert peer_address(peer, forwarded, parse_networks("10.0.0.0/8")) == expected


@given(st.text(alphabet='0123456789abcdef.:[]%," x', max_size=60), st.booleans())
def test_no_header_breaks_it(header: str, trusted: bool) -> None:
    peer = "10.0.0.1" if trusted else "203.0.113.9"
    result = peer_address(peer, header, parse_networks("10.0.0.0/8"))
    assert result is None or parse_address(result) is not None
    assert trusted or result == peer
