"""Layouts once kept out of tuning: tabs in a text processor, a network's profile as PDF, a photo and a time line.

They keep the persons that they had then. Rules are tuned on them now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.cv_corpus.html_parts import contact, degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import LAST_MONTH, LAST_YEAR, Job, Person, Study

_TABBED = (
    "body{font:10.5pt/1.25 Carlito,'Liberation Sans',Arial,sans-serif}h1,.c{text-align:center}h1{font-size:18pt}"
    "h2{font-size:11pt;text-transform:uppercase;text-decoration:underline}.k{columns:2}.r b{white-space:nowrap}"
    ".r span:last-child{white-space:nowrap;padding-left:10mm}"
)

_PROFILE_EXPORT = (
    "@page{size:Letter;margin:0}.g{display:grid;grid-template-columns:64mm 1fr;min-height:278mm}"
    ".s{background:#293e49;color:#e1e8ed;padding:12mm 7mm;font-size:9pt}.s h2{font-size:11pt;font-weight:400}"
    ".m{padding:12mm 12mm}.m h2{font-weight:400;font-size:14pt}.n{font-size:12pt}.w{font-size:9.5pt;color:#666}"
    "h1{font-weight:400;font-size:24pt}.t{margin-top:4pt}body{font-family:'Liberation Sans',Arial,sans-serif}"
)

_DOTTED_LINE = (
    "@page{margin:0}.g{display:grid;grid-template-columns:60mm 1fr;min-height:296mm}"
    ".s{background:#f0e9e2;padding:10mm 7mm;font-size:8.5pt}.m{padding:14mm 12mm 10mm 9mm}"
    ".f{width:34mm;height:34mm;border-radius:50%;background:#b8a99a;margin:0 auto 6mm}.x{padding-right:3mm}"
    ".v{display:grid;grid-template-columns:22mm 4mm 1fr;gap:3mm;margin-bottom:7pt}.d{font-size:8.5pt;color:#777}"
    ".o{width:3mm;height:3mm;border-radius:50%;background:#a5714e;margin-top:1mm}.u{color:#a5714e}"
    ".b{background:#ddd;height:2.5pt;margin-bottom:4pt}"
    ".b i{display:block;width:80%;height:2.5pt;background:#a5714e}"
    "h1{font-weight:300;font-size:26pt;line-height:1.1;text-transform:uppercase;letter-spacing:2px}"
    "h2{font-size:10.5pt;text-transform:uppercase;letter-spacing:2px}.l{letter-spacing:1px;color:#a5714e}"
    "body{font:9.5pt/1.4 'Liberation Sans',Arial,sans-serif}"
)


def tabbed(person: Person) -> str:
    """As a text processor's template: underlined headings, dates at a tab at the right, skills in columns."""

    def job(item: Job) -> str:
        return (
            f'<div class="e">{row(f"<b>{html(item.employer)}</b>, {html(item.place)}", when(person, item))}'
            f'<p class="i">{html(item.title)}</p>{tasks(item)}</div>'
        )

    def study(item: Study) -> str:
        return (
            f'<div class="e">{row(f"<b>{html(item.school)}</b>, {html(item.place)}", when(person, item))}'
            f"<p>{html(degree(person, item))}</p></div>"
        )

    body = (
        f"<h1>{html(person.name)}</h1><p class='c'>{contact(person, ' | ')}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "skills", f'<div class="k">{listed(person.skills)}</div>')
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
    )
    return page(body, _TABBED)


def _lasted(person: Person, job: Job) -> str:
    """How long a job lasts, as such exports write it: "2 years 3 months"."""
    last = LAST_YEAR * 12 + LAST_MONTH - 1 if job.end is None else job.end
    year, years, month, months = person.words["durations"]
    counted = [
        (count, one, many)
        for count, one, many in zip(divmod(last - job.start + 1, 12), (year, month), (years, months), strict=True)
        if count
    ]
    return " ".join(f"{count} {one if count == 1 else many}" for count, one, many in counted)


def profile_export(person: Person) -> str:
    """As a network exports a profile: a dark bar at the left; employer, title, dates, place on lines of their own."""

    def job(item: Job) -> str:
        told = "".join(f'<p class="t">{html(task)}</p>' for task in item.tasks)
        return (
            f'<div class="e"><p class="n">{html(item.employer)}</p><p>{html(item.title)}</p>'
            f'<p class="w">{when(person, item)} ({html(_lasted(person, item))})</p>'
            f'<p class="w">{html(item.place)}</p>{told}</div>'
        )

    def study(item: Study) -> str:
        return (
            f'<div class="e"><p class="n">{html(item.school)}</p>'
            f"<p>{html(item.degree)}, {html(item.area)} · ({when(person, item)})</p></div>"
        )

    def lines(some: Sequence[str]) -> str:
        return "".join(f"<p>{html(text)}</p>" for text in some)

    spoken = "".join(f"<p>{html(name)} <small>({html(level)})</small></p>" for name, level, _ in person.spoken)
    side = (
        section(person, "contact", lines((person.phone, person.email)))
        + section(person, "skills", lines(person.skills))
        + section(person, "languages", spoken)
        + section(person, "certificates", lines(person.certificates))
    )
    main = (
        f"<h1>{html(person.name)}</h1><p>{html(person.label)}</p><p class='w'>{html(person.place)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
    )
    return page(f'<div class="g"><div class="s">{side}</div><div class="m">{main}</div></div>', _PROFILE_EXPORT)


def dotted_line(person: Person) -> str:
    """As from a design site: photo, icons and skill bars at the left; dates in a narrow column beside dots."""

    def entry(item: Job | Study, what: str) -> str:
        return f'<div class="v"><div class="d">{when(person, item)}</div><div class="o"></div><div>{what}</div></div>'

    jobs = "".join(
        entry(job, f"<b>{html(job.title)}</b><p class='u'>{html(job.employer)} | {html(job.place)}</p>{tasks(job)}")
        for job in person.jobs
    )
    studies = "".join(
        entry(item, f"<b>{html(item.degree)}</b><p>{html(item.area)}</p><p class='u'>{html(item.school)}</p>")
        for item in person.studies
    )
    contacts = "".join(
        f'<p><span class="x">{sign}</span>{html(text)}</p>'
        for sign, text in (("☎", person.phone), ("✉", person.email), ("⚲", person.place))
    )
    bars = "".join(f'<p>{html(skill)}</p><div class="b"><i></i></div>' for skill in person.skills)
    spoken = "".join(f"<p>{html(name)}<br><small>{html(level)} ●●●●○</small></p>" for name, level, _ in person.spoken)
    side = (
        '<div class="f"></div>'
        + section(person, "contact", contacts)
        + section(person, "skills", bars)
        + section(person, "languages", spoken)
        + section(person, "certificates", "".join(f"<p>{html(text)}</p>" for text in person.certificates))
    )
    first, _, last = person.name.partition(" ")
    main = (
        f"<h1>{html(first)}<br><b>{html(last)}</b></h1><p class='l'>{html(person.label)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
        + section(person, "education", studies)
    )
    return page(f'<div class="g"><div class="s">{side}</div><div class="m">{main}</div></div>', _DOTTED_LINE)


KEPT: dict[str, Callable[[Person], str]] = {
    "tabbed": tabbed,
    "profile_export": profile_export,
    "dotted_line": dotted_line,
}
