"""More persons in HTML templates by others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.cv_corpus.people import Job, Person, Study
from evals.cv_corpus.template_parts import (
    bullets,
    degree,
    ends,
    head,
    html,
    rating,
    running,
    spoken,
    user,
    when,
    word,
)


def bre_purple(person: Person) -> str:
    """best-resume-ever: a purple head and foot."""

    def black(items: Sequence[str], attributes: str = "") -> str:
        rows = "".join(f'<li><span class="list-item-black">{html(item)}</span></li>' for item in items)
        return f"<ul{attributes}>{rows}</ul>"

    jobs = "".join(
        f'<div class="experience"><h2 class="company">{html(job.employer)}</h2><p class="job-info">'
        f'<span class="job-title">{html(job.title)} | </span><span class="experience-timeperiod">{when(person, job)}'
        f"</span></p>{black(job.tasks)}</div>"
        for job in person.jobs
    )
    studies = "".join(
        f'<div class="education"><h2 class="education-description">{html(one.school)}</h2><p><span class="degree">'
        f'{html(degree(person, one))} | </span><span class="education-timeperiod">{when(person, one)}</span></p></div>'
        for one in person.studies
    )
    tongues = f"{person.headings['languages']}: {', '.join(spoken(person))}"
    return (
        f'<div class="resume" id="template"><div id="resume-header"><div id="header-left"><h2>{html(person.label)}</h2>'
        f'<h1 id="name">{html(person.name)}</h1><div id="info-flex"><span>{html(person.email)}</span>'
        f"<span>{html(person.phone)}</span><span>{html(person.place)}</span></div></div></div>"
        f'<div id="resume-body"><div><h2 id="experience-title">{head(person, "work")}</h2><div class="spacer"></div>'
        f'{jobs}</div><div id="education-container"><h2 id="education-title">{head(person, "education")}</h2>'
        f'<div class="spacer"></div>{studies}</div><div id="skills-container"><h2 id="skills-title">'
        f'{head(person, "skills")}</h2><div class="spacer"></div><p>{html(tongues)}</p>'
        f"{black(person.skills, ' id=skill-list')}</div></div>"
        f'<div id="resume-footer"><div><h2>{head(person, "summary")}</h2><p>{html(person.summary)}</p></div></div>'
        "</div>"
    )


def bre_oblique(person: Person) -> str:
    """best-resume-ever: a slanted head, a condensed typeface; studies have no dates."""

    def job(item: Job) -> str:
        return (
            f'<div class="experience-block"><div class="row"><span class="job-title"> {html(item.title)} </span>'
            f'<i>▽</i><span class="company"> {html(item.employer)} </span></div><div class="row">'
            f'<span class="time-period"> {when(person, item)}</span>'
            f'<span class="job-description">, {running(item.tasks)} </span></div></div>'
        )

    studies = "".join(
        f'<div class="education-block"><div class="row"><span class="degree">{html(degree(person, one))}</span></div>'
        f'<div class="row"><span class="degree-description">{html(one.school)}, {html(one.place)}</span></div></div>'
        for one in person.studies
    )
    skills = "".join(
        f'<div class="skills"><div class="skill-block"><i>▽</i><span class="skill">{html(name)}</span></div></div>'
        for name in person.skills
    )
    tongues = f"{person.headings['languages']}: {', '.join(spoken(person))}"
    between = "<span>;&nbsp;</span>"
    told = between.join(f"<span>{html(value)}</span>" for value in (person.email, person.phone, person.place))
    return (
        '<div id="resume3" class="resume"><div class="resume-header"><div class="triangle"></div>'
        '<div class="person-header"><div class="person-wrapper"><div class="person">'
        f'<div class="name">{html(person.name)}</div><div class="position">{html(person.label)}</div></div></div></div>'
        f'</div><div class="resume-content"><div class="experience"><h3>{head(person, "work")}</h3>'
        f'{"".join(map(job, person.jobs))}</div><div class="education"><h3>{head(person, "education")}</h3>{studies}'
        f'</div><div class="skill-section"><h3>{head(person, "skills")}</h3>{skills}</div>'
        f'<div class="skills-other"><span>{html(tongues)}</span></div>'
        f'<div class="contact"><h3>{html(word(person, "contact"))}</h3>{told}</div></div></div>'
    )


def orbit(person: Person) -> str:
    """xriley/Orbit-Theme: a coloured sidebar at the right, which comes first."""

    def container(kind: str, heading: str, body: str) -> str:
        return f'<div class="{kind} container-block"><h2 class="container-block-title">{heading}</h2>{body}</div>'

    def section(kind: str, name: str, body: str) -> str:
        title = f'<h2 class="section-title"><span class="icon-holder"></span>{head(person, kind)}</h2>'
        return f'<section class="section {name}-section">{title}{body}</section>'

    studies = "".join(
        f'<div class="item"><h4 class="degree">{html(degree(person, one))}</h4><h5 class="meta">{html(one.school)}</h5>'
        f'<div class="time">{when(person, one)}</div></div>'
        for one in person.studies
    )
    tongues = "".join(
        f'<li>{html(name)} <span class="lang-desc">({html(said)})</span></li>' for name, said, _ in person.spoken
    )
    jobs = "".join(
        f'<div class="item"><div class="meta"><div class="upper-row"><h3 class="job-title">{html(job.title)}</h3>'
        f'<div class="time">{when(person, job)}</div></div><div class="company">{html(job.employer)}, '
        f'{html(job.place)}</div></div><div class="details">{bullets(job.tasks)}</div></div>'
        for job in person.jobs
    )
    skills = "".join(
        f'<div class="item"><h3 class="level-title">{html(name)}</h3><div class="progress level-bar">'
        f'<div class="theme-progress-bar" style="width: {20 * rating(at)}%"></div></div></div>'
        for at, name in enumerate(person.skills)
    )
    listed = '<ul class="list-unstyled interests-list">{}</ul>'
    held = "".join(f"<li>{html(name)}</li>" for name in person.certificates)
    contact = "".join(
        f'<li><a href="#">{html(told)}</a></li>'
        for told in (person.email, person.phone, person.place, f"linkedin.com/in/{user(person)}")
    )
    return (
        f'<div class="wrapper"><div class="sidebar-wrapper"><div class="profile-container"><h1 class="name">'
        f'{html(person.name)}</h1><h3 class="tagline">{html(person.label)}</h3></div>'
        f'<div class="contact-container container-block"><ul class="list-unstyled contact-list">{contact}</ul></div>'
        f"{container('education-container', head(person, 'education'), studies)}"
        f"{container('languages-container', head(person, 'languages'), listed.format(tongues))}"
        f"{container('interests-container', head(person, 'certificates'), listed.format(held)) if held else ''}"
        f'</div><div class="main-wrapper">'
        f"{section('summary', 'summary', f'<div class=summary><p>{html(person.summary)}</p></div>')}"
        f"{section('work', 'experiences', jobs)}{section('skills', 'skills', f'<div class=skillset>{skills}</div>')}"
        "</div></div>"
        '<footer class="footer"><div class="text-center"><small class="copyright">Designed with ♥ by '
        '<a href="#">Xiaoying Riley</a> for developers</small></div></footer>'
    )


def markdown_cv(person: Person) -> str:
    """elipapa/markdown-cv in Kieran Healy's style: years in small grey letters at the left."""

    def entry(item: Job | Study, first: str, second: str, place: str) -> str:
        years = [str(item.start // 12), ends(person, item)[1] if item.end is None else str(item.end // 12)]
        dates = html(" - ".join(dict.fromkeys(years)))
        return f"<p><code>{dates}</code>\n<strong>{html(first)}</strong>, <em>{html(second)}</em>, {html(place)}</p>"

    jobs = "".join(
        entry(job, job.title, job.employer, job.place) + bullets([f"- {task}" for task in job.tasks])
        for job in person.jobs
    )
    studies = "".join(entry(one, one.school, degree(person, one), one.place) for one in person.studies)
    lists = {
        "skills": bullets(person.skills),
        "languages": f"<p>{html(', '.join(spoken(person)))}</p>",
        "certificates": bullets(person.certificates),
    }
    rest = "".join(f"<h2>{head(person, kind)}</h2>{body}" for kind, body in lists.items() if body)
    return (
        f'<h1>{html(person.name)}</h1><p>{html(person.label)}.</p><div id="webaddress"><a href="#">{html(person.email)}'
        f"</a> | {html(person.phone)} | {html(person.place)}</div>"
        f"<h2>{head(person, 'summary')}</h2><p>{html(person.summary)}</p>"
        f"<h2>{head(person, 'education')}</h2>{studies}<h2>{head(person, 'work')}</h2>{jobs}{rest}"
    )


def jglovier(person: Person) -> str:
    """jglovier/resume-template as it prints: bars above sections, no summary."""

    def section(kind: str, body: str) -> str:
        header = f'<header class="section-header"><h2>{head(person, kind)}</h2></header>'
        return f'<section class="content-section">{header}{body}</section>'

    def item(title: str, details: str, body: str) -> str:
        under = f'<h4 class="resume-item-details">{details}</h4>' if details else ""
        return f'<div class="resume-item"><h3 class="resume-item-title">{title}</h3>{under}{body}</div>'

    listed = ' class="resume-item-list"'
    jobs = [
        item(html(job.employer), f"{html(job.title)} &bull; {when(person, job)}", bullets(job.tasks, listed))
        for job in person.jobs
    ]
    studies = [
        item(f"{html(degree(person, one))} &bull; {when(person, one)}", html(one.school), "") for one in person.studies
    ]
    lists = "".join(
        section(kind, f'<div class="resume-item">{bullets(items, listed)}</div>')
        for kind, items in (
            *(("skills", person.skills), ("languages", spoken(person))),
            ("certificates", person.certificates),
        )
        if items
    )
    return (
        f'<div class="wrapper"><header class="page-header"><h1 class="header-name">{html(person.name)}</h1>'
        f'<p class="header-contact-info">{html(person.email)} <br>{html(person.phone)}</p>'
        f'<div class="title-bar"><h2 class="header-title">{html(person.label)}</h2></div></header>'
        f"{section('work', ''.join(jobs))}{section('education', ''.join(studies))}{lists}"
        '<footer class="page-footer"></footer></div>'
    )


_OPEN = (
    "<style>body{font:11pt/1.25 Roboto,sans-serif;color:#171717}.bar{height:10.5pt;background:#38bdf8}"
    ".page{padding:0 60pt}.s{display:flex;flex-direction:column;gap:6pt;margin-top:15pt}.h{display:flex;"
    "align-items:center;font-weight:bold;letter-spacing:.3pt}.h:before{content:'';width:30pt;height:3.75pt;"
    "background:#38bdf8;margin-right:10.5pt}.b{display:flex;justify-content:space-between;flex-wrap:wrap}"
    ".li{display:flex;line-height:1.3}.li i{font-style:normal;font-weight:bold;padding:0 6pt}"
    ".dot{display:inline-block;width:9pt;height:9pt;margin-left:2.25pt;border-radius:100%;background:#d9d9d9}"
    ".on{background:#38bdf8}</style>"
)


def open_resume(person: Person) -> str:
    """xitanggg/open-resume: what its React components set, in HTML with the same measures."""

    def bullets(items: Sequence[str]) -> str:
        return "".join(f'<div class="li"><i>•</i><span>{html(item)}</span></div>' for item in items)

    def section(kind: str, body: str) -> str:
        return f'<div class="s"><div class="h">{head(person, kind)}</div>{body}</div>'

    def entry(name: str, title: str, item: Job | Study, body: str) -> str:
        row = f"<span>{html(title)}</span><span>{when(person, item)}</span>"
        row = f'<div class="b" style="margin-top:4.5pt">{row}</div>'
        return f'<div><b>{html(name)}</b>{row}<div style="margin-top:4.5pt">{body}</div></div>'

    def dots(at: int) -> str:
        return "".join(f'<span class="dot{" on" if point < rating(at) else ""}"></span>' for point in range(5))

    jobs = [entry(job.employer, job.title, job, bullets(job.tasks)) for job in person.jobs]
    studies = [entry(one.school, degree(person, one), one, "") for one in person.studies]
    featured = [f"<span>{html(name)} {dots(at)}</span>" for at, name in enumerate(person.skills[:3])]
    rest = bullets([", ".join(person.skills[3:])]) if person.skills[3:] else ""
    held = section("certificates", bullets(person.certificates)) if person.certificates else ""
    skills = '<div class="b">' + "".join(featured) + "</div>" + rest
    profile = (person.email, person.phone, person.place, f"linkedin.com/in/{user(person)}")
    contact = "".join(f"<span>{html(told)}</span>" for told in profile)
    return (
        f'{_OPEN}<div class="bar"></div><div class="page"><div class="s" style="margin-top:12pt">'
        f'<b style="font-size:20pt;color:#38bdf8">{html(person.name)}</b><span>{html(person.summary)}</span>'
        f'<div class="b">{contact}</div></div>{section("work", "".join(jobs))}{section("education", "".join(studies))}'
        f"{section('skills', skills)}"
        f"{section('languages', bullets(spoken(person)))}{held}</div>"
    )


MORE: dict[str, Callable[[Person], str]] = {
    make.__name__: make for make in (bre_purple, bre_oblique, orbit, markdown_cv, jglovier, open_resume)
}
