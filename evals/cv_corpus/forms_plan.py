"""Who sends which table or form as a CV."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from evals.cv_corpus.forms_layouts import FORMS
from evals.cv_corpus.forms_words import EUROPASS_LANGUAGES
from evals.cv_corpus.people import (
    WORDS,
    WORDS_LAST,
    WORDS_SEALED,
    WORDS_SECOND,
    WORDS_THIRD,
    WORDS_UNSEEN,
    Person,
    people,
)

_FOLDERS = (WORDS, WORDS_SECOND, WORDS_THIRD, WORDS_SEALED, WORDS_LAST, WORDS_UNSEEN)


def _meant(person: Person, layout: str) -> bool:
    """Whether such persons send CVs in this layout."""
    indian = any(str(phone).startswith("+91") for phone in person.words["phones"])
    if layout == "form_lebenslauf":
        return person.language == "de"
    if layout == "form_old_europass":
        return person.language in EUROPASS_LANGUAGES and not indian
    return indian == (layout == "form_biodata")


def plan_forms(many: int, seed: int) -> Iterator[tuple[str, Person]]:
    """`many` CVs in these layouts in turn, with persons of all word lists in the languages that a layout had least."""
    crowd = [person for folder in _FOLDERS for person in people(max(60, many), seed, folder)]
    random.Random(seed).shuffle(crowd)
    used: Counter[tuple[str, str]] = Counter()
    for turn in range(many):
        layout = tuple(FORMS)[turn % len(FORMS)]
        ranked = [
            (used[layout, person.language], used["", person.language], at)
            for at, person in enumerate(crowd)
            if _meant(person, layout)
        ]
        person = crowd.pop(min(ranked)[2])
        used.update(((layout, person.language), ("", person.language)))
        yield layout, replace(person, number=turn // len(FORMS))
