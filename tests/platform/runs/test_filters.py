"""The one filter language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.kit.errors import InvalidInput
from zenhire.kit.pagination import BadCursor, Page, clamp_limit, decode_cursor, encode_cursor
from zenhire.platform.runs.filters import InvalidDate, InvalidStatus, parse_date, parse_filter, parse_page
from zenhire.platform.runs.types import OWN_WORDS


def test_everything_at_once() -> None:
    query = {
        "project": ["none"],
        "status": ["success"],
        "tags": ["a,b", "c"],
        "metadata_key": ["k"],
        "metadata_value": ["v"],
        "externalId": ["e"],
        "createdAfter": ["2026-04-19T00:00:00Z"],
        "createdBefore": ["2026-04-20"],
        "limit": ["50"],
    }
    wanted = parse_filter(query, module="speech", words=OWN_WORDS)
    assert wanted.tags == ("a", "b", "c")
    assert wanted.created_after == datetime(2026, 4, 19, tzinfo=UTC)
    assert wanted.created_before == datetime(2026, 4, 20, tzinfo=UTC)
    assert (wanted.project, wanted.statuses, wanted.external_id) == ("none", ("success",), "e")
    assert parse_page(query, InvalidInput) == Page(limit=50)


def test_nothing_means_everything() -> None:
    wanted = parse_filter({"status": [""], "tags": [""], "project": [""]}, module="speech", words=OWN_WORDS)
    assert (wanted.project, wanted.statuses, wanted.tags) == (None, None, ())


def test_unknown_status_is_refused() -> None:
    with pytest.raises(InvalidStatus) as caught:
        parse_filter({"status": ["completed"]}, module="speech", words=OWN_WORDS)
    assert "queued" in caught.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-29T10:00:00.000Z", datetime(2026, 5, 29, 10, tzinfo=UTC)),
        ("2026-05-29T12:00:00+02:00", datetime(2026, 5, 29, 10, tzinfo=UTC)),
        ("2026-05-29T12:00:00 02:00", datetime(2026, 5, 29, 10, tzinfo=UTC)),
        ("2026-05-29T10:00:00", datetime(2026, 5, 29, 10, tzinfo=UTC)),
    ],
)
def test_dates(text: str, expected: datetime) -> None:
    assert parse_date("createdAfter", text) == expected


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00", "1", "2026-05-29T25:00:00Z"])
def test_bad_dates(text: str) -> None:
    with pytest.raises(InvalidDate):
        parse_date("createdAfter", text)


@pytest.mark.parametrize(
    ("value", "expected"), [(None, 20), ("0", 1), ("-3", 1), ("7", 7), ("100", 100), ("101", 100), ("x", 20)]
)
def test_limit_is_clamped(value: str | None, expected: int) -> None:
    assert clamp_limit(value) == expected


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_cursor_round_trip(sequence: int) -> None:
    assert decode_cursor(encode_cursor(sequence)) == sequence


@pytest.mark.parametrize("cursor", ["x", "!!", "cw", "czEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", "é", "cy01"])
def test_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(cursor)
    with pytest.raises(InvalidInput):
        parse_page({"cursor": [cursor]}, InvalidInput)
