"""Layouts of the third set: templates of text processors, a one-pager of business schools, tables, a design site's bar.

Each follows a family of CVs that is often met: Word's chronological template, Google Docs' Serif, the one-pager that
business schools ask for, the German Lebenslauf, a design with a dark bar, the Indian CV with projects.
"""

from __future__ import annotations

from collections.abc import Callable

from evals.cv_corpus.design_parts import facts, icon, label, lines, one_of, photo, signed_on, street
from evals.cv_corpus.html_parts import degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study

_WORD = (
    "h2{break-after:avoid}"
    "@page{size:Letter;margin:19mm 22mm}body{font:11pt/1.3 Carlito,Calibri,sans-serif;color:#404040}"
    "h1{font:36pt/1.05 Caladea,Georgia,serif;text-transform:uppercase;color:#404040;font-weight:400}"
    "h1 b{color:#262626}.k{color:#595959}.k a{color:#1d824c;font-weight:700}"
    "h2{font:700 14pt Caladea,Georgia,serif;text-transform:uppercase;color:#262626;margin-top:16pt}"
    ".e{border-left:1.5pt dotted #bfbfbf;padding-left:6mm;margin:0 0 9pt;break-inside:avoid}"
    ".w{font-weight:700;text-transform:uppercase;font-size:10pt;color:#595959}"
    ".t{font-size:13pt;font-weight:700;color:#1d824c}.t span{font-weight:400;font-variant:small-caps;color:#595959}"
)

_SERIF = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:18mm 17mm}body{font:9.5pt/1.45 'Noto Serif',Georgia,serif;color:#333}"
    ".m{table-layout:fixed}.m>tbody>tr>td{padding:0}.m .l{width:65%;padding-right:8mm}"
    "h1{font-size:30pt;line-height:1.1;color:#000}"
    "h2{font:700 9pt 'Open Sans',Arial,sans-serif;text-transform:uppercase;color:#2079c7;margin:13pt 0 5pt}"
    "h3{font-size:11pt;font-weight:400;margin:6pt 0 0;color:#000}.w{font:8pt 'Open Sans',Arial,sans-serif;color:#666}"
    ".w{text-transform:uppercase}.c p{margin:0}.c b{color:#000;font-size:8.5pt}.e{break-inside:avoid}"
)

_SCHOOL = (
    "h2{break-after:avoid}"
    "@page{size:Letter;margin:14mm 18mm}body{font:10.5pt/1.22 'Liberation Serif','Times New Roman',serif}"
    "h1{font-size:15pt;text-align:center;text-transform:uppercase}.c{text-align:center}"
    "h2{font-size:11pt;text-transform:uppercase;border-bottom:1px solid #000;margin:8pt 0 4pt}"
    ".n{text-transform:uppercase;font-weight:700}.e{margin-bottom:5pt;break-inside:avoid}"
    "ul{margin:1pt 0 3pt;padding-left:14pt}p{margin:1pt 0}.r>span:last-child{white-space:nowrap;padding-left:8mm}"
)

_LEBENSLAUF = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:22mm 20mm 18mm 25mm}body{font:11pt/1.35 'Liberation Sans',Arial,sans-serif}"
    "h1{font-size:20pt;margin-bottom:8mm}.o{display:grid;grid-template-columns:1fr 35mm;gap:8mm}"
    "h2{font-size:12pt;border-bottom:1px solid #888;margin:7mm 0 2mm}"
    "td{padding:2pt 0}td:first-child{width:45mm;padding-right:5mm}tr{break-inside:avoid}"
    "ul{list-style:'– ';padding-left:10pt}"
)

_CANVA = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:0}body{font:9.5pt/1.5 Lato,sans-serif;color:#444}"
    ".g{display:grid;grid-template-columns:68mm 1fr;min-height:296.8mm}"
    ".s{background:#323b4c;color:#f4f4f4;padding:11mm 8mm}.m{padding:13mm 12mm 10mm 10mm}"
    ".s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}.s svg{vertical-align:-1px}"
    ".s h2{font-size:12.5pt;border-bottom:1.5px solid #fff;padding-bottom:2pt}.s ul{padding-left:12pt}"
    ".m h2{font-size:13pt;color:#323b4c;border-bottom:1.5px solid #323b4c;text-transform:uppercase;letter-spacing:1px}"
    "h1{font-size:29pt;line-height:1.05;color:#323b4c;font-weight:400}h1 b{font-weight:900}"
    ".l{font-size:12pt;letter-spacing:2px;margin-bottom:6mm}"
    ".e{border-left:1.5px solid #323b4c;padding-left:5mm;margin:0;padding-bottom:7pt;break-inside:avoid}"
    ".e .r{font-weight:700;color:#323b4c}.e .r span:last-child{white-space:nowrap;padding-left:6mm}"
    ".c{font-size:8.8pt;white-space:nowrap;margin-right:-4mm}.b{font-weight:700;text-transform:uppercase}"
)

_INDIAN = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:17mm 18mm}body{font:10.5pt/1.35 'Liberation Serif','Times New Roman',serif}"
    "h1{font-size:16pt}h2{background:#d9d9d9;font-size:11pt;padding:1.5pt 4pt;margin:10pt 0 5pt}"
    ".x{border-collapse:collapse;margin:3pt 0 5pt}.x td,.x th{border:1px solid #000;padding:2pt 5pt;text-align:left}"
    ".k td:first-child{width:48mm}.e{margin-bottom:9pt}hr{border:0;border-top:1.5px solid #000}"
    "ul{list-style:square}tr{break-inside:avoid}"
)


def word_chronological(person: Person) -> str:
    """Word's chronological template: dates in small capitals above, then title, employer and place on a line."""
    first, _, last = person.name.rpartition(" ")

    def entry(item: Job | Study, title: str, rest: str, more: str) -> str:
        return (
            f'<div class="e"><p class="w">{when(person, item)}</p>'
            f'<p class="t">{title}, <span>{rest}</span></p>{more}</div>'
        )

    jobs = "".join(
        entry(job, html(job.title), f"{html(job.employer)}, {html(job.place)}", tasks(job)) for job in person.jobs
    )
    studies = "".join(entry(item, html(degree(person, item)), html(item.school), "") for item in person.studies)
    half = (len(person.skills) + 1) // 2
    skills = f"<table><tr><td>{listed(person.skills[:half])}</td><td>{listed(person.skills[half:])}</td></tr></table>"
    body = (
        f"<h1>{html(first)} <b>{html(last)}</b></h1><p class='k'>{html(person.place)} · {html(person.phone)}</p>"
        f"<p class='k'><a>{html(person.email)}</a></p><p style='margin-top:12pt'>{html(person.summary)}</p>"
        + section(person, "work", jobs)
        + section(person, "education", studies)
        + section(person, "skills", skills)
        + section(person, "certificates", listed(person.certificates))
    )
    return page(body, _WORD)


def docs_serif(person: Person) -> str:
    """Google Docs' Serif: a table of two columns; employer, place and title on a line, dates in capitals below."""

    def entry(item: Job | Study, name: str, what: str, more: str) -> str:
        return (
            f'<div class="e"><h3><b>{html(name)},</b> {html(item.place)} — <i>{what}</i></h3>'
            f'<p class="w">{when(person, item)}</p>{more}</div>'
        )

    jobs = "".join(entry(job, job.employer, html(job.title), tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, item.school, html(degree(person, item)), "") for item in person.studies)
    left = section(person, "work", jobs) + section(person, "education", studies)
    right = (
        section(person, "skills", lines(person.skills))
        + section(person, "certificates", lines(person.certificates))
        + section(person, "languages", lines(languages(person)))
    )
    contacts = f"<p>{html(person.place)}</p><p><b>{html(person.phone)}</b></p><p><b>{html(person.email)}</b></p>"
    body = (
        f'<table class="m"><tr><td class="l"><h1>{html(person.name)}</h1><p>{html(person.summary)}</p></td>'
        f'<td class="c">{contacts}</td></tr><tr><td class="l">{left}</td><td>{right}</td></tr></table>'
    )
    return page(body, _SERIF)


def business_school(person: Person) -> str:
    """As business schools ask for it: education first, names at the left, places and dates at the right, one page."""

    def entry(item: Job | Study, name: str, what: str, more: str) -> str:
        return (
            f'<div class="e">{row(f"<span class=n>{html(name)}</span>", html(item.place))}'
            f"{row(f'<i>{what}</i>', when(person, item))}{more}</div>"
        )

    def told(kind: str, text: str) -> str:
        return f"<p><b>{html(person.headings[kind])}:</b> {html(text)}</p>"

    more = (
        told("languages", ", ".join(languages(person)))
        + told("skills", ", ".join(person.skills))
        + told("certificates", "; ".join(person.certificates))
        + f"<p><b>{html(person.headings['interests'])}:</b> {one_of(person, 'interests')}</p>"
    )
    studies = "".join(entry(item, item.school, html(degree(person, item)), "") for item in person.studies)
    jobs = "".join(entry(job, job.employer, html(job.title), tasks(job)) for job in person.jobs)
    contacts = " | ".join(map(html, (person.place, person.email, person.phone)))
    body = (
        f"<h1>{html(person.name)}</h1><p class='c'>{contacts}</p>"
        + section(person, "education", studies)
        + section(person, "work", jobs)
        + section(person, "additional", more)
    )
    return page(body, _SCHOOL)


def lebenslauf(person: Person) -> str:
    """The tabular CV of German offices: personal data with a photo, dates at the left, a signature at the end."""

    def table(rows: list[tuple[str, str]]) -> str:
        return "<table>" + "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows) + "</table>"

    def job(item: Job) -> str:
        return f"<b>{html(item.employer)}</b>, {html(item.place)}<br>{html(item.title)}{tasks(item)}"

    def study(item: Study) -> str:
        return f"<b>{html(item.school)}</b>, {html(item.place)}<br>{html(degree(person, item))}"

    personal = [
        (label(person, "name"), html(person.name)),
        (label(person, "address"), f"{street(person)}<br>{html(person.place)}"),
        (label(person, "phone"), html(person.phone)),
        (label(person, "email"), html(person.email)),
        *facts(person),
    ]
    spoken = [(html(name), html(level)) for name, level, _ in person.spoken]
    more = [(html(person.headings["interests"]), one_of(person, "interests"))]
    body = (
        f"<div class='o'><div><h1>{label(person, 'cv')}</h1>{section(person, 'personal', table(personal))}</div>"
        f"<div>{photo(person, 'width:35mm;height:45mm')}</div></div>"
        + section(person, "work", table([(when(person, item), job(item)) for item in person.jobs]))
        + section(person, "education", table([(when(person, item), study(item)) for item in person.studies]))
        + section(person, "skills", f"<p>{html(', '.join(person.skills))}</p>")
        + section(person, "languages", table(spoken))
        + section(person, "certificates", lines(person.certificates))
        + section(person, "additional", table(more))
        + f"<p style='margin-top:12mm'>{html(person.place.lstrip('0123456789 '))}, {signed_on(person)}</p>"
    )
    return page(body, _LEBENSLAUF)


def canva_bar(person: Person) -> str:
    """A design site's: a dark bar with photo, contacts, education and skills; employer and dates, the title below."""
    first, _, last = person.name.rpartition(" ")
    contacts = "".join(
        f"<p class='c'>{icon(kind)} &nbsp;{html(text)}</p>"
        for kind, text in (("phone", person.phone), ("mail", person.email), ("pin", person.place))
    )
    studies = "".join(
        f'<p>{when(person, item)}</p><p class="b">{html(item.school)}</p><ul><li>{html(degree(person, item))}</li></ul>'
        for item in person.studies
    )
    jobs = "".join(
        f'<div class="e">{row(html(job.employer), when(person, job))}<p>{html(job.title)}</p>{tasks(job)}</div>'
        for job in person.jobs
    )
    side = (
        photo(person, "display:block;width:40mm;height:40mm;border-radius:50%;margin:0 auto 7mm")
        + section(person, "contact", contacts)
        + section(person, "education", studies)
        + section(person, "skills", listed(person.skills))
        + section(person, "languages", listed(languages(person)))
    )
    main = (
        f"<h1><b>{html(first)}</b> {html(last)}</h1><p class='l'>{html(person.label)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
    )
    return page(f'<div class="g"><div class="s">{side}</div><div class="m">{main}</div></div>', _CANVA)


def _project(person: Person, job: Job) -> str:
    """Name of a project and its tools, where the person's career has projects."""
    for career in person.words["careers"]:
        if job.employer in career["employers"] and "projects" in career:
            some, at = career["projects"], person.jobs.index(job)
            name, tools = some[(at + person.number) % len(some)], (*person.skills[at:], *person.skills[:at])[:3]
            return (
                f"<p><b>{label(person, 'project')}:</b> {html(name)}</p>"
                f"<p><b>{label(person, 'tools')}:</b> {html(', '.join(tools))}</p>"
            )
    return ""


def indian_projects(person: Person) -> str:
    """The Indian IT CV: objective, a table of skills, employers with projects, a table of degrees, a declaration."""

    def job(item: Job) -> str:
        return (
            f'<div class="e">{row(f"<b>{html(item.employer)}</b>, {html(item.place)}", f"<b>{when(person, item)}</b>")}'
            f"<p><b>{label(person, 'title')}:</b> {html(item.title)}</p>{_project(person, item)}"
            f"<p><b>{label(person, 'duties')}:</b></p>{tasks(item)}</div>"
        )

    def cells(mark: str, some: list[str]) -> str:
        return "<tr>" + "".join(f"<{mark}>{html(text)}</{mark}>" for text in some) + "</tr>"

    halves = (person.skills[::2], person.skills[1::2])
    kinds = person.words["labels"]["skill_kinds"]
    skills = "".join(cells("td", [kind, ", ".join(some)]) for kind, some in zip(kinds, halves, strict=True))
    studies = cells("th", person.words["labels"]["studies"]) + "".join(
        cells("td", [degree(person, item), item.school, str(item.end // 12)]) for item in person.studies
    )
    personal = "".join(f"<tr><td>{name}</td><td>: {value}</td></tr>" for name, value in facts(person))
    spoken = "".join(f"<li>{html(text)}</li>" for text in languages(person))
    body = (
        f"<h1>{html(person.name)}</h1><p>{label(person, 'email')}: {html(person.email)}</p>"
        f"<p>{label(person, 'phone')}: {html(person.phone)}</p><p>{html(person.place)}</p><hr>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "skills", f'<table class="x k">{skills}</table>')
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", f'<table class="x">{studies}</table>')
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", f"<ul>{spoken}</ul>")
        + section(person, "personal", f'<table class="k">{personal}</table>')
        + f"<p style='margin-top:8pt'>{one_of(person, 'declarations')}</p>"
        + row(html(signed_on(person)), html(person.name))
    )
    return page(body, _INDIAN)


THIRD: dict[str, Callable[[Person], str]] = {
    "word_chronological": word_chronological,
    "docs_serif": docs_serif,
    "business_school": business_school,
    "lebenslauf": lebenslauf,
    "canva_bar": canva_bar,
    "indian_projects": indian_projects,
}
