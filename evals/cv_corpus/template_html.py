"""Persons in HTML templates by others: their markup with the persons' values, their style sheet from the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from evals.cv_corpus.people import Job, Person, Study
from evals.cv_corpus.template_html_more import MORE
from evals.cv_corpus.template_parts import (
    bullets,
    degree,
    head,
    html,
    parted,
    rating,
    running,
    spoken,
    when,
    word,
)

_PRINT = "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
_A4 = "@page{size:A4;margin:0}body{margin:0}"
_MARGINS = "@page{size:A4;margin:12mm}body{margin:0}"


def startbootstrap(person: Person) -> str:
    """StartBootstrap's theme "resume", as it prints without its navigation."""
    first, last = map(html, parted(person))

    def section(kind: str, body: str) -> str:
        inner = f'<div class="resume-section-content"><h2 class="mb-5">{head(person, kind)}</h2>{body}</div>'
        return f'<section class="resume-section" id="{kind}">{inner}</section><hr class="m-0">' if body else ""

    def entry(title: str, under: str, item: Job | Study, body: str) -> str:
        return (
            '<div class="d-flex flex-column flex-md-row justify-content-between mb-5"><div class="flex-grow-1">'
            f'<h3 class="mb-0">{html(title)}</h3><div class="subheading mb-3">{html(under)}</div>{body}</div>'
            f'<div class="flex-shrink-0"><span class="text-primary">{when(person, item)}</span></div></div>'
        )

    def ticks(items: Sequence[str]) -> str:
        return bullets(items, ' class="fa-ul mb-0"')

    jobs = [entry(job.title, job.employer, job, f"<p>{running(job.tasks)}</p>") for job in person.jobs]
    studies = [entry(one.school, one.degree, one, f"<div>{html(one.area)}</div>") for one in person.studies]
    about = (
        f'<section class="resume-section" id="summary"><div class="resume-section-content"><h1 class="mb-0">{first} '
        f'<span class="text-primary">{last}</span></h1><div class="subheading mb-5">{html(person.place)} · '
        f'{html(person.phone)} · <a href="mailto:x">{html(person.email)}</a></div>'
        f'<p class="lead mb-5">{html(person.summary)}</p></div></section><hr class="m-0">'
    )
    return (
        f'<div class="container-fluid p-0">{about}{section("work", "".join(jobs))}'
        f"{section('education', ''.join(studies))}{section('skills', ticks(person.skills))}"
        f"{section('languages', ticks(spoken(person)))}{section('certificates', ticks(person.certificates))}</div>"
    )


def aihawk(person: Person) -> str:
    """The template of AIHawk's résumé builder in its default style."""

    def entry(name: str, place: str, title: str, item: Job | Study, body: str = "") -> str:
        return (
            f'<div class="entry"><div class="entry-header"><span class="entry-name">{html(name)}</span>'
            f'<span class="entry-location">{html(place)}</span></div><div class="entry-details">'
            f'<span class="entry-title">{html(title)}</span><span class="entry-year">{when(person, item)}</span></div>'
            f"{body}</div>"
        )

    def section(kind: str, body: str) -> str:
        return f"<section><h2>{head(person, kind)}</h2>{body}</section>" if body else ""

    half = (len(person.skills) + 1) // 2
    tongues = html(", ".join(spoken(person)))
    second = "".join(f"<li>{html(name)}</li>" for name in person.skills[half:])
    second += f"<li><strong>{head(person, 'languages')}:</strong> {tongues}</li>"
    skills = (
        f'<div class="two-column">{bullets(person.skills[:half], _COMPACT)}<ul class="compact-list">{second}</ul></div>'
    )
    jobs = [entry(job.employer, f" — {job.place}", job.title, job, bullets(job.tasks, _COMPACT)) for job in person.jobs]
    studies = [entry(one.school, one.place, degree(person, one), one) for one in person.studies]
    return (
        f'<header><h1>{html(person.name)}</h1><div class="contact-info"><p class="fas"><span>'
        f'{html(person.place)}</span></p><p class="fas"><span>{html(person.phone)}</span></p>'
        f'<p class="fas"><span>{html(person.email)}</span></p>'
        '<p class="fab"><a href="https://linkedin.example">LinkedIn</a></p></div></header><main>'
        f"{section('education', ''.join(studies))}{section('work', ''.join(jobs))}"
        f"{section('certificates', bullets(person.certificates, _COMPACT))}{section('skills', skills)}</main>"
    )


_COMPACT = ' class="compact-list"'


def bre_material_dark(person: Person) -> str:
    """best-resume-ever: a dark column, jobs on cards."""

    def item(text: str) -> str:
        return f'<div class="item"><div class="icon"></div><div class="text">{text}</div></div>'

    def block(first: str, second: str, info: str) -> str:
        under = f'<div class="subheadline">{second}</div>' if second else ""
        return f'<div class="block"><div class="headline">{html(first)}</div>{under}<p class="info">{info}</p></div>'

    bars = "".join(
        f'<div class="skill"><div class="right"><span>{html(name)}&nbsp;</span><div class="progress">'
        f'<div class="determinate" style="width: {20 * rating(at)}%"></div></div></div></div>'
        for at, name in enumerate((*person.skills, *spoken(person)))
    )
    jobs = [block(f"{job.title} - {job.employer}", when(person, job), running(job.tasks)) for job in person.jobs]
    studies = [
        block(degree(person, one), "", f"{when(person, one)}, {html(one.school)}, {html(one.place)}")
        for one in person.studies
    ]
    held = f"<div class='section-headline'>{head(person, 'certificates')}</div>" if person.certificates else ""
    return (
        '<div class="resume"><div class="leftCol m_box"><div class="heading"></div><div class="section-headline">'
        f"{html(word(person, 'contact'))}</div>{item(f'<ul><li>{html(person.place)}</li></ul>')}"
        f"{item(html(person.phone))}{item(html(person.email))}<div class='item last'><div class='section-headline'>"
        f"{head(person, 'skills')}</div>{bars}</div></div><div class='rightCol'><div class='title'>"
        f"<h2>{html(person.name)}</h2><div>{html(person.label)}</div></div>"
        f"<div class='section-headline'>{head(person, 'work')}</div>{''.join(jobs)}"
        f"<div class='section-headline'>{head(person, 'education')}</div>{''.join(studies)}"
        f"{held}{''.join(block(name, '', '') for name in person.certificates)}"
        '</div><div style="clear:both"></div></div>'
    )


def bre_left_right(person: Person) -> str:
    """best-resume-ever: two halves that meet in the middle; studies have no dates."""
    jobs = "".join(
        f'<div class="experience-block"><span class="company"> {html(job.employer)} </span>'
        f'<span class="job-title"> {html(job.title)} </span><span class="time-period"> {when(person, job)}</span>'
        f'<span class="job-description"> {running(job.tasks)} </span></div>'
        for job in person.jobs
    )
    studies = "".join(
        f'<div class="education-block"><span class="degree">{html(degree(person, one))}</span> '
        f'<span class="degree-description">{html(one.school)}, {html(one.place)}</span></div>'
        for one in person.studies
    )
    skills = "".join(
        f'<div class="skill-block"><span class="skill">{html(name)}</span><div class="skill-bar">'
        f'<div style="width: {20 * rating(at)}%" class="level"> </div></div></div>'
        for at, name in enumerate(person.skills)
    )
    rows = "".join(f"<tr><td>{html(told)}</td><td></td></tr>" for told in (person.email, person.phone, person.place))
    other = f"{head(person, 'languages')}: {html(', '.join(spoken(person)))}"
    return (
        f'<div class="resume" id="resume1"><div class="row text-center"><span class="name">{html(person.name)}</span>'
        f'</div><div class="row text-center"><p class="position center">{html(person.label)}</p></div>'
        f'<div class="left half"><div class="experience"><h3>{head(person, "work")}</h3>{jobs}</div>'
        f'<div class="contact"><h3>{html(word(person, "contact"))}</h3><table>{rows}</table></div></div>'
        f'<div class="right half"><div class="education"><h3>{head(person, "education")}</h3>{studies}</div>'
        f'<h3>{head(person, "skills")}</h3><div class="skills">{skills}</div>'
        f'<span class="skills-other"> {other} </span></div></div>'
    )


def bre_cool(person: Person) -> str:
    """best-resume-ever: a green banner, a dark column at the left."""

    def item(first: str, second: str, *texts: str) -> str:
        dates, told = texts
        return (
            f'<a class="section-content__item"><span class="section-content__header">{first}</span>'
            f'<span class="section-content__subheader">{second}</span><div class="section-content__text">{dates}</div>'
            f'<span class="section-content__text--light">{told}</span></a>'
        )

    def section(heading: str, body: str) -> str:
        return f'<div class="section"><div class="section-headline">{heading}</div>{body}</div>'

    def plain(body: str) -> str:
        return f'<div class="section-content section-content--plain">{body}</div>'

    jobs = [
        item(
            html(job.title),
            f'{html(job.employer)} <span class="section-content__plain">{html(job.place)}</span>',
            when(person, job),
            running(job.tasks),
        )
        for job in person.jobs
    ]
    studies = [
        item(html(one.school), html(degree(person, one)), when(person, one), html(one.place)) for one in person.studies
    ]
    tags = "".join(
        f'<a class="grid-item"><span class="squarred-grid-item">{html(name)}</span></a>' for name in person.skills
    )
    links = "".join(f'<div class="section-link">{html(told)}</div>' for told in (person.email, person.phone))
    tongues = "<br>".join(map(html, spoken(person)))
    held = "".join(f'<span class="section-content__text">{html(name)}</span>' for name in person.certificates)
    return (
        f'<div class="resume"><div class="banner"><div class="banner__fullname">{html(person.name)}</div>'
        f'<div class="banner__position">{html(person.label)}</div>'
        f'<div class="banner__location">{html(person.place)}</div></div><div class="content">'
        '<div class="content__left">'
        f"{section(head(person, 'summary'), plain(html(person.summary)))}"
        f"{section(head(person, 'skills'), f'<div class=section-content-grid>{tags}</div>')}"
        f"{section(head(person, 'languages'), plain(tongues))}{section(html(word(person, 'contact')), plain(links))}"
        f'</div><div class="content__right">{section(head(person, "work"), _content("".join(jobs)))}'
        f"{section(head(person, 'education'), _content(''.join(studies)))}"
        f"{section(head(person, 'certificates'), _content(held)) if held else ''}</div></div></div>"
    )


def _content(body: str) -> str:
    return f'<div class="section-content">{body}</div>'


_PAGES: dict[str, tuple[Callable[[Person], str], str]] = {
    "tpl_startbootstrap": (startbootstrap, _MARGINS),
    "tpl_aihawk": (aihawk, ""),
    "tpl_bre_material_dark": (bre_material_dark, _A4),
    "tpl_bre_left_right": (bre_left_right, _A4),
    "tpl_bre_cool": (bre_cool, _A4),
    "tpl_bre_purple": (MORE["bre_purple"], _A4),
    "tpl_bre_oblique": (MORE["bre_oblique"], _A4),
    "tpl_orbit": (MORE["orbit"], "@page{size:960px 1358px;margin:0}"),
    "tpl_markdown_cv": (MORE["markdown_cv"], _MARGINS),
    "tpl_jglovier": (MORE["jglovier"], _MARGINS),
    "tpl_open_resume": (MORE["open_resume"], "@page{size:letter;margin:0}body{margin:0}"),
}
HTML = tuple(_PAGES)


def html_page(person: Person, layout: str, source: Path) -> str:
    """A person's page in a template."""
    make, paper = _PAGES[layout]
    sheet = source / "styles.css"
    css = sheet.read_text(encoding="utf-8") if sheet.is_file() else ""
    start = f'<!doctype html><html lang="{person.language}"><head><meta charset="utf-8"><title>CV</title>'
    return f"{start}<style>{css}{_PRINT}{paper}</style></head><body>{make(person)}</body></html>"
