"""Layouts of CVs that are tables or forms, to tune on: other sets have few of them, yet they are sent often.

The German table with labels and dates left, the table with visible borders and header rows, South Asia's biodata, the
application form with small labels above its values, the older Europass, and headings in grey cells at the left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.cv_corpus.forms_words import europass, grade, issuer, passed_in, word
from evals.cv_corpus.html_parts import degree, html, languages, page, tasks, when
from evals.cv_corpus.labels import label
from evals.cv_corpus.people import Job, Person, Study, month

_BASE = (
    "table{border-collapse:collapse;width:calc(100% - 1px)}"
    "tr{break-inside:avoid}h2{break-after:avoid}ul{margin:1pt 0;padding-left:12pt}"
)

_LEBENSLAUF = _BASE + (
    "@page{margin:20mm 20mm 18mm 25mm}body{font:11pt/1.3 'Liberation Sans',Arial,sans-serif}"
    "h1{font-size:20pt;margin-bottom:10pt}th{text-align:left;font-size:12pt;padding:10pt 0 3pt;break-after:avoid}"
    ".u th{border-bottom:1px solid #000}td{padding:2pt 0 4pt}td:first-child{width:46mm;padding-right:5mm}"
    "tr:has(th){break-after:avoid}"
)

_GRID = _BASE + (
    "@page{margin:16mm 15mm}body{font:10pt/1.3 'Liberation Serif',serif}h1{font-size:19pt;text-align:center}"
    "h2{font-size:12pt;margin:11pt 0 3pt}td,th{border:1px solid #000;padding:2.5pt 4pt;text-align:left}"
    "th{background:#dfe5ec;font-weight:700}.j td:nth-child(1){width:30mm}.j td:nth-child(2){width:38mm}"
    ".j td:nth-child(3){width:36mm}.y td:first-child{width:16mm}.k td:first-child{width:45mm}.plain th{background:#fff}"
)

_BIODATA = _BASE + (
    "@page{margin:20mm}body{font:11pt/1.35 'Liberation Serif','Times New Roman',serif}"
    "h1{font-size:18pt;text-align:center;text-decoration:underline;margin-bottom:8pt}"
    "h2{font-size:12pt;text-decoration:underline;margin:12pt 0 4pt}.f td{padding:1.5pt 6pt 1.5pt 0}"
    ".f td:nth-child(1){width:56mm}.f td:nth-child(2){width:5mm}.g td,.g th{border:1px solid #000;padding:3pt 5pt}"
    ".g th{font-weight:700}.f{margin-bottom:8pt}.f.x td:first-child{width:40mm;font-weight:700}"
)

_ABOVE = _BASE + (
    "@page{margin:14mm}body{font:10pt/1.3 Carlito,Calibri,sans-serif}h1{font-size:17pt;margin-bottom:4pt}"
    "h2{font-size:11.5pt;background:#44546a;color:#fff;padding:2pt 5pt;margin:9pt 0 0}table{table-layout:fixed}"
    "td{border:1px solid #9a9a9a;padding:2pt 5pt 3pt}small{display:block;font-size:7.5pt;color:#808080}"
    ".gap{margin-top:4pt}"
)

_EUROPASS = _BASE + (
    "@page{margin:15mm 18mm 15mm 12mm}body{font:10pt/1.25 'Liberation Sans Narrow','Liberation Sans',sans-serif}"
    "table{table-layout:fixed}td{padding:1.5pt 0}.o>tbody>tr>td:first-child,.o>tbody>tr>th{width:52mm;text-align:right;"
    "padding-right:5mm;border-right:1px solid #000}.o>tbody>tr>td:last-child{padding-left:4mm}"
    ".o>tbody>tr>th{font-size:11.5pt;padding-top:9pt;padding-bottom:3pt;vertical-align:top}h1{font-size:14pt}"
    ".o p{margin:0}tr:has(th){break-after:avoid}.s td,.s th{border:1px solid #777;padding:1.5pt 4pt;text-align:center;"
    "font-weight:400}.gap td{padding-top:8pt}.logo{font-size:15pt;font-weight:700;line-height:1.15}"
)

_LEFT = _BASE + (
    "@page{margin:16mm}body{font:10pt/1.35 'Open Sans','DejaVu Sans',sans-serif;color:#222}h1{font-size:21pt}"
    ".c{margin:2pt 0 8pt;color:#555}th{background:#e3e3e3;width:38mm;text-align:left;vertical-align:top;"
    "padding:5pt 6pt;font-size:10.5pt}td,th{border-bottom:1px solid #bdbdbd}td{padding:5pt 6pt}"
    "td:last-child{width:34mm;text-align:right;font-size:9pt}"
    "td[colspan]{width:auto;text-align:left;font-size:10pt}td p{margin:0}"
)


def _cells(some: Sequence[str], tag: str = "td") -> str:
    """A row of a table."""
    return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in some) + "</tr>"


def _table(rows: Sequence[Sequence[str]], css: str, head: Sequence[str] = ()) -> str:
    """A table of these rows, with a header row where there is one."""
    first = _cells([html(name) for name in head], "th") if head else ""
    return f'<table class="{css}">{first}{"".join(map(_cells, rows))}</table>'


def _year(count: int) -> str:
    return str(count // 12)


def _halves(person: Person) -> list[str]:
    """Skills in two lists with commas."""
    middle = (len(person.skills) + 1) // 2
    return [html(", ".join(some)) for some in (person.skills[:middle], person.skills[middle:])]


def _h2(person: Person, kind: str) -> str:
    return f"<h2>{html(person.headings[kind])}</h2>"


def _born(person: Person) -> str:
    return f"{person.number * 5 % 27 + 1:02}.{person.number * 7 % 12 + 1:02}.{1978 + person.number * 3 % 14}"


def form_lebenslauf(person: Person) -> str:
    """The German table: labels and dates left, headings over the full width, skills and languages as rows."""

    def heading(text: str) -> str:
        return f'<tr><th colspan="2">{html(text)}</th></tr>'

    def job(item: Job) -> str:
        told = f"<b>{html(item.title)}</b><br>{html(item.employer)}, {html(item.place)}{tasks(item)}"
        return _cells((when(person, item), told))

    def study(item: Study) -> str:
        return _cells((when(person, item), f"{html(item.school)}<br>{html(degree(person, item))}"))

    heads, number = person.headings, person.number
    own = [("Name", person.name), ("Geburtsdatum", _born(person)), ("Anschrift", person.place)]
    own += [("Familienstand", ("ledig", "verheiratet", "verheiratet, zwei Kinder")[number % 3])]
    own += [("Telefon", person.phone), ("E-Mail", person.email)]
    groups = (("EDV-Kenntnisse", "Fachkenntnisse"), ("Fachkenntnisse", "Sonstige Kenntnisse"))[number % 2]
    spoken = "".join(_cells((html(name), html(level))) for name, level, _ in person.spoken)
    jobs = heading(heads["work"]) + "".join(map(job, person.jobs))
    studies = heading(heads["education"]) + "".join(map(study, person.studies))
    body = (
        f"<h1>Lebenslauf</h1><table{' class=u' if number % 3 else ''}>{heading('Persönliche Daten')}"
        + "".join(_cells((name if number % 2 else f"{name}:", html(value))) for name, value in own)
        + (studies + jobs if number % 3 == 1 else jobs + studies)
        + heading(heads["certificates"])
        + "".join(_cells((str(passed_in(person, at)), html(text))) for at, text in enumerate(person.certificates))
        + heading("Besondere Kenntnisse" if number % 2 else heads["skills"])
        + "".join(map(_cells, zip(groups, _halves(person), strict=True)))
        + ("" if number % 2 else heading(heads["languages"]))
        + f"{spoken}</table>"
    )
    return page(body, _LEBENSLAUF)


def _worked(person: Person, job: Job) -> tuple[str, ...]:
    """A job as cells: by turns with lines of their own for place and tasks."""
    if person.number % 2:
        return when(person, job), f"{html(job.employer)}<br>{html(job.place)}", html(job.title), tasks(job)
    return when(person, job), html(f"{job.employer}, {job.place}"), html(job.title), html("; ".join(job.tasks))


def form_grid(person: Person) -> str:
    """Tables with visible borders, each with a header row."""

    def words(*kinds: str) -> list[str]:
        return [word(person, kind) for kind in kinds]

    marked = person.number % 2 == 1
    contacts = zip(words("town", "phone", "email"), (person.place, person.phone, person.email), strict=True)
    jobs = [_worked(person, job) for job in person.jobs]
    studies = [
        (_year(item.end), *map(html, (item.school, item.degree, item.area)), *([grade(person, at)] if marked else ()))
        for at, item in enumerate(person.studies)
    ]
    columns = ("speaking", "writing") if person.number % 3 == 1 else ("level",)
    spoken = [(html(name), *[html(level)] * len(columns)) for name, level, _ in person.spoken]
    passed = [(str(passed_in(person, at)), html(text)) for at, text in enumerate(person.certificates)]
    groups = list(zip(map(html, words("skills", "others")), _halves(person), strict=True))
    body = (
        f"<h1>{html(person.name)}</h1><div{'' if marked else ' class=plain'}>"
        + f"<h2>{word(person, 'personal')}</h2>"
        + _table([(html(name), html(value)) for name, value in contacts], "k")
        + f"{_h2(person, 'summary')}<p>{html(person.summary)}</p>"
        + _h2(person, "work")
        + _table(jobs, "j", words("period", "employer", "position", "duties"))
        + _h2(person, "education")
        + _table(studies, "y", words("year", "school", "degree", "field", *(["grade"] if marked else [])))
        + f"{_h2(person, 'skills')}{_table(groups, 'k')}"
        + f"{_h2(person, 'languages')}{_table(spoken, 'k', words('language', *columns))}"
        + f"{_h2(person, 'certificates')}{_table(passed, 'y', words('year', 'certificate'))}</div>"
    )
    return page(body, _GRID)


def _fields(some: Sequence[tuple[str, str]], css: str, numbered: bool = False) -> str:
    """Labels, colons and values below one another."""
    rows = [(f"{at}. {name}" if numbered else name, ":", value) for at, (name, value) in enumerate(some, 1)]
    return _table(rows, css)


def _employed(person: Person, job: Job) -> str:
    """A job of a biodata as labelled values."""
    some = (
        ("Organization", f"{html(job.employer)}, {html(job.place)}"),
        ("Designation", html(job.title)),
        ("Duration", when(person, job)),
        ("Responsibilities", tasks(job) if person.number % 2 else html("; ".join(job.tasks))),
    )
    return _fields(some, "f x")


def form_biodata(person: Person) -> str:
    """South Asia's biodata: labels with colons, numbered by turns, and bordered tables."""
    number = person.number
    known = ", ".join(languages(person))
    own = [
        ("Name", html(person.name)),
        ("Father's Name", f"Mr. {'RSKVM'[number % 5]}. {html(person.name.split()[-1])}"),
    ]
    own += [("Date of Birth", _born(person)), ("Marital Status", ("Married", "Single")[number % 2])]
    own += [("Nationality", "Indian"), ("Address", html(person.place)), ("Mobile No.", html(person.phone))]
    own += [("E-mail ID", html(person.email)), ("Languages Known", html(known))]
    jobs = "".join(_employed(person, job) for job in person.jobs)
    marks = ("First", "Second", "First with Distinction") if number % 2 else ("72.4%", "68%", "81.2%")
    studies = [
        (html(degree(person, item)), html(item.school), _year(item.end), marks[(number + at) % len(marks)])
        for at, item in enumerate(reversed(person.studies))
    ]
    exams = ("Examination", "Board / University", "Year", "Division" if number % 2 else "Percentage")
    skills = [(html(skill),) for skill in person.skills] if number % 3 == 1 else [(text,) for text in _halves(person)]
    passed = [(str(at), html(text), str(passed_in(person, at))) for at, text in enumerate(person.certificates, 1)]
    body = (
        f"<h1>{('BIO-DATA', 'CURRICULUM VITAE', 'BIODATA')[number % 3]}</h1>"
        + _fields(own, "f", numbered=number % 2 == 0)
        + f"{_h2(person, 'summary')}<p>{html(person.summary)}</p>"
        + f"{_h2(person, 'education')}{_table(studies, 'g', exams)}"
        + f"{_h2(person, 'work')}{jobs}"
        + f"{_h2(person, 'skills')}{_table(skills, 'g')}"
        + f"{_h2(person, 'certificates')}{_table(passed, 'g', ('S. No.', 'Course', 'Year'))}"
    )
    return page(body, _BIODATA)


def _boxes(some: Sequence[tuple[str, str]], wide: str = "") -> str:
    """A row of boxes, each with a small label above its value."""
    share = [f' style="width:{part}%"' for part in wide.split()] or [""] * len(some)
    inner = "".join(
        f"<td{css}><small>{html(name)}</small>{value}</td>" for (name, value), css in zip(some, share, strict=True)
    )
    return f'<table class="gap"><tr>{inner}</tr></table>'


def form_labels_above(person: Person) -> str:
    """An application form of boxes with small grey labels above their values; jobs' places are not asked for."""

    def named(kind: str, value: str) -> tuple[str, str]:
        return word(person, kind), html(value)

    def job(item: Job) -> str:
        now = person.words["present"][person.number % len(person.words["present"])]
        last = now if item.end is None else month(person, item.end)
        first = [named("position", item.title), named("employer", item.employer)]
        first += [named("from", month(person, item.start)), named("to", last)]
        done = tasks(item) if person.number % 2 else html("; ".join(item.tasks))
        return _boxes(first, "34 32 17 17") + _boxes([(word(person, "duties"), done)])

    def study(item: Study) -> str:
        what = named("degree", degree(person, item))
        return _boxes([named("school", item.school), what, named("year", _year(item.end))], "40 45 15")

    spoken = "".join(_boxes([named("language", name), named("level", level)]) for name, level, _ in person.spoken)
    groups = zip((word(person, "skills"), word(person, "others")), _halves(person), strict=True)
    passed = "".join(
        _boxes([named("certificate", text), named("year", str(passed_in(person, at)))], "85 15")
        for at, text in enumerate(person.certificates)
    )
    body = (
        f"<h2>{word(person, 'personal')}</h2>"
        + _boxes([named("full_name", person.name), named("town", person.place)])
        + _boxes([named("phone", person.phone), named("email", person.email)])
        + f"{_h2(person, 'work')}{''.join(map(job, person.jobs))}"
        + f"{_h2(person, 'education')}{''.join(map(study, person.studies))}"
        + f"{_h2(person, 'skills')}{_boxes(list(groups))}"
        + f"{_h2(person, 'languages')}{spoken}"
        + f"{_h2(person, 'certificates')}{passed}"
        + f"{_h2(person, 'summary')}<table><tr><td>{html(person.summary)}</td></tr></table>"
    )
    return page(body, _ABOVE)


def _spoken(person: Person) -> str:
    """Other languages of the older Europass: a table of levels, or lines."""
    others = [one for one in person.spoken if one[2] != "native"]
    if person.number % 2:
        head = ("", word(person, "speaking"), word(person, "writing"))
        return _table([(html(name), code, code) for name, _, code in others], "s", head)
    return "".join(f"<p>{html(name)} – {html(level)}</p>" for name, level, _ in others)


def form_old_europass(person: Person) -> str:
    """The older Europass: narrow labels aligned right, values at the right."""

    def heading(kind: str) -> str:
        return f"<tr><th>{html(europass(person, kind))}</th><td></td></tr>"

    def rows(some: Sequence[tuple[str, str]]) -> str:
        """Rows of labels and values, the first with a gap above."""
        each = [_cells((html(name), value)) for name, value in some]
        return each[0].replace("<tr>", '<tr class="gap">') + "".join(each[1:])

    def job(item: Job) -> str:
        some = {"dates": when(person, item), "position": html(item.title), "tasks": tasks(item)}
        some["employer"] = f"{html(item.employer)}, {html(item.place)}"
        return rows([(label(person, kind), value) for kind, value in some.items()])

    def study(item: Study) -> str:
        some = {"dates": when(person, item), "degree": html(item.degree), "subjects": html(item.area)}
        some["school"] = html(item.school)
        return rows([(label(person, kind), value) for kind, value in some.items()])

    told = [(europass(person, "name"), f"<h1>{html(person.name)}</h1>"), (label(person, "place"), html(person.place))]
    told += [(label(person, "phone"), html(person.phone)), (label(person, "email"), html(person.email))]
    mother = ", ".join(name for name, _, code in person.spoken if code == "native")
    tongues = [(europass(person, "mother"), html(mother))] if mother else []
    passed = f"<p><b>{html(person.headings['certificates'])}</b></p>" + "".join(
        f"<p>{html(text)}</p>" for text in person.certificates
    )
    last = [
        (europass(person, "other"), _spoken(person)),
        (europass(person, "technical"), html(", ".join(person.skills))),
    ]
    body = (
        '<table class="o"><tr><td class="logo">Europass<br>Curriculum Vitae</td><td></td></tr>'
        + f"{heading('self')}{rows(told)}{heading('work')}{''.join(map(job, person.jobs))}"
        + f"{heading('education')}{''.join(map(study, person.studies))}"
        + f"{heading('skills')}{rows(tongues + last)}{rows([(europass(person, 'additional'), passed)])}</table>"
    )
    return page(body, _EUROPASS)


def form_left_headings(person: Person) -> str:
    """Headings in grey cells that span their sections' rows at the left, dates in a narrow third column."""

    def part(kind: str, rows: Sequence[str]) -> str:
        heading = f'<th rowspan="{len(rows)}">{html(person.headings[kind])}</th>'
        return "".join(f"<tr>{'' if at else heading}{cells}</tr>" for at, cells in enumerate(rows))

    def wide(lines: Sequence[str]) -> list[str]:
        return ['<td colspan="2">' + "".join(f"<p>{html(line)}</p>" for line in lines) + "</td>"]

    def entry(item: Job | Study, what: str, name: str, more: str) -> str:
        return f"<td><p><b>{html(what)}</b></p><p>{html(name)}</p>{more}</td><td>{when(person, item)}</td>"

    jobs = [entry(job, job.title, f"{job.employer}, {job.place}", tasks(job)) for job in person.jobs]
    studies = [entry(item, degree(person, item), item.school, "") for item in person.studies]
    spoken = [f"{name} – {level}" for name, level, _ in person.spoken]
    passed = [f"{text}, {issuer(person, at)}, {passed_in(person, at)}" for at, text in enumerate(person.certificates)]
    contacts = " | ".join((person.place, person.phone, person.email))
    body = (
        f"<h1>{html(person.name)}</h1><p class='c'>{html(contacts)}</p><table>"
        + part("summary", wide([person.summary]))
        + part("work", jobs)
        + part("education", studies)
        + part("skills", wide([", ".join(person.skills)]))
        + part("languages", wide(spoken))
        + part("certificates", wide(passed))
        + "</table>"
    )
    return page(body, _LEFT)


FORMS: dict[str, Callable[[Person], str]] = {
    "form_lebenslauf": form_lebenslauf,
    "form_grid": form_grid,
    "form_biodata": form_biodata,
    "form_labels_above": form_labels_above,
    "form_old_europass": form_old_europass,
    "form_left_headings": form_left_headings,
}
