"""Persons in LaTeX's CV classes, each used as its own documentation's example uses it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from evals.cv_corpus.labels import label
from evals.cv_corpus.latex_designs import DESIGNS
from evals.cv_corpus.latex_parts import (
    BABEL,
    babel,
    certificates,
    degree,
    document,
    head,
    listed,
    names,
    skills,
    spoken,
    tex,
    typeset,
    when,
)
from evals.cv_corpus.latex_pas import PAS
from evals.cv_corpus.latex_plain import PLAIN
from evals.cv_corpus.people import Job, Person, Study

_SECONDS = 120
_RUNS = 2
# The languages for which the class has words of its own.
_EUROPASS = {"de": "german", "es": "spanish", "fr": "french", "it": "italian", "pl": "polish", "pt": "portuguese"}
# The style fancy asks for this typeface, which XeTeX does not find under its name.
_NO_GARAMOND = "\\ifdefined\\XeTeXversion\\makeatletter\\@namedef{ver@ebgaramond.sty}{2014/01/01}\\makeatother\\fi\n"
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def moderncv(style: str, person: Person) -> str:
    """The class moderncv in one of its styles."""
    first, last = names(person)
    preamble = (
        f"\\moderncvstyle{{{style}}}\\moderncvcolor{{blue}}\n\\usepackage[scale=0.75]{{geometry}}\n{babel(person)}"
        f"\\name{{{first}}}{{{last}}}\n\\title{{{tex(person.label)}}}\n\\address{{{tex(person.place)}}}{{}}{{}}\n"
        f"\\phone[mobile]{{{tex(person.phone)}}}\n\\email{{{tex(person.email)}}}\n"
    )
    entries = [
        f"\\cventry{{{when(person, job)}}}{{{tex(job.title)}}}{{{tex(job.employer)}}}{{{tex(job.place)}}}{{}}"
        f"{{{listed(job.tasks)}}}"
        for job in person.jobs
    ]
    studies = [
        f"\\cventry{{{when(person, study)}}}{{{degree(person, study)}}}{{{tex(study.school)}}}{{{tex(study.place)}}}"
        "{}{}"
        for study in person.studies
    ]
    half = (len(person.skills) + 1) // 2
    known = [
        f"\\cvlistdoubleitem{{{tex(one)}}}{{{tex(two)}}}"
        for one, two in zip(person.skills[:half], (*person.skills[half:], ""), strict=False)
    ]
    body = [
        *("\\makecvtitle", f"\\section{{{head(person, 'summary')}}}", f"\\cvitem{{}}{{{tex(person.summary)}}}"),
        *(f"\\section{{{head(person, 'work')}}}", *entries, f"\\section{{{head(person, 'education')}}}", *studies),
        *(f"\\section{{{head(person, 'skills')}}}", *known, f"\\section{{{head(person, 'languages')}}}"),
        *(f"\\cvitemwithcomment{{{tex(name)}}}{{{tex(level)}}}{{}}" for name, level, _ in person.spoken),
        f"\\section{{{head(person, 'certificates')}}}",
        *(f"\\cvlistitem{{{tex(name)}}}" for name in person.certificates),
    ]
    return document(f"{_NO_GARAMOND}\\documentclass[11pt,a4paper,sans]{{moderncv}}", preamble, "\n".join(body))


def europasscv(person: Person) -> str:
    """The class europasscv: labels at the left, values at the right of a rule."""
    parts = [f"\\begin{{europasscv}}\n\\ecvpersonalinfo\n\\ecvbigitem{{{head(person, 'summary')}}}"]
    parts[0] += f"{{{tex(person.summary)}}}\n\\ecvsection{{{head(person, 'work')}}}"
    for job in person.jobs:
        parts.append(f"\\ecvtitle{{{when(person, job)}}}{{{tex(job.title)}}}")
        parts.append(f"\\ecvitem{{}}{{{tex(job.employer)}\\newline {tex(job.place)}}}")
        parts.append(f"\\ecvitem{{}}{{{listed(job.tasks, 'ecvitemize')}}}")
    parts.append(f"\\ecvsection{{{head(person, 'education')}}}")
    for study in person.studies:
        parts.append(f"\\ecvtitle{{{when(person, study)}}}{{{degree(person, study)}}}")
        parts.append(f"\\ecvitem{{}}{{{tex(study.school)}, {tex(study.place)}}}")
    parts.append(f"\\ecvsection{{{head(person, 'languages')}}}")
    parts.append(_grid(person))
    parts.append(f"\\ecvsection{{{head(person, 'skills')}}}\n\\ecvitem{{}}{{{listed(person.skills, 'ecvitemize')}}}")
    parts.append(f"\\ecvsection{{{head(person, 'certificates')}}}")
    parts.extend(f"\\ecvitem{{}}{{{tex(name)}}}" for name in person.certificates)
    parts.append("\\end{europasscv}")
    preamble = (
        f"{babel(person)}\\ecvname{{{tex(person.name)}}}\\ecvaddress{{{tex(person.place)}}}"
        f"\\ecvmobile{{{tex(person.phone)}}}\\ecvemail{{{tex(person.email)}}}"
    )
    own = _EUROPASS.get(person.language, "english")
    return document(f"\\documentclass[{own},a4paper]{{europasscv}}", preamble, "\n".join(parts), fonts=False)


def _grid(person: Person) -> str:
    """Europass's grid of languages; the last row closes it."""
    mother = [name for name, _, level in person.spoken if level not in _LEVELS]
    other = [(name, level) for name, _, level in person.spoken if level in _LEVELS]
    rows = [f"\\ecvmothertongue{{{tex(', '.join(mother))}}}"] if mother else []
    rows += ["\\ecvlanguageheader"] if other else []
    for name, level in other:
        last = "last" if (name, level) == other[-1] else ""
        rows.append(f"\\ecv{last}language{{{tex(name)}}}" + f"{{{level}}}" * 5)
    rows += ["\\ecvlanguagefooter"] if other else []
    return "\n".join(rows)


def europecv(person: Person) -> str:
    """The class europecv: the form of before 2013, a label before each value."""

    def item(kind: str, value: str) -> str:
        return f"\\ecvitem{{{tex(label(person, kind))}}}{{{value}}}"

    parts = [f"\\ecvpersonalinfo[20pt]\n\\ecvitem{{\\large\\textbf{{{head(person, 'summary')}}}}}"]
    parts[0] += f"{{{tex(person.summary)}}}\n\\ecvsection{{{head(person, 'work')}}}"
    for job in person.jobs:
        parts += [item("dates", when(person, job)), item("position", f"\\textbf{{{tex(job.title)}}}")]
        parts.append(item("tasks", "\\newline ".join(tex(task) for task in job.tasks)))
        parts.append(item("employer", f"{tex(job.employer)}, {tex(job.place)}"))
    parts.append(f"\\ecvsection{{{head(person, 'education')}}}")
    for study in person.studies:
        parts += [item("dates", when(person, study)), item("degree", f"\\textbf{{{tex(study.degree)}}}")]
        parts += [item("subjects", tex(study.area)), item("school", f"{tex(study.school)}, {tex(study.place)}")]
    parts.append(f"\\ecvsection{{{head(person, 'skills')}}}")
    parts.append(f"\\ecvitem{{\\large {head(person, 'languages')}}}{{{spoken(person)}}}")
    parts.append(f"\\ecvitem{{\\large {head(person, 'skills')}}}{{{skills(person)}}}")
    parts.append(f"\\ecvitem{{\\large {head(person, 'certificates')}}}{{{certificates(person)}}}")
    body = "\\begin{europecv}\n" + "\n".join(parts) + "\n\\end{europecv}"
    preamble = (
        "\\usepackage[a4paper,top=1.27cm,left=1cm,right=1cm,bottom=2cm]{geometry}\n"
        f"\\usepackage{{url}}\\usepackage{{bookmark}}\n{babel(person)}\\ecvname{{{tex(person.name)}}}\\ecvfootername{{{tex(person.name)}}}"
        f"\\ecvaddress{{{tex(person.place)}}}\\ecvtelephone{{{tex(person.phone)}}}\\ecvemail{{{tex(person.email)}}}"
    )
    own = {**_EUROPASS, "nl": "dutch"}.get(person.language, "english")
    return document(f"\\documentclass[{own},nologo,notitle]{{europecv}}", preamble, body)


def curve(person: Person) -> str:
    """The class curve: rubrics in which each entry has its date as key."""

    def rubric(kind: str, *entries: tuple[str, str]) -> str:
        rows = "".join(f"\\entry*[{{{key}}}] {value}\n" for key, value in entries)
        text = f"\\begin{{rubric}}{{{head(person, kind)}}}\n{rows}\\end{{rubric}}\n"
        return f"\\begin{{filecontents*}}{{{kind}.tex}}\n{text}\\end{{filecontents*}}\n"

    def job(item: Job) -> tuple[str, str]:
        top = f"\\textbf{{{tex(item.title)}}}, {tex(item.employer)}, {tex(item.place)}"
        return when(person, item), top + "".join(f"\n\\par {tex(task.rstrip('.'))}." for task in item.tasks)

    def study(item: Study) -> tuple[str, str]:
        return when(person, item), f"\\textbf{{{degree(person, item)}}}\\par {tex(item.school)}, {tex(item.place)}"

    preamble = (
        f"\\usepackage[a4paper,margin=2cm]{{geometry}}\n{babel(person)}\\leftheader{{\\textbf{{\\Large "
        f"{tex(person.name)}}}}}\n\\rightheader{{{tex(person.place)}\\\\{tex(person.phone)}\\\\{tex(person.email)}}}\n"
        f"\\title{{Curriculum Vitæ}}\\subtitle{{{tex(person.label)}}}\n"
    )
    files = (
        rubric("summary", ("", tex(person.summary)))
        + rubric("work", *map(job, person.jobs))
        + rubric("education", *map(study, person.studies))
        + rubric("skills", *(("", tex(name)) for name in person.skills))
        + rubric("languages", *((tex(name), tex(level)) for name, level, _ in person.spoken))
        + rubric("certificates", *(("", tex(name)) for name in person.certificates))
    )
    kinds = ("summary", "work", "education", "skills", "languages", "certificates")
    body = "\\makeheaders\\maketitle\n" + "".join(f"\\makerubric{{{kind}}}\n" for kind in kinds)
    language = BABEL.get(person.language, "english")
    return document(f"{files}\\documentclass[11pt,{language}]{{curve}}", preamble, body)


LATEX: dict[str, Callable[[Person], str]] = {
    **{
        f"latex_moderncv_{style}": partial(moderncv, style)
        for style in ("casual", "classic", "banking", "oldstyle", "fancy")
    },
    "latex_europasscv": europasscv,
    "latex_europecv": europecv,
    "latex_curve": curve,
    **PLAIN,
    **DESIGNS,
    **PAS,
}
# Classes that load fonts which only XeTeX reads.
_XETEX = ("latex_cv4tw",)
_T1_END = 0x180
_T1_MORE = "–—‘’“”…•€"


def write_latex(person: Person, layout: str, target: Path, program: str | None = None) -> None:
    """Sets a person's CV by pdfTeX, or by XeTeX where the class or the person's letters need it."""
    text = LATEX[layout](person)
    plain = all(ord(mark) < _T1_END or mark in _T1_MORE for mark in text)
    wanted = program or ("pdflatex" if plain and not layout.startswith(_XETEX) else "xelatex")
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "cv.tex").write_text(text, encoding="utf-8")
        who = f"{layout}, person {person.number}"
        target.write_bytes(typeset(wanted, Path(scratch) / "cv.tex", _RUNS, _SECONDS, who))
