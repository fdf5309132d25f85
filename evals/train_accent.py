"""Fits the constants of the accent formula and prints them for `zenhire/analysis/speech/accent.py`.

    python -m evals.train_accent --data FOLDER [--cache FOLDER]

FOLDER holds speechocean762 and librispeech_speakers. Nothing is random but the folds, whose seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.speech_accent import SIGNS, Measurer, native_readers, rated_speakers, train_formula
from zenhire.analysis.speech.accent import Formula


def main() -> None:
    """Measures, fits and prints: the constants as Python, then the out-of-fold figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keeps measurements here and takes them from here")
    arguments = parser.parse_args()
    measurer = Measurer(arguments.cache)
    natives = native_readers(arguments.data / "librispeech_speakers", measurer)
    speakers = rated_speakers(arguments.data / "speechocean762", measurer)
    sets = {"ENGLISH": list(SIGNS), "OTHER_LANGUAGES": [name for name in SIGNS if name != "phonotactics"]}
    for title, names in sets.items():
        formula, figures = train_formula(speakers, natives.values(), names)
        print(as_python(title, formula))
        print("#", json.dumps(figures))


def as_python(title: str, formula: Formula) -> str:
    """The formula as a statement to paste, in the project's line length."""
    terms = [f'        "{name}": {term},' for name, term in formula.terms.items()]
    return "\n".join(
        [
            f"{title} = Formula(",
            f"    {formula.intercept},",
            "    {",
            *terms,
            "    },",
            f"    {formula.half_width},",
            ")",
        ]
    )


if __name__ == "__main__":
    main()
