"""Layouts of the last set but two: written without a look at what reads them, measured once, then tuned on.

Each follows a family of CVs that is often met: Word's template with a coloured band, the plain text that applicant
tracking systems ask for, a builder's page with initials in a light bar, the labelled lines of the public sector, a time
line, Europe's classic page with rules under its headings.
"""

from __future__ import annotations

from collections.abc import Callable

from evals.cv_corpus.design_parts import colon, facts, icon, label, lines, photo, street
from evals.cv_corpus.html_parts import contact, degree, html, languages, listed, page, row, section, tasks, when
from evals.cv_corpus.people import Job, Person, Study, month

_BAND = (
    "h2{break-after:avoid}"
    "@page{margin:14mm 0}@page:first{margin-top:0}body{font:10.5pt/1.35 Carlito,Calibri,sans-serif;color:#333}"
    "header{background:#2e5c6e;color:#fff;padding:11mm 22mm 8mm}h1{font:30pt/1.1 Caladea,Georgia,serif}"
    "header p{margin:3pt 0 0}.l{font-size:13pt;letter-spacing:.6px}main{padding:3mm 22mm 0}"
    "h2{font:700 14pt Caladea,Georgia,serif;color:#2e5c6e;margin:13pt 0 4pt}.e{margin-bottom:9pt;break-inside:avoid}"
    ".t{font-size:11.5pt}.t b{color:#2e5c6e}.w{color:#6b6b6b;font-style:italic}.k ul{columns:2;margin:0}"
)

_ATS = (
    "h2{break-after:avoid}"
    "@page{margin:19mm}body{font:10.5pt/1.35 'Liberation Sans',Arial,sans-serif}h1{font-size:16pt}"
    "h2{font-size:11pt;text-transform:uppercase;margin:12pt 0 3pt}.e{margin-bottom:7pt;break-inside:avoid}"
    "ul{margin:1pt 0 4pt}p{margin:1pt 0}"
)

_INITIALS = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:0}body{font:9.5pt/1.45 'Open Sans',Arial,sans-serif;color:#3a3f45}"
    ".g{display:grid;grid-template-columns:68mm 1fr;min-height:296.8mm}"
    ".s{background:#eef1f0;padding:12mm 7mm}.m{padding:12mm 13mm 10mm 10mm}"
    ".s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}"
    ".o{width:24mm;height:24mm;border-radius:50%;background:#4f7566;color:#fff;font:22pt/24mm 'Open Sans',sans-serif;"
    "text-align:center;margin:0 0 7mm}"
    "h1{font-size:24pt;line-height:1.15;color:#22332c}.l{font-size:11.5pt;color:#4f7566}"
    "h2{font-size:12pt;color:#22332c;border-bottom:1px solid #b9c4bf;padding-bottom:2pt}.s h2{font-size:11pt}"
    ".s small{color:#7a827e;display:block}.s .n{font-size:8pt;white-space:nowrap}.e{break-inside:avoid}"
    ".e .r span:last-child{white-space:nowrap;padding-left:6mm;color:#7a827e;font-size:8.8pt}.e i{color:#4f7566}"
)

_PUBLIC = (
    "h2{break-after:avoid}"
    "@page{margin:17mm 22mm}body{font:10.5pt/1.3 'Liberation Serif','Times New Roman',serif}"
    "h1{font-size:17pt}h2{font-size:12pt;text-transform:uppercase;background:#e4e4e4;padding:2pt 4pt;margin:12pt 0 5pt}"
    "p{margin:1pt 0}.e{margin-bottom:10pt;break-inside:avoid}.t{font-size:11.5pt;font-weight:700}"
)

_LINE = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:15mm 17mm}body{font:10pt/1.4 Lato,sans-serif;color:#333}"
    "header{display:flex;justify-content:space-between;align-items:flex-end;margin-bottom:5mm}"
    "h1{font-size:26pt;line-height:1.1;color:#b4532a;font-weight:900}.l{font-size:12pt}.c{text-align:right;font-size:9pt}"
    ".c p{margin:1pt 0}h2{font-size:12.5pt;color:#b4532a;text-transform:uppercase;letter-spacing:1px;margin:12pt 0 6pt}"
    ".e{display:grid;grid-template-columns:36mm 1fr;break-inside:avoid}"
    ".e>p{font-size:9pt;color:#777;margin:1pt 4mm 0 0}"
    ".e>div{border-left:1.5px solid #d9a58d;padding:0 0 8pt 6mm;position:relative}.e>div>p{margin:0 0 1pt}"
    ".e>div:before{content:'';position:absolute;left:-4.5px;top:4px;width:7.5px;height:7.5px;border-radius:50%;"
    "background:#b4532a}.t{font-weight:700;font-size:10.5pt}.h{display:grid;grid-template-columns:1fr 1fr;gap:10mm}"
    ".h{break-inside:avoid}"
)

_RULED = (
    "h2{break-after:avoid}"
    "@page{size:A4;margin:15mm 20mm}body{font:10.5pt/1.3 Carlito,Calibri,sans-serif;color:#111}"
    "header{display:flex;justify-content:space-between}header p{margin:1pt 0}h1{font-size:19pt;line-height:1.2}"
    ".l{font-size:13pt;text-align:center;font-weight:700;margin:5mm 0 0}"
    "h2{font-size:12pt;font-variant:small-caps;color:#1f3d7a;border-bottom:1.2px solid #1f3d7a;margin:10pt 0 4pt}"
    ".e{margin-bottom:7pt;break-inside:avoid}.e p{margin:1pt 0}.k{margin:2pt 0}"
)


def _profile(person: Person) -> str:
    """Address of the person's page at a network for work."""
    return "linkedin.com/in/" + person.email.split("@")[0].replace(".", "-")


def _paper(person: Person) -> str:
    """The size of paper that is usual in the person's country."""
    return f"@page{{size:{person.words.get('paper', 'A4')}}}"


def _place(person: Person, item: Job | Study) -> list[str]:
    """Place of a job or school; none where the school's name tells a town."""
    towns = [str(town).split(",")[0] for town in person.words["cities"]]
    if isinstance(item, Study) and any(town in item.school for town in towns):
        return []
    return [html(item.place)]


def _line(person: Person, name: str, value: str) -> str:
    """A value after its name, on a line."""
    return f"<p><b>{name}{colon(person)}</b> {value}</p>"


def word_band(person: Person) -> str:
    """Word's template with a coloured band at the head: title and employer, dates and place in italics below."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        return (
            f'<div class="e"><p class="t"><b>{what}</b> • {html(name)}</p>'
            f'<p class="w">{" | ".join((when(person, item), *_place(person, item)))}</p>{more}</div>'
        )

    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    main = (
        section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "skills", f'<div class="k">{listed(person.skills)}</div>')
        + section(person, "work", jobs)
        + section(person, "education", studies)
        + section(person, "certificates", lines(person.certificates))
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
    )
    head = (
        f"<header><h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p>"
        f"<p>{contact(person, '  |  ')}  |  {_profile(person)}</p></header>"
    )
    return page(f"{head}<main>{main}</main>", _BAND + _paper(person))


def ats_text(person: Person) -> str:
    """Plain text for applicant tracking systems: title, employer, place and dates on a line, with bars between."""

    def job(item: Job) -> str:
        told = (f"<b>{html(item.title)}</b>", html(item.employer), html(item.place), when(person, item))
        return f'<div class="e"><p>{" | ".join(told)}</p>{tasks(item)}</div>'

    def study(item: Study) -> str:
        told = (f"<b>{html(degree(person, item))}</b>", html(item.school), *_place(person, item), str(item.end // 12))
        return f"<p>{' | '.join(told)}</p>"

    body = (
        f"<h1>{html(person.name)}</h1><p>{contact(person, ' | ')} | {_profile(person)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "skills", f"<p>{html(', '.join(person.skills))}</p>")
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "languages", f"<p>{html(', '.join(languages(person)))}</p>")
    )
    return page(body, _ATS + _paper(person))


def initials_bar(person: Person) -> str:
    """As from a CV builder: a light bar with initials for a photo; title and dates, employer and place below."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        return (
            f'<div class="e">{row(f"<b>{what}</b>", when(person, item))}'
            f"<p><i>{', '.join((html(name), *_place(person, item)))}</i></p>{more}</div>"
        )

    initials = "".join(part[0] for part in person.name.split() if part[0].isupper())
    contacts = "".join(
        f"<p class='n'>{icon(kind)} &nbsp;{html(text)}</p>"
        for kind, text in (("mail", person.email), ("phone", person.phone), ("pin", person.place))
    )
    spoken = "".join(f"<p>{html(name)}<small>{html(level)}</small></p>" for name, level, _ in person.spoken)
    side = (
        f"<div class='o'>{html(initials[0] + initials[-1])}</div>"
        + section(person, "contact", contacts)
        + section(person, "skills", lines(person.skills))
        + section(person, "languages", spoken)
        + section(person, "certificates", lines(person.certificates))
    )
    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    main = (
        f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
        + section(person, "education", studies)
    )
    return page(f'<div class="g"><div class="s">{side}</div><div class="m">{main}</div></div>', _INITIALS)


def _public_job(person: Person, item: Job) -> str:
    """A job of the public sector: its title, labelled lines and duties."""
    terms = person.words["terms"]
    mine = terms[min(person.jobs.index(item), len(terms) - 1)]
    return (
        f'<div class="e"><p class="t">{html(item.title)}</p>'
        + _line(person, label(person, "employer"), html(item.employer))
        + _line(person, label(person, "place"), html(item.place))
        + _line(person, label(person, "dates"), when(person, item))
        + "".join(_line(person, html(str(name)), html(str(value))) for name, value in mine)
        + f"<p><b>{label(person, 'duties')}{colon(person)}</b></p>{tasks(item)}</div>"
    )


def public_sector(person: Person) -> str:
    """For the public sector: each job a title with labelled lines, terms of employment among them, and duties."""

    def told(name: str, value: str) -> str:
        return _line(person, name, value)

    def study(item: Study) -> str:
        return (
            f'<div class="e"><p class="t">{html(degree(person, item))}</p>'
            + told(label(person, "school"), ", ".join((html(item.school), *_place(person, item))))
            + told(label(person, "completed"), html(month(person, item.end)))
            + "</div>"
        )

    head = (
        f"<h1>{html(person.name)}</h1>"
        + told(label(person, "address"), f"{street(person)}, {html(person.place)}")
        + told(label(person, "phone"), html(person.phone))
        + told(label(person, "email"), html(person.email))
    )
    body = (
        head
        + section(person, "personal", "".join(told(name, value) for name, value in facts(person)))
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(_public_job(person, item) for item in person.jobs))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "certificates", listed(person.certificates))
        + section(person, "skills", listed(person.skills))
        + section(person, "languages", lines(languages(person)))
    )
    return page(body, _PUBLIC + _paper(person))


def timeline(person: Person) -> str:
    """A time line: dates at the left of a vertical line, title, employer and place at its right."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        return (
            f'<div class="e"><p>{when(person, item)}</p><div><p class="t">{what}</p>'
            f"<p>{' · '.join((html(name), *_place(person, item)))}</p>{more}</div></div>"
        )

    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    foot = (
        f"<div>{section(person, 'skills', listed(person.skills))}</div>"
        f"<div>{section(person, 'languages', listed(languages(person)))}</div>"
    )
    body = (
        f"<header><div><h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p></div>"
        f"<div class='c'>{lines((person.phone, person.email, person.place))}</div></header>"
        f"<p>{html(person.summary)}</p>"
        + section(person, "work", jobs)
        + section(person, "education", studies)
        + f'<div class="h">{foot}</div>'
    )
    return page(body, _LINE)


def ruled_classic(person: Person) -> str:
    """Europe's classic page: rules under headings, dates and title on a line, employer and place in italics below."""

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        return (
            f'<div class="e"><p>{when(person, item)}{colon(person)} <b>{what}</b></p>'
            f"<p><i>{', '.join((html(name), *_place(person, item)))}</i></p>{more}</div>"
        )

    jobs = "".join(entry(job, html(job.title), job.employer, tasks(job)) for job in person.jobs)
    studies = "".join(entry(item, html(degree(person, item)), item.school, "") for item in person.studies)
    told = "".join(f"<p>{name}{colon(person)} {value}</p>" for name, value in facts(person))
    picture = photo(person, "width:28mm;height:36mm") if person.language in ("de", "es") else ""
    contacts = f"<p>{street(person)}</p>" + lines((person.place, person.phone, person.email))
    spoken = "".join(
        f"<p class='k'><b>{html(name)}{colon(person)}</b> {html(level)}</p>" for name, level, _ in person.spoken
    )
    body = (
        f"<header><div><h1>{html(person.name)}</h1>{contacts}{told}</div>{picture}</header>"
        f"<p class='l'>{html(person.label)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", jobs)
        + section(person, "education", studies)
        + section(person, "languages", spoken)
        + section(person, "skills", f"<p>{html(', '.join(person.skills))}</p>")
        + section(person, "certificates", listed(person.certificates))
    )
    return page(body, _RULED)


LAST: dict[str, Callable[[Person], str]] = {
    "word_band": word_band,
    "ats_text": ats_text,
    "initials_bar": initials_bar,
    "public_sector": public_sector,
    "timeline": timeline,
    "ruled_classic": ruled_classic,
}
