"""Cosines that are the same in every company, and what a setting may say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenhire.engines.embedder import EmbedderConfigurationError, EmbedderSpec, load, parse_spec, similarities
from zenhire.engines.embedder.base import MAX_CHARS, on_grid, readable


def unit(rows: int, seed: int, dimensions: int = 384) -> np.ndarray:
    """Random rows of length one."""
    return on_grid(np.random.default_rng(seed).normal(size=(rows, dimensions)))


def test_cosines_are_the_angles() -> None:
    these = on_grid(np.array([[1.0, 0.0], [3.0, 4.0]]))
    those = on_grid(np.array([[0.0, 2.0], [1.0, 1.0], [-1.0, 0.0]]))
    assert similarities(these, those).tolist() == [[0.0, 0.7071, -1.0], [0.8, 0.9899, -0.6]]


@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 40), columns=st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_a_cosine_does_not_depend_on_its_company(seed: int, rows: int, columns: int) -> None:
    these, those = unit(rows, seed), unit(columns, seed + 1)
    whole = similarities(these, those)
    order = np.random.default_rng(seed).permutation(384)
    assert np.array_equal(whole, similarities(these[:, order], those[:, order]))
    assert np.array_equal(whole.T, similarities(those, these))
    single = [[float(similarities(a[None], b[None])[0, 0]) for b in those[:3]] for a in these[:3]]
    assert whole[:3, :3].tolist() == single


def test_a_vector_is_wholly_like_itself_and_never_more() -> None:
    rows = unit(300, 5)
    likeness = similarities(rows, rows)
    assert np.diagonal(likeness).tolist() == [1.0] * 300
    assert np.abs(likeness).max() <= 1.0
    assert np.array_equal(likeness, np.round(likeness, 4))


def test_the_grid_keeps_directions() -> None:
    raw = np.random.default_rng(3).normal(size=(50, 384)).astype(np.float32) * 100
    exact = raw / np.linalg.norm(raw.astype(np.float64), axis=1, keepdims=True)
    assert np.abs(on_grid(raw) - exact).max() < 2.0**-20
    assert np.array_equal(on_grid(on_grid(raw)), on_grid(raw))
    assert not on_grid(np.zeros((2, 8), dtype=np.float32)).any()


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "plain", "é", "👩"])
def test_what_is_read_can_be_written(text: str) -> None:
    assert len(readable(text).encode("utf-8")) > 0
    assert len(readable(text * MAX_CHARS)) == MAX_CHARS


@pytest.mark.parametrize(
    ("setting", "engine"), [("auto", "minilm"), ("minilm", "minilm"), (" MiniLM ", "minilm"), ("fake", "fake")]
)
def test_settings_name_engines(setting: str, engine: str) -> None:
    assert parse_spec(setting, models_dir="/m") == EmbedderSpec(engine, "/m")


@pytest.mark.parametrize("setting", ["", "auto:minilm", "minilm:small", "openai"])
def test_other_settings_are_refused(setting: str) -> None:
    with pytest.raises(EmbedderConfigurationError, match="known: auto, minilm, fake"):
        parse_spec(setting)


def test_an_unknown_engine_does_not_load() -> None:
    with pytest.raises(EmbedderConfigurationError, match="glove"):
        load(EmbedderSpec("glove"))


def test_missing_weights_say_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(EmbedderConfigurationError, match="zenhire models pull all-minilm-l6-v2"):
        load(parse_spec("minilm", models_dir=tmp_path))
