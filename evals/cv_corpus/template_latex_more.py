"""More persons in LaTeX templates by others, each used as its own example uses it."""

from __future__ import annotations

from collections.abc import Sequence

from evals.cv_corpus.latex_parts import degree, head, tex, when
from evals.cv_corpus.people import Job, Person, Study
from evals.cv_corpus.template_parts import ends, groups, rating, spoken

_BEGIN = "\\begin{document}\n"
_END = "\\end{document}\n"
# More letters than this do not fit into one line of McDowell's three columns.
_COLUMN = 30
# In centimetres: how wide the other's sidebar is, and a letter of its headings, which are smaller where they are long.
_SIDEBAR = 5.6
_SIZES = ((17, "", 0.31), (24, "\\Large ", 0.22), (99, "\\large ", 0.18))


def _dash(person: Person, item: Job | Study) -> str:
    return " -- ".join(map(tex, ends(person, item)))


def _list(items: Sequence[str]) -> str:
    return "\\begin{itemize}\n" + "".join(f"\\item {tex(item)}\n" for item in items) + "\\end{itemize}\n"


def mcdowell(person: Person) -> str:
    """dnl-blkv/mcdowell-cv: employer, title and dates in three columns."""
    text = "\\documentclass{mcdowellcv}\n"
    text += f"\\name{{{tex(person.name)}}}\n\\address{{{tex(person.place)}}}\n"
    text += f"\\contacts{{{tex(person.phone)} \\linebreak {tex(person.email)}}}\n{_BEGIN}\\makeheader\n"

    def section(kind: str, body: str) -> str:
        return f"\\begin{{cvsection}}{{{head(person, kind)}}}\n{body}\\end{{cvsection}}\n"

    def entry(left: str, middle: str, item: Job | Study, body: str) -> str:
        told = f"{{{tex(left)}}}{{{tex(middle)}}}{{{_dash(person, item)}}}"
        lines = 2 if max(len(left), len(middle)) > _COLUMN else 1
        return f"\\begin{{cvsubsection}}[{lines}]{told}\n{body}\\end{{cvsubsection}}\n"

    jobs = [entry(job.title, job.employer, job, _list(job.tasks)) for job in person.jobs]
    studies = [entry(one.school, one.place, one, _list([f"{one.degree}, {one.area}"])) for one in person.studies]
    rows = [f"{name}: {', '.join(some)}" for name, some in groups(person) if some]
    rows.append(f"{person.headings['languages']}: {', '.join(spoken(person))}")
    skills = f"\\begin{{cvsubsection}}{{}}{{}}{{}}\n{_list(rows)}\\end{{cvsubsection}}\n"
    held = f"\\begin{{cvsubsection}}{{}}{{}}{{}}\n{_list(person.certificates)}\\end{{cvsubsection}}\n"
    text += section("work", "".join(jobs)) + section("education", "".join(studies))
    return text + section("skills", skills) + (section("certificates", held) if person.certificates else "") + _END


def twentyseconds(person: Person) -> str:
    """spagnuolocarmine/TwentySecondsCurriculumVitae-LaTex: a grey sidebar with bars, dates at the left."""
    contact = {"cvaddress": person.place, "cvnumberphone": person.phone, "cvmail": person.email}
    bars = ",".join(f"{{{tex(name)}}}/{rating(at)}" for at, name in enumerate(person.skills))
    text = "\\documentclass[letterpaper]{twentysecondcv}\n\\usepackage[utf8]{inputenc}\n"
    text += "\\profilepic{}\n" + "".join(f"\\{name}{{{tex(value)}}}\n" for name, value in contact.items())
    text += f"\\cvname{{{tex(person.name)}}}\n\\cvjobtitle{{{tex(person.label)}}}\n"
    for kind, name in (("summary", "aboutme"), ("skills", "skills")):
        long = len(person.headings[kind])
        size, letter = next((size, letter) for most, size, letter in _SIZES if long <= most)
        rule = max(0.2, _SIDEBAR - letter * long)
        text += f"\\renewcommand{{\\{name}title}}{{{size}{head(person, kind)}}}\n"
        text += f"\\renewcommand{{\\{name}rule}}{{{rule:.1f}cm}}\n"
    text += f"{_BEGIN}\\aboutme{{{tex(person.summary)}}}\n\\skills{{{bars}}}\n"
    text += "\\makeprofile\n"

    def twenty(rows: Sequence[str], kind: str = "twenty") -> str:
        return "".join(f"\\begin{{{kind}}}\n{row}\\end{{{kind}}}\n\n" for row in rows)

    jobs = [
        f"\\twentyitem{{{_narrow(person, job)}}}{{{tex(job.title)}, {tex(job.employer)}}}{{{tex(job.place)}}}"
        f"{{{_lines(job.tasks)}}}\n"
        for job in person.jobs
    ]
    studies = [
        f"\\twentyitem{{{_narrow(person, one)}}}{{{degree(person, one)}}}{{{tex(one.place)}}}{{{tex(one.school)}}}\n"
        for one in person.studies
    ]
    tongue_rows = [f"\\twentyitemshort{{{tex(name)}}}{{{tex(said)}}}\n" for name, said, _ in person.spoken]
    held = [f"\\twentyitemshort{{}}{{{tex(name)}}}\n" for name in person.certificates]
    text += f"\\section{{{head(person, 'work')}}}\n{twenty(jobs)}"
    text += f"\\section{{{head(person, 'education')}}}\n{twenty(studies)}"
    text += f"\\section{{{head(person, 'languages')}}}\n{twenty([''.join(tongue_rows)], 'twentyshort')}"
    if held:
        text += f"\\section{{{head(person, 'certificates')}}}\n{twenty([''.join(held)], 'twentyshort')}"
    return f"{text}{_END}"


def _lines(items: Sequence[str]) -> str:
    return " \\newline ".join(map(tex, items))


def _narrow(person: Person, item: Job | Study) -> str:
    """Dates for a narrow column: its example has years only, and longer ones are set in two lines."""
    first, last = map(tex, ends(person, item))
    return f"\\parbox[t]{{1.9cm}}{{\\raggedright {first} -- {last}}}"


def latexcv_classic(person: Person) -> str:
    """jankapunkt/latexcv in its classic design."""
    heads, held = {kind: head(person, kind) for kind in person.headings}, bool(person.certificates)
    rows = [
        (person.place, f"\\textbf{{{heads['skills']}:}} {tex(', '.join(person.skills))}"),
        (person.email, f"\\textbf{{{heads['languages']}:}} {tex(', '.join(spoken(person)))}"),
        (person.phone, f"\\textbf{{{heads['certificates']}:}} {tex(', '.join(person.certificates))}" if held else ""),
    ]
    text = f"\\input{{preamble}}\n{_BEGIN}\\pagestyle{{fancy}}\n\\vspace{{-8pt}}\n\\begin{{center}}\n"
    text += (
        f"\\HUGE \\textsc{{{tex(person.name)}}} \\textcolor{{sectcol}}{{\\rule[-1mm]{{1mm}}{{0.9cm}}}} \\textsc{{CV}}"
    )
    text += f"\\\\[2pt]\n\\small {tex(person.label)}\n\\end{{center}}\n\\vspace{{6pt}}\n"
    text += "".join(f"\\metasection{{{tex(left)}}}{{{right}}}\n" for left, right in rows)
    text += "\\vspace{-2pt}\n\\textcolor{softcol}{\\hrule}\n\\vspace{6pt}\n\\normalsize\n\\vspace{-6pt}\n"
    text += f"\\cvsection{{{heads['summary']}}}\n{tex(person.summary)}\\\\\n\\cvsection{{{heads['work']}}}\n"
    for job in person.jobs:
        tasks = ",".join(f"{{{tex(task)}}}" for task in job.tasks)
        text += f"\\cvevent{{{when(person, job)}}}{{{tex(job.title)}}}{{{tex(job.employer)}}}{{{tasks}}}\n"
    text += f"\\cvsection{{{heads['education']}}}\n"
    for one in person.studies:
        place = f"{{{{{tex(one.place)}}}}}"
        text += f"\\cvevent{{{when(person, one)}}}{{{degree(person, one)}}}{{{tex(one.school)}}}{place}\n"
    return f"{text}{_END}"


def cies(person: Person) -> str:
    """cies/resume: indented sections between rules."""
    text = "\\documentclass[10pt,a4paper]{article}\n\\usepackage[a4paper,margin=0.75in]{geometry}\n"
    text += f"\\usepackage{{resume}}\n{_BEGIN}\\maintitle{{{tex(person.name)}}}{{}}{{}}\n\n\\nobreakvspace{{0.3em}}\n"
    text += (
        f"\\noindent\\href{{mailto:{tex(person.email)}}}{{{tex(person.email)}}}\\sbull\n{tex(person.phone)}\\sbull\n"
    )
    text += f"{tex(person.place)}\n"

    def section(kind: str, body: str) -> str:
        return f"\\spacedhrule{{0.9em}}{{-0.4em}}\n\\roottitle{{{head(person, kind)}}}\n{body}"

    jobs = [
        f"\\headedsection{{{tex(job.employer)}}}{{\\textsc{{{tex(job.place)}}}}}{{%\n"
        f"\\headedsubsection{{{tex(job.title)}}}{{{_dash(person, job)}}}"
        f"{{\\bodytext{{{' '.join(tex(task.rstrip('.')) + '.' for task in job.tasks)}}}}}\n}}\n"
        for job in person.jobs
    ]
    studies = [
        f"\\headedsection{{{tex(one.school)}}}{{\\textsc{{{tex(one.place)}}}}}{{%\n"
        f"\\headedsubsection{{{degree(person, one)}}}{{{_dash(person, one)}}}{{}}\n}}\n"
        for one in person.studies
    ]
    known = "".join(
        f"\\inlineheadsection{{{tex(name)}:}}{{{tex(', '.join(some))}}}\n\\nobreakvspace{{1em}}\n"
        for name, some in (*groups(person), (person.headings["languages"], spoken(person)))
        if some
    )
    held = "".join(f"\\bodytext{{{tex(name)}}}\n" for name in person.certificates)
    summary = f"\\vspace{{-1.3em}}\n\\begin{{multicols}}{{2}}\n\\noindent {tex(person.summary)}\n\\end{{multicols}}\n"
    text += section("summary", summary) + section("work", "".join(jobs)) + section("education", "".join(studies))
    return text + section("skills", known) + (section("certificates", held) if held else "") + _END
