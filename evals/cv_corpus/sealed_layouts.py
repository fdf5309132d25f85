"""Layouts that once were sealed: written without a look at what reads them, measured once, then tuned on.

Each follows a family of CVs that is often met: the British chronological CV, a builder's page with a narrow column, the
French CV with a bar, the Europass of today, a CV with skills first, the Gulf's and the Philippines' with personal data.
"""

from __future__ import annotations

from collections.abc import Callable

from evals.cv_corpus.design_parts import facts, glyph, icon, label, lines, one_of, photo, signed_on, street
from evals.cv_corpus.html_parts import degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study

_UK = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:20mm 22mm}body{font:11pt/1.3 'Liberation Sans',Arial,sans-serif}"
    "h1{font-size:16pt;text-align:center}.c{text-align:center}.c p{margin:1pt 0}"
    "h2{font-size:11pt;text-decoration:underline;margin:13pt 0 4pt}.e{margin-bottom:10pt;break-inside:avoid}"
    ".k ul{columns:2}.r span:last-child{white-space:nowrap;padding-left:8mm}p{margin:3pt 0}"
)

_BUILDER = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:15mm 15mm}body{font:9.5pt/1.45 'Open Sans',Arial,sans-serif;color:#2b3240}"
    ".g{display:grid;grid-template-columns:1fr 56mm;gap:9mm}header{text-align:center;margin-bottom:7mm}"
    "h1{font-size:22pt;color:#161d2b}h2{font-size:12.5pt;color:#161d2b;margin:12pt 0 5pt}h2 span{font-size:10pt}"
    ".t{font-weight:700;font-size:10.5pt}.w{font-size:8pt;color:#8a93a3;text-transform:uppercase;letter-spacing:.8px}"
    ".s{font-size:8.5pt}.s h2{font-size:11pt}.k{margin-top:4pt}.b{height:2.5pt;background:#dfe4ec;margin-bottom:5pt}"
    ".b i{display:block;height:2.5pt;width:82%;background:#1a6fd1}.e{break-inside:avoid}"
)

_FRENCH = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:0}body{font:9.5pt/1.45 Roboto,Arial,sans-serif;color:#333}"
    ".g{display:grid;grid-template-columns:1fr 64mm;min-height:296.8mm}"
    ".s{background:#2f6f6d;color:#fff;padding:10mm 7mm}"
    ".m{padding:12mm 9mm 10mm 13mm}.s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}"
    ".s h2{font-size:11.5pt;text-transform:uppercase;letter-spacing:1px}.s ul{padding-left:11pt}"
    "h1{font-size:25pt;line-height:1.1;color:#2f6f6d}.l{font-size:13pt;margin:2pt 0 5mm}"
    ".m h2{font-size:12.5pt;text-transform:uppercase;color:#2f6f6d;border-bottom:1px solid #2f6f6d}"
    ".t{font-weight:700;text-transform:uppercase;font-size:9.5pt}.e{break-inside:avoid}"
    ".e .r{font-style:italic}.e .r span:last-child{white-space:nowrap;padding-left:6mm}"
)

_EUROPASS = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:14mm 14mm}body{font:9.5pt/1.4 'Open Sans',Arial,sans-serif;color:#26303d}"
    "header{display:grid;grid-template-columns:30mm 1fr;gap:7mm;background:#f1f4f8;padding:5mm}"
    "h1{font-size:18pt;color:#0e47cb;border-bottom:1px solid #bbb;padding-bottom:3pt;margin-bottom:4pt}"
    "h2{font-size:11pt;text-transform:uppercase;color:#0e47cb;border-bottom:1px solid #0e47cb;margin:13pt 0 5pt}"
    ".w{color:#666;font-size:8.5pt}.t b{text-transform:uppercase}.e{break-inside:avoid}header p{font-size:9pt}"
    ".x{border-collapse:collapse;margin-top:4pt}.x td,.x th{border-bottom:1px solid #ccc;font-size:8.5pt;padding:2pt;"
    "text-align:center}.x td:first-child,.x th:first-child{text-align:left;font-weight:700}"
)

_SKILLS = (
    "h2{break-after:avoid}"
    "@page{size:Letter;margin:18mm 20mm}body{font:10.5pt/1.35 Carlito,Calibri,sans-serif;color:#222}"
    "h1{font-size:24pt;color:#7a1f3d}header{border-bottom:2.5pt solid #7a1f3d;padding-bottom:5pt}"
    "h2{font-size:12.5pt;color:#7a1f3d;margin:12pt 0 4pt}td{padding:2pt 6mm 2pt 0}.h td{padding-bottom:5pt}"
    ".h td:last-child{text-align:right;white-space:nowrap;padding-right:0}tr{break-inside:avoid}"
)

_GULF = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:18mm 19mm}body{font:10.5pt/1.35 Caladea,Cambria,serif}"
    "h1{font-size:18pt;text-transform:uppercase;color:#1f3864}header{min-height:34mm;border-bottom:2pt solid #1f3864}"
    "h2{font-size:11.5pt;text-transform:uppercase;color:#1f3864;margin:11pt 0 4pt;text-decoration:underline}"
    ".d td{padding:1pt 0}.d td:first-child{width:38mm}.d td:nth-child(2){width:5mm}.e{margin-bottom:9pt}"
    "table{break-inside:avoid}ul{list-style:'➢ ';padding-left:14pt}"
)


def uk_responsibilities(person: Person) -> str:
    """The British CV: address under the name, title with employer and place, dates right, "Responsibilities:"."""

    def job(item: Job) -> str:
        head = row(f"<b>{html(item.title)}</b> – {html(item.employer)}, {html(item.place)}", when(person, item))
        return f'<div class="e">{head}<p>{label(person, "duties")}:</p>{tasks(item)}</div>'

    def study(item: Study) -> str:
        head = row(f"<b>{html(item.school)}</b>, {html(item.place)}", when(person, item))
        return f'<div class="e">{head}<p>{html(degree(person, item))}</p></div>'

    contacts = (
        f"<p>{street(person)}</p><p>{html(person.place)}</p>"
        f"<p>{label(person, 'phone')}: {html(person.phone)}</p><p>{label(person, 'email')}: {html(person.email)}</p>"
    )
    body = (
        f"<div class='c'><h1>{html(person.name)}</h1>{contacts}</div>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "skills", f'<div class="k">{listed(person.skills)}</div>')
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", lines(languages(person)))
        + section(person, "interests", f"<p>{one_of(person, 'interests')}</p>")
        + section(person, "references", f"<p>{one_of(person, 'referees')}</p>")
    )
    return page(body, _UK)


def builder_column(person: Person) -> str:
    """As from a CV builder: headings with signs, title, employer and place on a line, dates below; skills with bars."""

    def part(sign: str, kind: str, body: str) -> str:
        return f"<h2>{glyph(sign)} {html(person.headings[kind])}</h2>{body}"

    def entry(item: Job | Study, told: tuple[str, ...], more: str) -> str:
        return (
            f'<div class="e"><p class="t">{", ".join(map(html, told))}</p>'
            f'<p class="w">{when(person, item)}</p>{more}</div>'
        )

    jobs = "".join(entry(job, (job.title, job.employer, job.place), tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, (degree(person, item), item.school, item.place), "") for item in person.studies)
    main = (
        part("self", "summary", f"<p>{html(person.summary)}</p>")
        + part("work", "work", jobs)
        + part("study", "education", studies)
    )
    bars = "".join(f'<p class="k">{html(skill)}</p><div class="b"><i></i></div>' for skill in person.skills)
    spoken = "".join(
        f'<p class="k">{html(name)} <small>{html(level)}</small></p><div class="b"><i></i></div>'
        for name, level, _ in person.spoken
    )
    side = (
        section(person, "contact", lines((person.place, person.phone, person.email)))
        + section(person, "skills", bars)
        + section(person, "languages", spoken)
        + section(person, "certificates", lines(person.certificates))
    )
    head = f"<header><h1>{html(person.name)}</h1><p>{html(person.label)}</p></header>"
    return page(f'{head}<div class="g"><div>{main}</div><div class="s">{side}</div></div>', _BUILDER)


def french_bar(person: Person) -> str:
    """The French CV: a coloured bar at the right with photo and interests; the title in capitals, employer – place."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        head = row(f"{html(name)} – {html(item.place)}", when(person, item))
        return f'<div class="e"><p class="t">{what}</p>{head}{more}</div>'

    contacts = "".join(
        f"<p>{icon(kind)} &nbsp;{html(text)}</p>"
        for kind, text in (("pin", person.place), ("phone", person.phone), ("mail", person.email))
    )
    side = (
        photo(person, "display:block;width:36mm;height:42mm;border-radius:3mm;margin:0 auto 5mm")
        + section(person, "contact", contacts)
        + section(person, "skills", listed(person.skills))
        + section(person, "languages", "".join(row(html(name), html(level)) for name, level, _ in person.spoken))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "interests", f"<p>{one_of(person, 'interests')}</p>")
    )
    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    main = (
        f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
        + section(person, "education", studies)
    )
    return page(f'<div class="g"><div class="m">{main}</div><div class="s">{side}</div></div>', _FRENCH)


def _grid(person: Person) -> str:
    """Europass's table of languages with a level for each way of using them."""
    names = person.words["labels"]["grid"]
    native = [name for name, _, code in person.spoken if code == "native"]
    rows = "".join(
        f"<tr><td>{html(name)}</td>{f'<td>{html(code)}</td>' * len(names)}</tr>"
        for name, _, code in person.spoken
        if code != "native"
    )
    head = "<th></th>" + "".join(f"<th>{html(name)}</th>" for name in names)
    return (
        f"<p>{label(person, 'mother_tongue')}: <b>{html(', '.join(native))}</b></p>"
        f"<p>{label(person, 'other_languages')}:</p><table class='x'><tr>{head}</tr>{rows}</table>"
    )


def europass_today(person: Person) -> str:
    """The Europass of today: a head with photo and labels, dates and place above, title – employer below them."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        return (
            f'<div class="e"><p class="w">{when(person, item)} – {html(item.place)}</p>'
            f'<p class="t"><b>{what}</b> – {html(name)}</p>{more}</div>'
        )

    told = (
        *facts(person)[:2],
        (label(person, "address"), html(person.place)),
        (label(person, "email"), html(person.email)),
        (label(person, "phone"), html(person.phone)),
    )
    head = " | ".join(f"<b>{name}:</b> {value}" for name, value in told)
    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    body = (
        f"<header>{photo(person, 'width:30mm;height:30mm;border-radius:50%')}"
        f"<div><h1>{html(person.name)}</h1><p>{head}</p></div></header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
        + section(person, "education", studies)
        + section(person, "languages", _grid(person))
        + section(person, "skills", f"<p>{html(' | '.join(person.skills))}</p>")
        + section(person, "certificates", lines(person.certificates))
    )
    return page(body, _EUROPASS)


def skills_first(person: Person) -> str:
    """Skills first: a table of skills, what was achieved in all jobs, then jobs on a line each without their tasks."""

    def history(item: Job) -> str:
        return (
            f"<tr><td><b>{html(item.title)}</b>, {html(item.employer)}, {html(item.place)}</td>"
            f"<td>{when(person, item)}</td></tr>"
        )

    def study(item: Study) -> str:
        return (
            f"<tr><td><b>{html(degree(person, item))}</b>, {html(item.school)}</td><td>{when(person, item)}</td></tr>"
        )

    cells = [f"<td>✓ {html(skill)}</td>" for skill in person.skills]
    skills = "".join("<tr>" + "".join(cells[at : at + 3]) + "</tr>" for at in range(0, len(cells), 3))
    done = list(dict.fromkeys(task for job in person.jobs for task in job.tasks))
    body = (
        f"<header><h1>{html(person.name)}</h1>"
        f"<p>{' • '.join(map(html, (person.phone, person.email, person.place)))}</p></header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "skills", f"<table>{skills}</table>")
        + section(person, "achievements", listed(done))
        + section(person, "work", f'<table class="h">{"".join(map(history, person.jobs))}</table>')
        + section(person, "education", f'<table class="h">{"".join(map(study, person.studies))}</table>')
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
    )
    return page(body, _SKILLS)


def gulf_data(person: Person) -> str:
    """As in the Gulf and the Philippines: photo, jobs as labels with values, personal data, a declaration."""

    def table(some: tuple[tuple[str, str], ...]) -> str:
        rows = "".join(f"<tr><td>{name}</td><td>:</td><td>{value}</td></tr>" for name, value in some)
        return f'<table class="d">{rows}</table>'

    def job(item: Job) -> str:
        told = (
            (label(person, "title"), f"<b>{html(item.title)}</b>"),
            (label(person, "employer"), f"<b>{html(item.employer)}</b>"),
            (label(person, "place"), html(item.place)),
            (label(person, "dates"), when(person, item)),
        )
        return f'<div class="e">{table(told)}<p><b>{label(person, "duties")}:</b></p>{tasks(item)}</div>'

    def study(item: Study) -> str:
        return (
            f'<div class="e"><p><b>{html(degree(person, item))}</b></p><p>{html(item.school)}, {html(item.place)}</p>'
            f"<p>{when(person, item)}</p></div>"
        )

    head = (
        photo(person, "float:right;width:27mm;height:33mm;border:1px solid #333")
        + f"<h1>{html(person.name)}</h1><p>{html(person.place)}</p>"
        + f"<p>{label(person, 'phone')}: {html(person.phone)}</p><p>{label(person, 'email')}: {html(person.email)}</p>"
    )
    body = (
        f"<header>{head}</header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "skills", listed(person.skills))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "personal", table(tuple(facts(person))))
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
        + f"<p style='margin-top:8pt'>{one_of(person, 'declarations')}</p><p>{signed_on(person)}</p>"
    )
    return page(body, _GULF)


SEALED: dict[str, Callable[[Person], str]] = {
    "uk_responsibilities": uk_responsibilities,
    "builder_column": builder_column,
    "french_bar": french_bar,
    "europass_today": europass_today,
    "skills_first": skills_first,
    "gulf_data": gulf_data,
}
