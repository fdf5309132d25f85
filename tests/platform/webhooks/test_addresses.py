"""No spelling of an address leads inside. Nothing is sent anywhere: the resolvers know what they are told."""

from __future__ import annotations

import asyncio
import threading
import time
from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.webhooks.conftest import Names
from zenhire.kit.errors import ApiError
from zenhire.platform.webhooks.addresses import Address, is_public, parse_networks
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.resolver import NotResolved, SystemResolver
from zenhire.platform.webhooks.url import BadUrl, InsideUrl, parse

PRIVATE, INSECURE, INVALID = "PRIVATE_WEBHOOK_URL", "INSECURE_WEBHOOK_URL", "INVALID_INPUT"

REFUSED = [
    # plain addresses
    ("https://127.0.0.1/", PRIVATE),
    ("https://127.255.255.254:8443/x", PRIVATE),
    ("https://0.0.0.0/", PRIVATE),
    ("https://0.1.2.3/", PRIVATE),
    ("https://10.0.0.1/", PRIVATE),
    ("https://10.255.255.255/", PRIVATE),
    ("https://172.16.0.1/", PRIVATE),
    ("https://172.31.255.255/", PRIVATE),
    ("https://192.168.1.1/", PRIVATE),
    ("https://169.254.169.254/latest/meta-data/", PRIVATE),
    ("https://100.64.0.1/", PRIVATE),
    ("https://100.100.100.200/", PRIVATE),
    ("https://192.0.0.192/", PRIVATE),
    ("https://192.0.2.1/", PRIVATE),
    ("https://192.88.99.1/", PRIVATE),
    ("https://198.18.0.1/", PRIVATE),
    ("https://198.51.100.1/", PRIVATE),
    ("https://203.0.113.1/", PRIVATE),
    ("https://168.63.129.16/", PRIVATE),
    ("https://224.0.0.1/", PRIVATE),
    ("https://239.255.255.250/", PRIVATE),
    ("https://240.0.0.1/", PRIVATE),
    ("https://255.255.255.255/", PRIVATE),
    # other spellings of IPv4
    ("https://2130706433/", PRIVATE),
    ("https://0x7f000001/", PRIVATE),
    ("https://0x7F.0x0.0x0.0x1/", PRIVATE),
    ("https://017700000001/", PRIVATE),
    ("https://0177.0.0.1/", PRIVATE),
    ("https://127.1/", PRIVATE),
    ("https://127.0.1/", PRIVATE),
    ("https://10.1/", PRIVATE),
    ("https://0/", PRIVATE),
    ("https://0x0/", PRIVATE),
    ("https://3232235777/", PRIVATE),
    ("https://0xa9.0xfe.43518/", PRIVATE),
    ("https://127.0.0.1./", PRIVATE),
    ("https://１２７.０.０.１/", PRIVATE),
    ("https://①②⑦.0.0.1/", PRIVATE),
    ("https://127。0。0。1/", PRIVATE),
    ("https://127．0．0．1/", PRIVATE),
    ("https://𝟙𝟚𝟟.0.0.1/", PRIVATE),
    ("https://0x08080808/", INVALID),
    ("https://8.8.2056/", INVALID),
    ("https://256.1.1.1/", INVALID),
    ("https://4294967296/", INVALID),
    ("https://1.2.3.4.5/", INVALID),
    ("https://1..1/", INVALID),
    # IPv6
    ("https://[::1]/", PRIVATE),
    ("https://[::]/", PRIVATE),
    ("https://[0:0:0:0:0:0:0:1]:443/", PRIVATE),
    ("https://[::ffff:127.0.0.1]/", PRIVATE),
    ("https://[::ffff:7f00:1]/", PRIVATE),
    ("https://[::ffff:8.8.8.8]/", PRIVATE),
    ("https://[::127.0.0.1]/", PRIVATE),
    ("https://[::ffff:0:127.0.0.1]/", PRIVATE),
    ("https://[64:ff9b::7f00:1]/", PRIVATE),
    ("https://[64:ff9b::8.8.8.8]/", PRIVATE),
    ("https://[64:ff9b:1::a00:1]/", PRIVATE),
    ("https://[2002:7f00:1::]/", PRIVATE),
    ("https://[2002:a00:1::1]/", PRIVATE),
    ("https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", PRIVATE),
    ("https://[2001:db8::1]/", PRIVATE),
    ("https://[3fff::1]/", PRIVATE),
    ("https://[2a01:4f8::5efe:10.0.0.1]/", PRIVATE),
    ("https://[fc00::1]/", PRIVATE),
    ("https://[fd00:ec2::254]/", PRIVATE),
    ("https://[fe80::1]/", PRIVATE),
    ("https://[fe80::1%25eth0]/", PRIVATE),
    ("https://[fe80::1%eth0]/", PRIVATE),
    ("https://[fec0::1]/", PRIVATE),
    ("https://[ff02::1]/", PRIVATE),
    ("https://[100::1]/", PRIVATE),
    ("https://[5f00::1]/", PRIVATE),
    ("https://[4000::1]/", PRIVATE),
    ("https://[2a01:4f8::1%eth0]/", INVALID),
    ("https://[::1/", INVALID),
    ("https://::1/", INVALID),
    ("https://[127.0.0.1]/", INVALID),
    ("https://[v1.x]/", INVALID),
    # names
    ("https://localhost/", PRIVATE),
    ("https://LOCALHOST:8443/", PRIVATE),
    ("https://localhost./", PRIVATE),
    ("https://ⓛocalhost/", PRIVATE),
    ("https://a.localhost/", PRIVATE),
    ("https://printer.local/", PRIVATE),
    ("https://metadata.google.internal/", PRIVATE),
    ("https://router.home.arpa/", PRIVATE),
    ("https://intranet/", PRIVATE),
    ("https://inside.example/", PRIVATE),
    ("https://inside6.example/", PRIVATE),
    ("https://mixed.example/", PRIVATE),
    ("https://mixed6.example/", PRIVATE),
    ("https://nat64.example/", PRIVATE),
    ("https://nowhere.example/", INVALID),
    ("https://ok.example..", INVALID),
    ("https://.example.com/", INVALID),
    ("https://-ok.example/", INVALID),
    ("https://xn--.example/", INVALID),
    (f"https://{'a' * 64}.example/", INVALID),
    # tricks
    ("https://ok.example@127.0.0.1/", INVALID),
    ("https://127.0.0.1@ok.example/", INVALID),
    ("https://user:pass@ok.example/", INVALID),
    ("https://ok.example%00.127.0.0.1/", INVALID),
    ("https://%31%32%37.0.0.1/", INVALID),
    ("https://ok.example\\@127.0.0.1/", INVALID),
    ("https:\\\\127.0.0.1/", INVALID),
    ("https://ok.example#@127.0.0.1/", INVALID),
    ("https://ok.example/#x", INVALID),
    ("https://ok.example:0/", INVALID),
    ("https://ok.example:65536/", INVALID),
    ("https://ok.example:443:443/", INVALID),
    ("https://ok.example:+443/", INVALID),
    ("https://ok.example:４４３/", INVALID),
    ("https://ok.example /", INVALID),
    (" https://ok.example/", INVALID),
    ("https://ok.exa\tmple/", INVALID),
    ("https://ok.example/\r\nHost: x", INVALID),
    ("https://ok.example/\0", INVALID),
    ("https://ok.example/\ud800", INVALID),
    ("https://ok.exam\u200bple/", INVALID),
    ("https:///path", INVALID),
    ("https://", INVALID),
    ("https:ok.example", INVALID),
    ("//ok.example/", INVALID),
    ("ok.example", INVALID),
    ("", INVALID),
    ("ftp://ok.example/", INVALID),
    ("file:///etc/passwd", INVALID),
    ("gopher://127.0.0.1/", INVALID),
    ("javascript://ok.example/", INVALID),
    ("httpss://ok.example/", INVALID),
    (f"https://ok.example/{'x' * 2048}", INVALID),
    ("http://ok.example/", INSECURE),
    ("HTTP://ok.example/", INSECURE),
    ("http://127.0.0.1/", INSECURE),
]


def names() -> Names:
    return Names(
        ok_example=["8.8.8.8", "2a01:4f8::1"],
        inside_example=["10.1.2.3"],
        inside6_example=["fd00::1"],
        mixed_example=["8.8.8.8", "127.0.0.1"],
        mixed6_example=["8.8.8.8", "::1"],
        nat64_example=["64:ff9b::a00:1"],
    )


def test_the_table_is_long() -> None:
    assert len({url for url, _ in REFUSED}) >= 120


@pytest.mark.parametrize(("url", "code"), REFUSED)
async def test_refused(url: str, code: str) -> None:
    with pytest.raises(ApiError) as caught:
        await Guard(names()).require(url)
    assert caught.value.code == code
    assert caught.value.status == 400
    assert caught.value.details is not None
    assert list(caught.value.details["fields"]) == ["webhook_url"]


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        ("https://ok.example", "https://ok.example:443", "/"),
        ("HTTPS://OK.Example./a?b=c", "https://ok.example:443", "/a?b=c"),
        ("https://ok.example:8443?q", "https://ok.example:8443", "/?q"),
        ("https://ok.example:/ü", "https://ok.example:443", "/%C3%BC"),
        ("https://8.8.8.8/a%20b", "https://8.8.8.8:443", "/a%20b"),
        ("https://[2a01:4f8::1]:1/", "https://2a01:4f8::1:1", "/"),
    ],
)
async def test_accepted(url: str, origin: str, path: str) -> None:
    target = await Guard(names()).require(url)
    assert (target.origin, target.path) == (origin, path)


async def test_an_international_name_is_looked_up_in_ascii() -> None:
    asked = Names()
    asked.names["xn--bcher-kva.example"] = [["8.8.8.8"]]
    assert (await Guard(asked).require("https://BÜCHER.example/")).authority == "xn--bcher-kva.example"


async def test_the_operators_own_networks_are_off_limits() -> None:
    guard = Guard(names(), blocked=parse_networks("8.8.8.0/24, 2a01:4f8::/32"))
    with pytest.raises(InsideUrl):
        await guard.check("https://ok.example/")
    with pytest.raises(InsideUrl):
        await guard.check("https://[2a01:4f8::1]/")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080/", "https://localhost/", "http://[::1]:1/", "http://0x7f.1/", "https://mixed.example"],
)
async def test_the_switch_lets_inside(url: str) -> None:
    known = names()
    known.names["localhost"] = [["127.0.0.1"]]
    assert (await Guard(known, allow_private=True).check(url)).addresses


async def test_the_switch_does_not_lift_the_rest() -> None:
    for url in ("ftp://127.0.0.1/", "http://a@127.0.0.1/", "http://127.0.0.1:99999/", "http://127.0.0.1/\n"):
        with pytest.raises(BadUrl):
            await Guard(names(), allow_private=True).check(url)


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_public(address: Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert not is_public(address)


@given(st.ip_addresses(v=6))
def test_only_global_unicast_is_public(address: Address) -> None:
    if address not in ip_network("2000::/3") or address.is_private:
        assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_ipv4_inside_ipv6_is_never_public(address: Address) -> None:
    for prefix in ("::ffff:0:0", "::", "64:ff9b::", "::ffff:0:0:0"):
        assert not is_public(IPv6Address(int(IPv6Address(prefix)) + int(address)))
    assert not is_public(IPv6Address((0x2002 << 112) + (int(address) << 80)))


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}.example/"):
        try:
            target = parse(url)
        except BadUrl:
            continue
        assert target.host.isascii()
        assert not set(target.host) & set("@/\\#? %")
        assert target.path.isascii()


@given(st.integers(min_value=0, max_value=2**32 - 1), st.sampled_from(["{}", "{:#x}", "0{:o}"]))
def test_a_number_means_the_address_that_it_is(number: int, form: str) -> None:
    address = ip_address(number)
    with pytest.raises(BadUrl) as caught:
        parse(f"https://{form.format(number)}/")
    assert isinstance(caught.value, InsideUrl) != is_public(address)


async def test_a_silent_name_server_costs_the_limit_and_nobody_else() -> None:
    release = threading.Event()

    def lookup(host: str) -> list[Address]:
        if host == "silent.example":
            release.wait(20)
        return [ip_address("8.8.8.8")]

    resolver = SystemResolver(seconds=1.0, lookup=lookup)
    started = time.monotonic()
    silent = [asyncio.create_task(resolver.resolve("silent.example")) for _ in range(200)]
    assert await resolver.resolve("good.example") == [ip_address("8.8.8.8")]
    found = await asyncio.gather(*silent, return_exceptions=True)
    assert all(isinstance(one, NotResolved) for one in found)
    assert time.monotonic() - started < 5
    assert threading.active_count() < 100
    release.set()


async def test_many_silent_names_are_bounded() -> None:
    release = threading.Event()

    def lookup(host: str) -> list[Address]:
        release.wait(20)
        return []

    resolver = SystemResolver(seconds=0.1, threads=20, lookup=lookup)
    lookups = [resolver.resolve(f"{number}.example") for number in range(25)]
    found = await asyncio.gather(*lookups, return_exceptions=True)
    assert all(isinstance(one, NotResolved) for one in found)
    assert sum("Too many" in str(one) for one in found) == 5
    release.set()


async def test_a_lookup_that_fails_says_so() -> None:
    def lookup(host: str) -> list[Address]:
        raise OSError("no such name")

    with pytest.raises(NotResolved):
        await SystemResolver(lookup=lookup).resolve("x.example")
    with pytest.raises(NotResolved):
        await SystemResolver(lookup=lambda host: []).resolve("x.example")
