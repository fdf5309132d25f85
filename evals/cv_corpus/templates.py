"""Persons in CV templates by others, whose sources lie in a folder: DIR/NAME for the layout tpl_NAME.

The sources are no part of this repository. Typst templates need a Python interpreter with the package typst (0.15),
LaTeX ones TeX Live (besides what LaTeX's CV classes need, Debian's texlive-fonts-recommended, lmodern, fonts-texgyre
and fonts-roboto-slab), HTML ones Chromium.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.cv_corpus.people import Person
from evals.cv_corpus.shown import pdf_text, shown
from evals.cv_corpus.template_html import HTML, html_page
from evals.cv_corpus.template_latex import LATEX, write_latex_template
from evals.cv_corpus.template_typst import TYPST, write_typst

_SECONDS = 120
# What templates do not show: its words may stand in the text for something else.
_NO_SUMMARY = (
    *("basic_resume", "chicv", "vercanard", "imprecv", "jake", "sb2nov", "billryan", "deedy", "mcdowell", "aihawk"),
    *("bre_material_dark", "bre_left_right", "bre_oblique", "jglovier"),
)
_NO_PLACE = ("billryan", "jake", "jglovier")
_NO_JOB_PLACES = (
    *("modern_resume", "bare_bones_cv", "mcdowell", "latexcv_classic", "startbootstrap", "bre_material_dark"),
    *("bre_left_right", "bre_purple", "bre_oblique", "jglovier", "open_resume"),
)
_NO_STUDY_DATES = ("bre_left_right", "bre_oblique")
_YEARS = ("markdown_cv",)
_NO_CERTIFICATES = ("bre_left_right", "bre_purple", "bre_oblique")
_DATES = ("startDate", "endDate")


def templates(folder: Path) -> list[str]:
    """Layouts whose sources lie in the folder."""
    return [layout for layout in (*TYPST, *LATEX, *HTML) if (folder / _name(layout)).is_dir()]


def _name(layout: str) -> str:
    return layout.removeprefix("tpl_")


def write_template(person: Person, layout: str, target: Path, folder: Path, typst: str) -> None:
    """Writes a person's CV in a template; `typst` is the Python interpreter that has this package."""
    source = folder / _name(layout)
    if layout in TYPST:
        write_typst(person, layout, target, source, typst)
    elif layout in LATEX:
        write_latex_template(person, layout, target, source)
    else:
        _print(html_page(person, layout, source), target)


def _print(html: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "cv.html"
        source.write_text(html, encoding="utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
                *(f"--user-data-dir={scratch}/profile", f"--print-to-pdf={target.resolve()}", source.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )


def template_gold(gold: Mapping[str, Any], layout: str, target: Path, person: Person) -> dict[str, Any]:
    """What of a person's gold a CV in a template shows. Each template shows all dates that it has a place for."""
    told = _told(gold, _name(layout))
    found = shown(told, pdf_text(target), person)
    for kind in ("experience", "education"):
        if len(found[kind]) == len(told[kind]):
            pairs = zip(found[kind], told[kind], strict=True)
            found[kind] = [{**item, **{date: whole[date] for date in _DATES}} for item, whole in pairs]
    return found


def _told(gold: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Gold without what the template has no place for."""
    told = dict(gold)
    if name in _NO_SUMMARY:
        told["summary"] = None
    if name in _NO_PLACE:
        told["location"] = None
    if name in _NO_JOB_PLACES:
        told["experience"] = [{**job, "location": None} for job in gold["experience"]]
    if name in _NO_STUDY_DATES:
        told["education"] = [{**study, **dict.fromkeys(_DATES)} for study in gold["education"]]
    if name in _NO_CERTIFICATES:
        told["certificates"] = []
    if name in _YEARS:
        for kind in ("experience", "education"):
            told[kind] = [{**item, **{date: item[date] and item[date][:4] for date in _DATES}} for item in told[kind]]
    return told
