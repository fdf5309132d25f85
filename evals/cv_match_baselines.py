"""What the match has to beat: BM25 over the words, and one sentence vector for a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from evals.cv_match_corpus import Asked
from zenhire.engines.embedder import Embedder, similarities

Scores = NDArray[np.float64]
"""(positions, CVs)"""


def _phrases(one: Asked) -> list[str]:
    position = one.position
    skills = (*position.skills.hard, *position.skills.soft, *position.skills.minimal, *position.skills.preferable)
    industries = position.experience.industries
    named = [position.name, *position.experience.roles, *(item.name for item in (*skills, *industries))]
    return [*named, *position.education.fields_of_study, *position.education.certificates]


def queries(asked: Sequence[Asked]) -> Mapping[str, list[str]]:
    """The ways to ask for a position, by name; each has one text for each position."""
    roles = [". ".join(dict.fromkeys([one.position.name, *one.position.experience.roles])) for one in asked]
    hard = [". ".join(item.name for item in (*one.position.skills.hard, *one.position.skills.minimal)) for one in asked]
    phrases = [". ".join(_phrases(one)) for one in asked]
    told = [one.job_description for one in asked]
    return {
        "name": [one.position.name for one in asked],
        "roles": roles,
        "roles + skills": [f"{a}. {b}" for a, b in zip(roles, hard, strict=True)],
        "config": phrases,
        "description": told,
        "config + description": [f"{a}. {b}" for a, b in zip(phrases, told, strict=True)],
    }


def bm25(texts: Sequence[str], asked: Sequence[Asked]) -> dict[str, Scores]:
    """BM25 (Lucene's, k1 1.5, b .75) of each way to ask, English stop words left out, words stemmed."""
    stemmer = Stemmer.Stemmer("english")

    def words(some: Sequence[str]) -> Any:
        return bm25s.tokenize(list(some), stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)

    index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    index.index(words(texts), show_progress=False)
    return {
        way: np.stack([np.asarray(index.get_scores(query), dtype=float) for query in words(told)])
        for way, told in queries(asked).items()
    }


def dense(texts: Sequence[str], asked: Sequence[Asked], embedder: Embedder) -> dict[str, Scores]:
    """Cosine of each way to ask with the first 256 tokens of the CV; `any role`: the nearest of the roles."""
    vector = lru_cache(maxsize=None)(lambda text: embedder.embed([text])[0])
    bodies = np.stack([vector(text) for text in texts])
    found = {way: similarities(np.stack([vector(one) for one in told]), bodies) for way, told in queries(asked).items()}
    roles = [np.stack([vector(role) for role in one.position.experience.roles]) for one in asked]
    return {**found, "any role": np.stack([similarities(some, bodies).max(axis=0) for some in roles])}


def fused(one: Scores, other: Scores) -> Scores:
    """Half of each, after both are brought to 0 to 1 position by position."""
    return 0.5 * (_unit(one) + _unit(other))


def _unit(scores: Scores) -> Scores:
    low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    scaled: Scores = (scores - low) / np.where(high > low, high - low, 1.0)
    return scaled
