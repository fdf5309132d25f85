"""Parts that the third and later layouts share: pictures, icons, personal data, and what a layout leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.cv_corpus.html_parts import html
from evals.cv_corpus.people import LAST_MONTH, LAST_YEAR, Job, Person, Study

_SHAPES = {
    "phone": "M3 1h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4c0 1-1 2-2 2C9 19 1 11 1 3c0-1 1-2 2-2z",
    "mail": "M1 3h18v14H1zM1 3l9 8 9-8",
    "pin": "M10 1a7 7 0 0 0-7 7c0 5 7 11 7 11s7-6 7-11a7 7 0 0 0-7-7zM10 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
}
_GLYPHS = {"phone": "\uf095", "mail": "\uf0e0", "pin": "\uf041", "work": "\uf0b1", "study": "\uf19d", "self": "\uf007"}


def icon(kind: str) -> str:
    """A drawn icon: phone, mail or pin."""
    return (
        f'<svg width="10" height="10" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2">'
        f'<path d="{_SHAPES[kind]}"/></svg>'
    )


def glyph(kind: str) -> str:
    """An icon out of the font that such designs use."""
    return f'<span style="font-family:FontAwesome">{_GLYPHS[kind]}</span>'


def photo(person: Person, css: str) -> str:
    """A picture of somebody, in one of some colours."""
    ground, coat = (("#cfd8dc", "#455a64"), ("#e0d6c8", "#3e4a5b"), ("#d7ccc8", "#5d4037"))[person.number % 3]
    return (
        f'<svg style="{css}" viewBox="0 0 70 90" preserveAspectRatio="xMidYMid slice"><rect width="70" height="90" '
        f'fill="{ground}"/><path d="M5 90c0-25 14-32 30-32s30 7 30 32z" fill="{coat}"/>'
        f'<ellipse cx="35" cy="36" rx="16" ry="20" fill="#d9b08c"/>'
        f'<path d="M18 36c-2-20 8-24 17-24s19 4 17 24c-4-10-10-12-17-12s-13 2-17 12z" fill="#4a3728"/></svg>'
    )


def label(person: Person, kind: str) -> str:
    """A word of the person's language that stands before a value."""
    return html(str(person.words["labels"][kind]))


def facts(person: Person) -> Sequence[tuple[str, str]]:
    """Personal data with their names: date of birth, nationality and what else is usual in the person's country."""
    some = person.words["facts"]
    mine = some[person.words["people"].index(person.name) % len(some)]
    return [(html(str(name)), html(str(value))) for name, value in mine]


def career(person: Person) -> Mapping[str, Any]:
    """The career in the word list that the person was drawn from."""
    careers: Sequence[Mapping[str, Any]] = person.words["careers"]
    return next(one for one in careers if person.jobs[0].employer in one["employers"])


def colon(person: Person) -> str:
    """The colon after a word: in French it stands apart."""
    return " :" if person.language == "fr" else ":"


def one_of(person: Person, kind: str) -> str:
    """One of the texts that the person's word list has for this."""
    some = person.words[kind]
    return html(str(some[person.number % len(some)]))


def street(person: Person) -> str:
    """Street and number of the person's home."""
    return one_of(person, "streets")


def paper(person: Person) -> str:
    """The size of paper that is usual in the person's country."""
    return f"@page{{size:{person.words.get('paper', 'A4')}}}"


def places(person: Person, item: Job | Study) -> list[str]:
    """Place of a job or school; none where a school's name tells a town, or where all know its town."""
    towns = [str(town).split(",")[0] for town in (*person.words["cities"], *person.words["settled"])]
    known = isinstance(item, Study) and any(town in item.school for town in towns)
    return [] if known else [html(item.place)]


def signed_on(person: Person) -> str:
    """The day on which the CV was signed."""
    return f"{person.number % 27 + 1:02}.{LAST_MONTH + 1:02}.{LAST_YEAR}"


def lines(some: Sequence[str], css: str = "") -> str:
    """Each text in a paragraph of its own."""
    mark = f' class="{css}"' if css else ""
    return "".join(f"<p{mark}>{html(text)}</p>" for text in some)


# What a layout does not tell, so that nobody looks for it: a list or text of the CV, or a part of all jobs or studies.
_LEFT_OUT: Mapping[str, Sequence[str]] = {
    "word_chronological": ("languages",),
    "business_school": ("summary",),
    "lebenslauf": ("summary",),
    "canva_bar": ("certificates", "experience.location"),
    "indian_projects": ("education.startDate", "education.month"),
    "skills_first": ("experience.highlights",),
    "ats_text": ("education.startDate", "education.month"),
    "public_sector": ("education.startDate",),
    "timeline": ("certificates",),
    "academic": ("summary", "certificates"),
    "self_made": ("summary",),
    "licences": ("education.startDate", "education.month"),
    "word_usual": ("education.startDate",),
    "european_table": ("summary",),
    "word_tabs": ("education.startDate", "education.month"),
    "national_form": ("summary",),
    "date_margin": ("education.years",),
    "board_profile": ("education.years",),
    "caps_lines": ("education.years",),
    "light_rail": ("education.startDate", "education.month"),
    "table_photo": ("summary",),
    "plain_document": ("education.startDate", "education.month"),
    "left_bar": ("education.years",),
    "form_lebenslauf": ("summary",),
    "form_grid": ("education.startDate", "education.month"),
    "form_biodata": ("education.startDate", "education.month"),
    "form_labels_above": ("experience.location", "education.startDate", "education.month"),
    "form_old_europass": ("summary",),
}
_NOTHING: Mapping[str, Any] = {"languages": [], "certificates": [], "highlights": []}


def told(gold: Mapping[str, Any], layout: str) -> dict[str, Any]:
    """Gold of a CV without what its layout leaves out."""
    values = dict(gold)
    for name in _LEFT_OUT.get(layout, ()):
        top, _, part = name.partition(".")
        if not part:
            values[top] = _NOTHING.get(top)
        elif part == "month":
            values[top] = [{**item, "endDate": item["endDate"] and item["endDate"][:4]} for item in values[top]]
        elif part == "years":
            values[top] = [{**item, **{key: item[key][:4] for key in ("startDate", "endDate")}} for item in values[top]]
        else:
            values[top] = [{**item, part: _NOTHING.get(part)} for item in values[top]]
    return values
