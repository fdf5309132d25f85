"""Persons in the models of LaTeX's package pas-cv: drawn pages with a band for the profession."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from evals.cv_corpus.latex_parts import babel, certificates, degree, document, head, skills, tex, when
from evals.cv_corpus.people import Job, Person, Study


@dataclass(frozen=True)
class Model:
    """A model with the colours of its own example; `height` is where its text starts."""

    background: str
    border: str
    size: str
    post: str
    title: str
    height: str = ""
    dates: str = "black"
    columns: tuple[str, str] = ("3.5cm", "10cm")
    name: str = ""
    sides: bool = False


_WIDE = ("5cm", "10cm")
# Models whose example sets the profession across the page, then sections one under another.
_MODELS = {
    "andromede": Model("gray", "blue!50", "huge", "gray!50!black", "blue!50", "", "blue!50!black", name="blue!50"),
    "architecte": Model("blue", "blue", "Huge", "white", "blue!75!black"),
    "dynamique": Model("purple", "purple", "huge", "gray!75!black", "gray!30"),
    "gaia": Model("gray", "orange", "large", "white", "gray", "1", "gray!50!black", ("3.5cm", "7cm"), "white"),
    "jupiter": Model("purple", "purple", "huge", "purple!75!black", "purple!75!black"),
    "mars": Model("green!33!yellow!50!black", "green!25!white", "LARGE", "gray", "green!33!black", columns=_WIDE),
    "pluton": Model("brown", "red!50!black", "huge", "brown", "red!50!black", "4", "brown", ("3.5cm", "7cm"), "white"),
    "saturne": Model("green!50!black", "green!33!black", "huge", "white", "green!33!black", "3.5", columns=_WIDE),
    "univers": Model("blue!33!black", "blue!33!black", "Huge", "white", "blue!33!black", "4", columns=_WIDE),
    "uranus": Model("green", "gray", "Huge", "green!50!black", "green!33!black", "4.5", columns=("3.2cm", "9cm")),
    "venus": Model("green!30!white", "gray", "LARGE", "green!50!black", "green!80!black", "3.5", columns=_WIDE),
    "centaure": Model("green!50!black", "orange", "LARGE", "white", "green!30!black", "3", sides=True),
    "orion": Model("blue!50!black", "cyan!25!blue!25!white", "Large", "white", "gray!50!black", sides=True),
    "neptune": Model("orange", "red!50!black", "LARGE", "white", "orange", sides=True),
}
_SIDES = (("education", "languages", "skills", "certificates"), ("summary", "work"))


def _info(model: Model, person: Person) -> str:
    """What stands left and right at the top."""
    name = f"{{\\Large\\bfseries\\color{{{model.name}}} {tex(person.name)}}}" if model.name else tex(person.name)
    left = f"\\infoLeft{{%\n{name}\\\\\n{tex(person.place)}\\\\\n{tex(person.phone)}\n}}\n"
    right = f"\\infoRight{{%\nEmail : {tex(person.email)}\n}}\n"
    return right + left if model is _MODELS["gaia"] else left + right


def _rows(person: Person, kind: str, *, tasks: bool) -> list[tuple[str, list[str]]]:
    """Keys and lines of a section."""

    def job(item: Job) -> tuple[str, list[str]]:
        told = [tex(item.title), f"\\emph{{{tex(item.employer)}}}, {tex(item.place)}"]
        return when(person, item), told + [tex(task) for task in item.tasks if tasks]

    def study(item: Study) -> tuple[str, list[str]]:
        return when(person, item), [degree(person, item), f"({tex(item.school)}, {tex(item.place)})"]

    if kind == "work":
        return [job(item) for item in person.jobs]
    if kind == "education":
        return [study(item) for item in person.studies]
    if kind == "languages":
        return [(tex(name), [tex(level)]) for name, level, _ in person.spoken]
    told = {"summary": tex(person.summary), "skills": skills(person), "certificates": certificates(person)}
    return [("", [told[kind]])]


def _section(model: Model, person: Person, kind: str) -> str:
    """A section as a table for each of its entries, dates at the left, or in a column, dates above."""
    heading = head(person, kind)
    shown = f"\\textcolor{{white}}{{{heading}}}" if model is _MODELS["dynamique"] else heading
    parts = [f"\\CVtitle[color={model.title},bordercolor={model.border}]{{\\Large {shown}}}\n\n\\medskip\n"]
    rows = _rows(person, kind, tasks=not model.sides)
    for key, lines in rows:
        bold = f"\\bfseries\\scshape\\color{{{model.dates}}} {key}" if key else ""
        if model.sides:
            parts.append((f"{{{bold}}}\\\\\n" if key else "") + ", ".join(lines) + "\n\n\\medskip\n")
        else:
            table = f"\\begin{{tabular}}{{p{{{model.columns[0]}}}p{{{model.columns[1]}}}}}\n"
            table += f"\\hfill {bold} & " + "\\\\\n& ".join(lines)
            parts.append(f"{table}\n\\end{{tabular}}\n\n")
    return "\\noindent " + "\\noindent ".join(parts)


def pas(name: str, person: Person) -> str:
    """A model of the package pas-cv."""
    model = _MODELS[name]
    if model.sides:
        left, right = ("".join(_section(model, person, kind) for kind in side) for side in _SIDES)
        widths = (".4\\textwidth", ".4\\textwidth") if name == "neptune" else ("7cm", "10.5cm")
        text = (
            f"\\noindent\\begin{{minipage}}[t]{{{widths[0]}}}\n{left}\\end{{minipage}}\n\\hspace*{{1.5cm}}\n"
            f"\\begin{{minipage}}[t]{{{widths[1]}}}\n{right}\\end{{minipage}}\n"
        )
    else:
        kinds = ("summary", "education", "languages", "work", "skills", "certificates")
        text = "\n\\medskip\n".join(_section(model, person, kind) for kind in kinds)
    post = tex(person.label)
    if name == "andromede":
        post = f"\\begin{{minipage}}{{12cm}}\\begin{{flushright}}{post}\\end{{flushright}}\\end{{minipage}}"
    height = f"\\CVh{{{model.height}}}\n" if model.height else ""
    body = (
        f"\\CVbg[modele={name},bgcolor={model.background},bordercolor={model.border},"
        f"poste={{{post}}},postesize=\\{model.size},postecolor={model.post}]\n"
        f"{height}{_info(model, person)}\\CVmargins\n{text}"
    )
    preamble = f"{babel(person)}\\usepackage{{pas-cv}}\n\\setlength{{\\parindent}}{{0pt}}\n"
    return document("\\documentclass[a4paper]{article}", preamble, body)


PAS: dict[str, Callable[[Person], str]] = {f"latex_pas_{name}": partial(pas, name) for name in _MODELS}
