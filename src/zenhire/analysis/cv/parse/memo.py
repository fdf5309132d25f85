"""Answers kept while one CV is read: its words are scored again and again as its sections are read in several ways."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

_MOST = 4096
_Function = TypeVar("_Function", bound=Callable[..., Any])
_kept: list[Any] = []


def for_one_cv(function: _Function) -> _Function:
    """A pure function of texts that keeps its answers until `forget`."""
    kept = lru_cache(maxsize=_MOST)(function)
    _kept.append(kept)
    return kept  # type: ignore[return-value]


def forget() -> None:
    """Drops all answers, so that no words of a candidate outlive the reading of their CV."""
    for kept in _kept:
        kept.cache_clear()
