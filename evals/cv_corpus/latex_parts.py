"""Parts of CVs in LaTeX that all classes share."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from evals.cv_corpus.html_parts import degree as plain_degree
from evals.cv_corpus.people import Job, Person, Study, period

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "{}$&#_%"},
    }
)
BABEL = {
    **{"cs": "czech", "da": "danish", "de": "ngerman", "en": "english", "es": "spanish", "fi": "finnish"},
    **{"fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "pl": "polish", "pt": "portuguese"},
    **{"ro": "romanian", "sv": "swedish", "tr": "turkish"},
}
# Fonts as most templates set them, for pdfTeX as for XeTeX.
_FONTS = r"""\usepackage{iftex}
\iftutex\usepackage{fontspec}\else\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{lmodern}\fi
"""


def tex(text: str) -> str:
    """Text with TeX's special characters escaped."""
    return text.translate(_ESCAPES)


def babel(person: Person) -> str:
    """The package for the person's language; without shorthands, which other packages stumble over."""
    # Spanish sets small Roman numbers in capitals, which moderncv counts with.
    more = ",es-lcroman" if person.language == "es" else ""
    return f"\\usepackage[{BABEL.get(person.language, 'english')}{more},shorthands=off]{{babel}}\n"


def document(first: str, preamble: str, body: str, *, fonts: bool = True) -> str:
    """A document of this class; `first` is the line that loads it."""
    return f"{first}\n{_FONTS if fonts else ''}{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def head(person: Person, kind: str) -> str:
    """A heading in the person's words."""
    return tex(person.headings[kind])


def when(person: Person, item: Job | Study) -> str:
    """The dates of a job or a course of study, in the person's way of writing them."""
    return tex(period(person, item.start, item.end))


def degree(person: Person, study: Study) -> str:
    """Degree and subject."""
    return tex(plain_degree(person, study))


def listed(items: Sequence[str], kind: str = "itemize") -> str:
    """Items of a list."""
    return f"\\begin{{{kind}}}\n" + "".join(f"\\item {tex(item)}\n" for item in items) + f"\\end{{{kind}}}"


def running(items: Sequence[str], mark: str = "; ") -> str:
    """Items as running text."""
    return tex(mark.join(item.rstrip(".") for item in items) + ".")


def names(person: Person) -> tuple[str, str]:
    """First names and family name."""
    first, _, last = person.name.rpartition(" ")
    return tex(first), tex(last)


def spoken(person: Person) -> str:
    """The languages that the person speaks, in one line."""
    return tex(", ".join(f"{name} ({level})" for name, level, _ in person.spoken))


def skills(person: Person) -> str:
    """The skills in one line."""
    return tex(", ".join(person.skills))


def certificates(person: Person) -> str:
    """The certificates in one line."""
    return tex(", ".join(person.certificates))


def typeset(program: str, source: Path, runs: int, seconds: float, what: str) -> bytes:
    """The PDF that a TeX program makes of a file in its folder.

    Raises:
        RuntimeError: The program fails; `what` says for whom.
    """
    for _ in range(runs):
        done = subprocess.run(
            [program, "-interaction=nonstopmode", "-halt-on-error", source.name],
            check=False,
            capture_output=True,
            timeout=seconds,
            cwd=source.parent,
        )
        if done.returncode:
            told = done.stdout.decode("utf-8", "replace")[-1500:]
            raise RuntimeError(f"{program} failed for {what}: {told}")
    return source.with_suffix(".pdf").read_bytes()
