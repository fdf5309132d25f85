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
from trials._webhook_addresses import NAMES, REFUSED
from zenhire.kit.errors import ApiError
from zenhire.platform.webhooks.addresses import Address, is_public, parse_networks
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.resolver import NotResolved, SystemResolver
from zenhire.platform.webhooks.url import BadUrl, InsideUrl, parse


def names() -> Names:
    known = Names()
    known.names = {name: [list(found)] for name, found in NAMES.items()}
    return known


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


@pytest.mark.parametrize("host", ["10.1.2.3", "[::ffff:10.1.2.3]", "ten.example"])
async def test_the_switch_does_not_lift_the_operators_own_networks(host: str) -> None:
    known = names()
    known.names["ten.example"] = [["10.1.2.3"]]
    guard = Guard(known, allow_private=True, blocked=parse_networks("10.1.0.0/16"))
    assert (await guard.check("http://10.2.0.1/")).addresses
    with pytest.raises(InsideUrl):
        await guard.check(f"http://{host}/")


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


async def test_a_thread_that_cannot_be_had_costs_one_lookup(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    resolver = SystemResolver(seconds=5.0, threads=1, lookup=lambda host: [ip_address("8.8.8.8")])
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", no_thread)
        with pytest.raises(NotResolved):
            await resolver.resolve("good.example")
    assert await resolver.resolve("good.example") == [ip_address("8.8.8.8")]


async def test_a_lookup_that_fails_says_so() -> None:
    def lookup(host: str) -> list[Address]:
        raise OSError("no such name")

    with pytest.raises(NotResolved):
        await SystemResolver(lookup=lookup).resolve("x.example")
    with pytest.raises(NotResolved):
        await SystemResolver(lookup=lambda host: []).resolve("x.example")
