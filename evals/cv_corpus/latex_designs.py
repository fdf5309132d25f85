"""Persons in LaTeX's CV classes with a design of their own: timelines, bars, sidebars, drawings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from evals.cv_corpus.latex_parts import babel, degree, document, head, listed, names, running, skills, tex, when
from evals.cv_corpus.people import Job, Person, Study

_MOST_SKILLS = 9
_MOST_TASKS = 6
# Jobs, and tasks of a job, in the theme for a single page.
_ON_ONE_PAGE = (3, 2)
# cv4tw asks for this package without using it, and it breaks with kernels of LaTeX after 2020.
_NO_NEWENVIRON = "\\makeatletter\\@namedef{ver@newenviron.sty}{2012/01/01}\\makeatother\n"
# Its compact theme throws the first page away, which with newer kernels is empty only when the text is too long.
_KEEP_FIRST_PAGE = "\\renewcommand{\\AtBeginShipoutDiscard}{}\n"


def harnon(person: Person) -> str:
    """The class harnon-cv: a time line at the left, with years in circles of grey."""

    def item(date: str, title: str, *tasks: str) -> str:
        told = "".join(f"\\addtimelinebullet{{{tex(task)}}}\n" for task in tasks)
        return f"\\timelineitem{{{date}}}{{\n\\addsubheader{{{title}}}\n{told}}}\n\\timelinespacer\n"

    def block(kind: str, text: str) -> str:
        return f"\\addheadertext{{{head(person, kind)}}}\n{text}\n"

    jobs = [item(when(person, job), f"{tex(job.title)}, {tex(job.employer)}", *job.tasks) for job in person.jobs]
    studies = [item(when(person, study), f"{degree(person, study)}, {tex(study.school)}") for study in person.studies]
    preamble = (
        f"{babel(person)}\\author{{{tex(person.name)}}}\n\\yournumber{{{tex(person.phone)}}}\n"
        f"\\youraddress{{{tex(person.place)}}}\n\\youremail{{{tex(person.email)}}}\n"
        f"\\recenthistory{{{tex(person.summary)}}}\n"
    )
    body = (
        "\\maketitle\n"
        + block("work", f"\\starttimeline\n{''.join(jobs)}\\stoptimeline")
        + block("education", f"\\starttimeline\n{''.join(studies)}\\stoptimeline")
        + block("skills", listed(person.skills))
        + block("languages", listed([f"{name}: {level}" for name, level, _ in person.spoken]))
        + block("certificates", listed(person.certificates))
    )
    return document("\\documentclass{harnon-cv}", preamble, body)


def komacv(style: str, person: Person) -> str:
    """The class komacv in one of its styles."""
    first, last = names(person)
    given = {
        **{"firstname": first, "familyname": last, "addressstreet": tex(person.place), "mobile": tex(person.phone)},
        **{"email": tex(person.email)},
    }
    preamble = babel(person) + "".join(f"\\renewcommand*{{\\{name}}}{{{value}}}\n" for name, value in given.items())
    parts = ["\\raggedbottom\\maketitle", f"\\section{{{head(person, 'summary')}}}"]
    parts += [f"\\cvitem{{}}{{{tex(person.summary)}}}", f"\\section{{{head(person, 'education')}}}"]
    parts += [
        f"\\cventry{{{when(person, study)}}}{{{degree(person, study)}}}{{{tex(study.school)}}}"
        f"{{{tex(study.place)}}}{{}}{{}}"
        for study in person.studies
    ]
    parts.append(f"\\section{{{head(person, 'work')}}}")
    parts += [
        f"\\cventry{{{when(person, job)}}}{{{tex(job.title)}}}{{{tex(job.employer)}}}{{{tex(job.place)}}}{{}}"
        f"{{{running(job.tasks, '. ')}}}"
        for job in person.jobs
    ]
    parts.append(f"\\section{{{head(person, 'languages')}}}")
    parts += [f"\\cvitemwithcomment{{{tex(name)}}}{{{tex(level)}}}{{}}" for name, level, _ in person.spoken]
    parts.append(f"\\section{{{head(person, 'skills')}}}")
    parts += [f"\\cvlistitem{{{tex(name)}}}" for name in person.skills]
    parts.append(f"\\section{{{head(person, 'certificates')}}}")
    parts += [f"\\cvlistitem{{{tex(name)}}}" for name in person.certificates]
    return document(f"\\documentclass[style={style}]{{komacv}}", preamble, "\n".join(parts))


def readablecv(person: Person) -> str:
    """The class ReadableCV: a light sans serif header, skills in three columns, dates in bold at the left."""
    known = [tex(name) for name in person.skills[:_MOST_SKILLS]]
    known += [""] * (_MOST_SKILLS - len(known))

    def job(item: Job) -> str:
        tasks = [tex(task) for task in item.tasks[:_MOST_TASKS]]
        tasks += [""] * (_MOST_TASKS - len(tasks))
        told = f"{{{when(person, item)}}}{{{tex(item.title)}}}{{{tex(item.employer)}, {tex(item.place)}}}{{}}"
        return f"\\newRole{told}\n\\roleAchievements" + "".join(f"{{{task}}}" for task in tasks)

    def study(item: Study) -> str:
        return f"\\newCourse{{{when(person, item)}}}{{{degree(person, item)}}}{{{tex(item.school)}}}{{}}"

    header = {
        **{"PageColour": "white", "HeaderAlignment": "left", "HeadingColours": "SlateGray3"},
        **{"ContactLocation": "opposite", "YourName": tex(person.name), "YourJobTitle": tex(person.label)},
        **{"YourMobileNo": tex(person.phone), "YourHomeNo": "", "YourEmailAddr": tex(person.email)},
        **{"YourWebAddr": "", "SectionAlignment": "left", "JobCompanyOrder": "JobFirst"},
    }
    body = [
        *(f"\\set{name}{{{value}}}" for name, value in header.items()),
        *("\\showHeader", f"\\newHeading{{{head(person, 'summary')}}}{{}}", tex(person.summary)),
        f"\\newHeading{{{head(person, 'skills')}}}{{}}\n\\addSkills" + "".join(f"{{{name}}}" for name in known),
        *(f"\\newHeading{{{head(person, 'work')}}}{{}}", *map(job, person.jobs)),
        *(f"\\newHeading{{{head(person, 'education')}}}{{}}", *map(study, person.studies)),
        f"\\newHeading{{{head(person, 'languages')}}}{{}}",
        listed([f"{name} – {level}" for name, level, _ in person.spoken]),
        *(f"\\newHeading{{{head(person, 'certificates')}}}{{}}", listed(person.certificates)),
    ]
    return document("\\documentclass[a4paper]{ReadableCV}", babel(person), "\n".join(body))


def cv4tw(theme: str, person: Person) -> str:
    """The class cv4tw in one of its themes: contacts with icons, stories with dates at the left."""
    first, last = names(person)
    told = {"email": person.email, "cellphone": person.phone, "address": person.place}
    first_page = _KEEP_FIRST_PAGE if theme == "compact" else ""
    preamble = (
        f"\\usetheme{{{theme}}}\n{first_page}{babel(person)}"
        f"\\firstname{{{first}}}\\lastname{{{last}}}\\title{{{tex(person.label)}}}\n"
        + "".join(f"\\setcvcontact[{name}]{{{tex(value)}}}\n" for name, value in told.items())
        + "".join(f"\\setcvasset[{at}]{{{tex(name)}}}\n" for at, name in enumerate(person.skills[:4]))
        + f"\\quote{{{tex(person.summary)}}}\n"
    )
    jobs, tasks = _ON_ONE_PAGE if theme == "compact" else (None, None)
    stories = [
        f"\\story{{\\emph{{{tex(job.title)}}}}}{{{tex(job.employer)}}}{{{when(person, job)}\\\\{tex(job.place)}}}{{}}"
        f"{{{listed(job.tasks[:tasks], 'missions')}}}"
        for job in person.jobs[:jobs]
    ]
    studies = [
        f"\\story{{\\emph{{{degree(person, study)}}}}}{{{tex(study.school)}}}"
        f"{{{when(person, study)}\\\\{tex(study.place)}}}{{}}{{}}"
        for study in person.studies
    ]
    body = [
        *(f"\\section{{{head(person, 'work')}}}", *stories, f"\\section{{{head(person, 'education')}}}", *studies),
        *(f"\\section{{{head(person, 'skills')}}}", _skills(person)),
    ]
    return document(f"{_NO_NEWENVIRON}\\documentclass[a4paper]{{cv4tw}}", preamble, "\n".join(body), fonts=False)


def _skills(person: Person) -> str:
    """The class cv4tw's lists of skills."""
    rows = "".join(f"\\skill[{tex(name)}]{{{tex(level)}}}\n" for name, level, _ in person.spoken)
    held = "".join(f"\\skill[]{{{tex(name)}}}\n" for name in person.certificates)
    told = {"languages": rows, "skills": f"\\skill[]{{{skills(person)}}}\n", "certificates": held}
    return "\n".join(f"\\begin{{skills}}{{{head(person, kind)}}}\n{text}\\end{{skills}}" for kind, text in told.items())


DESIGNS: dict[str, Callable[[Person], str]] = {
    "latex_harnon": harnon,
    "latex_readablecv": readablecv,
    **{f"latex_komacv_{style}": partial(komacv, style) for style in ("classic", "casual", "oldstyle")},
    **{f"latex_cv4tw_{theme}": partial(cv4tw, theme) for theme in ("sharp", "simple", "compact")},
}
