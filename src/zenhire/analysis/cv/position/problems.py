"""A config's values with their way there, and what is wrong with them, gathered instead of raised one by one.

A value that is null counts as left out. Numbers are taken for what they mean: 4.0 is the integer 4, for JSON has one
kind of number and some writers put a point in all; 4.5, true and "4" are no integers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_CHARS = 1_000
"""Characters of a name."""
MOST_FREE_CHARS = 100_000
"""Characters of a text that is not read."""
MOST_ITEMS = 100
"""Items of a list that has no cap of its own."""
MOST_DEPTH = 50
MOST_VALUES = 10_000
_MOST_TOLD = 100
_KEY_CHARS = 40
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")


@dataclass(slots=True)
class Problems:
    """What is wrong, by dotted path. `muted` ones fall silent: their reason is told further up."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    muted: bool = False

    def add(self, path: str, message: str) -> None:
        """Notes a problem once."""
        told = self.fields.setdefault(path, []) if not self.muted else []
        if message not in told:
            told.append(message)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the config. Its readers give a value of the right type whatever is there, and note what is wrong."""

    value: object
    path: str
    problems: Problems

    @property
    def missing(self) -> bool:
        """Whether it is null or left out."""
        return self.value is None

    def wrong(self, message: str) -> None:
        """Notes a problem of this value."""
        self.problems.add(self.path, message)

    def child(self, key: str) -> Node:
        """The value under a key; a missing one where this is no object."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(found, f"{self.path}.{key}", self.problems)

    def object(self, *, required: str = "") -> Node:
        """This value as an object. `required` says what it is to hold if it must be there."""
        if isinstance(self.value, dict):
            return self
        if not self.missing:
            self.wrong("Must be an object, in curly brackets.")
        elif required:
            self.wrong(f"Is required: an object with {required}.")
        return Node(None, self.path, Problems(muted=True))

    def integer(self, low: int, high: int, *, default: int | None = None, unit: str = "") -> int:
        """An integer from `low` to `high`; it is required if there is no default."""
        wanted = f"an integer from {low} to {high}{unit}"
        number = _integer(self.value)
        if number is not None and low <= number <= high:
            return number
        if self.missing and default is not None:
            return default
        if self.missing:
            self.wrong(f"Is required: {wanted}.")
        elif isinstance(self.value, str):
            self.wrong(f"Must be {wanted}, without quotes.")
        else:
            self.wrong(f"Must be {wanted}.")
        return low if default is None else default

    def importance(self, *, default: int | None = None) -> int:
        """An integer from 1 to 5."""
        return self.integer(1, 5, default=default, unit=" (1 barely matters, 5 is critical)")

    def boolean(self, *, default: bool | None = None) -> bool:
        """True or false; it is required if there is no default."""
        if isinstance(self.value, bool):
            return self.value
        if self.missing and default is not None:
            return default
        self.wrong("Is required: true or false." if self.missing else "Must be true or false, without quotes.")
        return False

    def text(self, *, required: str = "") -> str:
        """A text with white space evened out, empty if it is left out. `required` says what must be there."""
        if self.missing and not required:
            return ""
        if not isinstance(self.value, str):
            self.wrong(f"Is required: {required}." if self.missing else "Must be text.")
            return ""
        if len(self.value) > MOST_CHARS:
            self.wrong(f"Must be at most {MOST_CHARS} characters.")
            return ""
        text = " ".join(self.value.split())
        if required and not text:
            self.wrong(f"Must not be empty: {required}.")
        return text

    def items(self, most: int = MOST_ITEMS, *, least: int = 0, of: str = "items") -> list[Node]:
        """The items of a list of `least` to `most`; it is required unless `least` is 0."""
        if not isinstance(self.value, list | tuple):
            if not self.missing:
                self.wrong(f"Must be a list of {of}, in square brackets.")
            elif least:
                self.wrong(f"Is required: a list of {least} to {most} {of}.")
            return []
        if len(self.value) > most:
            self.wrong(f"Must have at most {most} {of}; these are {len(self.value)}. Keep those that matter most.")
        if len(self.value) < least:
            self.wrong(f"Must have {least} to {most} {of}.")
        return [Node(item, f"{self.path}.{index}", self.problems) for index, item in enumerate(self.value[:MOST_ITEMS])]

    def texts(self, *, of: str) -> tuple[str, ...]:
        """A list of texts; empty ones are left out."""
        nodes = self.items(of=of)
        for node in nodes:
            if node.missing:
                node.wrong("Must be text.")
        return tuple(text for text in [node.text() for node in nodes] if text)


def _integer(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def check_whole(node: Node) -> None:
    """Notes what cannot be kept or sent on, anywhere in a config: what is no JSON, or too long, deep or much."""
    stack = [(node, 1)]
    seen = 1
    while stack and len(node.problems.fields) < _MOST_TOLD:
        part, depth = stack.pop()
        if not isinstance(part.value, dict | list | tuple):
            if message := _unfit(part.value):
                part.wrong(message)
            continue
        seen += len(part.value)
        if seen > MOST_VALUES:
            node.wrong(f"Must have at most {MOST_VALUES} values.")
            return
        if depth > MOST_DEPTH:
            node.wrong(f"Must not be nested deeper than {MOST_DEPTH} levels.")
            return
        stack += [(inner, depth + 1) for inner in _parts(part)]


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node.value, dict):
        for key, value in node.value.items():
            if not isinstance(key, str) or _unfit(key):
                node.wrong("Must have names of ordinary text.")
            else:
                yield Node(value, f"{node.path}.{_shown(key)}", node.problems)
    elif isinstance(node.value, list | tuple):
        for index, value in enumerate(node.value):
            yield Node(value, f"{node.path}.{index}", node.problems)


def _unfit(value: object) -> str:
    """Why a single value cannot be kept; empty if it can."""
    if isinstance(value, str):
        if len(value) > MOST_FREE_CHARS:
            return f"Must be at most {MOST_FREE_CHARS} characters."
        if _NOT_KEPT.search(value):
            return "Must be ordinary text, without NUL characters and halves of surrogate pairs."
        return ""
    if isinstance(value, float):
        return "" if value - value == 0 else "Must be a finite number."
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if value.bit_length() <= 1024 else "Must be a smaller number."
    return f"Must be text, a number, true, false, null, a list or an object, and not a {type(value).__name__}."


def _shown(key: str) -> str:
    shown = key if len(key) <= _KEY_CHARS else f"{key[:_KEY_CHARS]}…"
    return "".join(char if char.isprintable() else "?" for char in shown)
