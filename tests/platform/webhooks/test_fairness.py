"""Slots are dealt so that nobody takes what belongs to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zenhire.platform.webhooks.fairness import SLOW_SHARE, Fairness
from zenhire.platform.webhooks.types import Lane

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lane(client: str, host: str, path: str = "/", age: float = 0.0) -> Lane:
    return Lane(client, f"{client} {host}{path}", f"{client} {host}", NOW - timedelta(seconds=age))


def start(fairness: Fairness, dealt: dict[str, int], lanes: list[Lane], mark: str = "") -> None:
    by_name = {one.lane: one for one in lanes}
    for name, number in dealt.items():
        one = by_name[name]
        for place in range(number):
            fairness.started(f"{mark}{name}{place}", one.client_id, one.lane, one.origin)


def test_one_place_gets_its_limit() -> None:
    assert Fairness(100, 4).deal([lane("a", "x")]) == {"a x/": 4}


def test_slots_are_dealt_round_by_round() -> None:
    lanes = [lane(f"c{number}", "x") for number in range(6)]
    assert set(Fairness(16, 10).deal(lanes).values()) == {2}


def test_a_client_gets_half() -> None:
    fairness = Fairness(40, 4)
    lanes = [prompt(fairness, lane("a", f"h{number}")) for number in range(50)]
    assert sum(fairness.deal(lanes).values()) == 20


def test_the_longest_due_comes_first_where_slots_are_few() -> None:
    fairness = Fairness(6, 1)
    old, new = lane("a", "old", age=9), lane("b", "new")
    fairness.started("1", "x", "x h1/", "x h1")
    fairness.started("2", "y", "y h1/", "y h1")
    fairness.started("3", "z", "z h1/", "z h1")
    assert fairness.deal([new, old]) == {old.lane: 1}


def slow_lanes(fairness: Fairness, lanes: list[Lane]) -> list[Lane]:
    fairness._was_slow.update({one.lane: True for one in lanes})
    return lanes


def prompt(fairness: Fairness, one: Lane) -> Lane:
    fairness._was_slow[one.lane] = False
    return one


def test_slow_places_leave_half_to_others() -> None:
    fairness = Fairness(40, 2)
    lanes = slow_lanes(fairness, [lane(f"c{number}", "slow") for number in range(40)])
    start(fairness, fairness.deal(lanes), lanes)
    assert fairness.free == 20
    assert fairness.deal(lanes) == {}
    new = [lane(f"n{number}", "new") for number in range(40)]
    start(fairness, fairness.deal(new), new)
    assert fairness.free == 10
    assert fairness.deal([*new, *lanes]) == {}
    assert fairness.deal([prompt(fairness, lane("good", "good"))]) == {"good good/": 2}


def test_attempts_that_hang_become_slow() -> None:
    clock = Clock()
    fairness = Fairness(40, 2, clock)
    lanes = [lane(f"c{number}", "x") for number in range(30)]
    start(fairness, fairness.deal(lanes), lanes)
    assert fairness.free == 10
    clock.now = 1.5
    assert fairness.deal([lane("fresh", "fresh")]) == {}
    assert fairness.deal([prompt(fairness, lane("good", "good"))]) == {"good good/": 2}


def test_a_clients_own_slow_places_leave_room_for_its_good_ones() -> None:
    fairness = Fairness(40, 4)
    slow = slow_lanes(fairness, [lane("a", f"slow{number}") for number in range(20)])
    start(fairness, fairness.deal(slow), slow)
    assert 40 - fairness.free == 10
    assert fairness.deal([*slow, prompt(fairness, lane("a", "good"))]) == {"a good/": 4}


def test_slow_paths_leave_room_for_good_ones_on_the_same_server() -> None:
    fairness = Fairness(400, 4)
    slow = slow_lanes(fairness, [lane("a", "host", f"/{number}") for number in range(20)])
    start(fairness, fairness.deal(slow), slow)
    assert 400 - fairness.free == 8
    assert fairness.deal([prompt(fairness, lane("a", "host", "/good"))]) == {"a host/good": 4}


def test_how_long_an_attempt_took_is_remembered() -> None:
    clock = Clock()
    fairness = Fairness(10, 4, clock)
    fairness.started("1", "a", "a h/x", "a h")
    clock.now = 5.0
    fairness.ended("1")
    assert fairness.is_slow("a h/x", "a h")
    assert fairness.is_slow("a h/never-seen", "a h")
    assert fairness.is_slow("b h/x", "b h") is None
    fairness.started("2", "a", "a h/x", "a h")
    fairness.ended("2", slow=False)
    assert fairness.is_slow("a h/x", "a h") is False
    assert fairness.is_slow("a h/never-seen", "a h") is None


@given(
    st.integers(4, 64),
    st.integers(1, 16),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 6), st.booleans()), max_size=60),
)
def test_no_limit_is_ever_exceeded(slots: int, per_lane: int, places: list[tuple[int, int, int, bool]]) -> None:
    fairness = Fairness(slots, per_lane)
    lanes = {(c, h, p): lane(f"c{c}", f"h{h}", f"/{p}") for c, h, p, _ in places}
    slow = {f"c{c} h{h}/{p}" for c, h, p, is_slow in places if is_slow}
    fairness._was_slow.update(dict.fromkeys(slow, True))
    dealt = fairness.deal(list(lanes.values()))
    start(fairness, dealt, list(lanes.values()))
    assert sum(dealt.values()) <= slots
    assert sum(number for name, number in dealt.items() if name in slow) <= max(1, int(slots * SLOW_SHARE))
    assert all(number <= per_lane for number in dealt.values())
    for client in range(5):
        mine = sum(number for name, number in dealt.items() if name.startswith(f"c{client} "))
        assert mine <= fairness.per_client
    assert fairness.free == slots - sum(dealt.values())
