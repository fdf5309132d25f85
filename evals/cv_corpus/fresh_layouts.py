"""Layouts of the fresh set, once kept out of tuning: they were written without a look at what reads them.

Each follows a family of CVs that recruiters meet, the commoner ones more often: a text processor's page with dates at a
tab, a builder's page with a deep bar, a page set by TeX with small capitals, a form of labels and values, a plain page
with dates in its margin, a profile as a job board exports it.
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
from evals.cv_corpus.people import LAST_MONTH, LAST_YEAR, Job, Person, Study, month

_TABS = (
    "h2{break-after:avoid}"
    "@page{margin:19mm 22mm}body{font:11pt/1.2 Carlito,Calibri,'Liberation Sans',sans-serif;color:#000}"
    ".b{font-family:'Times New Roman','Liberation Serif',serif}"
    "header{text-align:center;margin-bottom:4pt}h1{font-size:18pt}header p{margin:1pt 0}"
    "h2{font-size:12pt;margin:12pt 0 4pt;border-bottom:.6pt solid #000}.b h2{border:0;text-transform:uppercase}"
    ".e{margin-bottom:7pt;break-inside:avoid}.e p{margin:0}.e ul{margin:2pt 0 4pt}"
    ".e .r span:last-child{white-space:nowrap;padding-left:8mm}.k ul{columns:2}.x{font-size:8pt;margin-top:14pt}"
)

_BAR = (
    "h2{break-after:avoid}"
    "@page{margin:0}body{font:9.6pt/1.42 Montserrat,'Open Sans','Liberation Sans',sans-serif;color:#333}"
    ".bg{position:fixed;top:0;bottom:0;left:0;width:69mm;background:#1f2d3d;z-index:-1}"
    ".g{display:grid;grid-template-columns:69mm 1fr}.s{color:#fff;padding:11mm 7mm}.m{padding:11mm 12mm 11mm 9mm}"
    ".s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}"
    ".z .bg{left:auto;right:0;background:#0f6b66}.z .g{grid-template-columns:1fr 69mm}.z .s{order:2}"
    ".z .m{padding:11mm 9mm 11mm 14mm}"
    "h1{font-size:25pt;line-height:1.1;color:#1f2d3d}.l{font-size:12pt;margin:3pt 0 0;color:#666}"
    "h2{font-size:12pt;text-transform:uppercase;margin:12pt 0 5pt}.m h2{color:#1f2d3d}.z .m h2,.z h1{color:#0f6b66}"
    ".s h2{font-size:11pt;border-bottom:1px solid #fff;padding-bottom:2pt}.s p{margin:0 0 3pt}.s ul{padding-left:12pt}"
    ".n{font-size:8.2pt;white-space:nowrap}.e{break-inside:avoid;margin-bottom:8pt}.e p{margin:0}"
    ".t{font-weight:700;font-size:10.4pt}.w{color:#777;font-size:9pt}"
    ".e .r span:last-child{white-space:nowrap;padding-left:5mm;font-size:9pt}"
    ".k span{display:inline-block;border:1px solid #fff;border-radius:9pt;padding:1pt 7pt;margin:0 3pt 4pt 0}"
    ".v{height:3pt;background:#fff5;margin:0 0 6pt}.v i{display:block;height:3pt;background:#fff}"
)

_CAPS = (
    "h2{break-after:avoid}"
    "@page{margin:14mm 17mm}body{font:10.5pt/1.22 'Latin Modern Roman','Liberation Serif',serif;color:#000}"
    "header{text-align:center}h1{font-size:23pt}header p{margin:2pt 0}.u{text-decoration:underline}"
    "h2{font-size:13pt;font-weight:400;font-variant:small-caps;border-bottom:.6pt solid #000;margin:9pt 0 4pt}"
    ".e{margin:0 2mm 6pt;break-inside:avoid}.e ul{margin:1pt 0 3pt}.e .r span:last-child{white-space:nowrap}"
    ".e .r span:last-child{padding-left:6mm}.e i{font-size:10pt}.k{margin:0 2mm}.k p{margin:1pt 0}"
)

_FORM = (
    "@page{size:A4;margin:18mm 20mm}body{font:10.5pt/1.3 'Liberation Sans',Arial,sans-serif;color:#111}"
    "header{display:flex;justify-content:space-between;align-items:flex-end;margin-bottom:5mm}h1{font-size:17pt}"
    "table{table-layout:fixed;border-collapse:collapse}col:first-child{width:44mm}"
    "td{padding:2pt 4mm 2pt 2mm}.b td{border:.6px solid #999}h2{font-size:11pt;margin:0}"
    "tr:has(h2){break-after:avoid}tr:has(h2) td{background:#e8e8e8;padding:3pt 2mm}.y td{padding-top:7pt}"
    "tr{break-inside:avoid}td p{margin:0}td ul{margin:1pt 0;padding-left:12pt}.x{font-size:8pt;margin-top:8mm}"
    ".o{margin-top:9mm}"
)

_MARGIN = (
    "h2{break-after:avoid}"
    "@page{margin:20mm 24mm 18mm 20mm}body{font:10pt/1.42 Inter,Helvetica,'Liberation Sans',sans-serif;color:#222}"
    "h1{font-size:21pt;font-weight:400}.l{color:#666}.c{color:#666;font-size:9pt;margin:4pt 0 10pt}"
    "h2{font-size:10.5pt;margin:15pt 0 6pt;color:#888;font-weight:400}"
    ".e{display:grid;grid-template-columns:27mm 1fr;gap:5mm;margin-bottom:8pt;break-inside:avoid}.e p{margin:0}"
    ".d{color:#666;font-size:9pt}.e ul{margin:2pt 0 0;padding-left:11pt}.w{color:#666}"
)

_PROFILE = (
    "h2{break-after:avoid}"
    "body{font:10.5pt/1.35 'Source Sans Pro',Arial,'Liberation Sans',sans-serif;color:#191919}"
    ".bg{position:fixed;top:0;bottom:0;left:0;width:66mm;background:#2a3b46;z-index:-1}"
    ".g{display:grid;grid-template-columns:66mm 1fr}.s{color:#e4eaed;padding:12mm 6mm 0 8mm;font-size:9.5pt}"
    ".m{padding:12mm 12mm 0 9mm}.s,.m{box-decoration-break:clone;-webkit-box-decoration-break:clone}"
    "h1{font-size:24pt;font-weight:400}h2{font-size:14.5pt;font-weight:400;margin:14pt 0 5pt}.s h2{font-size:12pt}"
    "p{margin:0}.s p{margin-bottom:3pt;overflow-wrap:anywhere}.w{color:#777;font-size:9.5pt}"
    ".e{margin-bottom:10pt}.e:last-child{margin-bottom:0}.q{break-inside:avoid}.n{font-size:12pt}.t{margin-top:3pt}"
)


def _commas(some: Sequence[str], between: str = ", ") -> str:
    """Texts on a line."""
    return f"<p>{html(between.join(some))}</p>"


def _tools(person: Person) -> list[str]:
    """Those of the person's skills that are tools or crafts: the first four of the career's."""
    some = career(person)["skills"][:4]
    return [skill for skill in person.skills if skill in some]


def _groups(person: Person) -> list[tuple[str, str]]:
    """Skills in two groups, each with its name; only groups that have any."""
    tools = _tools(person)
    names = map(html, person.words["groups"])
    groups = zip(names, (tools, [skill for skill in person.skills if skill not in tools]), strict=True)
    return [(name, html(", ".join(some))) for name, some in groups if some]


def _graded(person: Person) -> str:
    """A list of skills, tools with how well the person knows them."""
    tools, grades = _tools(person), person.words["grades"]
    told = {skill: grades[at % len(grades)] for at, skill in enumerate(tools)}
    write = "{} ({})" if person.number % 2 else "{} – {}"
    return listed([write.format(skill, told[skill]) if skill in told else skill for skill in person.skills])


def _named(item: Job | Study) -> str:
    """Name of the employer or of the school."""
    return html(item.employer if isinstance(item, Job) else item.school)


def _what(person: Person, item: Job | Study) -> str:
    """Title of the job, or degree and subject."""
    return html(item.title if isinstance(item, Job) else degree(person, item))


def _more(item: Job | Study) -> str:
    """What was done in a job; nothing for a course of study."""
    return tasks(item) if isinstance(item, Job) else ""


def _years(item: Study) -> str:
    """The years of a course of study."""
    return f"{item.start // 12} – {item.end // 12}"


def _columns(side: str, main: str) -> str:
    """A bar whose colour goes through all pages, and what stands beside it."""
    return f'<div class="bg"></div><div class="g"><div class="s">{side}</div><div class="m">{main}</div></div>'


def _consent(person: Person) -> str:
    """The consent to the use of personal data that ends a CV where that is usual."""
    text = person.words.get("consent")
    return f"<p class='x'>{html(str(text))}</p>" if text else ""


def word_tabs(person: Person) -> str:
    """A text processor's page: centred name, employers bold, dates at a tab; a course of study has its last year."""
    turn = person.number // 2 % 3

    def job(item: Job) -> str:
        left = (", ", " – ", " | ")[turn].join((f"<b>{html(item.employer)}</b>", html(item.place)))
        return f'<div class="e">{row(left, when(person, item))}<p><i>{html(item.title)}</i></p>{tasks(item)}</div>'

    def study(item: Study) -> str:
        school, what, year = html(item.school), html(degree(person, item)), str(item.end // 12)
        place = places(person, item)
        first, second = (
            (", ".join((f"<b>{school}</b>", *place)), what),
            (f"<b>{what}</b>", ", ".join((school, *place))),
            (f"{what}, <b>{school}</b>", ""),
        )[turn]
        return f'<div class="e">{row(first, year)}' + (f"<p>{second}</p></div>" if second else "</div>")

    mark = colon(person)
    named = ((label(person, kind), value) for kind, value in (("phone", person.phone), ("email", person.email)))
    told = " &nbsp; ".join(f"{name}{mark} {html(value)}" for name, value in named)
    head = f"<p>{html(person.place)}</p><p>{told}</p>" if person.number % 2 else f"<p>{contact(person, ' | ')}</p>"
    some = (_commas(person.skills), _graded(person), f'<div class="k">{listed(person.skills)}</div>')[turn]
    skills = section(person, "skills", some)
    work = section(person, "work", "".join(map(job, person.jobs)))
    education = section(person, "education", "".join(map(study, person.studies)))
    order = (skills, work, education) if person.number % 5 == 0 else (work, education, skills)
    body = (
        f"<div{' class=b' if person.number % 4 == 1 else ''}><header><h1>{html(person.name)}</h1>{head}</header>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + "".join(order)
        + section(person, "languages", _commas(languages(person)))
        + section(person, "certificates", listed(person.certificates))
        + f"{_consent(person)}</div>"
    )
    return page(body, _TABS + paper(person))


def _deep_side(person: Person) -> str:
    """The builder's bar: contacts, skills as chips, bars or a list with levels, languages, certificates."""
    kinds = (("phone", person.phone), ("mail", person.email), ("pin", person.place))
    contacts = "".join(f"<p class='n'>{icon(kind)} &nbsp;{html(text)}</p>" for kind, text in kinds)
    chips = "".join(f"<span>{html(skill)}</span> " for skill in person.skills)
    wide = "".join(
        f"<p>{html(skill)}</p><div class='v'><i style='width:{95 - at * 13 % 40}%'></i></div>"
        for at, skill in enumerate(person.skills)
    )
    skills = (f'<div class="k">{chips}</div>', _graded(person), wide)[person.number // 3 % 3]
    face = "" if person.language == "en" else photo(person, "width:36mm;height:36mm;border-radius:50%")
    return (
        face
        + section(person, "contact", contacts)
        + section(person, "skills", skills)
        + section(person, "languages", lines(languages(person)))
        + section(person, "certificates", lines(person.certificates))
    )


def deep_bar(person: Person) -> str:
    """A builder's page: a deep bar left or right on every page, and jobs, told in one of two ways, beside it."""

    def role(item: Job | Study) -> str:
        place = ", ".join((_named(item), *places(person, item)))
        return f"{row(f'<b>{_what(person, item)}</b>', when(person, item))}<p class='w'>{place}</p>"

    def house(item: Job | Study) -> str:
        told = " | ".join((when(person, item), *places(person, item)))
        return f"<p class='t'>{_named(item)}</p><p>{_what(person, item)}</p><p class='w'>{told}</p>"

    def entries(some: Sequence[Job | Study]) -> str:
        entry = house if person.number % 4 in (1, 2) else role
        return "".join(f'<div class="e">{entry(item)}{_more(item)}</div>' for item in some)

    main = (
        f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", entries(person.jobs))
        + section(person, "education", entries(person.studies))
    )
    body = f"<div{' class=z' if person.number % 2 else ''}>{_columns(_deep_side(person), main)}</div>"
    return page(body, _BAR + paper(person))


def small_caps(person: Person) -> str:
    """As set by TeX: headings in small capitals over a rule; employer and place, below them title and dates."""

    def entry(item: Job | Study) -> str:
        first = row(f"<b>{_named(item)}</b>", "".join(places(person, item)))
        second = row(f"<i>{_what(person, item)}</i>", f"<i>{when(person, item)}</i>")
        return f'<div class="e">{first}{second}{_more(item)}</div>'

    work = section(person, "work", "".join(map(entry, person.jobs)))
    education = section(person, "education", "".join(map(entry, person.studies)))
    user = person.email.split("@")[0].replace(".", "-")
    told = [html(person.phone), *(f"<span class=u>{text}</span>" for text in (person.email, f"linkedin.com/in/{user}"))]
    mark = colon(person)
    groups = "".join(f"<p><b>{name}{mark}</b> {some}</p>" for name, some in _groups(person))
    skills = section(person, "skills", f'<div class="k">{groups}</div>')
    body = (
        f"<header><h1>{html(person.name)}</h1><p>{' | '.join((html(person.place), *told))}</p></header>"
        + section(person, "summary", f'<div class="k"><p>{html(person.summary)}</p></div>')
        + (f"{education}{work}" if person.number % 2 else f"{work}{education}")
        + skills
        + section(person, "certificates", f'<div class="k">{listed(person.certificates)}</div>')
        + section(person, "languages", f'<div class="k">{_commas(languages(person))}</div>')
    )
    return page(body, _CAPS + paper(person))


def _cells(left: str, right: str, css: str = "") -> str:
    """A row of the form."""
    return f"<tr{css}><td>{left}</td><td>{right}</td></tr>"


def _form_entry(person: Person, item: Job | Study) -> str:
    """A job or course of study: with a label before each value, or all beside its dates."""
    name = ", ".join((_named(item), *places(person, item)))
    if person.number % 3 == 0:
        return _cells(when(person, item), f"<p><b>{_what(person, item)}</b></p><p>{name}</p>{_more(item)}", " class=y")
    kinds = ("employer", "title") if isinstance(item, Job) else ("school", "degree")
    mark = colon(person)
    told = list(zip(("period", *kinds), (when(person, item), name, f"<b>{_what(person, item)}</b>"), strict=True))
    told += [("tasks", _more(item))] if isinstance(item, Job) else []
    css = (" class=y", *("" for _ in told))
    return "".join(_cells(f"{label(person, kind)}{mark}", text, css[at]) for at, (kind, text) in enumerate(told))


def national_form(person: Person) -> str:
    """The form of Central and Southern Europe: labels at the left, values at the right; no summary."""

    def part(kind: str, body: str) -> str:
        return f"<tr><td colspan=2><h2>{html(person.headings[kind])}</h2></td></tr>{body}"

    address = f"{street(person)}, {html(person.place)}"
    told = [(label(person, "name"), html(person.name)), (label(person, "address"), address)]
    told += [(label(person, kind), html(text)) for kind, text in (("phone", person.phone), ("email", person.email))]
    mark = colon(person)
    rows = "".join(_cells(f"{name}{mark}", value) for name, value in (*told, *facts(person)))
    jobs = "".join(_form_entry(person, item) for item in person.jobs)
    studies = "".join(_form_entry(person, item) for item in person.studies)
    work, education = part("work", jobs), part("education", studies)
    spoken = "".join(_cells(html(name), html(level)) for name, level, _ in person.spoken)
    skills = "".join(_cells(name, some) for name, some in _groups(person))
    face = photo(person, "width:30mm;height:38mm") if person.number % 2 else ""
    signed = f"<p class='o'>{html(person.place)}, {signed_on(person)}</p>" if person.language == "de" else ""
    table = (
        "<col><col>"
        + part("personal", rows)
        + (f"{education}{work}" if person.number % 4 == 0 else f"{work}{education}")
        + part("languages", spoken)
        + part("skills", skills)
        + part("certificates", "".join(_cells("", html(text)) for text in person.certificates))
    )
    head = f"<header><h1>{label(person, 'cv')}</h1>{face}</header>"
    css = " class=b" if person.number % 2 else ""
    return page(f"{head}<table{css}>{table}</table>{signed}{_consent(person)}", _FORM)


def date_margin(person: Person) -> str:
    """A plain page with much white: dates in a narrow margin at the left, each entry at its right."""
    turn = person.number % 2

    def entry(item: Job | Study, dates: str, first: str, second: str) -> str:
        told = f"<p><b>{first}</b></p><p class='w'>{second}</p>{_more(item)}"
        return f'<div class="e"><p class="d">{dates}</p><div>{told}</div></div>'

    def job(item: Job) -> str:
        house = f"{html(item.employer)}, {html(item.place)}"
        return entry(item, when(person, item), html(item.title), house)

    def study(item: Study) -> str:
        school, what = ", ".join((html(item.school), *places(person, item))), html(degree(person, item))
        first, second = (school, what) if turn else (what, school)
        return entry(item, _years(item), first, second)

    body = (
        f"<h1>{html(person.name)}</h1><p class='l'>{html(person.label)}</p><p class='c'>{contact(person)}</p>"
        + f"<p>{html(person.summary)}</p>"
        + section(person, "work", "".join(map(job, person.jobs)))
        + section(person, "education", "".join(map(study, person.studies)))
        + section(person, "skills", _commas(person.skills, " · ") if turn else _commas(person.skills))
        + section(person, "languages", _commas(languages(person)))
        + section(person, "certificates", lines(person.certificates))
    )
    return page(body, _MARGIN + paper(person))


def _lasted(person: Person, item: Job) -> str:
    """How long a job lasted, as job boards tell it: "2 years 3 months"."""
    last = LAST_YEAR * 12 + LAST_MONTH - 1 if item.end is None else item.end
    counts = zip(divmod(last - item.start + 1, 12), person.words["durations"], strict=True)
    return " ".join(f"{many} {forms[0 if many == 1 else 1 if many < 5 else -1]}" for many, forms in counts if many)


def _board_job(person: Person, item: Job) -> str:
    """A job of the profile; its tasks are typed, with a sign before each or without."""
    end = str(person.words["present"][0]) if item.end is None else month(person, item.end)
    dates = html(f"{month(person, item.start)} - {end} ({_lasted(person, item)})")
    sign = ("• ", "- ", "")[person.number % 3]
    typed = "".join(f"<p class='t'>{sign}{html(task)}</p>" for task in item.tasks)
    return (
        f'<div class="e"><div class="q"><p class="n">{html(item.employer)}</p><p>{html(item.title)}</p>'
        f'<p class="w">{dates}</p><p class="w">{html(item.place)}</p></div>{typed}</div>'
    )


def board_profile(person: Person) -> str:
    """A profile as a job board exports it: skills in a dark bar, how long each job lasted, numbered pages."""

    def study(item: Study) -> str:
        what = html(f"{item.degree}, {item.area} · ({item.start // 12} - {item.end // 12})")
        return f'<div class="e q"><p class="n">{html(item.school)}</p><p>{what}</p></div>'

    user = person.email.split("@")[0].replace(".", "-")
    told = (f"{person.phone} (Mobile)", person.email, f"www.linkedin.com/in/{user} (LinkedIn)")
    side = (
        section(person, "contact", lines(told))
        + section(person, "skills", lines(person.skills))
        + section(person, "languages", lines([f"{name} ({level})" for name, level, _ in person.spoken]))
        + section(person, "certificates", lines(person.certificates))
    )
    main = (
        f"<h1>{html(person.name)}</h1><p>{html(person.label)}</p><p class='w'>{html(person.place)}</p>"
        + section(person, "summary", f"<p>{html(person.summary)}</p>")
        + section(person, "work", "".join(_board_job(person, item) for item in person.jobs))
        + section(person, "education", "".join(map(study, person.studies)))
    )
    name, of = person.words["paging"]
    foot = f"'{name} ' counter(page) ' {of} ' counter(pages)"
    sheet = (
        "@page{margin:0 0 14mm;@bottom-left{content:'';background:#2a3b46;width:66mm;height:14mm}"
        f"@bottom-right{{content:{foot};font:8pt Arial;color:#999;padding-right:60mm}}}}"
    )
    return page(_columns(side, main), _PROFILE + paper(person) + sheet)


FRESH: dict[str, Callable[[Person], str]] = {
    "word_tabs": word_tabs,
    "deep_bar": deep_bar,
    "small_caps": small_caps,
    "national_form": national_form,
    "date_margin": date_margin,
    "board_profile": board_profile,
}
