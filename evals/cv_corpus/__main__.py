"""`python -m evals.cv_corpus --out DIR`: writes fictional CVs with their gold.

HTML is printed by Chromium, which must be on the path. With the program of RenderCV 2.3 (a development tool with
dependencies of its own: install it into an environment of its own by `pip install "rendercv[full]==2.3" click`) its
themes are rendered, too. LaTeX's CV classes need TeX Live (Debian's texlive-latex-extra, texlive-xetex,
texlive-fonts-extra, texlive-plain-generic, texlive-lang-*, fonts-linuxlibertine, fonts-font-awesome, fonts-lmodern),
documents of a text processor LibreOffice; templates by others need what templates.py says. The same arguments give the
same CVs. Each lies in DIR/LAYOUT as NUMBER.pdf with NUMBER.json, its gold. Layouts in `HELD_OUT` are for the last
measurement only: nothing is tuned on them, and their persons come from word lists that no other layout has. Those by
others that `kept` names were so once.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path

from evals.cv_corpus import json_resume
from evals.cv_corpus.closing_layouts import CLOSING
from evals.cv_corpus.design_parts import told
from evals.cv_corpus.final_layouts import FINAL
from evals.cv_corpus.fit import fit
from evals.cv_corpus.forms_layouts import FORMS
from evals.cv_corpus.forms_plan import plan_forms
from evals.cv_corpus.fresh_layouts import FRESH
from evals.cv_corpus.html_layouts import LAYOUTS as TUNED
from evals.cv_corpus.kept_layouts import KEPT
from evals.cv_corpus.last_layouts import LAST
from evals.cv_corpus.latex_classes import LATEX, write_latex
from evals.cv_corpus.newest_layouts import NEWEST
from evals.cv_corpus.office_templates import OFFICE, write_office
from evals.cv_corpus.people import (
    WORDS,
    WORDS_CLOSING,
    WORDS_FINAL,
    WORDS_FRESH,
    WORDS_KEPT,
    WORDS_LAST,
    WORDS_NEWEST,
    WORDS_PUBLIC,
    WORDS_PUBLIC_KEPT,
    WORDS_SEALED,
    WORDS_SECOND,
    WORDS_THIRD,
    WORDS_UNSEEN,
    Person,
    gold,
    people,
)
from evals.cv_corpus.sealed_layouts import SEALED
from evals.cv_corpus.second_layouts import SECOND
from evals.cv_corpus.shown import kept, pdf_text, shown
from evals.cv_corpus.templates import template_gold, templates, write_template
from evals.cv_corpus.themes import THEMES, write_theme
from evals.cv_corpus.third_layouts import THIRD
from evals.cv_corpus.unseen_layouts import UNSEEN, fitted

LAYOUTS = {
    **TUNED,
    **SECOND,
    **KEPT,
    **THIRD,
    **SEALED,
    **LAST,
    **UNSEEN,
    **NEWEST,
    **FRESH,
    **FORMS,
    **FINAL,
    **CLOSING,
}
HELD_OUT = tuple(CLOSING)
SEED = 20261122
# Layouts that may turn out unfit to be read.
_BY_OTHERS = ("json_", "tpl_")
_SECONDS = 120


def plan(first: int, second: int, held: int, themes: bool) -> Iterator[tuple[str, Person]]:
    """Layout and person of each CV: persons of a set go through its layouts in turn.

    `first` CVs of the first set, `second` and `held` of sets that once were kept out.
    """
    sets = (
        (first, WORDS, (*TUNED, *(THEMES if themes else ()))),
        (second, WORDS_SECOND, tuple(SECOND)),
        (held, WORDS_KEPT, tuple(KEPT)),
    )
    for many, folder, layouts in sets:
        for number, person in enumerate(people(many, SEED, folder)):
            yield layouts[number % len(layouts)], person


def plan_usual(
    third: int, sealed: int, last: int, unseen: int, newest: int, fresh: int, final: int, closing: int
) -> Iterator[tuple[str, Person]]:
    """`third` CVs in the third layouts, `sealed` in the sealed ones, and so on for the sets after them.

    Each word list names the layouts that are met in its country: its persons go through them in turn. They are numbered
    list by list, so that what layouts do by turns does not stick to a country.
    """
    sets = (
        (third, WORDS_THIRD),
        (sealed, WORDS_SEALED),
        (last, WORDS_LAST),
        (unseen, WORDS_UNSEEN),
        (newest, WORDS_NEWEST),
        (fresh, WORDS_FRESH),
        (final, WORDS_FINAL),
        (closing, WORDS_CLOSING),
    )
    for many, folder in sets:
        lists: dict[str, list[Person]] = {}
        for person in people(many, SEED, folder):
            lists.setdefault(str(person.words["people"]), []).append(person)
        numbers = count()
        for some in lists.values():
            for turn, person in enumerate(some):
                layouts = person.words["layouts"]
                layout = layouts[turn % len(layouts)]
                yield layout, fitted(replace(person, number=next(numbers)), layout)


def _print(html: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "cv.html"
        source.write_text(html, encoding="utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
                *(f"--user-data-dir={scratch}/profile", f"--print-to-pdf={target}", source.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )


def _write(layout: str, person: Person, options: argparse.Namespace) -> None:
    folder = options.out / layout
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{person.number:03}.pdf"
    values = told(gold(person, layout), layout)
    if layout in LAYOUTS:
        _print(LAYOUTS[layout](person), target)
    elif layout in THEMES:
        write_theme(person, layout, target, options.rendercv)
    elif layout in LATEX:
        write_latex(person, layout, target)
    elif layout in OFFICE:
        write_office(person, layout, target)
    elif layout.startswith("tpl_"):
        write_template(person, layout, target, options.templates, options.typst)
        values = template_gold(values, layout, target, person)
    else:
        try:
            _print(json_resume.page(person, json_resume.themes(options.themes)[layout]), target)
        except subprocess.CalledProcessError:
            print(f"{layout} does not work here", file=sys.stderr)
            return
    if layout not in LAYOUTS and layout not in THEMES and not layout.startswith("tpl_"):
        values = shown(values, pdf_text(target), person)
    text = json.dumps(values, ensure_ascii=False, indent=1)
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def _plan_public(each: int, layouts: Sequence[str]) -> Iterator[tuple[str, Person]]:
    """Layouts by others with persons of the set that each belongs to; their headings are English."""
    for folder in (WORDS_PUBLIC, WORDS_PUBLIC_KEPT):
        some = [layout for layout in layouts if kept(layout) == (folder == WORDS_PUBLIC_KEPT)]
        crowd = [person for person in people(30 * each, SEED, folder) if person.language == "en"]
        for at, layout in enumerate(some):
            for turn in range(each):
                yield layout, replace(crowd[(at * each + turn) % len(crowd)], style="full")


def spread(each: int, layouts: Sequence[str], seed: int) -> Iterator[tuple[str, Person]]:
    """`each` CVs in every layout by others, in all languages; those kept out of tuning have persons of their own."""
    for folder, out in ((WORDS_PUBLIC, False), (WORDS_PUBLIC_KEPT, True)):
        chosen = [layout for layout in layouts if kept(layout) == out]
        for number, person in enumerate(people(each * len(chosen), seed, folder)):
            yield chosen[number // each], person


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.cv_corpus", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the CVs")
    parser.add_argument("--count", type=int, default=168, help="how many in the first layouts to tune on (168)")
    parser.add_argument("--second", type=int, default=60, help="how many in those that once were kept out (60)")
    parser.add_argument("--held-out", type=int, default=48, help="how many in those kept out later (48)")
    parser.add_argument("--third", type=int, default=60, help="how many in the third layouts (60)")
    parser.add_argument("--sealed", type=int, default=60, help="how many in the sealed layouts, once kept out (60)")
    parser.add_argument("--last", type=int, default=60, help="how many in the last layouts, once kept out (60)")
    parser.add_argument("--unseen", type=int, default=60, help="how many in the unseen layouts, once kept out (60)")
    parser.add_argument("--newest", type=int, default=50, help="how many in the newest layouts, once kept out (50)")
    parser.add_argument("--fresh", type=int, default=60, help="how many in the fresh layouts, once kept out (60)")
    parser.add_argument("--final", type=int, default=60, help="how many in the final layouts, once kept out (60)")
    parser.add_argument(
        "--closing", type=int, default=40, help="how many in the closing layouts, kept out of tuning (40)"
    )
    parser.add_argument("--forms", type=int, default=30, help="how many in layouts of tables and forms (30)")
    parser.add_argument("--rendercv", help="the program of RenderCV 2.3; without it only layouts in HTML")
    parser.add_argument("--themes", type=Path, help="folder of installed JSON Resume themes (see json_resume.py)")
    parser.add_argument("--public", type=int, default=6, help="how many in each of those themes (6)")
    parser.add_argument("--latex", type=int, default=0, help="how many in each of LaTeX's CV classes (0)")
    parser.add_argument("--office", type=int, default=0, help="how many in each document of a text processor (0)")
    parser.add_argument("--templates", type=Path, help="folder of templates' sources (see templates.py)")
    parser.add_argument("--typst", default=sys.executable, help="a Python interpreter that has the package typst")
    parser.add_argument("--each-template", type=int, default=5, help="how many in each of those templates (5)")
    parser.add_argument("--only", nargs="*", help="of these, only those in these layouts")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (2)")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, or 2 for wrong arguments."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if shutil.which("chromium") is None:
        parser.error("chromium is not on the path")
    for program, wanted in (("xelatex", options.latex), ("pdflatex", options.latex), ("soffice", options.office)):
        if wanted and shutil.which(program) is None:
            parser.error(f"{program} is not on the path")
    planned = list(plan(options.count, options.second, options.held_out, bool(options.rendercv)))
    usual = (options.third, options.sealed, options.last, options.unseen, options.newest, options.fresh)
    planned += plan_usual(*usual, options.final, options.closing)
    planned += plan_forms(options.forms, SEED + 4)
    if options.themes:
        planned += _plan_public(options.public, list(json_resume.themes(options.themes)))
    planned += spread(options.latex, tuple(LATEX), SEED + 1)
    planned += spread(options.office, tuple(OFFICE), SEED + 2)
    if options.templates:
        planned += spread(options.each_template, templates(options.templates), SEED + 3)
    planned = [item for item in planned if not options.only or item[0] in options.only]
    with ThreadPoolExecutor(options.jobs) as pool:
        done = [pool.submit(_write, layout, person, options) for layout, person in planned]
        for item in done:
            item.result()
    unfit = {
        layout
        for layout, person in planned
        if layout.startswith(_BY_OTHERS)
        and (target := options.out / layout / f"{person.number:03}.pdf").is_file()
        and not fit(target, person, ligatures=layout.startswith("tpl_"))
    }
    for layout in sorted(unfit):
        print(f"{layout} is not fit to be read", file=sys.stderr)
        shutil.rmtree(options.out / layout)
    print(f"{sum(1 for _ in options.out.glob('*/*.pdf'))} CVs in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
