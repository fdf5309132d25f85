"""What every embedder keeps to, the fake included."""

from __future__ import annotations

import asyncio
import pickle
import random

import numpy as np
import pytest

from zenhire.engines.embedder import (
    Embedder,
    EmbedderInfo,
    EmbedderSpec,
    Embeddings,
    embed_texts,
    load,
    parse_spec,
    similarities,
    warm_up,
)
from zenhire.engines.embedder.base import MAX_CHARS, MAX_TOKENS
from zenhire.engines.pool import EnginePool
from zenhire.kit.settings import default_models_dir

TEXTS = (
    "Senior Java developer",
    "Senior Java developer, Spring Boot, ten years at a bank. Led a team of five.",
    "Krankenschwester in der Notaufnahme",
    "看護師として東京の病院で働いた",
    "инженер-программист",
    "مهندس برمجيات",
    "नर्स",
    "naïve café — “résumé” ﬁnance ½ ①",
    "👩🏽‍💻 C++ / C# / .NET",
    "half a surrogate \ud83d and a null \x00 in between",
    "a" * 500,
    "nurse\n\n\tat  a\u00a0hospital",
    "x",
)
BLANK = ("", " ", "\n\t \u00a0", "\u200b\x00")


@pytest.fixture(scope="module", params=["minilm", "fake"])
def spec(request: pytest.FixtureRequest) -> EmbedderSpec:
    return parse_spec(request.param, models_dir=default_models_dir())


@pytest.fixture(scope="module")
def embedder(spec: EmbedderSpec) -> Embedder:
    return load(spec)


@pytest.fixture(scope="module")
def vectors(embedder: Embedder) -> Embeddings:
    return embedder.embed(TEXTS)


def test_shape_type_and_unit_length(embedder: Embedder, vectors: Embeddings) -> None:
    assert vectors.shape == (len(TEXTS), embedder.info.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors.astype(np.float64), axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert embedder.embed([]).shape == (0, embedder.info.dimensions)


def test_components_lie_on_the_grid(vectors: Embeddings) -> None:
    steps = vectors.astype(np.float64) * 2**20
    assert np.array_equal(steps, np.rint(steps))
    assert not np.signbit(vectors[vectors == 0]).any()


def test_vectors_do_not_depend_on_their_company(embedder: Embedder, vectors: Embeddings) -> None:
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    apart = np.concatenate([embedder.embed(TEXTS[at : at + 5]) for at in range(0, len(TEXTS), 5)])
    shuffled = random.Random(7).sample(range(len(TEXTS)), len(TEXTS))
    mixed = embedder.embed([TEXTS[at] for at in shuffled])
    assert alone.tobytes() == vectors.tobytes()
    assert apart.tobytes() == vectors.tobytes()
    assert mixed.tobytes() == vectors[shuffled].tobytes()


def test_another_process_gives_the_same_bytes(spec: EmbedderSpec, vectors: Embeddings) -> None:
    async def in_child() -> tuple[EmbedderInfo, Embeddings]:
        pool = EnginePool(1)
        try:
            return await pool.run(warm_up, spec), await pool.run(embed_texts, spec, TEXTS)
        finally:
            pool.close()

    info, theirs = asyncio.run(in_child())
    assert info == load(spec).info
    assert theirs.tobytes() == vectors.tobytes()


@pytest.mark.parametrize("text", BLANK)
def test_a_text_without_a_word_is_like_nothing(embedder: Embedder, vectors: Embeddings, text: str) -> None:
    (blank,) = embedder.embed([text])
    assert not blank.any()
    assert not similarities(embedder.embed([text]), vectors).any()


def test_a_long_text_is_cut(embedder: Embedder) -> None:
    long = " ".join(f"nurse {number}" for number in range(MAX_TOKENS))
    ends = [long, long + " welder", long + " " + "plumber " * 5000]
    assert len({row.tobytes() for row in embedder.embed(ends)}) == 1
    assert not np.array_equal(*embedder.embed(["welder " + long, long]))


def test_only_so_many_characters_are_looked_at(embedder: Embedder) -> None:
    first = "nurse" + " " * (MAX_CHARS - 5)
    assert np.array_equal(*embedder.embed(["nurse", first + " welder"]))


def test_more_alike_means_nearer(embedder: Embedder) -> None:
    ask, near, far = embedder.embed(["software engineer", "senior software engineer", "pastry cook"])
    assert ask @ near > ask @ far + 0.2


def test_upper_case_and_spaces_change_nothing(embedder: Embedder) -> None:
    rows = embedder.embed(["software engineer", "Software  ENGINEER\n"])
    assert np.array_equal(*rows)


def test_it_says_who_it_is(embedder: Embedder) -> None:
    info = embedder.info
    assert info.engine
    assert info.model
    assert info.version
    assert info.dimensions > 0


def test_a_spec_travels(spec: EmbedderSpec) -> None:
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert load(spec) is load(pickle.loads(pickle.dumps(spec)))
