"""Metadata, tags and correlation tags: the client's own labels on a run, checked against the documented limits."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zenhire.kit.texts import is_storable


@dataclass(frozen=True, slots=True)
class LabelLimits:
    """The documented limits of metadata and tags."""

    max_keys: int = 50
    max_key_chars: int = 40
    max_value_chars: int = 500
    max_bytes: int = 8192
    max_tags: int = 20
    max_tag_chars: int = 40


MAX_EXTERNAL_ID = 255


def is_external_id(value: str) -> bool:
    """Whether a text can be a run's correlation tag: 1-255 characters, not blank."""
    return bool(value.strip()) and len(value) <= MAX_EXTERNAL_ID and is_storable(value)


class BadLabels(ValueError):
    """Metadata or tags break a rule; `field` is `metadata` or `tags`."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def as_text(value: str | int | float | bool) -> str:
    """A metadata value in the form in which it is echoed and compared: `true`, `3`, `2.5`, or the string itself."""
    return value if isinstance(value, str) else json.dumps(value)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise BadLabels("metadata", "Numbers must be within the range of a double, about 1.8e308.")
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadLabels("metadata", "Each key must be there only once.")
    return found


def parse_metadata(text: str | None, limits: LabelLimits) -> dict[str, str]:
    """A stringified JSON object as `{key: text}`; nothing or blank is `{}`. Raises BadLabels."""
    if text is None or not text.strip():
        return {}
    if len(text.encode(errors="surrogatepass")) > 8 * limits.max_bytes:
        raise BadLabels("metadata", f"Must be at most {limits.max_bytes} bytes as JSON.")
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_distinct)
    except BadLabels:
        raise
    except (ValueError, RecursionError) as error:
        raise BadLabels("metadata", 'Must be a valid JSON object, for example {"candidate_id": "5521"}.') from error
    return check_metadata(value, limits)


def check_metadata(value: Any, limits: LabelLimits) -> dict[str, str]:
    """A JSON object of strings, numbers and booleans as `{key: text}`. Raises BadLabels."""
    if not isinstance(value, dict):
        raise BadLabels("metadata", "Must be a JSON object of string keys to string, number or boolean values.")
    if len(value) > limits.max_keys:
        raise BadLabels("metadata", f"Must have at most {limits.max_keys} keys; this has {len(value)}.")
    checked: dict[str, str] = {}
    for key, item in value.items():
        if not key or len(key) > limits.max_key_chars:
            raise BadLabels("metadata", f"Each key must have 1-{limits.max_key_chars} characters.")
        if not isinstance(item, str | int | float | bool):
            raise BadLabels("metadata", f"The value of {key!r} must be a string, a number or a boolean.")
        checked[key] = as_text(item)
        if len(checked[key]) > limits.max_value_chars:
            raise BadLabels("metadata", f"The value of {key!r} must have at most {limits.max_value_chars} characters.")
    if "\0" in "".join([*checked, *checked.values()]):
        raise BadLabels("metadata", "Must not contain NUL characters.")
    if _unencodable("".join([*checked, *checked.values()])):
        raise BadLabels("metadata", "Must be valid Unicode text.")
    if len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()) > limits.max_bytes:
        raise BadLabels("metadata", f"Must be at most {limits.max_bytes} bytes as JSON.")
    return checked


def _unencodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def parse_tags(parts: Sequence[str], limits: LabelLimits) -> tuple[str, ...]:
    """Tags from a JSON array string, repeated parts or comma-separated text: trimmed, distinct, in order.

    Raises BadLabels.
    """
    found: list[str] = []
    for part in parts:
        found.extend(split_tags(part))
    distinct = tuple(dict.fromkeys(tag for tag in (tag.strip() for tag in found) if tag))
    if len(distinct) > limits.max_tags:
        raise BadLabels("tags", f"Must be at most {limits.max_tags} distinct tags; these are {len(distinct)}.")
    for tag in distinct:
        if len(tag) > limits.max_tag_chars:
            raise BadLabels("tags", f"Each tag must have 1-{limits.max_tag_chars} characters.")
        if "\0" in tag or _unencodable(tag):
            raise BadLabels("tags", "Must be valid Unicode text without NUL characters.")
    return distinct


def split_tags(part: str) -> list[str]:
    """The tags in one part: a JSON array of strings, or comma-separated text. Raises BadLabels."""
    if not part.lstrip().startswith("["):
        return part.split(",")
    try:
        value = json.loads(part)
    except (ValueError, RecursionError) as error:
        raise BadLabels("tags", 'Must be a JSON array of strings, for example ["batch-7"].') from error
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadLabels("tags", "Must be an array of strings.")
    return value
