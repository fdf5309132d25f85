"""Layouts of our own in HTML: one and two columns, side bars, tables, dates anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from evals.cv_corpus.people import Job, Person, Study, period

_CSS = (
    "@page{size:A4;margin:16mm}*{box-sizing:border-box}body{font:10.5pt/1.4 'DejaVu Sans',Arial,sans-serif;margin:0}"
    "h1{font-size:22pt;margin:0}h2{font-size:13pt;margin:14pt 0 4pt}p{margin:2pt 0}"
    "ul{margin:2pt 0 6pt;padding-left:16pt}"
    ".r{display:flex;justify-content:space-between}.i{font-style:italic}b{font-weight:700}table{border-spacing:0;width:100%}"
    "td{vertical-align:top;padding:1pt 10pt 1pt 0}.e{margin-bottom:8pt}"
)

_IN = {"en": " in ", "de": " in ", "es": " en ", "fr": " en ", "it": " in ", "nl": " in ", "pt": " em "}


def _page(body: str, css: str = "") -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{_CSS}{css}</style><body>{body}'


def _e(text: str) -> str:
    return escape(text)


def _tasks(job: Job) -> str:
    return "<ul>" + "".join(f"<li>{_e(task)}</li>" for task in job.tasks) + "</ul>"


def _row(left: str, right: str) -> str:
    return f'<div class="r"><span>{left}</span><span>{right}</span></div>'


def _section(person: Person, kind: str, body: str) -> str:
    return f"<h2>{_e(person.headings[kind])}</h2>{body}"


def _degree(person: Person, study: Study) -> str:
    """Degree and subject, joined in one of the ways that people join them."""
    joint = _IN.get(person.language, ", ")
    return study.degree + (", ", joint, " – ", ": ")[person.number % 4] + study.area


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{_e(item)}</li>" for item in items) + "</ul>"


def _languages(person: Person) -> list[str]:
    return [f"{name} ({level})" if person.number % 2 else f"{name} – {level}" for name, level, _ in person.spoken]


def _contact(person: Person, between: str = " · ") -> str:
    return between.join(map(_e, (person.place, person.phone, person.email)))


def _rest(person: Person) -> str:
    return (
        _section(person, "skills", f"<p>{_e(', '.join(person.skills))}</p>")
        + _section(person, "languages", f"<p>{_e(', '.join(_languages(person)))}</p>")
        + _section(person, "certificates", _list(person.certificates))
    )


def _top(person: Person) -> str:
    return f"<h1>{_e(person.name)}</h1><p>{_e(person.label)}</p><p>{_contact(person)}</p>" + _section(
        person, "summary", f"<p>{_e(person.summary)}</p>"
    )


def _work(person: Person, entry: Callable[[Job, str], str]) -> str:
    body = "".join(f'<div class="e">{entry(job, _e(period(person, job.start, job.end)))}</div>' for job in person.jobs)
    return _section(person, "work", body)


def _study(person: Person, entry: Callable[[Study, str], str]) -> str:
    some = person.studies
    body = "".join(f'<div class="e">{entry(item, _e(period(person, item.start, item.end)))}</div>' for item in some)
    return _section(person, "education", body)


def dates_right(person: Person) -> str:
    """Title and dates on a line, employer and place below."""
    work = _work(
        person,
        lambda job, when: (
            _row(f"<b>{_e(job.title)}</b>", when)
            + f'<p class="i">{_e(job.employer)}, {_e(job.place)}</p>'
            + _tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: _row(f"<b>{_e(_degree(person, item))}</b>", when) + f'<p class="i">{_e(item.school)}</p>',
    )
    return _page(_top(person) + work + study + _rest(person))


def employer_first(person: Person) -> str:
    """Employer and place on a line, title and dates below; headings in capitals with a rule."""
    work = _work(
        person,
        lambda job, when: (
            _row(f"<b>{_e(job.employer)}</b>", _e(job.place)) + _row(f"<i>{_e(job.title)}</i>", when) + _tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: _row(f"<b>{_e(item.school)}</b>", _e(item.place)) + _row(_e(_degree(person, item)), when),
    )
    css = "h2{text-transform:uppercase;font-size:11pt;border-bottom:1px solid #333}h1{text-align:center}"
    return _page(_top(person) + study + work + _rest(person), css)


def _side(person: Person) -> str:
    contact = "".join(f"<p>{_e(text)}</p>" for text in (person.phone, person.email, person.place))
    return (
        _section(person, "contact", contact)
        + _section(person, "skills", _list(person.skills))
        + _section(person, "languages", "".join(f"<p>{_e(text)}</p>" for text in _languages(person)))
        + _section(person, "certificates", "".join(f"<p>{_e(text)}</p>" for text in person.certificates))
    )


def _main(person: Person) -> str:
    work = _work(
        person,
        lambda job, when: (
            f"<b>{_e(job.title)}</b><p>{_e(job.employer)} | {_e(job.place)}</p><p>{when}</p>" + _tasks(job)
        ),
    )
    study = _study(
        person, lambda item, when: f"<b>{_e(item.degree)} {_e(item.area)}</b><p>{_e(item.school)}</p><p>{when}</p>"
    )
    return _section(person, "summary", f"<p>{_e(person.summary)}</p>") + work + study


def side_bar_left(person: Person) -> str:
    """A coloured bar at the left with contact, skills and languages."""
    css = ".g{display:grid;grid-template-columns:58mm 1fr;gap:8mm}"
    css += ".s{background:#dfe6ee;padding:5mm;font-size:8.5pt}.s h2{font-size:11pt}"
    head = f"<h1>{_e(person.name)}</h1><p>{_e(person.label)}</p>"
    return _page(f'<div class="g"><div class="s">{_side(person)}</div><div>{head}{_main(person)}</div></div>', css)


def side_bar_right(person: Person) -> str:
    """The name over all, a plain bar at the right."""
    css = ".g{display:grid;grid-template-columns:1fr 55mm;gap:8mm}.s{font-size:8.5pt}h2{color:#246}"
    head = f"<h1>{_e(person.name)}</h1><p>{_e(person.label)}</p>"
    return _page(f'{head}<div class="g"><div>{_main(person)}</div><div class="s">{_side(person)}</div></div>', css)


def table_left_dates(person: Person) -> str:
    """Dates in a left column, title, employer and tasks in the right one, as in German and Europass CVs."""

    def cells(when: str, what: str) -> str:
        return f'<table><tr><td style="width:42mm">{when}</td><td>{what}</td></tr></table>'

    work = _work(
        person,
        lambda job, when: cells(when, f"<b>{_e(job.title)}</b><br>{_e(job.employer)}, {_e(job.place)}{_tasks(job)}"),
    )
    study = _study(person, lambda item, when: cells(when, f"<b>{_e(_degree(person, item))}</b><br>{_e(item.school)}"))
    return _page(_top(person) + work + study + _rest(person))


def one_line(person: Person) -> str:
    """All about a job on one line between bars."""
    work = _work(
        person,
        lambda job, when: (
            f"<p><b>{_e(job.title)}</b> | {_e(job.employer)} | {_e(job.place)} | {when}</p>" + _tasks(job)
        ),
    )
    study = _study(person, lambda item, when: f"<p>{_e(_degree(person, item))} | {_e(item.school)} | {when}</p>")
    return _page(_top(person) + work + study + _rest(person))


def brackets(person: Person) -> str:
    """Employer, title, dates in brackets; tasks as running text."""
    work = _work(
        person,
        lambda job, when: (
            f"<p><b>{_e(job.employer)}</b> — {_e(job.title)} ({when})</p><p>{_e('. '.join(job.tasks))}.</p>"
        ),
    )
    study = _study(person, lambda item, when: f"<p><b>{_e(item.school)}</b> — {_e(_degree(person, item))} ({when})</p>")
    return _page(_top(person) + work + study + _rest(person), "h2{letter-spacing:2px}")


def plain(person: Person) -> str:
    """One size, nothing bold, no bullets; dates on a line of their own, headings alone on theirs."""
    work = _work(
        person,
        lambda job, when: (
            f"<p>{_e(job.title)}</p><p>{_e(job.employer)}, {_e(job.place)}</p><p>{when}</p>"
            + "".join(f"<p>- {_e(task)}</p>" for task in job.tasks)
        ),
    )
    study = _study(
        person, lambda item, when: f"<p>{_e(item.degree)}, {_e(item.area)}</p><p>{_e(item.school)}</p><p>{when}</p>"
    )
    css = "h1,h2{font-size:10.5pt;font-weight:400}h1{margin-bottom:6pt}body{font-family:'DejaVu Serif',serif}"
    return _page(_top(person) + work + study + _rest(person), css)


def chips(person: Person) -> str:
    """Icons before the contacts, skills as chips, a table of languages."""
    chip = "".join(f'<span class="c">{_e(skill)}</span>' for skill in person.skills)
    spoken = "".join(f"<tr><td>{_e(name)}</td><td>{_e(level)}</td></tr>" for name, level, _ in person.spoken)
    contact = f"✉ {_e(person.email)} &nbsp;&nbsp; ☎ {_e(person.phone)} &nbsp;&nbsp; ⌂ {_e(person.place)}"
    work = _work(
        person,
        lambda job, when: (
            _row(f"<b>{_e(job.employer)}</b> · {_e(job.place)}", f"<i>{when}</i>")
            + f"<p>{_e(job.title)}</p>"
            + _tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: _row(f"<b>{_e(item.school)}</b>", f"<i>{when}</i>") + f"<p>{_e(_degree(person, item))}</p>",
    )
    css = ".c{display:inline-block;border:1px solid #888;border-radius:8pt;padding:1pt 8pt;margin:2pt 6pt 2pt 0}"
    css += "table{width:60%}"
    body = (
        f"<h1>{_e(person.name)}</h1><p>{contact}</p>"
        + _section(person, "summary", f"<p>{_e(person.summary)}</p>")
        + work
        + study
        + _section(person, "skills", f"<div>{chip}</div>")
        + _section(person, "languages", f"<table>{spoken}</table>")
        + _section(person, "certificates", _list(person.certificates))
    )
    return _page(body, css)


def dates_first(person: Person) -> str:
    """The dates on the first line of each entry, then the employer, then the title."""
    work = _work(
        person,
        lambda job, when: (
            f'<p class="w">{when}</p><p><b>{_e(job.employer)}</b>, {_e(job.place)}</p><p>{_e(job.title)}</p>'
            + _tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: f'<p class="w">{when}</p><p><b>{_e(item.school)}</b></p><p>{_e(_degree(person, item))}</p>',
    )
    return _page(_top(person) + work + study + _rest(person), ".w{color:#666;font-size:9pt}")


_MARGIN = ".g{display:grid;grid-template-columns:27mm 1fr;gap:5mm}.w{text-align:right;font-size:9.5pt}"


def _beside(when: str, what: str) -> str:
    return f'<div class="g"><div class="w">{when}</div><div>{what}</div></div>'


def margin_dates(person: Person) -> str:
    """Dates in a narrow column at the left where they wrap; employer and title on one line, the place after a dash."""
    work = _work(
        person,
        lambda job, when: _beside(
            when, f"<b>{_e(job.employer)}</b>, {_e(job.title)} – {_e(job.place)}<p>{_e('; '.join(job.tasks))}</p>"
        ),
    )
    study = _study(
        person,
        lambda item, when: _beside(when, f"<b>{_e(item.school)}</b>, {_e(_degree(person, item))} – {_e(item.place)}"),
    )
    return _page(_top(person) + work + study + _rest(person), _MARGIN)


def margin_commas(person: Person) -> str:
    """Dates in a narrow column at the left; title, employer and place between commas, nothing bold."""
    work = _work(
        person,
        lambda job, when: _beside(when, f"{_e(job.title)}, {_e(job.employer)}, {_e(job.place)}{_tasks(job)}"),
    )
    study = _study(
        person,
        lambda item, when: _beside(when, f"{_e(item.degree)} {_e(item.area)}, {_e(item.school)}, {_e(item.place)}"),
    )
    return _page(_top(person) + work + study + _rest(person), f"{_MARGIN}.w{{text-align:left}}")


def time_line(person: Person) -> str:
    """Kept out of tuning: a line at the left, title with dates below it, employer with its place at the right."""
    work = _work(
        person,
        lambda job, when: (
            f"<b>{_e(job.title)}</b><p>{when}</p>" + _row(f"<i>{_e(job.employer)}</i>", _e(job.place)) + _tasks(job)
        ),
    )
    study = _study(
        person, lambda item, when: f"<b>{_e(item.school)}</b><p>{when}</p><p>{_e(item.degree)} – {_e(item.area)}</p>"
    )
    css = ".e{border-left:2px solid #39c;padding-left:5mm}h2{font-variant:small-caps;color:#39c}"
    return _page(_top(person) + work + study + _rest(person), css)


def no_headings(person: Person) -> str:
    """Jobs and courses of study one after the other under the name, without any heading."""
    jobs = "".join(
        f"<p><b>{_e(job.title)}</b>, {_e(job.employer)} ({_e(period(person, job.start, job.end))})</p>{_tasks(job)}"
        for job in person.jobs
    )
    studies = "".join(
        f"<p><b>{_e(_degree(person, item))}</b>, {_e(item.school)} ({_e(period(person, item.start, item.end))})</p>"
        for item in person.studies
    )
    return _page(f"<h1>{_e(person.name)}</h1><p>{_contact(person)}</p>{jobs}{studies}")


def odd_headings(person: Person) -> str:
    """Headings of jobs and studies that no table has."""
    own = replace(person, headings={**person.headings, **person.words["odd_headings"]})
    return employer_first(own) if person.number % 2 else dates_right(own)


def banner(person: Person) -> str:
    """Kept out of tuning: the name in white on a broad ground, two columns below it, entries as framed cards."""
    work = _work(
        person,
        lambda job, when: (
            _row(f"<b>{_e(job.employer)}</b>", f"<small>{when}</small>")
            + f"<p>{_e(job.title)} — {_e(job.place)}</p>"
            + _tasks(job)
        ),
    )
    study = _study(
        person,
        lambda item, when: f"<b>{_e(_degree(person, item))}</b><p>{_e(item.school)}</p><p><small>{when}</small></p>",
    )
    side = (
        study
        + _section(person, "skills", "".join(f"<p>{_e(skill)}</p>" for skill in person.skills))
        + _section(person, "languages", "".join(_row(_e(name), _e(level)) for name, level, _ in person.spoken))
        + _section(person, "certificates", "".join(f"<p>{_e(text)}</p>" for text in person.certificates))
    )
    css = "header{background:#263a52;color:#fff;padding:8mm}.g{display:grid;grid-template-columns:1fr 62mm;gap:9mm}"
    css += ".e{border:1px solid #ccc;border-radius:3mm;padding:3mm}body{font-family:'Liberation Sans',Arial,sans-serif}"
    head = f"<header><h1>{_e(person.name)}</h1><p>{_e(person.label)}</p><p>{_contact(person, ' | ')}</p></header>"
    summary = _section(person, "summary", f"<p>{_e(person.summary)}</p>")
    return _page(f'{head}<div class="g"><div>{summary}{work}</div><div>{side}</div></div>', css)


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
