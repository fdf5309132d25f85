"""Layouts of the final set, once kept out of tuning: they were written without a look at what reads them.

Six pages as they reach a recruiter in ordinary applications: a text processor's with underlined capitals, a builder's
with a light bar at the right, a modern one with grey dates, a table with a photo, one with a coloured band and a foot
of three columns, and one of academia with education first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.cv_corpus.design_parts import (
    career,
    colon,
    facts,
    icon,
    label,
    lines,
    paper,
    photo,
    places,
    signed_on,
    street,
)
from evals.cv_corpus.html_parts import contact, degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study

_KEEP = "h2{break-after:avoid}.e{break-inside:avoid}.e p{margin:0}.r span:last-child{white-space:nowrap}"

_LINES = (
    "@page{margin:20mm 23mm}body{font:11pt/1.25 'Liberation Serif','Times New Roman',serif;color:#000}"
    ".a{font-family:'Liberation Sans',Arial,sans-serif;font-size:10.3pt}h1{font-size:17pt}"
    "header p{margin:1pt 0}.a header{text-align:right}"
    "h2{font-size:11.5pt;text-transform:uppercase;text-decoration:underline;margin:13pt 0 5pt}"
    ".e{margin-bottom:6pt}.e ul{margin:1pt 0 4pt}.r span:last-child{padding-left:9mm}.k ul{columns:2}"
)

_RAIL = (
    "@page{margin:0}body{font:9.8pt/1.4 Lato,Carlito,'Liberation Sans',sans-serif;color:#2b2b2b}"
    ".bg{position:fixed;top:0;bottom:0;right:0;width:66mm;background:#f1ece4;z-index:-1}"
    ".o .bg{background:#e9f0f4}.g{display:grid;grid-template-columns:1fr 66mm}"
    ".m{grid-column:1;grid-row:1;padding:13mm 9mm 12mm 15mm}.s{grid-column:2;grid-row:1;padding:13mm 7mm 12mm}"
    ".s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}"
    "h1{font-size:27pt;line-height:1.05;font-weight:700}.l{font-size:12pt;color:#8a6d3b;margin:4pt 0 0}"
    "h2{font-size:12.5pt;margin:14pt 0 5pt;color:#8a6d3b}.o h2,.o .l{color:#2f6480}"
    ".s h2:first-child{margin-top:0}.s p{margin:0 0 3pt;overflow-wrap:anywhere}.s ul{padding-left:11pt}"
    ".s .i{font-size:8.4pt;white-space:nowrap}"
    ".e{margin-bottom:9pt}.t{font-weight:700;font-size:10.5pt}.w{color:#6d6d6d}.d{font-size:8.8pt;color:#6d6d6d}"
    ".k span{display:inline-block;background:#fff;border-radius:3pt;padding:2pt 6pt;margin:0 3pt 4pt 0}"
)

_GREY = (
    "@page{margin:17mm 21mm}body{font:10pt/1.42 'Open Sans',Inter,'Liberation Sans',sans-serif;color:#222}"
    "h1{font-size:24pt;font-weight:600}.l{color:#b3413a;font-size:12pt}.u .l,.u h2{color:#20706a}"
    ".c{color:#555;font-size:9.2pt;margin:5pt 0 8pt}h2{font-size:13pt;color:#b3413a;margin:15pt 0 6pt}"
    ".e{margin-bottom:9pt}.t{font-weight:700}.w{color:#8b8b8b;font-size:9pt}.e ul{margin:3pt 0 0}"
    ".k span{display:inline-block;border:.7pt solid #bbb;border-radius:8pt;padding:1pt 8pt;margin:0 4pt 4pt 0}"
)

_TABLE = (
    "@page{size:A4;margin:18mm 20mm}body{font:10.8pt/1.32 Carlito,Calibri,'Liberation Sans',sans-serif;color:#111}"
    "header{position:relative;min-height:46mm}h1{font-size:20pt;margin-bottom:4mm}"
    ".p{position:absolute;right:0;top:0;width:34mm;height:44mm;border:.8pt solid #444}"
    "header table{width:125mm}table{table-layout:fixed;border-collapse:collapse}col:first-child{width:42mm}"
    "td{padding:2pt 4mm 3pt 0}td p{margin:0}td ul{margin:1pt 0;padding-left:12pt}tr{break-inside:avoid}"
    "h2{font-size:12.5pt;margin:11pt 0 4pt;border-bottom:.8pt solid #345}.o h2{border:0;color:#234f7d}"
    ".q{margin-top:10pt}.z{margin-top:12mm}"
)

_BAND = (
    "@page{margin:15mm 0 14mm}@page:first{margin-top:0}"
    "body{font:10pt/1.38 Roboto,Carlito,'Liberation Sans',sans-serif;color:#262626}"
    "header{background:#27496d;color:#fff;padding:10mm 19mm 7mm}.o header{background:#5b3758}"
    "h1{font-size:26pt;line-height:1.1}.l{font-size:12pt;margin:2pt 0 6pt}header span{margin-right:7mm}"
    "main{padding:2mm 19mm 0}h2{font-size:12.5pt;color:#27496d;margin:12pt 0 5pt;border-bottom:1pt solid #cbd3dc}"
    ".o h2{color:#5b3758}.e{margin-bottom:8pt}.e ul{margin:2pt 0 0}.r span:last-child{padding-left:7mm;color:#555}"
    "footer{display:grid;grid-template-columns:1.2fr 1fr 1.2fr;gap:8mm;padding:3mm 19mm 0;break-inside:avoid}"
    "footer ul{padding-left:11pt}footer p{margin:0 0 2pt}"
)

_ACADEMIC = (
    "@page{margin:21mm 22mm}body{font:10.8pt/1.3 'EB Garamond','Linux Libertine O','Liberation Serif',serif;color:#000}"
    "h1{font-size:21pt;font-weight:400;letter-spacing:.5pt}header{border-bottom:1.6pt solid #000;padding-bottom:4pt}"
    "header p{margin:2pt 0 0}h2{font-size:12.5pt;margin:13pt 0 4pt}.e{margin-bottom:6pt}.e ul{margin:2pt 0 3pt}"
    ".r span:last-child{padding-left:8mm}.k p{margin:2pt 0}"
)


def _bold(text: str) -> str:
    """Text in bold."""
    return f"<b>{html(text)}</b>"


def _grouped(person: Person) -> list[tuple[str, str]]:
    """Skills in two groups with their names: tools and crafts, and the rest; no group is empty."""
    first = career(person)["skills"][:4]
    tools = [skill for skill in person.skills if skill in first]
    rest = [skill for skill in person.skills if skill not in first]
    return [
        (html(name), html(", ".join(some)))
        for name, some in zip(person.words["groups"], (tools, rest), strict=True)
        if some
    ]


def _group_lines(person: Person) -> str:
    """A line for each group of skills."""
    return "".join(f"<p><b>{name}{colon(person)}</b> {some}</p>" for name, some in _grouped(person))


def _chips(some: Sequence[str]) -> str:
    """Each text in a small box."""
    return f"<div class='k'>{' '.join(f'<span>{html(text)}</span>' for text in some)}</div>"


def _commas(some: Sequence[str], between: str = ", ") -> str:
    """Texts on a line."""
    return f"<p>{html(between.join(some))}</p>"


def _years(item: Study) -> str:
    """The years of a course of study."""
    return f"{item.start // 12} – {item.end // 12}"


def _towns(person: Person, item: Study) -> list[str]:
    """Where a school is, if that is known or may be anywhere."""
    town = person.words["school_towns"].get(item.school)
    return [html(town)] if town else places(person, item)


def caps_lines(person: Person) -> str:
    """A text processor's: underlined capitals; title, employer and place on a line, dates at a tab."""
    turn = person.number % 3

    def job(item: Job) -> str:
        left = ", ".join((_bold(item.title), html(item.employer), html(item.place)))
        return f'<div class="e">{row(left, when(person, item))}{tasks(item)}</div>'

    def study(item: Study) -> str:
        what, school = degree(person, item), ", ".join((html(item.school), *_towns(person, item)))
        left = (f"{_bold(what)}, {school}", f"{school} – {html(what)}", _bold(what))[turn]
        return f'<div class="e">{row(left, _years(item))}' + (f"<p>{school}</p></div>" if turn == 2 else "</div>")

    told = [f"{label(person, kind)}{colon(person)} " for kind in ("phone", "email")]
    head = (
        lines((person.place,)) + f"<p>{told[0]}{html(person.phone)}</p><p>{told[1]}{html(person.email)}</p>"
        if person.number % 2
        else f"<p>{contact(person, ' | ')}</p>"
    )
    skills = (f'<div class="k">{listed(person.skills)}</div>', _commas(person.skills), _group_lines(person))[turn]
    work = section(person, "work", "".join(map(job, person.jobs)))
    education = section(person, "education", "".join(map(study, person.studies)))
    body = (
        f"<div{' class=a' if person.number % 2 else ''}><header><h1>{html(person.name)}</h1>{head}</header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + (section(person, "skills", skills) + work + education if turn == 1 else work + education)
        + ("" if turn == 1 else section(person, "skills", skills))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", _commas(languages(person)))
        + "</div>"
    )
    return page(body, _KEEP + _LINES + paper(person))


def _rail_side(person: Person) -> str:
    """What stands in the light bar."""
    told = (("pin", person.place), ("phone", person.phone), ("mail", person.email))
    contacts = "".join(f"<p class='i'>{icon(kind)} {html(text)}</p>" for kind, text in told)
    turn = person.number % 3
    return (
        section(person, "contact", contacts)
        + section(person, "skills", (listed(person.skills), _chips(person.skills), lines(person.skills))[turn])
        + section(person, "languages", lines(languages(person)))
        + section(person, "certificates", lines(person.certificates) if turn else listed(person.certificates))
    )


def light_rail(person: Person) -> str:
    """A builder's page with a light bar at the right; the name on two lines, the last year of each course of study."""
    odd = person.number % 2

    def entry(first: str, second: str, dates: str, more: str) -> str:
        when_ = f"<p class='d'>{dates}</p>"
        told = f"<p class='t'>{first}</p><p class='w'>{second}</p>"
        return f'<div class="e">{when_ + told if person.number % 3 == 0 else told + when_}{more}</div>'

    def job(item: Job) -> str:
        title, house, place = html(item.title), html(item.employer), html(item.place)
        first, second = (f"{house}, {place}", title) if odd else (title, f"{house} | {place}")
        return entry(first, second, when(person, item), tasks(item))

    def study(item: Study) -> str:
        what, school = html(degree(person, item)), ", ".join((html(item.school), *_towns(person, item)))
        first, second = (school, what) if odd else (what, school)
        return entry(first, second, str(item.end // 12), "")

    given, _, rest = person.name.partition(" ")
    main = (
        f"<h1>{html(given)}<br>{html(rest)}</h1><p class='l'>{html(person.label)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
    )
    parts = (f"<div class='m'>{main}</div>", f"<div class='s'>{_rail_side(person)}</div>")
    columns = "".join(parts if person.number % 4 < 2 else reversed(parts))
    mark = " class=o" if odd else ""
    return page(f"<div{mark}><div class='bg'></div><div class='g'>{columns}</div></div>", _KEEP + _RAIL + paper(person))


def grey_dates(person: Person) -> str:
    """A modern page of one column: coloured headings; dates in grey below the title."""
    turn = person.number % 3

    def job(item: Job) -> str:
        dates, place = when(person, item), html(item.place)
        if turn == 0:
            told = f"<p>{_bold(item.title)} · {html(item.employer)}</p><p class='w'>{dates} · {place}</p>"
        elif turn == 1:
            told = f"<p class='t'>{html(item.title)}</p><p class='w'>{dates}</p><p>{html(item.employer)}, {place}</p>"
        else:
            told = f"<p>{_bold(item.title)}, {html(item.employer)}</p><p class='w'>{place} | {dates}</p>"
        return f'<div class="e">{told}{tasks(item)}</div>'

    def study(item: Study) -> str:
        what, school = degree(person, item), ", ".join((html(item.school), *_towns(person, item)))
        dates = f"<p class='w'>{when(person, item)}</p>"
        if turn == 1:
            return f"<div class='e'><p class='t'>{html(what)}</p>{dates}<p>{school}</p></div>"
        first, second = (_bold(what), school) if turn else (f"<b>{school}</b>", html(what))
        return f"<div class='e'><p>{first}</p><p>{second}</p>{dates}</div>"

    skills = (_chips(person.skills), _commas(person.skills, " • "), _group_lines(person))[turn]
    body = (
        f"<div{' class=u' if person.number % 2 else ''}><h1>{html(person.name)}</h1>"
        + f"<p class='l'>{html(person.label)}</p><p class='c'>{contact(person, '  |  ')}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "skills", skills)
        + section(person, "certificates", lines(person.certificates))
        + section(person, "languages", _commas(languages(person), " • ") if turn else lines(languages(person)))
        + "</div>"
    )
    return page(body, _KEEP + _GREY + paper(person))


def _cells(some: Sequence[tuple[str, str]]) -> str:
    """A table of rows: what stands in the narrow column, and what at its right."""
    rows = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in some)
    return f"<table><colgroup><col><col></colgroup>{rows}</table>"


def _table_foot(person: Person) -> str:
    """Languages, skills and certificates: as rows below headings, or as rows whose left cells are the headings."""
    if person.number % 2:
        kinds = (("languages", languages(person)), ("skills", person.skills), ("certificates", person.certificates))
        rows = [(_bold(person.headings[kind]), html(", ".join(some))) for kind, some in kinds]
        return f"<div class='q'>{_cells(rows)}</div>"
    return (
        section(person, "languages", _cells([(html(name), html(level)) for name, level, _ in person.spoken]))
        + section(person, "skills", _cells(_grouped(person)))
        + section(person, "certificates", listed(person.certificates))
    )


def table_photo(person: Person) -> str:
    """A tabular CV: photo and personal data at the top, dates in the left column; no summary."""
    turn = person.number % 3

    def job(item: Job) -> tuple[str, str]:
        house = ", ".join((html(item.employer), html(item.place)))
        first, second = (f"<b>{house}</b>", html(item.title)) if turn == 1 else (_bold(item.title), house)
        return when(person, item), f"<p>{first}</p><p>{second}</p>{tasks(item)}"

    def study(item: Study) -> tuple[str, str]:
        what, school = degree(person, item), ", ".join((html(item.school), *_towns(person, item)))
        told = (
            f"<p>{_bold(what)}</p><p>{school}</p>",
            f"<p><b>{school}</b></p><p>{html(what)}</p>",
            f"<p>{school}, {_bold(what)}</p>",
        )
        return when(person, item), told[turn]

    home = f"{street(person)}, {html(person.place)}"
    told = [(label(person, "name"), _bold(person.name)), *facts(person), (label(person, "address"), home)]
    told += [(label(person, kind), html(text)) for kind, text in (("phone", person.phone), ("email", person.email))]
    rows = _cells([(f"{name}{colon(person)}", value) for name, value in told])
    data = section(person, "personal", rows) if person.number % 2 else rows
    face = photo(person, "width:100%;height:100%")
    signed = f"<p class='z'>{html(person.place)}, {signed_on(person)}</p>" if person.language == "de" else ""
    body = (
        f"<div{' class=o' if person.number % 2 else ''}><header><div class='p'>{face}</div>"
        + f"<h1>{label(person, 'cv')}</h1>{data}</header>"
        + section(person, "work", _cells([job(item) for item in person.jobs]))
        + section(person, "education", _cells([study(item) for item in person.studies]))
        + f"{_table_foot(person)}{signed}</div>"
    )
    return page(body, _KEEP + _TABLE)


def band_foot(person: Person) -> str:
    """A coloured band with name and contacts, sections in one column, three small columns at the foot."""
    turn = person.number % 3

    def job(item: Job) -> str:
        house, dates = f"{html(item.employer)}, {html(item.place)}", when(person, item)
        told = (
            f"{row(_bold(item.title), dates)}<p>{house}</p>",
            f"{row(f'<b>{house}</b>', dates)}<p><i>{html(item.title)}</i></p>",
            f"<p>{_bold(item.title)} | {house}</p><p><i>{dates}</i></p>",
        )
        return f'<div class="e">{told[turn]}{tasks(item)}</div>'

    def study(item: Study) -> str:
        what, dates = degree(person, item), when(person, item)
        school = ", ".join((html(item.school), *_towns(person, item)))
        told = (
            f"{row(_bold(what), dates)}<p>{school}</p>",
            f"{row(f'<b>{school}</b>', dates)}<p><i>{html(what)}</i></p>",
            f"<p>{_bold(what)} | {school}</p><p><i>{dates}</i></p>",
        )
        return f'<div class="e">{told[turn]}</div>'

    told = "".join(f"<span>{html(text)}</span> " for text in (person.phone, person.email, person.place))
    kinds = (("skills", person.skills), ("languages", languages(person)), ("certificates", person.certificates))
    foot = "".join(
        f"<div>{section(person, kind, lines(some) if turn == 1 else listed(some))}</div>" for kind, some in kinds
    )
    body = (
        f"<div{' class=o' if person.number % 2 else ''}><header><h1>{html(person.name)}</h1>"
        + f"<p class='l'>{html(person.label)}</p><p>{told}</p></header><main>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + f"</main><footer>{foot}</footer></div>"
    )
    return page(body, _KEEP + _BAND + paper(person))


def degrees_first(person: Person) -> str:
    """Academia's page: education before work; names bold with places at the right, degrees and titles in italics."""
    turn = person.number % 2

    def entry(item: Job | Study, name: str, what: str, place: str, more: str) -> str:
        second = row(f"<i>{html(what)}</i>", when(person, item))
        return f'<div class="e">{row(_bold(name), place)}{second}{more}</div>'

    def study(item: Study) -> str:
        return entry(item, item.school, degree(person, item), "".join(_towns(person, item)), "")

    def job(item: Job) -> str:
        return entry(item, item.employer, item.title, html(item.place), tasks(item))

    told = f"<p>{contact(person)}</p>"
    if turn:
        told = lines((person.place, f"{person.email} · {person.phone}"))
    summary = section(person, "summary", f"<p>{html(person.summary)}</p>")
    skills = _group_lines(person) if turn else _commas(person.skills, "; ")
    body = (
        f"<header><h1>{html(person.name)}</h1>{told}</header>{summary}"
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "certificates", lines(person.certificates))
        + section(person, "skills", f"<div class='k'>{skills}</div>")
        + section(person, "languages", _commas(languages(person)))
    )
    return page(body, _KEEP + _ACADEMIC + paper(person))


FINAL: dict[str, Callable[[Person], str]] = {
    "caps_lines": caps_lines,
    "light_rail": light_rail,
    "grey_dates": grey_dates,
    "table_photo": table_photo,
    "band_foot": band_foot,
    "degrees_first": degrees_first,
}
