"""Layouts of the closing set: kept out of tuning; they were written and are kept without a look at what reads them.

The four kinds that applicants send most: a text processor's plain document, a builder's page with a coloured bar at the
left, a table with dates at the left, and a clean page with title, employer and dates on lines of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.cv_corpus.design_parts import career, colon, facts, icon, label, lines, paper, photo, street
from evals.cv_corpus.html_parts import contact, degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study

_KEEP = "h2{break-after:avoid}.e{break-inside:avoid}.e p{margin:0}.r span:last-child{white-space:nowrap}"

_PLAIN = (
    "@page{margin:22mm 25mm}body{font:11pt/1.3 Carlito,Calibri,'Liberation Sans',sans-serif;color:#000}"
    ".a{font-family:'Liberation Serif','Times New Roman',serif}h1{font-size:18pt}.a header{text-align:center}"
    "header p{margin:1pt 0}h2{font-size:12pt;margin:13pt 0 4pt;border-bottom:.8pt solid #000}"
    ".a h2{text-transform:uppercase;border:0}.e{margin-bottom:7pt}.r span:last-child{padding-left:8mm}"
)

_BAR = (
    "@page{margin:0}body{font:9.8pt/1.42 'Open Sans',Carlito,'Liberation Sans',sans-serif;color:#2a2a2a}"
    ".bg{position:fixed;top:0;bottom:0;left:0;width:64mm;background:#24405a;z-index:-1}.o .bg{background:#2e5d50}"
    ".g{display:grid;grid-template-columns:64mm 1fr}.s{grid-column:1;grid-row:1;padding:12mm 7mm;color:#fff}"
    ".m{grid-column:2;grid-row:1;padding:12mm 14mm 12mm 10mm}"
    ".s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}"
    "h1{font-size:25pt;line-height:1.1}.l{font-size:12pt;color:#5b6b78;margin:3pt 0 0}"
    "h2{font-size:12.5pt;margin:14pt 0 5pt;color:#24405a;border-bottom:1pt solid #c6ced5}.o h2{color:#2e5d50}"
    ".s h2{color:#fff!important}.s p{margin:0 0 4pt}.s .i{font-size:8.3pt;font-style:normal;white-space:nowrap}"
    ".s ul{padding-left:11pt}.p{width:34mm;height:40mm;margin:0 auto 4mm;overflow:hidden}"
    ".e{margin-bottom:9pt}.t{font-weight:700}.d{color:#66727c;font-size:9pt}"
)

_TABLE = (
    "@page{margin:20mm 21mm}body{font:10.6pt/1.35 'Liberation Sans',Arial,sans-serif;color:#111}"
    "h1{font-size:19pt;margin-bottom:5mm}table{table-layout:fixed;border-collapse:collapse}"
    "col:first-child{width:46mm}td{padding:2pt 4mm 4pt 0}td p{margin:0}td ul{margin:1pt 0;padding-left:12pt}"
    "tr{break-inside:avoid}h2{font-size:12pt;margin:12pt 0 5pt}.o h2{background:#e6ebf1;padding:2pt 4pt}"
)

_APART = (
    "@page{margin:18mm 22mm}body{font:10.2pt/1.45 Inter,Lato,'Liberation Sans',sans-serif;color:#222}"
    "h1{font-size:23pt;font-weight:600}.l{font-size:12pt;color:#555;margin:2pt 0}.c{color:#444;margin:4pt 0 6pt}"
    "h2{font-size:11.5pt;letter-spacing:.2pt;margin:15pt 0 6pt;color:#1d4f91}.u h2{color:#000;text-transform:uppercase}"
    ".e{margin-bottom:9pt}.t{font-weight:700}.w{color:#666}.e ul{margin:3pt 0 0}"
)


def _bold(text: str) -> str:
    """Text in bold."""
    return f"<b>{html(text)}</b>"


def _school(person: Person, item: Study) -> str:
    """A school, with its town in every second CV."""
    town = person.words["school_towns"].get(item.school)
    return html(f"{item.school}, {town}" if town and person.number % 2 else item.school)


def _house(job: Job, between: str = ", ") -> str:
    """Employer and place."""
    return html(f"{job.employer}{between}{job.place}")


def _groups(person: Person) -> list[tuple[str, str]]:
    """Skills in two groups with their names; no group is empty."""
    first = career(person)["skills"][:4]
    parts = ([one for one in person.skills if one in first], [one for one in person.skills if one not in first])
    names = person.words["groups"]
    return [(html(name), html(", ".join(some))) for name, some in zip(names, parts, strict=True) if some]


def _skills(person: Person, turn: int) -> str:
    """Skills with commas, with bullets, or a line for each group."""
    grouped = "".join(f"<p><b>{name}{colon(person)}</b> {some}</p>" for name, some in _groups(person))
    return (f"<p>{html(', '.join(person.skills))}</p>", listed(person.skills), grouped)[turn % 3]


def _summary(person: Person) -> str:
    """What the person says of himself or herself."""
    return section(person, "summary", f"<p>{html(person.summary)}</p>")


def _career(person: Person, job: Callable[[Job], str], study: Callable[[Study], str]) -> list[str]:
    """The sections of work and of education."""
    return [
        section(person, "work", "".join(map(job, person.jobs))),
        section(person, "education", "".join(map(study, person.studies))),
    ]


def plain_document(person: Person) -> str:
    """A text processor's plain document of one column; of a course of study only the last year is told."""
    turn = person.number % 3

    def job(item: Job) -> str:
        dates, title = when(person, item), html(item.title)
        told = (
            row(f"<b>{title}</b>, {_house(item)}", dates),
            f"{row(f'<b>{_house(item)}</b>', dates)}<p><i>{title}</i></p>",
            f"<p><b>{title}</b> ({dates})</p><p>{_house(item, ' – ')}</p>",
        )
        return f"<div class='e'>{told[turn]}{tasks(item)}</div>"

    def study(item: Study) -> str:
        what, school, year = html(degree(person, item)), _school(person, item), str(item.end // 12)
        told = (
            f"<p><b>{what}</b>, {school}, {year}</p>",
            f"{row(f'<b>{school}</b>', year)}<p>{what}</p>",
            f"<p><b>{what}</b> ({year})</p><p>{school}</p>",
        )
        return f"<div class='e'>{told[turn]}</div>"

    named = [f"<p>{label(person, kind)}{colon(person)} " for kind in ("phone", "email")]
    apart = f"<p>{html(person.place)}</p>{named[0]}{html(person.phone)}</p>{named[1]}{html(person.email)}</p>"
    head = apart if person.number % 4 == 0 else f"<p>{contact(person, ' | ')}</p>"
    skills = section(person, "skills", _skills(person, person.number // 2))
    body = (
        f"<div{' class=a' if person.number % 2 else ''}><header><h1>{html(person.name)}</h1>{head}</header>"
        + _summary(person)
        + (skills if turn == 1 else "")
        + "".join(_career(person, job, study)[:: -1 if person.number % 5 == 0 else 1])
        + ("" if turn == 1 else skills)
        + section(person, "certificates", listed(person.certificates) if turn else lines(person.certificates))
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
        + "</div>"
    )
    return page(body, _KEEP + _PLAIN + paper(person))


def _bar(person: Person) -> str:
    """What stands in the coloured bar."""
    told = (("phone", person.phone), ("mail", person.email), ("pin", person.place))
    contacts = "".join(f"<p class='i'>{icon(kind)} {html(text)}</p>" for kind, text in told)
    face = f"<div class='p'>{photo(person, 'width:100%;height:100%')}</div>" if person.language != "en" else ""
    some = lines(person.skills) if person.number % 3 == 0 else _skills(person, person.number)
    return (
        face
        + section(person, "contact", contacts)
        + section(person, "skills", some)
        + section(person, "languages", lines(languages(person)))
        + section(
            person, "certificates", listed(person.certificates) if person.number % 2 else lines(person.certificates)
        )
    )


def left_bar(person: Person) -> str:
    """A builder's page with a coloured bar at the left; of a course of study years are told."""
    turn = person.number % 3

    def entry(first: str, second: str, dates: str, more: str = "") -> str:
        told = (
            f"<p class='t'>{first}</p><p>{second}</p><p class='d'>{dates}</p>",
            f"{row(f'<b>{first}</b>', dates)}<p>{second}</p>",
            f"<p class='d'>{dates}</p><p class='t'>{first}</p><p>{second}</p>",
        )
        return f"<div class='e'>{told[turn]}{more}</div>"

    def job(item: Job) -> str:
        return entry(html(item.title), _house(item, " | " if turn == 1 else ", "), when(person, item), tasks(item))

    def study(item: Study) -> str:
        both = [html(degree(person, item)), _school(person, item)]
        first, second = both if person.number % 4 < 2 else reversed(both)
        return entry(first, second, f"{item.start // 12} – {item.end // 12}")

    main = f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p>{_summary(person)}"
    main += "".join(_career(person, job, study))
    parts = [f"<div class='s'>{_bar(person)}</div>", f"<div class='m'>{main}</div>"]
    columns = "".join(parts if person.number % 4 in (0, 3) else reversed(parts))
    mark = " class=o" if person.number % 2 else ""
    return page(f"<div{mark}><div class='bg'></div><div class='g'>{columns}</div></div>", _KEEP + _BAR + paper(person))


def _cells(rows: Sequence[tuple[str, str]]) -> str:
    """A table of two columns."""
    body = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    return f"<table><col><col>{body}</table>"


def dates_table(person: Person) -> str:
    """A table with dates at the left, and rows for personal data, skills and languages."""
    turn = person.number % 3

    def job(item: Job) -> tuple[str, str]:
        told = (
            f"<p>{_bold(item.title)}</p><p>{_house(item)}</p>",
            f"<p>{_bold(item.title)}, {_house(item)}</p>",
            f"<p><b>{_house(item)}</b></p><p>{html(item.title)}</p>",
        )
        return when(person, item), told[turn] + tasks(item)

    def study(item: Study) -> tuple[str, str]:
        what, school = html(degree(person, item)), _school(person, item)
        told = (f"<p><b>{what}</b></p><p>{school}</p>", f"<p>{school}</p><p>{what}</p>", f"<p>{what}, {school}</p>")
        return when(person, item), told[person.number // 2 % 3]

    home = f"{street(person)}, {html(person.place)}"
    told = [(label(person, "name"), html(person.name)), (label(person, "address"), home)]
    told += [(label(person, kind), html(text)) for kind, text in (("phone", person.phone), ("email", person.email))]
    data = _cells([(f"{name}{colon(person)}", value) for name, value in (*told, *facts(person))])
    spoken = [(html(name), html(level)) for name, level, _ in person.spoken]
    body = (
        f"<div{' class=o' if person.number % 2 else ''}><h1>{label(person, 'cv')}</h1>"
        + section(person, "personal", data)
        + (_summary(person) if turn else "")
        + section(person, "work", _cells([job(item) for item in person.jobs]))
        + section(person, "education", _cells([study(item) for item in person.studies]))
        + section(person, "certificates", lines(person.certificates) if turn else listed(person.certificates))
        + section(person, "skills", _cells(_groups(person)))
        + section(person, "languages", _cells(spoken))
        + ("" if turn else _summary(person))
        + "</div>"
    )
    return page(body, _KEEP + _TABLE)


def lines_apart(person: Person) -> str:
    """A clean page of one column: title, employer and dates each on a line of its own."""
    turn = person.number % 3

    def entry(first: str, second: str, dates: str, more: str = "") -> str:
        told = [f"<p class='t'>{first}</p>", f"<p>{second}</p>", f"<p class='w'>{dates}</p>"]
        return f"<div class='e'>{''.join([told[2], *told[:2]] if turn == 2 else told)}{more}</div>"

    def job(item: Job) -> str:
        title, dates = html(item.title), when(person, item)
        if turn == 1:
            return entry(html(item.employer), title, f"{dates} | {html(item.place)}", tasks(item))
        return entry(title, _house(item), dates, tasks(item))

    def study(item: Study) -> str:
        both = [html(degree(person, item)), _school(person, item)]
        first, second = reversed(both) if turn == 1 else both
        return entry(first, second, when(person, item))

    between = " • " if person.number % 2 else ", "
    title = f"<p class='l'>{html(person.label)}</p>" if person.number % 4 else ""
    body = (
        f"<div{' class=u' if person.number % 2 else ''}><h1>{html(person.name)}</h1>{title}"
        + f"<p class='c'>{contact(person, ' | ' if turn else ' · ')}</p>{_summary(person)}"
        + "".join(_career(person, job, study))
        + section(person, "skills", _skills(person, person.number // 2))
        + section(person, "languages", f"<p>{html(between.join(languages(person)))}</p>")
        + section(person, "certificates", lines(person.certificates))
        + "</div>"
    )
    return page(body, _KEEP + _APART + paper(person))


CLOSING: dict[str, Callable[[Person], str]] = {
    "plain_document": plain_document,
    "left_bar": left_bar,
    "dates_table": dates_table,
    "lines_apart": lines_apart,
}
