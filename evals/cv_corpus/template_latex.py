"""Persons in LaTeX templates by others, each used as its own example uses it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.cv_corpus.latex_parts import degree, head, listed, tex, typeset, when
from evals.cv_corpus.people import Job, Person, Study
from evals.cv_corpus.template_latex_more import cies, latexcv_classic, mcdowell, twentyseconds
from evals.cv_corpus.template_parts import ends, groups, level, parted, spoken, user, word

_SECONDS = 120
_RUNS = 2
_BEGIN = "\\begin{document}\n"
_END = "\\end{document}\n"
# What those load whose letters the template's own fonts lack.
_ACCENTS = "\\usepackage[T1]{fontenc}\\usepackage{lmodern}\n"


def _items(items: Sequence[str], command: str = "\\item []") -> str:
    return "".join(command.replace("[]", tex(item)) + "\n" for item in items)


def _accents(text: str) -> str:
    """The text, with fonts for accents where it needs them."""
    return text if text.isascii() else text.replace(_BEGIN, _ACCENTS + _BEGIN, 1)


def _said(person: Person, form: str = "{} ({})") -> str:
    return tex(", ".join(spoken(person, form)))


def _dash(person: Person, item: Job | Study) -> str:
    """Both dates, joined by the dash that LaTeX writers use."""
    return " -- ".join(map(tex, ends(person, item)))


def jake(person: Person) -> str:
    """jakegut/resume, the commonest one-page template."""
    profile = f"linkedin.com/in/{user(person)}"
    contact = [
        tex(person.phone),
        f"\\href{{mailto:{tex(person.email)}}}{{\\underline{{{tex(person.email)}}}}}",
        f"\\href{{https://{profile}}}{{\\underline{{{tex(profile)}}}}}",
    ]
    text = "\\input{preamble}\n" + _BEGIN
    text += f"\\begin{{center}}\n\\textbf{{\\Huge \\scshape {tex(person.name)}}} \\\\ \\vspace{{1pt}}\n"
    text += f"\\small {' $|$ '.join(contact)}\n\\end{{center}}\n"
    text += f"\\section{{{head(person, 'education')}}}\n\\resumeSubHeadingListStart\n"
    for one in person.studies:
        text += f"\\resumeSubheading{{{tex(one.school)}}}{{{tex(one.place)}}}"
        text += f"{{{degree(person, one)}}}{{{_dash(person, one)}}}\n"
    text += f"\\resumeSubHeadingListEnd\n\\section{{{head(person, 'work')}}}\n\\resumeSubHeadingListStart\n"
    for job in person.jobs:
        text += f"\\resumeSubheading{{{tex(job.title)}}}{{{_dash(person, job)}}}"
        text += f"{{{tex(job.employer)}}}{{{tex(job.place)}}}\n\\resumeItemListStart\n"
        text += _items(job.tasks, "\\resumeItem{[]}") + "\\resumeItemListEnd\n"
    text += f"\\resumeSubHeadingListEnd\n\\section{{{head(person, 'skills')}}}\n"
    rows = [f"\\textbf{{{tex(name)}}}{{: {tex(', '.join(some))}}}" for name, some in groups(person)]
    rows.append(f"\\textbf{{{head(person, 'languages')}}}{{: {_said(person)}}}")
    if person.certificates:
        rows.append(f"\\textbf{{{head(person, 'certificates')}}}{{: {tex(', '.join(person.certificates))}}}")
    text += "\\begin{itemize}[leftmargin=0.15in, label={}]\n\\small{\\item{\n" + " \\\\\n".join(rows)
    return _accents(f"{text}\n}}}}\n\\end{{itemize}}\n{_END}")


def sb2nov(person: Person) -> str:
    """sb2nov/resume: the older template that Jake's is based on."""
    mail = f"\\href{{mailto:{tex(person.email)}}}{{{tex(person.email)}}}"
    text = "\\input{preamble}\n" + _BEGIN + "\\begin{tabular*}{\\textwidth}{l@{\\extracolsep{\\fill}}r}\n"
    text += f"\\textbf{{\\Large {tex(person.name)}}} & Email : {mail}\\\\\n"
    text += f"{tex(person.place)} & {word(person, 'phone')} : {tex(person.phone)} \\\\\n\\end{{tabular*}}\n"
    text += f"\\section{{{head(person, 'education')}}}\n\\resumeSubHeadingListStart\n"
    for one in person.studies:
        text += f"\\resumeSubheading{{{tex(one.school)}}}{{{tex(one.place)}}}"
        text += f"{{{degree(person, one)}}}{{{_dash(person, one)}}}\n"
    text += f"\\resumeSubHeadingListEnd\n\\section{{{head(person, 'work')}}}\n\\resumeSubHeadingListStart\n"
    for job in person.jobs:
        text += f"\\resumeSubheading{{{tex(job.employer)}}}{{{tex(job.place)}}}"
        text += f"{{{tex(job.title)}}}{{{_dash(person, job)}}}\n\\resumeItemListStart\n"
        text += _items(job.tasks, "\\resumeItemPlain{[]}") + "\\resumeItemListEnd\n"
    text += f"\\resumeSubHeadingListEnd\n\\section{{{head(person, 'skills')}}}\n\\resumeSubHeadingListStart\n"
    rows = [*groups(person), (person.headings["languages"], spoken(person))]
    rows.append((person.headings["certificates"], person.certificates))
    text += "".join(f"\\resumeSubItem{{{tex(name)}}}{{{tex(', '.join(some))}}}\n" for name, some in rows if some)
    return _accents(f"{text}\\resumeSubHeadingListEnd\n{_END}")


def billryan(person: Person) -> str:
    """billryan/resume: dated subsections."""
    text = f"\\documentclass{{resume}}\n{_BEGIN}\\pagenumbering{{gobble}}\n\\name{{{tex(person.name)}}}\n"
    text += f"\\contact{{{tex(person.email)}}}{{{tex(person.phone)}}}{{{tex('linkedin.com/in/' + user(person))}}}\n"
    text += f"\\section{{{head(person, 'education')}}}\n"
    for one in person.studies:
        text += f"\\datedsubsection{{\\textbf{{{tex(one.school)}}}, {tex(one.place)}}}{{{_dash(person, one)}}}\n"
        text += f"{degree(person, one)}\n\n"
    text += f"\\section{{{head(person, 'work')}}}\n"
    for job in person.jobs:
        text += f"\\datedsubsection{{\\textbf{{{tex(job.employer)}}}, {tex(job.place)}}}{{{_dash(person, job)}}}\n"
        text += f"\\role{{{tex(job.title)}}}{{}}\n{listed(job.tasks)}\n"
    text += f"\\section{{{head(person, 'skills')}}}\n\\begin{{itemize}}[parsep=0.5ex]\n"
    text += "".join(f"\\item {tex(name)}: {tex(', '.join(some))}\n" for name, some in groups(person) if some)
    text += "\\end{itemize}\n" + (f"\\section{{{head(person, 'certificates')}}}\n" if person.certificates else "")
    text += "".join(f"\\datedline{{\\textit{{{tex(name)}}}}}{{}}\n" for name in person.certificates)
    return f"{text}\\section{{{head(person, 'languages')}}}\n{_said(person)}\n{_END}"


def treyhunner(person: Person) -> str:
    """treyhunner/resume, spread as the "medium length professional CV"."""
    text = "\\documentclass{resume}\n\\usepackage[left=0.75in,top=0.6in,right=0.75in,bottom=0.6in]{geometry}\n"
    text += f"\\usepackage[utf8]{{inputenc}}\n\\name{{{tex(person.name)}}}\n"
    text += f"\\address{{{tex(person.place)}}}\n\\address{{{tex(person.phone)} \\\\ {tex(person.email)}}}\n{_BEGIN}"

    def section(kind: str, body: str) -> str:
        return f"\\begin{{rSection}}{{{head(person, kind)}}}\n{body}\\end{{rSection}}\n"

    studies = [
        f"{{\\bf {tex(one.school)}}} \\hfill {{\\em {_dash(person, one)}}} \\\\\n{degree(person, one)}\n\n"
        for one in person.studies
    ]
    jobs = [
        f"\\begin{{rSubsection}}{{{tex(job.employer)}}}{{{_dash(person, job)}}}"
        f"{{{tex(job.title)}}}{{{tex(job.place)}}}\n{_items(job.tasks)}\\end{{rSubsection}}\n"
        for job in person.jobs
    ]
    rows = [(*groups(person)[0],), (*groups(person)[1],), (person.headings["languages"], spoken(person))]
    table = "".join(f"{tex(name)} & {tex(', '.join(some))} \\\\\n" for name, some in rows if some)
    skills = "\\begin{tabular}{ @{} >{\\bfseries}l @{\\hspace{4ex}} p{11.5cm} }\n" + table + "\\end{tabular}\n"
    text += section("summary", tex(person.summary) + "\n") + section("education", "".join(studies))
    text += section("work", "".join(jobs)) + section("skills", skills)
    certificates = " \\\\\n".join(map(tex, person.certificates))
    return _accents(text + (section("certificates", certificates + "\n") if certificates else "") + _END)


def deedy(person: Person) -> str:
    """deedy/Deedy-Resume in its open fonts: a narrow column with studies and skills, a wide one with jobs."""
    first, last = map(tex, parted(person))
    mail = f"\\href{{mailto:{tex(person.email)}}}{{{tex(person.email)}}}"
    text = "\\documentclass[]{deedy-resume-openfont}\n\\usepackage{fancyhdr}\n\\pagestyle{fancy}\n\\fancyhf{}\n"
    text += f"\\day=14 \\month=3 \\year=2026\n{_BEGIN}\\lastupdated\n"
    text += f"\\namesection{{{first}}}{{{last}}}{{ {tex(person.place)}\\\\\n"
    text += f"{mail} | {tex(person.phone)} }}\n\\begin{{minipage}}[t]{{0.33\\textwidth}}\n"
    text += f"\\section{{{head(person, 'education')}}}\n"
    for one in person.studies:
        text += f"\\subsection{{{tex(one.school)}}}\n\\descript{{{degree(person, one)}}}\n"
        text += f"\\location{{{when(person, one)} | {tex(one.place)}}}\n\\sectionsep\n"
    profile = f"LinkedIn://  \\href{{https://linkedin.example}}{{\\bf {tex(user(person))}}} \\\\\n\\sectionsep\n"
    text += f"\\section{{Links}}\n{profile}\\section{{{head(person, 'skills')}}}\n"
    for name, some in groups(person):
        text += f"\\subsection{{{tex(name)}}}\n" + " \\textbullet{} ".join(map(tex, some)) + " \\\\\n\\sectionsep\n"
    text += f"\\section{{{head(person, 'languages')}}}\n"
    text += " \\\\\n".join(tex(one) for one in spoken(person)) + "\n\\sectionsep\n\n"
    if person.certificates:
        text += f"\\section{{{head(person, 'certificates')}}}\n" + " \\\\\n".join(map(tex, person.certificates))
    text += "\n\\sectionsep\n\\end{minipage}\n\\hfill\n\\begin{minipage}[t]{0.66\\textwidth}\n"
    text += f"\\section{{{head(person, 'work')}}}\n"
    for job in person.jobs:
        text += f"\\runsubsection{{{tex(job.employer)}}}\n\\descript{{| {tex(job.title)} }}\n"
        text += f"\\location{{{when(person, job)} | {tex(job.place)}}}\n\\vspace{{\\topsep}}\n"
        text += f"\\begin{{tightemize}}\n{_items(job.tasks)}\\end{{tightemize}}\n\\sectionsep\n"
    return f"{text}\\end{{minipage}}\n{_END}"


def altacv(person: Person) -> str:
    """liantze/AltaCV: two columns, tags, points."""
    info = "".join(
        f"\\{kind}{{{tex(value)}}}\n"
        for kind, value in (
            *(("email", person.email), ("phone", person.phone), ("location", person.place)),
            ("linkedin", user(person)),
        )
    )
    text = "\\documentclass[10pt,a4paper,ragged2e]{altacv}\n\\geometry{left=1.25cm,right=1.25cm,top=1.5cm,bottom=1.5cm}"
    text += "\n\\usepackage{paracol}\n\\columnratio{0.6}\n\\usepackage{fontspec}\\setmainfont{Lato}\n"
    text += "\\definecolor{SlateGrey}{HTML}{2E2E2E}\\colorlet{accent}{red!40!black}\n"
    text += f"{_BEGIN}\\name{{{tex(person.name)}}}\n\\tagline{{{tex(person.label)}}}\n\\personalinfo{{%\n{info}}}\n"
    text += f"\\makecvheader\n\\begin{{paracol}}{{2}}\n\\cvsection{{{head(person, 'work')}}}\n"
    events = [
        f"\\cvevent{{{tex(job.title)}}}{{{tex(job.employer)}}}{{{_dash(person, job)}}}{{{tex(job.place)}}}\n"
        f"{listed(job.tasks)}\n"
        for job in person.jobs
    ]
    text += "\\divider\n\n".join(events) + f"\\switchcolumn\n\\cvsection{{{head(person, 'summary')}}}\n"
    text += f"\\begin{{quote}}\n``{tex(person.summary)}''\n\\end{{quote}}\n\\cvsection{{{head(person, 'skills')}}}\n"
    text += "".join(f"\\cvtag{{{tex(name)}}}\n" for name in person.skills)
    text += f"\n\\cvsection{{{head(person, 'languages')}}}\n"
    tongues = [f"\\cvskill{{{tex(f'{name} ({said})')}}}{{{level(code)}}}\n" for name, said, code in person.spoken]
    text += "\\divider\n\n".join(tongues) + f"\\cvsection{{{head(person, 'education')}}}\n"
    studies = [
        f"\\cvevent{{{degree(person, one)}}}{{{tex(one.school)}}}{{{_dash(person, one)}}}{{}}\n"
        for one in person.studies
    ]
    text += "\\divider\n\n".join(studies)
    if person.certificates:
        text += f"\\cvsection{{{head(person, 'certificates')}}}\n{listed(person.certificates)}\n"
    return f"{text}\\end{{paracol}}\n{_END}"


def awesome_cv(person: Person) -> str:
    """posquit0/Awesome-CV."""
    first, last = map(tex, parted(person))
    colour = ("red", "emerald", "skyblue", "concrete")[person.number % 4]
    text = "\\documentclass[11pt, a4paper]{awesome-cv}\n"
    text += "\\geometry{left=1.4cm, top=.8cm, right=1.4cm, bottom=1.8cm, footskip=.5cm}\n"
    text += f"\\colorlet{{awesome}}{{awesome-{colour}}}\n\\setbool{{acvSectionColorHighlight}}{{true}}\n"
    text += "\\renewcommand{\\acvHeaderSocialSep}{\\quad\\textbar\\quad}\n"
    text += f"\\name{{{first}}}{{{last}}}\n\\position{{{tex(person.label)}}}\n\\address{{{tex(person.place)}}}\n"
    text += f"\\mobile{{{tex(person.phone)}}}\n\\email{{{tex(person.email)}}}\n\\linkedin{{{tex(user(person))}}}\n"
    text += f"{_BEGIN}\\makecvheader[C]\n\\makecvfooter{{}}{{{tex(person.name)}~~~·~~~Résumé}}{{\\thepage}}\n"
    text += f"\\cvsection{{{head(person, 'summary')}}}\n\n"
    text += f"\\begin{{cvparagraph}}\n{tex(person.summary)}\n\\end{{cvparagraph}}\n"
    text += f"\\cvsection{{{head(person, 'work')}}}\n\n\\begin{{cventries}}\n"
    for job in person.jobs:
        text += f"\\cventry{{{tex(job.title)}}}{{{tex(job.employer)}}}{{{tex(job.place)}}}{{{_dash(person, job)}}}"
        text += f"{{\n\\begin{{cvitems}}\n{_items(job.tasks)}\\end{{cvitems}}\n}}\n\n"
    text += "\\end{cventries}\n"
    if person.certificates:
        held = "".join(f"\\cvhonor{{{tex(name)}}}{{}}{{}}{{}}\n" for name in person.certificates)
        text += f"\\cvsection{{{head(person, 'certificates')}}}\n\n\\begin{{cvhonors}}\n{held}\\end{{cvhonors}}\n"
    text += f"\\cvsection{{{head(person, 'education')}}}\n\n\\begin{{cventries}}\n"
    for one in person.studies:
        text += f"\\cventry{{{degree(person, one)}}}{{{tex(one.school)}}}"
        text += f"{{{tex(one.place)}}}{{{_dash(person, one)}}}{{}}\n\n"
    text += f"\\end{{cventries}}\n\\cvsection{{{head(person, 'skills')}}}\n\n\\begin{{cvskills}}\n"
    rows = [*groups(person), (person.headings["languages"], spoken(person))]
    text += "".join(f"\\cvskill{{{tex(name)}}}{{{tex(', '.join(some))}}}\n" for name, some in rows if some)
    return f"{text}\\end{{cvskills}}\n{_END}"


LATEX: dict[str, Callable[[Person], str]] = {
    f"tpl_{make.__name__}": make
    for make in (
        jake,
        sb2nov,
        billryan,
        treyhunner,
        deedy,
        altacv,
        awesome_cv,
        mcdowell,
        twentyseconds,
        latexcv_classic,
        cies,
    )
}
# Templates that load fonts which only XeTeX reads.
_XETEX = ("tpl_billryan", "tpl_deedy", "tpl_altacv", "tpl_awesome_cv", "tpl_mcdowell", "tpl_cies")


def write_latex_template(person: Person, layout: str, target: Path, source: Path) -> None:
    """Sets a person's CV by XeTeX where the template needs it, else by pdfTeX."""
    program = "xelatex" if layout in _XETEX else "pdflatex"
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name) / "cv"
        shutil.copytree(source, scratch)
        (scratch / "cv.tex").write_text(LATEX[layout](person), encoding="utf-8")
        who = f"{layout}, person {person.number}"
        target.write_bytes(typeset(program, scratch / "cv.tex", _RUNS, _SECONDS, who))
