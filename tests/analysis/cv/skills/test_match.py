"""Properties of matching: bounded, monotone, deterministic, quoting the text, linear."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from zenhire.analysis.cv.skills import book, match_skills
from zenhire.analysis.cv.skills.normal import stem, tokenize
from zenhire.analysis.cv.skills.reading import read
from zenhire.analysis.cv.skills.similarity import GREATEST, rescale
from zenhire.engines.embedder.base import similarities
from zenhire.engines.embedder.fake import FakeEmbedder

NAMES = ["Java", "C", "Go", "R", "Excel", "Spring", "Inventory Management", "Teamwork", "React or Vue", "SQL and Excel"]
PIECES = [
    *("Java", "JavaScript", "C", "C++", "R&D", "Go", "go to", "Excel", "excel at", "Spring 2019", "Spring Boot", "no"),
    *(
        "without",
        "never used",
        "managed the inventory",
        "Inventory Managment",
        "team player",
        ",",
        ".",
        "\n",
        "\t",
        "•",
    ),
    *(
        "Python",
        "SQL",
        "and",
        "or",
        "eager to learn",
        ": none",
        "Vue.js",
        "Größe",
        "日本語",
        "😀",
        "ﬁ",
        "\u0301",
        "K8s",
    ),
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


def similar(these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
    embedder = FakeEmbedder()
    return similarities(embedder.embed(these), embedder.embed(those))


@settings(max_examples=60, deadline=None)
@given(texts | st.text(max_size=60))
def test_trusts_are_bounded_and_spans_quote_the_text(text: str) -> None:
    for found in match_skills(NAMES, text, similar=similar):
        best = max((one.trust for one in found.mentions), default=0.0)
        assert 0 <= found.trust <= best <= 1
        for one in (*found.mentions, *found.refused):
            assert 0 <= one.start < one.end <= len(text)
            assert one.quote == text[one.start : one.end]
        for mention in found.mentions:
            assert mention.trust <= (GREATEST if mention.rule == "similar" else 1)


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
def test_more_lines_never_lower_the_trust(before: str, text: str, after: str) -> None:
    less = match_skills(NAMES, text, similar=similar)
    more = match_skills(NAMES, f"{before}\n{text}\n{after}", similar=similar)
    assert all(one.trust <= other.trust for one, other in zip(less, more, strict=True))


@settings(max_examples=40, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_the_same_in_any_company_of_requirements(text: str, chance: random.Random) -> None:
    shuffled = chance.sample(NAMES, len(NAMES))
    together = {one.name: one for one in match_skills(shuffled, text, similar=similar)}
    assert [together[name] for name in NAMES] == list(match_skills(NAMES, text, similar=similar))


@given(st.text(max_size=80))
def test_any_name_can_be_asked_for(name: str) -> None:
    (found,) = match_skills([name], "Java, Excel and a forklift licence")
    assert 0 <= found.trust <= 1


def test_rules_can_be_left_out() -> None:
    text = "React, Inventory Managment"
    assert match_skills(["JavaScript"], text)[0].mentions[0].rule == "implied"
    assert match_skills(["JavaScript"], text, rules=["exact", "alias"])[0].trust == 0
    assert match_skills(["inventory management"], text, rules=["exact"])[0].trust == 0


def test_relations_have_the_trust_of_the_table_and_chain() -> None:
    (direct,) = match_skills(["Java"], "Spring Boot")
    assert direct.trust == book().evidence["Java"]["Spring Boot"][0] == 0.8
    (chained,) = match_skills(["Databases"], "MySQL")
    assert chained.trust == 0.9
    (near,) = match_skills(["Vue.js"], "React, Git")
    assert (near.mentions[0].rule, near.trust) == ("near", 0.5)


def test_a_kind_speaks_for_the_skill_and_not_for_another_kind() -> None:
    assert match_skills(["Linux"], "Debian servers")[0].trust == 1
    assert match_skills(["Ubuntu"], "Debian servers")[0].trust == 0.5
    assert match_skills(["Ubuntu"], "Linux servers")[0].trust == 1


def test_both_halves_count() -> None:
    whole, half, none = (
        match_skills(["Excel and SAP"], text)[0].trust for text in ("MS Excel, SAP", "SAP", "sap-green")
    )
    assert (whole, half) == (1.0, 0.5)
    assert none <= 0.5


def test_maker_and_wrapping_words_do_not_count() -> None:
    for name in ("Adobe Lightroom", "Experience with Lightroom", "Lightroom skills", "Strong knowledge of Lightroom"):
        assert match_skills([name], "Retouching in Lightroom")[0].trust >= 0.95, name


def test_similarity_is_capped_and_asks_the_tables_first() -> None:
    def same(these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
        return np.ones((len(these), len(those)))

    (soft,) = match_skills(["Bee keeping"], "Cared for hives and sold honey", similar=same)
    assert (soft.trust, soft.mentions[0].rule) == (GREATEST, "similar")
    (other,) = match_skills(["Scrum"], "Kanban boards", similar=same)
    assert all(one.rule != "similar" for one in other.mentions)
    (product,) = match_skills(["Rust"], "Treated corrosion on cars", similar=same)
    assert product.trust == 0
    (denied,) = match_skills(["Bee keeping"], "No interest in insects", similar=same)
    assert denied.trust == 0


def test_rescaling_rises_and_is_capped() -> None:
    values = [rescale(step / 20) for step in range(-20, 21)]
    assert values == sorted(values)
    assert values[0] == 0 and values[-1] == GREATEST


@pytest.mark.parametrize(
    ("text", "norms"), [("C, C++/C#; .NET", ["c", "c++", "c#", ".net"]), ("R&D in R", ["r&d", "in", "r"])]
)
def test_punctuation_that_matters(text: str, norms: list[str]) -> None:
    assert [token.norm for token in tokenize(text)] == norms


def test_forms_of_a_word_have_a_stem() -> None:
    assert len({stem(word) for word in ("manage", "managed", "managing", "management", "manager", "manages")}) == 1


def test_work_grows_with_the_text_and_not_with_its_square() -> None:
    line = (
        "Managed inventory in Excel, Java, C++ and Go; no experience with SAP at the warehouse of a large shop.\n"
        + 4 * "And then a line of prose.\n"
    )
    names = [skill for number, skill in enumerate(book().skills) if number % 20 == 0][:25]
    text = line * (1_000_000 // len(line))
    found = match_skills([*names, "Inventory Managers", "Xylophone repair"], text)
    assert len(found) == len(names) + 2
    assert all(len(one.mentions) <= 40 and len(one.refused) <= 40 for one in found)
    hits = read(line * 3, book()).hits
    assert sum(map(len, hits.values())) == 3 * sum(map(len, read(line, book()).hits.values()))
