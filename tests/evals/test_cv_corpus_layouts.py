"""Layouts that others designed: LaTeX's CV classes and documents of text processors."""

from __future__ import annotations

from evals.cv_corpus.__main__ import SEED, spread
from evals.cv_corpus.latex_classes import LATEX
from evals.cv_corpus.latex_parts import tex
from evals.cv_corpus.office_templates import OFFICE
from evals.cv_corpus.people import WORDS_PUBLIC, people
from evals.cv_corpus.shown import kept


def test_special_characters_of_tex_are_escaped() -> None:
    assert tex("R&D 5% #1 a_b {x} $2") == r"R\&D 5\% \#1 a\_b \{x\} \$2"
    assert tex("a\\b~c^d") == r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d"


def test_layouts_of_others_are_kept_out_by_their_names_alone() -> None:
    planned = list(spread(2, (*LATEX, *OFFICE), SEED))
    assert all(kept(layout) == person.held_out for layout, person in planned)
    assert len(planned) == 2 * (len(LATEX) + len(OFFICE))
    assert {kept(layout) for layout in LATEX} == {True, False}


def test_every_layout_of_others_writes_a_person() -> None:
    person = people(1, SEED, WORDS_PUBLIC)[0]
    for write in LATEX.values():
        assert tex(person.email) in write(person)
    for write in OFFICE.values():
        assert person.email in write(person)
