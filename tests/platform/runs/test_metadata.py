"""Metadata and tags against the documented limits."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.platform.runs.metadata import BadLabels, LabelLimits, parse_metadata, parse_tags

LIMITS = LabelLimits()


@pytest.mark.parametrize("text", [None, "", "   ", "{}"])
def test_no_metadata_is_an_empty_object(text: str | None) -> None:
    assert parse_metadata(text, LIMITS) == {}


def test_values_are_echoed_as_text() -> None:
    text = '{"a": "x", "b": 3, "c": 2.5, "d": true, "e": false, "f": "größe"}'
    assert parse_metadata(text, LIMITS) == {"a": "x", "b": "3", "c": "2.5", "d": "true", "e": "false", "f": "größe"}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '"x"',
        "3",
        "null",
        "[" * 100_000,
        '{"a": null}',
        '{"a": []}',
        '{"a": {"b": 1}}',
        '{"a": NaN}',
        '{"": 1}',
        '{"a": "\\u0000"}',
        '{"a": "\\ud800"}',
        json.dumps({"k" * 41: 1}),
        json.dumps({"k": "v" * 501}),
        json.dumps({str(i): 1 for i in range(51)}),
        json.dumps({f"k{i}": "v" * 490 for i in range(17)}),
    ],
)
def test_broken_rules_are_refused(text: str) -> None:
    with pytest.raises(BadLabels) as caught:
        parse_metadata(text, LIMITS)
    assert caught.value.field == "metadata"


def test_limits_themselves_are_accepted() -> None:
    assert len(parse_metadata(json.dumps({str(i): 1 for i in range(50)}), LIMITS)) == 50
    assert parse_metadata(json.dumps({"k" * 40: "v" * 500}), LIMITS) == {"k" * 40: "v" * 500}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ()),
        ([""], ()),
        (["[]"], ()),
        (['["a", " b ", "a"]'], ("a", "b")),
        (["a", "b", "a"], ("a", "b")),
        (["a, b ,,a"], ("a", "b")),
        ([' ["x,y"]'], ("x,y",)),
    ],
)
def test_tags_in_all_three_encodings(parts: list[str], expected: tuple[str, ...]) -> None:
    assert parse_tags(parts, LIMITS) == expected


@pytest.mark.parametrize(
    "parts", [["[1]"], ["[null]"], ["["], ["x" * 41], [f"t{i}" for i in range(21)], ['["\\ud800"]'], ["a\0b"]]
)
def test_bad_tags_are_refused(parts: list[str]) -> None:
    with pytest.raises(BadLabels) as caught:
        parse_tags(parts, LIMITS)
    assert caught.value.field == "tags"


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    for parse in (lambda: parse_metadata(text, LIMITS), lambda: parse_tags([text], LIMITS)):
        with contextlib.suppress(BadLabels):
            parse()
