"""Persons in LaTeX's CV packages of articles: lists with dates as keys, forms, bars over sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.cv_corpus.labels import label
from evals.cv_corpus.latex_parts import (
    babel,
    certificates,
    degree,
    document,
    head,
    listed,
    running,
    skills,
    spoken,
    tex,
    when,
)
from evals.cv_corpus.people import Job, Person, Study

_A4 = "\\usepackage[a4paper,margin=2.3cm]{geometry}\n"


def _work(person: Person) -> list[tuple[str, str]]:
    """Dates of each job, and all of it in running text."""
    return [
        (
            when(person, job),
            f"{tex(job.title)}, {tex(job.employer)}, {tex(job.place)}\n\n" + running(job.tasks),
        )
        for job in person.jobs
    ]


def _studies(person: Person) -> list[tuple[str, str]]:
    return [
        (when(person, study), f"{degree(person, study)}, {tex(study.school)}, {tex(study.place)}")
        for study in person.studies
    ]


def currvita(person: Person) -> str:
    """The package currvita: a title, and lists whose keys are dates."""

    def block(kind: str, items: Sequence[tuple[str, str]]) -> str:
        rows = "".join(f"\\item[{{{key}}}] {value}\n" if key else f"\\item {value}\n" for key, value in items)
        return f"\\begin{{cvlist}}{{{head(person, kind)}}}\n{rows}\\end{{cvlist}}\n"

    address = f"{tex(person.name)}\\\\{tex(person.place)}"
    reach = f"{label(person, 'phone')}: {tex(person.phone)}\\\\{label(person, 'email')}: {tex(person.email)}"
    body = (
        "\\begin{cv}{Curriculum Vitae}\n"
        + block("contact", [("", address), ("", reach)])
        + block("summary", [("", tex(person.summary))])
        + block("work", _work(person))
        + block("education", _studies(person))
        + block("languages", [("", spoken(person))])
        + block("skills", [("", skills(person))])
        + block("certificates", [("", certificates(person))])
        + "\\end{cv}"
    )
    return document("\\documentclass[11pt,a4paper]{article}", f"{babel(person)}\\usepackage{{currvita}}\n", body)


def cv(person: Person) -> str:
    """The package CV: a centred title over sections with numbers, and lists with dates as keys."""

    def block(kind: str, text: str) -> str:
        return f"\\section{{{head(person, kind)}}}\n{text}\n"

    def dated(items: Sequence[tuple[str, str]]) -> str:
        return "\\begin{CV}\n" + "".join(f"\\item[{{{key}}}] {value}\n" for key, value in items) + "\\end{CV}"

    def left(text: str) -> str:
        return f"\\begin{{flushleft}}\n{text}\n\\end{{flushleft}}"

    reach = f"{label(person, 'phone')}: {tex(person.phone)}\\\\{label(person, 'email')}: {tex(person.email)}"
    told = "".join(f"& {tex(name)} & {tex(level)} \\\\\n" for name, level, _ in person.spoken)
    body = (
        "\\pagestyle{empty}\\begin{center}\n\\huge{\\textsc{Curriculum Vitae}}\n\n\\vspace{\\baselineskip}\n"
        f"\\Large{{\\textsc{{{tex(person.name)}}}}}\n\\end{{center}}\n"
        + block("contact", left(f"{tex(person.place)}\\\\{reach}"))
        + block("summary", "\\noindent " + tex(person.summary))
        + block("education", dated(_studies(person)))
        + block("work", dated(_work(person)))
        + block("skills", listed(person.skills))
        + block("languages", f"\\begin{{tabular}}{{p{{1cm}}>{{\\bfseries}}p{{4cm}}p{{6cm}}}}\n{told}\\end{{tabular}}")
        + block("certificates", listed(person.certificates))
    )
    preamble = f"\\usepackage{{tabularx}}\n{_A4}{babel(person)}\\usepackage{{CV}}\n"
    return document("\\documentclass[a4paper]{article}", preamble, body)


def simplecv(person: Person) -> str:
    """The class simplecv: headers at both sides of a centred name, and topics with dates as keys."""

    def block(kind: str, text: str) -> str:
        return f"\\section{{{head(person, kind)}}}\n{text}\n"

    def topic(items: Sequence[tuple[str, str]]) -> str:
        return "\\begin{topic}\n" + "".join(f"\\item[{{{key}}}] {value}\n" for key, value in items) + "\\end{topic}"

    body = (
        f"\\leftheader{{{tex(person.place)}}}\n\\rightheader{{TEL: {tex(person.phone)}\\\\"
        f"\\texttt{{\\small {tex(person.email)}}}}}\n\\title{{{tex(person.name)}}}\n"
        f"\\maketitle\n{tex(person.summary)}\n"
        + block("work", topic(_work(person)))
        + block("education", topic(_studies(person)))
        + block("skills", skills(person))
        + block("languages", topic([(tex(name), tex(level)) for name, level, _ in person.spoken]))
        + block("certificates", certificates(person))
    )
    return document("\\documentclass[a4paper]{simplecv}", babel(person), body)


def tucv(person: Person) -> str:
    """The package tucv: headings on grey bars, employer before job, dates at the right."""

    def items(*rows: str) -> str:
        return "\\begin{itemize}\n" + "".join(f"\\item[]\n{row}\n" for row in rows) + "\\end{itemize}\n"

    def block(kind: str, *rows: str) -> str:
        return f"\\resheading{{{head(person, kind)}}}\n{items(*rows)}"

    def job(item: Job) -> str:
        top = f"\\resemployer{{{tex(item.employer)}}}{{{tex(item.place)}}}\n"
        start, _, end = when(person, item).replace(" – ", " -- ").replace(" - ", " -- ").partition(" -- ")
        first = f"{start} --" if end else start
        return top + f"\\resjob[{{{running(item.tasks)}}}]{{{tex(item.title)}}}{{{first}}}{{{end}}}"

    def study(item: Study) -> str:
        top = f"\\resschool{{{tex(item.school)}}}{{{tex(item.place)}}}\n"
        return top + f"\\resdegree{{{tex(item.degree)}}}{{{tex(item.area)}}}{{{when(person, item)}}}"

    body = (
        "\\begin{tabular*}{7in}{l@{\\extracolsep{\\fill}}r}\n"
        f"\\textbf{{\\Large {tex(person.name)}}} & {tex(person.phone)}\\\\\n"
        f"{tex(person.place)} & {tex(person.email)} \\\\\n\\end{{tabular*}}\n\n"
        + block("summary", f"\\resentrysinglecol{{{tex(person.summary)}}}")
        + block("education", *map(study, person.studies))
        + block("work", *map(job, person.jobs))
        + block("skills", f"\\resentrysinglecol{{{skills(person)}}}")
        + block("languages", *(f"\\resdesc{{{tex(name)}}}{{{tex(level)}}}" for name, level, _ in person.spoken))
        + block("certificates", *(f"\\resentrysinglecol{{{tex(name)}}}" for name in person.certificates))
    )
    preamble = f"{babel(person)}\\usepackage[pagesetup]{{tucv}}\n\\fancyfoot[C]{{{tex(person.name)} \\thepage}}"
    return document("\\documentclass[letterpaper,11pt]{article}", preamble, body)


def ecv(person: Person) -> str:
    """The class ecv: a fancy form with labels at the left, for the first value with a mark."""

    def row(kind: str, value: str, command: str = "ecvENR") -> str:
        return f"\\{command}{{{tex(label(person, kind))}}}{{{value}}}"

    def section(kind: str) -> str:
        return f"\\ecvBSec{{{head(person, kind)}}}"

    parts = [f"\\ecvSec{{{head(person, 'contact')}}}", row("name", tex(person.name), "ecvEPR")]
    parts += [row("place", tex(person.place), "ecvEPR"), row("phone", tex(person.phone), "ecvEPR")]
    parts += [row("email", f"\\ecvHyperEMail{{{tex(person.email)}}}", "ecvEPR")]
    parts += [section("summary"), f"\\ecvOVR{{{tex(person.summary)}}}", section("work")]
    for job in person.jobs:
        parts.append(row("dates", when(person, job), "ecvEFR"))
        parts.append(row("employer", f"\\ecvBold{{{tex(job.employer)}}}\\\\ {tex(job.place)}"))
        parts += [row("position", tex(job.title)), row("tasks", running(job.tasks))]
    parts.append(section("education"))
    for study in person.studies:
        parts += [row("dates", when(person, study), "ecvEFR"), row("degree", f"\\ecvBold{{{tex(study.degree)}}}")]
        parts += [row("school", f"{tex(study.school)}, {tex(study.place)}"), row("subjects", tex(study.area))]
    parts.append(section("languages"))
    parts += [f"\\ecvEBSub{{{tex(name)}}}{{{tex(level)}}}" for name, level, _ in person.spoken]
    parts += [section("skills"), f"\\ecvOVR{{{skills(person)}}}"]
    parts += [section("certificates"), f"\\ecvOVR{{{certificates(person)}}}"]
    own = "german" if person.language == "de" else "english"
    preamble = f"\\inputencoding{{utf8}}\\ecvName{{{tex(person.name)}}}\n"
    body = "\\begin{ecv}\n" + "\n".join(parts) + "\n\\end{ecv}"
    return document(f"\\documentclass[{own}]{{ecv}}", preamble, body, fonts=False)


def _sub(**fields: str | Sequence[str]) -> str:
    """An entry of the package ESIEEcv by its fields; what was learnt may be given more than once."""
    rows = [
        f"\\{name}{{{value}}}"
        for name, values in fields.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return "\\begin{sousrubrique}\n" + "\n".join(rows) + "\n\\end{sousrubrique}\n"


def esieecv(person: Person) -> str:
    """The package ESIEEcv: dates and duration at the left, what was learnt after marks."""

    def rubric(kind: str, *parts: str) -> str:
        return f"\\begin{{rubrique}}{{{head(person, kind)}}}\n{''.join(parts)}\\end{{rubrique}}\n"

    jobs = [
        _sub(
            Titre=tex(job.title),
            Lieu=f"{tex(job.employer)}, {tex(job.place)}",
            Date=when(person, job),
            Apport=[tex(task.rstrip(".")) for task in job.tasks],
        )
        for job in person.jobs
    ]
    studies = [
        _sub(Titre=degree(person, item), Lieu=f"{tex(item.school)}, {tex(item.place)}", Date=when(person, item))
        for item in person.studies
    ]
    body = (
        "\\noindent\\hspace*{\\tabcolsep}\\begin{minipage}{0.5\\linewidth}\n"
        f"{{\\large {tex(person.name)}}}\\\\\n{tex(person.place)}\\\\\n{label(person, 'phone')} : {tex(person.phone)}"
        f"\\\\\n{label(person, 'email')} : \\texttt{{{tex(person.email)}}}\n\\end{{minipage}}\n\n"
        + rubric("summary", _sub(Descr=tex(person.summary)))
        + rubric("education", *studies)
        + rubric("work", *jobs)
        + rubric("languages", *(_sub(Competence=tex(name), Descr=tex(level)) for name, level, _ in person.spoken))
        + rubric("skills", _sub(Descr=skills(person)))
        + rubric("certificates", *(_sub(Descr=tex(name)) for name in person.certificates))
    )
    preamble = f"{_A4}{babel(person)}\\usepackage{{ESIEEcv}}\n\\renewcommand{{\\PostApport}}{{. }}\n"
    return document("\\documentclass[a4paper]{article}", preamble, body)


PLAIN: dict[str, Callable[[Person], str]] = {
    "latex_currvita": currvita,
    "latex_cv": cv,
    "latex_simplecv": simplecv,
    "latex_tucv": tucv,
    "latex_ecv": ecv,
    "latex_esieecv": esieecv,
}
