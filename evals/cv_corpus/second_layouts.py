"""Layouts once kept out of tuning: bordered tables, a coloured bar, labels before values, headings in a margin.

They keep the persons that they had then. Rules are tuned on them now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.cv_corpus.html_parts import contact, degree, html, languages, listed, page, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study


def ledger(person: Person) -> str:
    """Everything in tables with borders; courses of study have a row of three cells, contacts a cell each."""

    def job(item: Job) -> str:
        return (
            f"<tr><td><b>{html(item.employer)}</b><br>{html(item.place)}</td>"
            f"<td class='n'>{when(person, item)}</td></tr>"
            f"<tr><td colspan=2>{html(item.title)}</td></tr><tr><td colspan=2>{tasks(item)}</td></tr>"
        )

    def study(item: Study) -> str:
        return (
            f"<tr><td>{html(degree(person, item))}</td><td>{html(item.school)}</td><td>{when(person, item)}</td></tr>"
        )

    spoken = "".join(f"<tr><td>{html(name)}</td><td>{html(level)}</td></tr>" for name, level, _ in person.spoken)
    cells = "".join(f"<td>{html(text)}</td>" for text in (person.place, person.phone, person.email))
    body = (
        f"<h1>{html(person.name)}</h1><table><tr>{cells}</tr></table>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "education", f"<table>{''.join(map(study, person.studies))}</table>")
        + section(person, "work", "".join(f"<table>{job(item)}</table>" for item in person.jobs))
        + section(person, "skills", f"<table><tr><td>{html(', '.join(person.skills))}</td></tr></table>")
        + section(person, "languages", f"<table>{spoken}</table>")
        + section(person, "certificates", listed(person.certificates))
    )
    css = (
        "table{border-collapse:collapse;margin-bottom:6pt}td{border:1px solid #555;padding:2pt 5pt}.n{width:45mm}"
        "h2{background:#ddd;padding:2pt 5pt;font-size:11pt}"
        "h1{text-align:center;text-transform:uppercase;font-size:16pt}"
        "body{font-family:'Liberation Serif','DejaVu Serif',serif}"
    )
    return page(body, css)


def right_rail(person: Person) -> str:
    """A dark bar at the right to the page's edge; employers bold, dates in a column of their own, titles italic."""

    def entry(name: str, place: str, when: str, role: str, rest: str) -> str:
        return (
            f'<div class="e"><div class="d"><span><b>{name}</b></span><span class="w">{when}</span></div>'
            f'<p class="i">{role}</p><p class="p">{place}</p>{rest}</div>'
        )

    jobs = [
        entry(html(job.employer), html(job.place), when(person, job), html(job.title), tasks(job))
        for job in person.jobs
    ]
    studies = [
        entry(html(item.school), html(item.place), when(person, item), html(degree(person, item)), "")
        for item in person.studies
    ]
    contacts = "".join(
        f'<p><span class="o">{sign}</span> {html(text)}</p>'
        for sign, text in (("☏", person.phone), ("✉", person.email), ("⌖", person.place))
    )
    rated = "".join(f'<p class="k">{html(skill)}</p><div class="m"><i></i></div>' for skill in person.skills)
    side = (
        section(person, "contact", contacts)
        + section(person, "skills", rated)
        + section(person, "languages", "".join(f"<p>{html(text)}</p>" for text in languages(person)))
        + section(person, "certificates", "".join(f"<p>{html(text)}</p>" for text in person.certificates))
    )
    main = (
        f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p><p>{html(person.summary)}</p>"
        + section(person, "work", "".join(jobs))
        + section(person, "education", "".join(studies))
    )
    css = (
        "@page{margin:0}.g{display:grid;grid-template-columns:1fr 62mm;min-height:296mm}.a{padding:12mm 8mm 12mm 14mm}"
        ".s{background:#3b2f4a;color:#fff;padding:12mm 6mm;font-size:9pt}"
        ".d{display:grid;grid-template-columns:1fr 38mm}"
        ".w{text-align:right;font-size:9pt}.p{font-size:8.5pt;color:#666}.m{background:#665;height:3pt}"
        ".m i{display:block;width:70%;background:#fff;height:3pt}h2{letter-spacing:1px;text-transform:uppercase}"
        "h1{font-weight:300}body{font-family:'Liberation Sans',Arial,sans-serif}"
    )
    return page(f'<div class="g"><div class="a">{main}</div><div class="s">{side}</div></div>', css)


def labelled(person: Person) -> str:
    """A label before each value, in a column: period, employer, title; small capitals for headings."""
    names = person.words["labels"]

    def rows(some: Sequence[tuple[str, str]]) -> str:
        return "".join(f"<tr><td class='k'>{html(names[name])}:</td><td>{text}</td></tr>" for name, text in some)

    def job(item: Job) -> str:
        told = (("period", when(person, item)), ("employer", html(item.employer)), ("title", html(item.title)))
        return f"<table class='e'>{rows((*told, ('place', html(item.place)), ('tasks', tasks(item))))}</table>"

    def study(item: Study) -> str:
        told = (("period", when(person, item)), ("degree", html(item.degree)), ("area", html(item.area)))
        return f"<table class='e'>{rows((*told, ('school', html(item.school))))}</table>"

    body = (
        f"<h1>{html(person.name)}</h1><p>{contact(person, ' • ')}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "skills", f"<p>{html('; '.join(person.skills))}</p>")
        + section(person, "languages", "".join(f"<p>{html(text)}</p>" for text in languages(person)))
        + section(person, "certificates", listed(person.certificates))
    )
    css = ".k{width:40mm;color:#555}ul{margin-top:0}h2{font-variant:small-caps;border-bottom:2px solid #825}"
    return page(body, css)


def margin_headings(person: Person) -> str:
    """Headings in a column at the left, contacts between bars with signs, title and employer on a line with dates."""

    def part(kind: str, body: str) -> str:
        return f'<div class="g"><h2>{html(person.headings[kind])}</h2><div>{body}</div></div>'

    def row(left: str, item: Job | Study) -> str:
        return f'<div class="r"><span>{left}</span><span class="w">{when(person, item)}</span></div>'

    jobs = "".join(
        f'<div class="e">{row(f"<b>{html(job.title)}</b>, {html(job.employer)}", job)}'
        f'<p class="i">{html(job.place)}</p>'
        f"{tasks(job)}</div>"
        for job in person.jobs
    )
    studies = "".join(
        f'<div class="e">{row(f"<b>{html(degree(person, item))}</b>", item)}<p>{html(item.school)}</p></div>'
        for item in person.studies
    )
    contacts = f"⌂ {html(person.place)} | ☎ {html(person.phone)} | ✉ {html(person.email)}"
    body = (
        f"<header><h1>{html(person.name)}</h1><p>{contacts}</p></header>"
        + part("summary", f"<p>{html(person.summary)}</p>")
        + part("work", jobs)
        + part("education", studies)
        + part("skills", f"<p>{html(' • '.join(person.skills))}</p>")
        + part("languages", f"<p>{html(' • '.join(languages(person)))}</p>")
        + part("certificates", listed(person.certificates))
    )
    css = (
        ".g{display:grid;grid-template-columns:38mm 1fr;gap:6mm}.g{border-top:1px solid #999;padding-top:4pt;"
        "margin-top:8pt}"
        ".g h2{margin:0;font-size:10.5pt;text-align:right;color:#735}.w{white-space:nowrap}header{text-align:center}"
        "h1{font-variant:small-caps;font-weight:400}body{font-family:'DejaVu Serif',serif;font-size:9.5pt}"
    )
    return page(body, css)


SECOND: dict[str, Callable[[Person], str]] = {
    "ledger": ledger,
    "right_rail": right_rail,
    "labelled": labelled,
    "margin_headings": margin_headings,
}
