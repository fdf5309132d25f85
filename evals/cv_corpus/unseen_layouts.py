"""Layouts of the last set but one: written without a look at what reads them, measured once, then tuned on.

Each follows a family of CVs that is often met: the academic CV, a design site's page with a dark head and a bar at the
right, what somebody writes in a text processor, a network's page with promotions, the tradesperson's and nurse's single
page with licences, the engineer's CV with a list of projects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from evals.cv_corpus.design_parts import career, colon, icon, label, lines, one_of, paper, photo, places, street
from evals.cv_corpus.html_parts import contact, degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import LAST_MONTH, LAST_YEAR, Job, Person, Study

_ACADEMIC = (
    "h2{break-after:avoid}"
    "@page{margin:22mm 24mm}body{font:11pt/1.3 'Latin Modern Roman','Liberation Serif',serif}"
    "h1{font-size:20pt;font-weight:400;text-align:center}.c{text-align:center;margin:2pt 0}"
    "h2{font-size:13pt;margin:14pt 0 5pt}.e{margin-bottom:6pt;break-inside:avoid}.e ul{margin:1pt 0 4pt}"
    ".e .r span:last-child{white-space:nowrap;padding-left:8mm}ol{margin:2pt 0;padding-left:16pt}li{margin-bottom:2pt}"
)

_DARK = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:0}body{font:9.6pt/1.45 Lato,sans-serif;color:#3b3b3b}"
    "header{background:#20262e;color:#fff;display:flex;gap:10mm;align-items:center;padding:0 14mm;height:54mm}"
    "h1{font-size:27pt;line-height:1.1;letter-spacing:2px;text-transform:uppercase;font-weight:900}"
    ".l{font-size:12pt;letter-spacing:3px;color:#e0b15a;margin-top:4pt}"
    ".g{display:grid;grid-template-columns:1fr 66mm;min-height:242.8mm}.m{padding:5mm 9mm 10mm 14mm}"
    ".s{background:#f1ede6;padding:5mm 9mm 10mm 8mm}"
    ".s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}"
    "h2{font-size:12.5pt;letter-spacing:2px;text-transform:uppercase;color:#20262e;border-bottom:2px solid #e0b15a;"
    "padding-bottom:2pt}.e{break-inside:avoid;margin-bottom:8pt}.t{font-weight:700;color:#20262e;font-size:10.5pt}"
    ".w{color:#77716a}.s p{margin:1pt 0}.s .n{font-size:8.6pt;white-space:nowrap}.s ul{padding-left:12pt}"
    ".s h2{font-size:11pt;letter-spacing:1px;margin:10pt 0 4pt}"
)

_OWN = (
    "h2{break-after:avoid}"
    "@page{margin:25mm 25mm 20mm}body{font:11pt/1.25 Carlito,Calibri,sans-serif;color:#000}"
    "h1{font-size:16pt}p{margin:0}h2{font-size:12pt;text-decoration:underline;margin:14pt 0 5pt}"
    ".e{margin-bottom:9pt;break-inside:avoid}.h{padding-left:48mm;text-indent:-48mm}"
    ".h>span{display:inline-block;width:48mm;text-indent:0}.i{padding-left:48mm;font-style:normal}"
    ".d{padding-left:3.5mm;text-indent:-3.5mm}.i.d{padding-left:51.5mm}"
    ".e .r span:last-child{white-space:nowrap;padding-left:6mm}"
)

_GROUPS = (
    "h2{break-after:avoid}"
    "@page{margin:15mm 18mm}body{font:10pt/1.4 'Liberation Sans',Arial,sans-serif;color:#1f1f1f}"
    "h1{font-size:22pt;font-weight:700}.l{font-size:12.5pt;margin:2pt 0}.c{color:#666;font-size:9.5pt}"
    "h2{font-size:14pt;border-top:1px solid #d5d5d5;padding-top:9pt;margin:11pt 0 6pt}.w{color:#666;font-size:9.2pt}"
    ".e{display:grid;grid-template-columns:11mm 1fr;gap:4mm;margin-bottom:9pt}.e p,.o p{margin:0 0 1pt}"
    ".q{width:11mm;height:11mm;background:#dfe6ea}.b{font-weight:700;font-size:10.8pt}.o{break-inside:avoid}"
    ".p{border-left:2px solid #ccc;padding-left:4mm;margin:5pt 0 0}"
)

_TRADE = (
    "h2{break-after:avoid}"
    "@page{margin:14mm 17mm}body{font:10pt/1.3 'Liberation Sans',Arial,sans-serif}"
    "header{border-bottom:3pt solid #2f5d3a;padding-bottom:4pt;text-align:center}h1{font-size:20pt}"
    ".l{font-size:12pt;color:#2f5d3a;font-weight:700}h2{font-size:11.5pt;color:#2f5d3a;margin:10pt 0 3pt}"
    ".k ul{columns:2;margin:0}.x td{padding:1pt 5mm 0 0}.x td:nth-child(1){width:58mm;font-weight:700}"
    ".x td:nth-child(3){text-align:right;white-space:nowrap;padding-right:0}.e{break-inside:avoid;margin-bottom:4pt}"
    ".e ul{margin:1pt 0 3pt}"
)

_ENGINEER = (
    "h2{break-after:avoid}"
    "@page{margin:16mm 18mm}body{font:10pt/1.35 Carlito,Calibri,sans-serif;color:#222}"
    "header{display:flex;justify-content:space-between;border-bottom:1.5px solid #0b5394;padding-bottom:4mm}"
    "header p{margin:1pt 0}h1{font-size:23pt;color:#0b5394}.c{text-align:right}.l{font-size:12pt}"
    "h2{font-size:12.5pt;color:#0b5394;margin:12pt 0 5pt}"
    ".e{display:grid;grid-template-columns:40mm 1fr;gap:5mm;margin-bottom:7pt;break-inside:avoid}.e p{margin:0 0 1pt}"
    ".w{color:#666}.t{font-weight:700;font-size:10.8pt}.x{border-collapse:collapse}tr{break-inside:avoid}"
    ".x td{border-bottom:.6px solid #bbb;padding:2pt 4mm 2pt 0}.x td:first-child{white-space:nowrap}"
)


def academic(person: Person) -> str:
    """The academic CV: education first, then positions, teaching and publications; dates at the right."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        told = ", ".join((f"<b>{what}</b>", html(name), *places(person, item)))
        return f'<div class="e">{row(told, when(person, item))}{more}</div>'

    mine = career(person)
    first, last = person.name.split()[0], person.name.split()[-1]
    papers = "".join(f"<li>{html(str(text).replace('NAME', f'{last}, {first[0]}.'))}</li>" for text in mine["papers"])
    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    body = (
        f"<h1>{html(person.name)}</h1><p class='c'>{street(person)}, {html(person.place)}</p>"
        f"<p class='c'>{html(person.phone)} &nbsp;•&nbsp; {html(person.email)}</p>"
        + section(person, "education", studies)
        + section(person, "positions", jobs)
        + section(person, "teaching", lines(mine["teaching"]))
        + section(person, "papers", f"<ol>{papers}</ol>")
        + section(person, "skills", f"<p>{html(', '.join(person.skills))}</p>")
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
    )
    return page(body, _ACADEMIC + paper(person))


def dark_head(person: Person) -> str:
    """A design site's: a dark head with photo over both columns, a bar at the right with contacts and education."""

    def job(item: Job) -> str:
        told = ", ".join((html(item.employer), *places(person, item)))
        return (
            f'<div class="e"><p class="t">{html(item.title)}</p>'
            f'<p class="w">{told} | {when(person, item)}</p>{tasks(item)}</div>'
        )

    studies = "".join(
        f'<div class="e"><p class="t">{html(degree(person, item))}</p><p>{html(item.school)}</p>'
        f'<p class="w">{when(person, item)}</p></div>'
        for item in person.studies
    )
    contacts = "".join(
        f"<p class='n'>{icon(kind)} &nbsp;{html(text)}</p>"
        for kind, text in (("phone", person.phone), ("mail", person.email), ("pin", person.place))
    )
    side = (
        section(person, "contact", contacts)
        + section(person, "education", studies)
        + section(person, "skills", listed(person.skills))
        + section(person, "languages", lines(languages(person)))
        + section(person, "certificates", lines(person.certificates))
    )
    main = section(person, "summary", f"<p>{html(person.summary)}</p>") + section(
        person, "work", "".join(map(job, person.jobs))
    )
    head = (
        f"<header>{photo(person, 'width:34mm;height:34mm;border-radius:50%;flex:none')}"
        f"<div><h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p></div></header>"
    )
    return page(f'{head}<div class="g"><div class="m">{main}</div><div class="s">{side}</div></div>', _DARK)


def _dashes(some: Sequence[str], css: str = "d") -> str:
    """Lines with a dash before each."""
    return "".join(f'<p class="{css}">- {html(text)}</p>' for text in some)


def self_made(person: Person) -> str:
    """What somebody writes in a text processor: bold underlined headings, dates at a tab, dashes typed before tasks.

    By turns the dates stand at the left with all else at a tab, or at the right of title and employer.
    """

    def left(item: Job | Study, what: str, name: str, more: Sequence[str]) -> str:
        place = ", ".join((html(name), *places(person, item)))
        head = f'<p class="h"><span>{when(person, item)}</span><b>{what}</b></p><p class="i">{place}</p>'
        return f'<div class="e">{head}{_dashes(more, "i d")}</div>'

    def right(item: Job | Study, what: str, name: str, more: Sequence[str]) -> str:
        place = ", ".join((html(name), *places(person, item)))
        head = row(f"<b>{place}</b>", when(person, item)) + f"<p>{what}</p>"
        return f'<div class="e">{head}{_dashes(more)}</div>'

    entry, mark = (left if person.number % 2 else right), colon(person)
    jobs = "".join(entry(job, html(job.title), job.employer, job.tasks) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, ()) for item in person.studies)
    body = (
        f"<h1>{html(person.name)}</h1><p>{street(person)}</p><p>{html(person.place)}</p>"
        f"<p>{label(person, 'phone')}{mark} {html(person.phone)}</p>"
        f"<p>{label(person, 'email')}{mark} {html(person.email)}</p>"
        + section(person, "work", jobs)
        + section(person, "education", studies)
        + section(person, "certificates", _dashes(person.certificates))
        + section(person, "languages", lines(languages(person)))
        + section(person, "skills", f"<p>{html(', '.join(person.skills))}</p>")
        + section(person, "interests", f"<p>{one_of(person, 'interests')}</p>")
    )
    return page(body, _OWN + paper(person))


def _lasted(person: Person, start: int, end: int | None) -> str:
    """How long it lasted, as networks tell it, or nothing where the person tells no months."""
    if person.style == "years":
        return ""
    years, months = divmod((LAST_YEAR * 12 + LAST_MONTH - 1 if end is None else end) - start + 1, 12)
    year, some_years, one_month, some_months = person.words["durations"]
    told = [f"{years} {year if years == 1 else some_years}"] if years else []
    told += [f"{months} {one_month if months == 1 else some_months}"] if months else []
    return " ".join(told)


def _role(person: Person, item: Job, name: str = "") -> str:
    """A job of a network's page; its employer only where it is the only job there."""
    employer = f"<p>{html(name)}</p>" if name else ""
    dates = " · ".join(filter(None, (when(person, item), _lasted(person, item.start, item.end))))
    return (
        f'<p class="b">{html(item.title)}</p>{employer}'
        f'<p class="w">{dates}</p><p class="w">{html(item.place)}</p>{tasks(item)}'
    )


def promotions(person: Person) -> str:
    """As a network's page: an employer with all jobs held there, or a job with its employer; grey squares for logos."""

    def group(name: str, some: list[Job]) -> str:
        if len(some) == 1:
            return f'<div class="e o"><div class="q"></div><div>{_role(person, some[0], name)}</div></div>'
        roles = "".join(f'<div class="o p">{_role(person, item)}</div>' for item in some)
        total = _lasted(person, some[-1].start, some[0].end)
        head = f'<p class="b">{html(name)}</p>' + (f'<p class="w">{total}</p>' if total else "")
        return f'<div class="e"><div class="q"></div><div>{head}{roles}</div></div>'

    def study(item: Study) -> str:
        return (
            f'<div class="e o"><div class="q"></div><div><p class="b">{html(item.school)}</p>'
            f'<p>{html(degree(person, item))}</p><p class="w">{when(person, item)}</p></div></div>'
        )

    grouped = groupby(person.jobs, key=lambda item: item.employer)
    jobs = "".join(group(name, list(some)) for name, some in grouped)
    spoken = "".join(f"<p><b>{html(name)}</b></p><p class='w'>{html(level)}</p>" for name, level, _ in person.spoken)
    body = (
        f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p><p class='c'>{contact(person)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "certificates", lines(person.certificates))
        + section(person, "skills", f"<p>{html(' · '.join(person.skills))}</p>")
        + section(person, "languages", spoken)
    )
    return page(body, _GROUPS + paper(person))


def licences(person: Person) -> str:
    """A nurse's or tradesperson's single page: licences first, each job a line of three parts with two tasks below."""

    def job(item: Job) -> str:
        told = (html(item.title), ", ".join((html(item.employer), html(item.place))), when(person, item))
        cells = "".join(f"<td>{text}</td>" for text in told)
        return f'<div class="e"><table class="x"><tr>{cells}</tr></table>{tasks(item)}</div>'

    def study(item: Study) -> str:
        told = (html(degree(person, item)), ", ".join((html(item.school), *places(person, item))), str(item.end // 12))
        return f'<table class="x"><tr>{"".join(f"<td>{text}</td>" for text in told)}</tr></table>'

    body = (
        f"<header><h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p>"
        f"<p>{contact(person, ' &nbsp;|&nbsp; ')}</p></header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "licences", f'<div class="k">{listed(person.certificates)}</div>')
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "skills", f'<div class="k">{listed(person.skills)}</div>')
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
    )
    return page(body, _TRADE + paper(person))


def project_list(person: Person) -> str:
    """The engineer's CV: dates with the place below them at the left, and a table of projects after the jobs."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        place = "".join(f'<p class="w">{text}</p>' for text in places(person, item))
        return (
            f'<div class="e"><div><p>{when(person, item)}</p>{place}</div>'
            f'<div><p class="t">{what}</p><p>{html(name)}</p>{more}</div></div>'
        )

    def project(told: Sequence[object]) -> str:
        return "<tr>" + "".join(f"<td>{html(str(text))}</td>" for text in told) + "</tr>"

    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    projects = "".join(map(project, career(person)["projects"]))
    body = (
        f"<header><div><h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p></div>"
        f"<div class='c'>{lines((person.place, person.phone, person.email))}</div></header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "skills", f"<p>{html(' | '.join(person.skills))}</p>")
        + section(person, "work", jobs)
        + section(person, "projects", f'<table class="x">{projects}</table>')
        + section(person, "education", studies)
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", lines(languages(person)))
    )
    return page(body, _ENGINEER + paper(person))


def fitted(person: Person, layout: str) -> Person:
    """The person as a layout needs it: with a promotion, short jobs or months written out; as it is for the others."""
    if layout == "licences":
        return replace(person, jobs=tuple(replace(job, tasks=job.tasks[:2]) for job in person.jobs))
    if layout == "board_profile":
        return replace(person, style="full")
    if layout == "promotions":
        new, old, *rest = person.jobs
        old = replace(old, employer=new.employer, place=new.place, end=new.start - 1)
        return replace(person, jobs=(new, old, *(job for job in rest if job.employer != new.employer)))
    return person


UNSEEN: dict[str, Callable[[Person], str]] = {
    "academic": academic,
    "dark_head": dark_head,
    "self_made": self_made,
    "promotions": promotions,
    "licences": licences,
    "project_list": project_list,
}
