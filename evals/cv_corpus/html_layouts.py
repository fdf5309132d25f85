"""Layouts of our own in HTML: one and two columns, side bars, tables, dates anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from evals.cv_corpus.html_parts import contact, degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study


def _rest(person: Person) -> str:
    return (
        section(person, "skills", f"<p>{html(', '.join(person.skills))}</p>")
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
        + section(person, "certificates", listed(person.certificates))
    )


def _top(person: Person) -> str:
    return f"<h1>{html(person.name)}</h1><p>{html(person.label)}</p><p>{contact(person)}</p>" + section(
        person, "summary", f"<p>{html(person.summary)}</p>"
    )


def _work(person: Person, entry: Callable[[Job, str], str]) -> str:
    body = "".join(f'<div class="e">{entry(job, when(person, job))}</div>' for job in person.jobs)
    return section(person, "work", body)


def _study(person: Person, entry: Callable[[Study, str], str]) -> str:
    some = person.studies
    body = "".join(f'<div class="e">{entry(item, when(person, item))}</div>' for item in some)
    return section(person, "education", body)


def dates_right(person: Person) -> str:
    """Title and dates on a line, employer and place below."""
    work = _work(
        person,
        lambda job, when: (
            row(f"<b>{html(job.title)}</b>", when)
            + f'<p class="i">{html(job.employer)}, {html(job.place)}</p>'
            + tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: row(f"<b>{html(degree(person, item))}</b>", when) + f'<p class="i">{html(item.school)}</p>',
    )
    return page(_top(person) + work + study + _rest(person))


def employer_first(person: Person) -> str:
    """Employer and place on a line, title and dates below; headings in capitals with a rule."""
    work = _work(
        person,
        lambda job, when: (
            row(f"<b>{html(job.employer)}</b>", html(job.place)) + row(f"<i>{html(job.title)}</i>", when) + tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: row(f"<b>{html(item.school)}</b>", html(item.place)) + row(html(degree(person, item)), when),
    )
    css = "h2{text-transform:uppercase;font-size:11pt;border-bottom:1px solid #333}h1{text-align:center}"
    return page(_top(person) + study + work + _rest(person), css)


def _side(person: Person) -> str:
    contacts = "".join(f"<p>{html(text)}</p>" for text in (person.phone, person.email, person.place))
    return (
        section(person, "contact", contacts)
        + section(person, "skills", listed(person.skills))
        + section(person, "languages", "".join(f"<p>{html(text)}</p>" for text in languages(person)))
        + section(person, "certificates", "".join(f"<p>{html(text)}</p>" for text in person.certificates))
    )


def _main(person: Person) -> str:
    work = _work(
        person,
        lambda job, when: (
            f"<b>{html(job.title)}</b><p>{html(job.employer)} | {html(job.place)}</p><p>{when}</p>" + tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: f"<b>{html(item.degree)} {html(item.area)}</b><p>{html(item.school)}</p><p>{when}</p>",
    )
    return section(person, "summary", f"<p>{html(person.summary)}</p>") + work + study


def side_bar_left(person: Person) -> str:
    """A coloured bar at the left with contact, skills and languages."""
    css = ".g{display:grid;grid-template-columns:58mm 1fr;gap:8mm}"
    css += ".s{background:#dfe6ee;padding:5mm;font-size:8.5pt}.s h2{font-size:11pt}"
    head = f"<h1>{html(person.name)}</h1><p>{html(person.label)}</p>"
    return page(f'<div class="g"><div class="s">{_side(person)}</div><div>{head}{_main(person)}</div></div>', css)


def side_bar_right(person: Person) -> str:
    """The name over all, a plain bar at the right."""
    css = ".g{display:grid;grid-template-columns:1fr 55mm;gap:8mm}.s{font-size:8.5pt}h2{color:#246}"
    head = f"<h1>{html(person.name)}</h1><p>{html(person.label)}</p>"
    return page(f'{head}<div class="g"><div>{_main(person)}</div><div class="s">{_side(person)}</div></div>', css)


def table_left_dates(person: Person) -> str:
    """Dates in a left column, title, employer and tasks in the right one, as in German and Europass CVs."""

    def cells(when: str, what: str) -> str:
        return f'<table><tr><td style="width:42mm">{when}</td><td>{what}</td></tr></table>'

    work = _work(
        person,
        lambda job, when: cells(
            when, f"<b>{html(job.title)}</b><br>{html(job.employer)}, {html(job.place)}{tasks(job)}"
        ),
    )
    study = _study(
        person, lambda item, when: cells(when, f"<b>{html(degree(person, item))}</b><br>{html(item.school)}")
    )
    return page(_top(person) + work + study + _rest(person))


def one_line(person: Person) -> str:
    """All about a job on one line between bars."""
    work = _work(
        person,
        lambda job, when: (
            f"<p><b>{html(job.title)}</b> | {html(job.employer)} | {html(job.place)} | {when}</p>" + tasks(job)
        ),
    )
    study = _study(person, lambda item, when: f"<p>{html(degree(person, item))} | {html(item.school)} | {when}</p>")
    return page(_top(person) + work + study + _rest(person))


def brackets(person: Person) -> str:
    """Employer, title, dates in brackets; tasks as running text."""
    work = _work(
        person,
        lambda job, when: (
            f"<p><b>{html(job.employer)}</b> — {html(job.title)} ({when})</p><p>{html('. '.join(job.tasks))}.</p>"
        ),
    )
    study = _study(
        person, lambda item, when: f"<p><b>{html(item.school)}</b> — {html(degree(person, item))} ({when})</p>"
    )
    return page(_top(person) + work + study + _rest(person), "h2{letter-spacing:2px}")


def plain(person: Person) -> str:
    """One size, nothing bold, no bullets; dates on a line of their own, headings alone on theirs."""
    work = _work(
        person,
        lambda job, when: (
            f"<p>{html(job.title)}</p><p>{html(job.employer)}, {html(job.place)}</p><p>{when}</p>"
            + "".join(f"<p>- {html(task)}</p>" for task in job.tasks)
        ),
    )
    study = _study(
        person,
        lambda item, when: f"<p>{html(item.degree)}, {html(item.area)}</p><p>{html(item.school)}</p><p>{when}</p>",
    )
    css = "h1,h2{font-size:10.5pt;font-weight:400}h1{margin-bottom:6pt}body{font-family:'DejaVu Serif',serif}"
    return page(_top(person) + work + study + _rest(person), css)


def chips(person: Person) -> str:
    """Icons before the contacts, skills as chips, a table of languages."""
    chip = "".join(f'<span class="c">{html(skill)}</span>' for skill in person.skills)
    spoken = "".join(f"<tr><td>{html(name)}</td><td>{html(level)}</td></tr>" for name, level, _ in person.spoken)
    contacts = f"✉ {html(person.email)} &nbsp;&nbsp; ☎ {html(person.phone)} &nbsp;&nbsp; ⌂ {html(person.place)}"
    work = _work(
        person,
        lambda job, when: (
            row(f"<b>{html(job.employer)}</b> · {html(job.place)}", f"<i>{when}</i>")
            + f"<p>{html(job.title)}</p>"
            + tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: (
            row(f"<b>{html(item.school)}</b>", f"<i>{when}</i>") + f"<p>{html(degree(person, item))}</p>"
        ),
    )
    css = ".c{display:inline-block;border:1px solid #888;border-radius:8pt;padding:1pt 8pt;margin:2pt 6pt 2pt 0}"
    css += "table{width:60%}"
    body = (
        f"<h1>{html(person.name)}</h1><p>{contacts}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + work
        + study
        + section(person, "skills", f"<div>{chip}</div>")
        + section(person, "languages", f"<table>{spoken}</table>")
        + section(person, "certificates", listed(person.certificates))
    )
    return page(body, css)


def dates_first(person: Person) -> str:
    """The dates on the first line of each entry, then the employer, then the title."""
    work = _work(
        person,
        lambda job, when: (
            f'<p class="w">{when}</p><p><b>{html(job.employer)}</b>, {html(job.place)}</p><p>{html(job.title)}</p>'
            + tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: (
            f'<p class="w">{when}</p><p><b>{html(item.school)}</b></p><p>{html(degree(person, item))}</p>'
        ),
    )
    return page(_top(person) + work + study + _rest(person), ".w{color:#666;font-size:9pt}")


_MARGIN = ".g{display:grid;grid-template-columns:27mm 1fr;gap:5mm}.w{text-align:right;font-size:9.5pt}"


def _beside(when: str, what: str) -> str:
    return f'<div class="g"><div class="w">{when}</div><div>{what}</div></div>'


def margin_dates(person: Person) -> str:
    """Dates in a narrow column at the left where they wrap; employer and title on one line, the place after a dash."""
    work = _work(
        person,
        lambda job, when: _beside(
            when,
            f"<b>{html(job.employer)}</b>, {html(job.title)} – {html(job.place)}<p>{html('; '.join(job.tasks))}</p>",
        ),
    )
    study = _study(
        person,
        lambda item, when: _beside(
            when, f"<b>{html(item.school)}</b>, {html(degree(person, item))} – {html(item.place)}"
        ),
    )
    return page(_top(person) + work + study + _rest(person), _MARGIN)


def margin_commas(person: Person) -> str:
    """Dates in a narrow column at the left; title, employer and place between commas, nothing bold."""
    work = _work(
        person,
        lambda job, when: _beside(when, f"{html(job.title)}, {html(job.employer)}, {html(job.place)}{tasks(job)}"),
    )
    study = _study(
        person,
        lambda item, when: _beside(
            when, f"{html(item.degree)} {html(item.area)}, {html(item.school)}, {html(item.place)}"
        ),
    )
    return page(_top(person) + work + study + _rest(person), f"{_MARGIN}.w{{text-align:left}}")


def time_line(person: Person) -> str:
    """A line at the left, title with dates below it, employer with its place at the right."""
    work = _work(
        person,
        lambda job, when: (
            f"<b>{html(job.title)}</b><p>{when}</p>" + row(f"<i>{html(job.employer)}</i>", html(job.place)) + tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: f"<b>{html(item.school)}</b><p>{when}</p><p>{html(item.degree)} – {html(item.area)}</p>",
    )
    css = ".e{border-left:2px solid #39c;padding-left:5mm}h2{font-variant:small-caps;color:#39c}"
    return page(_top(person) + work + study + _rest(person), css)


def no_headings(person: Person) -> str:
    """Jobs and courses of study one after the other under the name, without any heading."""
    jobs = "".join(
        f"<p><b>{html(job.title)}</b>, {html(job.employer)} ({when(person, job)})</p>{tasks(job)}"
        for job in person.jobs
    )
    studies = "".join(
        f"<p><b>{html(degree(person, item))}</b>, {html(item.school)} ({when(person, item)})</p>"
        for item in person.studies
    )
    return page(f"<h1>{html(person.name)}</h1><p>{contact(person)}</p>{jobs}{studies}")


def odd_headings(person: Person) -> str:
    """Headings of jobs and studies that no table has."""
    own = replace(person, headings={**person.headings, **person.words["odd_headings"]})
    return employer_first(own) if person.number % 2 else dates_right(own)


def banner(person: Person) -> str:
    """The name in white on a broad ground, two columns below it, entries as framed cards."""
    work = _work(
        person,
        lambda job, when: (
            row(f"<b>{html(job.employer)}</b>", f"<small>{when}</small>")
            + f"<p>{html(job.title)} — {html(job.place)}</p>"
            + tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: f"<b>{html(degree(person, item))}</b><p>{html(item.school)}</p><p><small>{when}</small></p>",
    )
    side = (
        study
        + section(person, "skills", "".join(f"<p>{html(skill)}</p>" for skill in person.skills))
        + section(person, "languages", "".join(row(html(name), html(level)) for name, level, _ in person.spoken))
        + section(person, "certificates", "".join(f"<p>{html(text)}</p>" for text in person.certificates))
    )
    css = "header{background:#263a52;color:#fff;padding:8mm}.g{display:grid;grid-template-columns:1fr 62mm;gap:9mm}"
    css += ".e{border:1px solid #ccc;border-radius:3mm;padding:3mm}body{font-family:'Liberation Sans',Arial,sans-serif}"
    head = f"<header><h1>{html(person.name)}</h1><p>{html(person.label)}</p><p>{contact(person, ' | ')}</p></header>"
    summary = section(person, "summary", f"<p>{html(person.summary)}</p>")
    return page(f'{head}<div class="g"><div>{summary}{work}</div><div>{side}</div></div>', css)


LAYOUTS: dict[str, Callable[[Person], str]] = {
    "dates_right": dates_right,
    "employer_first": employer_first,
    "side_bar_left": side_bar_left,
    "side_bar_right": side_bar_right,
    "table_left_dates": table_left_dates,
    "one_line": one_line,
    "brackets": brackets,
    "plain": plain,
    "chips": chips,
    "dates_first": dates_first,
    "margin_dates": margin_dates,
    "margin_commas": margin_commas,
    "no_headings": no_headings,
    "odd_headings": odd_headings,
    "time_line": time_line,
    "banner": banner,
}
