"""Persons in documents as the users of text processors make them, printed by LibreOffice."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from evals.cv_corpus.html_parts import degree
from evals.cv_corpus.labels import label
from evals.cv_corpus.office_parts import bold, bullets, document, frame, heading, line, plain, raw, style, table
from evals.cv_corpus.people import Job, Person, Study, period

_SECONDS = 180
_RIGHT_TAB = '<style:tab-stop style:position="17cm" style:type="right"/>'


def _when(person: Person, item: Job | Study) -> str:
    return period(person, item.start, item.end)


def _spoken(person: Person) -> list[str]:
    return [f"{name}: {level}" for name, level, _ in person.spoken]


def invisible_table(person: Person) -> str:
    """A table of two columns whose borders are not seen: headings and dates at the left, all else at the right."""

    def empty(text: str) -> tuple[str, str]:
        return raw(bold(text)), line("")

    rows = [(line(""), line(person.name, "Name") + line(person.place) + line(f"{person.phone}, {person.email}"))]
    rows.append((raw(bold(person.headings["summary"])), line(person.summary)))
    rows.append(empty(person.headings["work"]))
    for job in person.jobs:
        told = raw(bold(job.title)) + line(f"{job.employer}, {job.place}") + bullets(job.tasks)
        rows.append((line(_when(person, job)), told))
    rows.append(empty(person.headings["education"]))
    for study in person.studies:
        told = raw(bold(degree(person, study))) + line(f"{study.school}, {study.place}")
        rows.append((line(_when(person, study)), told))
    rows.append((raw(bold(person.headings["skills"])), line(", ".join(person.skills))))
    rows.append((raw(bold(person.headings["languages"])), "".join(map(line, _spoken(person)))))
    rows.append((raw(bold(person.headings["certificates"])), "".join(map(line, person.certificates))))
    name = style("Name", 'fo:margin-bottom="0.1cm"', 'fo:font-size="18pt" fo:font-weight="bold"')
    widths = ("4.5cm", "12.5cm")
    return document(table("CV", widths, rows), font="Liberation Sans", size="10.5pt", styles=name, widths=widths)


def tab_stops(person: Person) -> str:
    """Dates at the right margin by a tab stop; a rule under each heading."""
    parts = [line(person.name, "Name"), line(f"{person.place} | {person.phone} | {person.email}")]
    parts += [heading(person.headings["summary"]), line(person.summary), heading(person.headings["work"])]
    for job in person.jobs:
        parts.append(raw(bold(job.employer) + plain(f"\t{_when(person, job)}"), "Dated"))
        parts += [line(f"{job.title}\t{job.place}", "Dated"), bullets(job.tasks)]
    parts.append(heading(person.headings["education"]))
    for study in person.studies:
        parts.append(raw(bold(study.school) + plain(f"\t{_when(person, study)}"), "Dated"))
        parts.append(line(f"{degree(person, study)}\t{study.place}", "Dated"))
    parts += [heading(person.headings["skills"]), line(" · ".join(person.skills))]
    parts += [heading(person.headings["languages"]), line("; ".join(_spoken(person)))]
    parts += [heading(person.headings["certificates"]), *map(line, person.certificates)]
    styles = (
        style("Name", "", 'fo:font-size="20pt"')
        + style("Dated", "", 'fo:font-size="11pt"', _RIGHT_TAB)
        + style(
            "Heading",
            'fo:margin-top="0.4cm" fo:margin-bottom="0.1cm" fo:border-bottom="0.5pt solid #000000"',
            'fo:font-variant="small-caps" fo:font-size="13pt" fo:font-weight="bold"',
        )
    )
    return document("".join(parts), font="Liberation Serif", size="11pt", styles=styles)


def sidebar(person: Person) -> str:
    """A text box at the left for what is short; careers flow at its right."""
    side = [heading(person.headings["contact"]), line(person.place), line(person.phone), line(person.email)]
    side += [heading(person.headings["skills"]), *map(line, person.skills)]
    side += [heading(person.headings["languages"]), *map(line, _spoken(person))]
    side += [heading(person.headings["certificates"]), *map(line, person.certificates)]
    parts = [line(person.name, "Name"), line(person.label, "In")]
    parts += [line(person.headings["summary"], "InHeading"), line(person.summary, "In")]
    parts.append(line(person.headings["work"], "InHeading"))
    for job in person.jobs:
        parts += [raw(bold(job.title), "In"), line(f"{job.employer}, {job.place}", "In")]
        parts += [line(_when(person, job), "In"), *(line(f"- {task}", "In") for task in job.tasks)]
        parts.append(line("", "In"))
    parts.append(line(person.headings["education"], "InHeading"))
    for study in person.studies:
        parts += [raw(bold(degree(person, study)), "In"), line(f"{study.school}, {study.place}", "In")]
        parts.append(line(_when(person, study), "In"))
    left = 'fo:margin-left="6cm" fo:margin-bottom="0.08cm"'
    styles = (
        style("Name", left, 'fo:font-size="22pt" fo:font-weight="bold"')
        + style("In", left, 'fo:font-size="10pt"')
        + style("InHeading", f'{left} fo:margin-top="0.4cm"', 'fo:font-size="13pt" fo:color="#1f4e79"')
    )
    box = frame("".join(side), "1cm", "1.5cm", "6cm", "25cm")
    return document(box + "".join(parts), font="Liberation Sans", size="10pt", styles=styles)


def centred(person: Person) -> str:
    """Everything at the top in the middle, headings in capitals, careers as numbered lists."""
    parts = [
        line(person.name, "Title"),
        line(person.place, "Middle"),
        line(f"{person.phone} – {person.email}", "Middle"),
    ]
    parts += [heading(person.headings["summary"].upper(), "Section"), line(person.summary)]
    parts.append(heading(person.headings["work"].upper(), "Section"))
    for job in person.jobs:
        parts.append(heading(f"{job.title}, {job.employer}", "Entry"))
        parts += [line(f"{job.place}, {_when(person, job)}"), bullets(job.tasks, "Numbers")]
    parts.append(heading(person.headings["education"].upper(), "Section"))
    for study in person.studies:
        parts.append(heading(degree(person, study), "Entry"))
        parts.append(line(f"{study.school}, {study.place}, {_when(person, study)}"))
    parts += [heading(person.headings["skills"].upper(), "Section"), bullets(person.skills)]
    parts += [heading(person.headings["languages"].upper(), "Section"), bullets(_spoken(person))]
    parts += [heading(person.headings["certificates"].upper(), "Section"), bullets(person.certificates)]
    styles = (
        style("Title", 'fo:text-align="center"', 'fo:font-size="22pt" fo:font-weight="bold"')
        + style("Middle", 'fo:text-align="center"', ' fo:font-size="10pt"')
        + style("Section", 'fo:text-align="center" fo:margin-top="0.5cm"', 'fo:font-size="12pt" fo:font-weight="bold"')
        + style("Entry", 'fo:margin-top="0.25cm"', 'fo:font-size="11pt" fo:font-weight="bold" fo:font-style="italic"')
    )
    return document("".join(parts), font="DejaVu Serif", size="10pt", styles=styles)


def europass(person: Person) -> str:
    """The form of Europass as a table: a label at the left for every value, headings at the left, too."""

    def row(kind: str, value: str) -> tuple[str, str]:
        return line(label(person, kind), "Label"), line(value)

    def section(kind: str) -> tuple[str, str]:
        return line(person.headings[kind], "Section"), line("")

    rows = [(line("Curriculum Vitae\nEuropass", "Section"), line("")), section("contact"), row("name", person.name)]
    rows += [row("place", person.place), row("phone", person.phone), row("email", person.email)]
    rows += [(line(person.headings["summary"], "Section"), line(person.summary)), section("work")]
    for job in person.jobs:
        rows += [row("dates", _when(person, job)), row("position", job.title), row("tasks", "\n".join(job.tasks))]
        rows.append(row("employer", f"{job.employer}, {job.place}"))
    rows.append(section("education"))
    for study in person.studies:
        rows += [row("dates", _when(person, study)), row("degree", study.degree), row("subjects", study.area)]
        rows.append(row("school", f"{study.school}, {study.place}"))
    rows.append(section("languages"))
    rows += [(line(name, "Label"), line(level)) for name, level, _ in person.spoken]
    rows.append((line(person.headings["skills"], "Section"), line(", ".join(person.skills))))
    rows.append((line(person.headings["certificates"], "Section"), "".join(map(line, person.certificates))))
    styles = style("Label", 'fo:text-align="end"', 'fo:font-size="9pt"')
    styles += style("Section", 'fo:text-align="end" fo:margin-top="0.3cm"', 'fo:font-size="12pt" fo:font-weight="bold"')
    widths = ("5cm", "12cm")
    return document(
        table("Form", widths, rows), font="Liberation Sans Narrow", size="10pt", styles=styles, widths=widths
    )


def typed(person: Person) -> str:
    """Typed as on a typewriter: one typeface, underlines of hyphens, spaces that align."""
    items: tuple[Job | Study, ...] = (*person.jobs, *person.studies)
    wide = max(len(_when(person, item)) for item in items) + 3
    rows = [person.name, person.place, f"Tel. {person.phone}", person.email, "", ""]

    def section(kind: str) -> None:
        rows.extend(("", person.headings[kind], "-" * len(person.headings[kind])))

    section("summary")
    rows.append(person.summary)
    section("work")
    for job in person.jobs:
        rows.append(f"{_when(person, job):{wide}}{job.title}")
        rows.append(f"{'':{wide}}{job.employer}, {job.place}")
        rows += [*(f"{'':{wide}}- {task}" for task in job.tasks), ""]
    section("education")
    for study in person.studies:
        rows.append(f"{_when(person, study):{wide}}{degree(person, study)}")
        rows.append(f"{'':{wide}}{study.school}, {study.place}")
    section("languages")
    rows += [f"{name:{wide}}{level}" for name, level, _ in person.spoken]
    for kind, values in (("skills", person.skills), ("certificates", person.certificates)):
        section(kind)
        rows.append(", ".join(values))
    hang = style("Typed", f'fo:margin-left="{wide * 0.19:.1f}cm" fo:text-indent="-{wide * 0.19:.1f}cm"', "")
    body = "".join(
        line(row, "Typed" if row.startswith("  ") or row[wide - 3 : wide] == "   " else "Standard") for row in rows
    )
    return document(body, font="DejaVu Sans Mono", size="8.5pt", styles=hang)


OFFICE: dict[str, Callable[[Person], str]] = {
    "office_invisible_table": invisible_table,
    "office_tab_stops": tab_stops,
    "office_sidebar": sidebar,
    "office_centred": centred,
    "office_europass": europass,
    "office_typed": typed,
}


def write_office(person: Person, layout: str, target: Path) -> None:
    """Prints a person's CV by LibreOffice."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "cv.fodt"
        source.write_text(OFFICE[layout](person), encoding="utf-8")
        subprocess.run(
            [
                *("soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile"),
                *("--convert-to", "pdf", "--outdir", scratch, str(source)),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
        target.write_bytes((Path(scratch) / "cv.pdf").read_bytes())
