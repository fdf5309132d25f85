"""Layouts of the newest set, once kept out of tuning: they were written without a look at what reads them.

Each follows a family of CVs that recruiters meet most often: what people write in a text processor with its own styles,
a builder's page with a band of contacts and two columns, a clean page with much white, a narrow column at the left
under a light head, Europe's table with headings in its left column.
"""

from __future__ import annotations

from collections.abc import Callable

from evals.cv_corpus.design_parts import facts, icon, label, lines, one_of, paper, photo, places, street
from evals.cv_corpus.html_parts import degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study, month

_WORD = (
    "h2{break-after:avoid}"
    "@page{margin:20mm 21mm}body{font:11pt/1.22 Carlito,Calibri,sans-serif;color:#000}"
    "header{text-align:center}h1{font-size:20pt}header p{margin:2pt 0}"
    "h2{font-size:12pt;text-transform:uppercase;border-bottom:.8pt solid #000;margin:12pt 0 4pt}"
    ".b header{text-align:left}.b h1,.b h2{color:#2f5496}.b h2{font-size:13pt;text-transform:none;border:0}"
    ".e{margin-bottom:6pt;break-inside:avoid}.e ul{margin:1pt 0 4pt}"
    ".e .r span:last-child{white-space:nowrap;padding-left:8mm}"
)

_PAIR = (
    "h2{break-after:avoid}"
    "@page{margin:11mm 0}@page:first{margin-top:0}body{font:9.6pt/1.4 'Open Sans',Arial,sans-serif;color:#333}"
    "header{display:flex;justify-content:space-between;gap:8mm;padding:11mm 14mm 5mm}"
    "h1{font-size:25pt;line-height:1.15;color:#1c6a7d}.l{font-size:13pt;color:#333;margin:1pt 0 5pt}"
    ".n{background:#1c6a7d;color:#fff;padding:3mm 14mm;display:flex;justify-content:space-between;font-size:9pt}"
    ".g{display:grid;grid-template-columns:1fr 58mm;gap:9mm;padding:1mm 14mm 0}"
    "h2{font-size:12.5pt;text-transform:uppercase;color:#1c6a7d;margin:11pt 0 5pt;border-bottom:1.6px solid #1c6a7d}"
    ".e{break-inside:avoid;margin-bottom:8pt}.e:last-child{margin-bottom:0}.e p{margin:0 0 1pt}"
    ".t{font-weight:700;font-size:11pt}.w{font-size:10.4pt}"
    ".e .r{color:#1c6a7d;font-style:italic;font-size:8.6pt}.e .r span:last-child{text-align:right;padding-left:4mm}"
    ".k span{display:inline-block;background:#8a9aa0;color:#fff;border-radius:3px;padding:1.5pt 6pt;margin:0 3pt 4pt 0}"
    ".v{break-inside:avoid;margin-bottom:5pt}.v p{margin:0}.v i{color:#1c6a7d;font-size:8.6pt}"
)

_CLEAN = (
    "h2{break-after:avoid}"
    "@page{margin:20mm 26mm}body{font:10pt/1.5 Lato,Helvetica,sans-serif;color:#2b2b2b}"
    "h1{font-size:28pt;font-weight:300;line-height:1.15}.l{font-size:12pt;color:#777;margin:0 0 6pt}"
    ".c{font-size:9.3pt;color:#777}h2{font-size:11pt;font-weight:700;color:#2b2b2b;margin:18pt 0 6pt}"
    ".e{margin-bottom:10pt;break-inside:avoid}.e p{margin:0}.t{font-weight:700}.w{color:#777;font-size:9.3pt}"
    ".e ul{margin:2pt 0 0;padding-left:12pt}"
)

_NARROW = (
    "h2{break-after:avoid}"
    "@page{margin:14mm 0}@page:first{margin-top:0}"
    "body{font:9.8pt/1.42 'Liberation Sans',Arial,sans-serif;color:#3a3a3a}"
    "header{background:#e9e4dd;padding:11mm 14mm 9mm;display:flex;align-items:center;gap:9mm}"
    "h1{font-size:26pt;line-height:1.1;color:#333}.l{font-size:12.5pt;margin:4pt 0 0;color:#7b6a58}"
    ".g{display:grid;grid-template-columns:70mm 1fr;padding:4mm 14mm 0 0}.s{padding:0 5mm 0 14mm}"
    ".m{border-left:.8px solid #c9c0b5;padding-left:6mm}"
    "h2{font-size:11.5pt;color:#7b6a58;text-transform:uppercase;margin:12pt 0 5pt}.s p{margin:0 0 2pt}"
    ".s .d{margin-bottom:5pt;font-size:9.2pt;white-space:nowrap}"
    ".s h2{font-size:10.6pt}.s ul{list-style:none;padding:0}.s li{margin-bottom:2pt}"
    ".e{break-inside:avoid;margin-bottom:8pt}.e p{margin:0}.t{font-weight:700;font-size:10.6pt;color:#222}"
    ".m .e .r{color:#6d6d6d}.m .e .r span:last-child{white-space:nowrap;padding-left:5mm}"
)

_TABLE = (
    "@page{size:A4;margin:16mm 18mm 16mm 15mm}body{font:10pt/1.35 'Liberation Sans',Arial,sans-serif;color:#222}"
    ".o{display:flex;justify-content:space-between;border-bottom:1px solid #0e4194;margin-bottom:5mm;color:#0e4194}"
    ".o p{font-size:15pt;margin:0 0 3pt}table{table-layout:fixed;border-collapse:collapse}"
    "tr{break-inside:avoid}td{padding:0 0 5pt}"
    "td:first-child{width:47mm;text-align:right;padding-right:6mm;color:#0e4194}td p{margin:0 0 1pt}"
    "h2{font-size:10pt;text-transform:uppercase;margin:6pt 0 2pt;color:#0e4194}h1{font-size:15pt}"
    "tr:has(h2){break-after:avoid}tr:has(h2) td:last-child:after{content:'';display:block;border-top:1px solid #9fb3d9;"
    "margin-top:13pt}.t{font-weight:700;color:#0e4194;font-size:10.6pt}tr:first-child td{vertical-align:bottom}"
    ".e{margin:0}.e ul{margin:2pt 0 3pt}"
)


def word_usual(person: Person) -> str:
    """What people write in a text processor: title, employer and place on a line, dates right, the year of a degree.

    By turns with a centred head and ruled headings, or in the blue of the text processor's own styles.
    """
    joint = (", ", " – ", " | ")[person.number % 3]

    def job(item: Job) -> str:
        left = joint.join((f"<b>{html(item.title)}</b>", f"{html(item.employer)}, {html(item.place)}"))
        return f'<div class="e">{row(left, when(person, item))}{tasks(item)}</div>'

    def study(item: Study) -> str:
        left = joint.join(
            (f"<b>{html(degree(person, item))}</b>", ", ".join((html(item.school), *places(person, item))))
        )
        return f'<div class="e">{row(left, html(month(person, item.end)))}</div>'

    contacts = " | ".join(map(html, (person.place, person.phone, person.email)))
    body = (
        f"<div{' class=b' if person.number % 2 else ''}><header><h1>{html(person.name)}</h1><p>{contacts}</p></header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "skills", listed(person.skills) if person.number % 4 == 1 else _commas(person.skills))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", _commas(languages(person)))
        + "</div>"
    )
    return page(body, _WORD + paper(person))


def _commas(some: tuple[str, ...] | list[str]) -> str:
    """Texts on a line with commas between them."""
    return f"<p>{html(', '.join(some))}</p>"


def design_pair(person: Person) -> str:
    """A builder's: name and summary beside a photo, a band of contacts, jobs left, chips of skills right."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        last = row(when(person, item), "".join(places(person, item)))
        return f'<div class="e"><p class="t">{what}</p><p class="w">{html(name)}</p>{last}{more}</div>'

    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    kinds = (("mail", person.email), ("phone", person.phone), ("pin", person.place))
    contacts = "".join(f"<span>{icon(kind)} &nbsp;{html(text)}</span>" for kind, text in kinds)
    chips = "".join(f"<span>{html(skill)}</span> " for skill in person.skills)
    spoken = "".join(
        f'<div class="v"><p>{html(name)}</p><p><i>{html(level)}</i></p></div>' for name, level, _ in person.spoken
    )
    face = "" if person.language == "en" else photo(person, "width:31mm;height:31mm;border-radius:50%;flex:none")
    head = (
        f"<header><div><h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p>"
        f"<p>{html(person.summary)}</p></div>{face}</header><div class='n'>{contacts}</div>"
    )
    main = section(person, "work", jobs) + section(person, "education", studies)
    side = (
        section(person, "skills", f'<div class="k">{chips}</div>')
        + section(person, "certificates", lines(person.certificates))
        + section(person, "languages", spoken)
        + section(person, "interests", f"<p>{one_of(person, 'interests')}</p>")
    )
    return page(f"{head}<div class='g'><div>{main}</div><div>{side}</div></div>", _PAIR + paper(person))


def clean_page(person: Person) -> str:
    """A clean page of one column: thin name, small headings; employer, place and dates in grey below the title."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        told = " · ".join((", ".join((html(name), *places(person, item))), when(person, item)))
        return f'<div class="e"><p class="t">{what}</p><p class="w">{told}</p>{more}</div>'

    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    contacts = " &nbsp;·&nbsp; ".join(map(html, (person.email, person.phone, person.place)))
    body = (
        f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p><p class='c'>{contacts}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
        + section(person, "education", studies)
        + section(person, "skills", _commas(person.skills))
        + section(person, "languages", _commas(languages(person)))
        + section(person, "certificates", lines(person.certificates))
    )
    return page(body, _CLEAN + paper(person))


def narrow_left(person: Person) -> str:
    """A light head over a narrow column at the left with contacts, education and skills; jobs right of a thin line."""

    def job(item: Job) -> str:
        left = f"{html(item.employer)}, {html(item.place)}"
        return f'<div class="e"><p class="t">{html(item.title)}</p>{row(left, when(person, item))}{tasks(item)}</div>'

    studies = "".join(
        f'<div class="e"><p><b>{html(degree(person, item))}</b></p><p>{html(item.school)}</p>'
        f"<p>{when(person, item)}</p></div>"
        for item in person.studies
    )
    told = (("phone", person.phone), ("email", person.email), ("address", person.place))
    contacts = "".join(f"<p><b>{label(person, kind)}</b></p><p class='d'>{html(text)}</p>" for kind, text in told)
    face = "" if person.language == "en" else photo(person, "width:28mm;height:34mm;flex:none")
    head = f"<header>{face}<div><h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p></div></header>"
    side = (
        section(person, "contact", contacts)
        + section(person, "education", studies)
        + section(person, "skills", listed(person.skills))
        + section(person, "languages", listed(languages(person)))
        + section(person, "certificates", listed(person.certificates))
    )
    main = section(person, "summary", f"<p>{html(person.summary)}</p>") + section(
        person, "work", "".join(map(job, person.jobs))
    )
    return page(
        f'{head}<div class="g"><div class="s">{side}</div><div class="m">{main}</div></div>', _NARROW + paper(person)
    )


def european_table(person: Person) -> str:
    """Europe's table: headings, dates and labels in the left column, all else in the right one; no summary."""

    def cells(left: str, right: str) -> str:
        return f"<tr><td>{left}</td><td>{right}</td></tr>"

    def heading(kind: str) -> str:
        return cells(f"<h2>{html(person.headings[kind])}</h2>", "")

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        place = " – ".join((html(name), *places(person, item)))
        return cells(when(person, item), f'<div class="e"><p class="t">{what}</p><p>{place}</p>{more}</div>')

    address = f"{street(person)}, {html(person.place)}"
    told = [(label(person, "address"), address), (label(person, "phone"), html(person.phone))]
    told += [(label(person, "email"), html(person.email)), *facts(person)]
    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    face = photo(person, "width:30mm;height:38mm") if person.number % 3 else ""
    body = (
        f"<div class='o'><p>{label(person, 'cv')}</p></div><table>"
        + cells(face, f"<h1>{html(person.name)}</h1>")
        + heading("personal")
        + "".join(cells(name, value) for name, value in told)
        + heading("work")
        + jobs
        + heading("education")
        + studies
        + heading("languages")
        + "".join(cells(html(name), html(level)) for name, level, _ in person.spoken)
        + heading("skills")
        + cells("", _commas(person.skills))
        + heading("certificates")
        + cells("", lines(person.certificates))
        + "</table>"
    )
    return page(body, _TABLE)


NEWEST: dict[str, Callable[[Person], str]] = {
    "word_usual": word_usual,
    "design_pair": design_pair,
    "clean_page": clean_page,
    "narrow_left": narrow_left,
    "european_table": european_table,
}
