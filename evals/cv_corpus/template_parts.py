"""Parts of CVs in templates by others that all kinds of templates share."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.cv_corpus.html_parts import degree as plain_degree
from evals.cv_corpus.people import Job, Person, Study, month, period

# What templates write before a telephone number, over tasks, over links, and over skills of two kinds.
_WORDS = {
    "en": ("Phone", "Achievements/Tasks", "Contact", "Technical", "Other", "Summary"),
    "de": ("Telefon", "Erfolge/Aufgaben", "Kontakt", "Fachlich", "Weitere", "Profil"),
    "es": ("Teléfono", "Logros/Tareas", "Contacto", "Técnicas", "Otras", "Perfil"),
    "fr": ("Téléphone", "Réalisations/Missions", "Contact", "Techniques", "Autres", "Profil"),
    "it": ("Telefono", "Risultati/Attività", "Contatti", "Tecniche", "Altre", "Profilo"),
    "pt": ("Telefone", "Conquistas/Tarefas", "Contacto", "Técnicas", "Outras", "Perfil"),
}
_KINDS = ("phone", "tasks", "contact", "technical", "other", "summary")


def word(person: Person, kind: str) -> str:
    """A template's own word in the person's language, English where there is none."""
    return _WORDS.get(person.language, _WORDS["en"])[_KINDS.index(kind)]


def ends(person: Person, item: Job | Study) -> tuple[str, str]:
    """First and last date, for templates that ask for both; what goes on ends at present."""
    present = person.words["present"]
    last = present[person.number % len(present)] if item.end is None else month(person, item.end)
    return month(person, item.start), last


def groups(person: Person) -> list[tuple[str, Sequence[str]]]:
    """Skills in two groups, as templates with a name before each list of skills want them."""
    half = (len(person.skills) + 1) // 2
    names = (word(person, "technical"), word(person, "other"))
    return list(zip(names, (person.skills[:half], person.skills[half:]), strict=True))


def user(person: Person) -> str:
    """The person's name in the address of a profile."""
    return person.email.partition("@")[0].replace(".", "-")


def parted(person: Person) -> tuple[str, str]:
    """First names and family name."""
    first, _, last = person.name.rpartition(" ")
    return first, last


def rating(at: int) -> int:
    """How many of five points a skill has."""
    return (5, 4, 4, 3, 5, 3)[at % 6]


def level(code: str) -> int:
    """How many of five points a language has."""
    return {"native": 5, "C2": 5, "C1": 4, "B2": 4, "B1": 3, "A2": 2, "A1": 1}.get(code, 3)


def degree(person: Person, study: Study) -> str:
    """Degree and subject."""
    return plain_degree(person, study)


def spoken(person: Person, form: str = "{} ({})") -> list[str]:
    """Languages with their levels."""
    return [form.format(name, said) for name, said, _ in person.spoken]


def html(text: str) -> str:
    """Text as HTML."""
    return escape(text)


def when(person: Person, item: Job | Study) -> str:
    """A job's or course's time in the person's way of writing dates, as HTML."""
    return html(period(person, item.start, item.end))


def head(person: Person, kind: str) -> str:
    """The person's heading of a kind of section, as HTML."""
    return html(person.headings[kind])


def running(tasks: Sequence[str]) -> str:
    """Tasks as sentences one after another, as HTML."""
    return html(" ".join(task.rstrip(".") + "." for task in tasks))


def bullets(items: Sequence[str], attributes: str = "") -> str:
    """An HTML list; nothing where it is empty."""
    if not items:
        return ""
    return f"<ul{attributes}>" + "".join(f"<li>{html(item)}</li>" for item in items) + "</ul>"
