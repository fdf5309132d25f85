"""Persons in Typst templates by others, each used as its own example uses it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.cv_corpus.people import Job, Person, Study, period
from evals.cv_corpus.template_parts import degree, ends, groups, level, parted, rating, spoken, user, word

_SECONDS = 120
_COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=sys.argv[3:])"
# Where TeX Live has the typefaces that these templates ask for.
_FONTS = tuple(
    f"/usr/share/texlive/texmf-dist/fonts/{name}"
    for name in (
        *("opentype/google/roboto", "opentype/adobe/sourcesanspro", "opentype/ibm/plex"),
        *("truetype/public/inriafonts", "opentype/public/libertine"),
    )
)
# Packages of icons cannot be fetched: packages of that name in the cache, without icons, stand in.
_PACKAGES = {
    ("fontawesome", "0.2.1"): ("fa-phone", "fa-envelope", "fa-linkedin", "fa-location-dot"),
    ("scienceicons", "0.1.0"): ("orcid-icon",),
}

# Before and after what belongs into a file of its own.
_METADATA = "// metadata\n"


def _text(value: str) -> str:
    """A string in Typst's code."""
    return json.dumps(value, ensure_ascii=False)


def _shown(value: str) -> str:
    """A string in Typst's markup."""
    return f"#{_text(value)}"


def _bullets(items: Sequence[str]) -> str:
    return "".join(f"- {_shown(item)}\n" for item in items)


def _array(items: Sequence[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _call(name: str, **values: str) -> str:
    """A call with named strings."""
    return f"#{name}({', '.join(f'{key}: {_text(value)}' for key, value in values.items())})\n"


def _head(person: Person, kind: str, mark: str = "==") -> str:
    return f"\n{mark} {_shown(person.headings[kind])}\n\n"


def _certificates(person: Person, mark: str = "==") -> str:
    """The list of certificates under its heading; nothing where there are none."""
    return _head(person, "certificates", mark) + _bullets(person.certificates) if person.certificates else ""


def basic_resume(person: Person) -> str:
    """stuxf/basic-typst-resume-template."""

    def dates(item: Job | Study) -> str:
        return "dates-helper(start-date: {}, end-date: {})".format(*map(_text, ends(person, item)))

    parts = [
        '#import "resume.typ": *\n#show: resume.with(author: ',
        f"{_text(person.name)}, location: {_text(person.place)}, email: {_text(person.email)}, ",
        f'linkedin: "linkedin.com/in/{user(person)}", phone: {_text(person.phone)}, accent-color: "#26428b", ',
        f'font: "New Computer Modern", paper: "us-letter", lang: {_text(person.language)})\n',
        _head(person, "education"),
    ]
    for study in person.studies:
        told = f"institution: {_text(study.school)}, location: {_text(study.place)}, dates: {dates(study)}"
        parts.append(f"#edu({told}, degree: {_text(degree(person, study))})\n\n")
    parts.append(_head(person, "work"))
    for job in person.jobs:
        told = f"title: {_text(job.title)}, location: {_text(job.place)}, company: {_text(job.employer)}"
        parts.append(f"#work({told}, dates: {dates(job)})\n{_bullets(job.tasks)}\n")
    parts.append(_certificates(person) + _head(person, "skills"))
    parts += [f"- *{_shown(name)}*: {_shown(', '.join(some))}\n" for name, some in groups(person)]
    languages = person.headings["languages"]
    return "".join(parts) + f"- *{_shown(languages)}*: {_shown(', '.join(spoken(person)))}\n"


def chicv(person: Person) -> str:
    """skyzh/chicv: a plain page with rules."""

    def section(kind: str, body: str) -> str:
        return f"{_head(person, kind)}#chiline()\n\n{body}"

    def entry(first: str, second: str, place: str, item: Job | Study) -> str:
        dates = period(person, item.start, item.end)
        return f"*{_shown(first)}* #h(1fr) {_shown(dates)} \\\n{_shown(second)} #h(1fr) {_shown(place)} \\\n"

    jobs = [entry(job.employer, job.title, job.place, job) + _bullets(job.tasks) + "\n" for job in person.jobs]
    studies = [entry(one.school, degree(person, one), one.place, one) + "\n" for one in person.studies]
    return (
        f'#import "template.typ": *\n#show: cv\n= {_shown(person.name)}\n\n'
        f"{_shown(person.email)} | {_shown(person.phone)} | {_shown(person.place)}\n"
        f"{section('education', ''.join(studies))}{section('work', ''.join(jobs))}"
        f"{section('skills', _bullets([', '.join(person.skills)]))}"
        f"{section('languages', _shown(', '.join(spoken(person))) + chr(10))}"
        f"{section('certificates', _bullets(person.certificates)) if person.certificates else ''}"
    )


def vercanard(person: Person) -> str:
    """elegaanz/vercanard: a coloured head, an aside at the right."""
    contact = [f"#link({_text('mailto:' + person.email)})", _shown(person.phone), _shown(person.place)]
    aside = f"= {_shown(word(person, 'contact'))}\n\n" + "".join(f"- {line}\n" for line in contact)
    aside += _head(person, "languages", "=") + _bullets(spoken(person, "{} : {}"))
    aside += _head(person, "skills", "=") + _bullets(person.skills)
    body = _head(person, "work", "=")
    for job in person.jobs:
        told = f"{_shown(job.employer)}, {_shown(job.place)}\n\n{_bullets(job.tasks)}"
        body += f"#entry({_text(job.title)}, [{told}], {_text(period(person, job.start, job.end))})\n"
    body += _head(person, "education", "=")
    for one in person.studies:
        dates = _text(period(person, one.start, one.end))
        body += f"#entry({_text(degree(person, one))}, {_text(f'{one.school}, {one.place}')}, {dates})\n"
    body += _certificates(person, "=")
    return (
        f'#import "template.typ": *\n#show: resume.with(name: {_text(person.name)}, title: {_text(person.label)}, '
        f'accent_color: rgb("f3bc54"), margin: 2.6cm, aside: [\n{aside}\n])\n{body}'
    )


def modern_resume(person: Person) -> str:
    """peterpf/modern-typst-resume: two columns, pills."""
    options = {
        **{"email": f"link({_text('mailto:' + person.email)})[{_shown(person.email)}]", "mobile": _text(person.phone)},
        **{"location": _text(person.place), "linkedin": _text(f"linkedin/{user(person)}")},
    }
    contact = ", ".join(f"{key}: {value}" for key, value in options.items())
    parts = [
        f'#import "lib.typ": *\n#show: modern-resume.with(author: {_text(person.name)}, '
        f"job-title: {_text(person.label)}, bio: {_text(person.summary)}, contact-options: ({contact}))\n",
        _head(person, "education"),
    ]

    def entry(title: str, subtitle: str, item: Job | Study, label: str, body: str) -> str:
        first, last = ends(person, item)
        dates = f"date-from: {_text(first)}, date-to: {_text(last)}, label: {_text(label)}"
        told = f"title: {_text(title)}, subtitle: {_text(subtitle)}, {dates}"
        return f"#experience({told}, task-description: [\n{body}])\n\n"

    parts += [entry(degree(person, one), one.school, one, "", "") for one in person.studies]
    parts.append(_head(person, "work"))
    label = word(person, "tasks")
    parts += [entry(job.title, job.employer, job, label, _bullets(job.tasks)) for job in person.jobs]
    parts.append(_head(person, "skills"))
    parts += [f"#pill({_text(name)}, fill: true)\n" for name in person.skills]
    parts.append(_head(person, "certificates") if person.certificates else "")
    parts += [_call("project", title=name) + "\n" for name in person.certificates]
    parts.append(_head(person, "languages"))
    return "".join(parts) + "".join(f"#pill({_text(name)})\n" for name in spoken(person))


def imprecv(person: Person) -> str:
    """jskherman/imprecv: sections in the order of its example, filled from data."""

    def record(**values: str) -> str:
        return "(" + ", ".join(f"{key}: {value}" for key, value in values.items()) + ")"

    def dates(item: Job | Study) -> str:
        return _text(" – ".join(ends(person, item)))

    work = [
        record(
            organization=_text(job.employer),
            position=_text(job.title),
            location=_text(job.place),
            dates=dates(job),
            highlights=_array([_text(task) for task in job.tasks]),
        )
        for job in person.jobs
    ]
    studies = [
        record(
            institution=_text(one.school),
            degree=_text(degree(person, one)),
            location=_text(one.place),
            dates=dates(one),
        )
        for one in person.studies
    ]
    heads = {kind: _text(name) for kind, name in person.headings.items()}
    lists = [_array([_text(item) for item in items]) for items in (spoken(person), person.skills, person.certificates)]
    held = f"#cvcertificates({heads['certificates']}, {lists[2]})" if person.certificates else ""
    both = _text(f"{person.headings['skills']}, {person.headings['languages']}")
    profile = f'((url: "https://linkedin.com/in/{user(person)}"),)'
    return (
        '#import "cv.typ": *\n#let uservars = (headingfont: "Libertinus Serif", bodyfont: "Libertinus Serif", '
        "fontsize: 10pt, linespacing: 6pt, showAddress: true, showNumber: true)\n"
        '#show: doc => {set page(paper: "us-letter", margin: 1.25cm)\ndoc}\n'
        "#show: doc => setrules(uservars, doc)\n#show: doc => showrules(uservars, doc)\n"
        f"#cvheading((name: {_text(person.name)}, address: {_text(person.place)}, email: {_text(person.email)}, "
        f"phone: {_text(person.phone)}, profiles: {profile}), uservars)\n"
        f"#cvwork({heads['work']}, {_array(work)})\n#cveducation({heads['education']}, {_array(studies)})\n"
        f"{held}\n"
        f"#cvskills({both}, {heads['languages']}, {lists[0]}, {heads['skills']}, {lists[1]})\n"
    )


def alta_typst(person: Person) -> str:
    """GeorgeHoneywood/alta-typst: two columns, points for skills."""

    def entry(title: str, name: str, place: str, item: Job | Study, body: str) -> str:
        dates = period(person, item.start, item.end)
        return f"=== {_shown(title)}\n\n_{_shown(name)}_\\\n#term[{_shown(dates)}][{_shown(place)}]\n\n{body}\n"

    jobs = [entry(job.title, job.employer, job.place, job, _bullets(job.tasks)) for job in person.jobs]
    studies = [entry(degree(person, one), one.school, one.place, one, "") for one in person.studies]
    links = (
        f'(name: "email", link: {_text("mailto:" + person.email)}, display: {_text(person.email)}), '
        f'(name: "phone", link: "tel:", display: {_text(person.phone)}), '
        f'(name: "location", link: "geo:", display: {_text(person.place)}), '
        f'(name: "linkedin", link: "https://linkedin.com/in/{user(person)}", display: {_text(person.name)})'
    )
    left = _head(person, "work") + "".join(jobs) + _head(person, "education") + "".join(studies)
    skills = "".join(f"#skill({_text(name)}, {rating(at)})\n" for at, name in enumerate(person.skills))
    tongues = "".join(f"#skill({_text(f'{name} ({said})')}, {level(code)})\n" for name, said, code in person.spoken)
    right = _head(person, "skills") + skills + _head(person, "languages") + tongues
    right += _certificates(person)
    return (
        f'#import "alta-typst.typ": alta, term, skill\n#alta(name: {_text(person.name)}, links: ({links}), '
        f"tagline: [{_shown(person.label)}. {_shown(person.summary)}],\n[\n{left}\n],\n[\n{right}\n])\n"
    )


def bare_bones_cv(person: Person) -> str:
    """caffeinatedgaze/bare-bones-cv: a narrow column with contacts, studies and skills at the left."""

    def record(**values: str) -> str:
        return "(" + ", ".join(f"{key.replace('_', '-')}: {value}" for key, value in values.items()) + ")"

    studies = [
        record(
            dates=_text(period(person, one.start, one.end)),
            name=_text(one.school),
            degree=_text(degree(person, one)),
            location=_text(one.place),
        )
        for one in person.studies
    ]
    jobs = [
        record(
            position=_text(job.title),
            company=_text(job.employer),
            dates=_text(" – ".join(ends(person, job))),
            description=_array([_text(task) for task in job.tasks]),
        )
        for job in person.jobs
    ]
    lists = [*groups(person), (person.headings["languages"], spoken(person))]
    skills = [record(name=_text(name), items=_array([_text(item) for item in some])) for name, some in lists if some]
    told = record(
        **{key: _text(getattr(person, key)) for key in ("name", "email", "phone", "summary")},
        title=_text(person.label),
        address=_text(person.place),
        phone_label=_text(word(person, "phone")),
        linkedin=_text(user(person)),
        education=_array(studies),
        jobs=_array(jobs),
        skills=_array(skills),
        certificates=_array([_text(name) for name in person.certificates]),
    )
    heads = record(**{kind: _text(name) for kind, name in person.headings.items()})
    return f'#import "main-template.typ": cv\n#cv({told}, {heads})\n'


def brilliant_cv(person: Person) -> str:
    """mintyfrankie/brilliant-CV: Awesome CV in Typst; its metadata go before the document."""
    first, last = parted(person)
    info = f"phone: {_text(person.phone)}, email: {_text(person.email)}, linkedin: {_text(user(person))}"
    metadata = (
        f"(first_name: {_text(first)}, last_name: {_text(last)}, info: ({info}, location: {_text(person.place)}), "
        f'awesome_color: "{("skyblue", "red", "nephritis")[person.number % 3]}", '
        f"header_quote: {_text(person.summary)}, cv_footer: {_text('Curriculum vitae')}, "
        f"display_entry_society_first: {str(person.number % 2 == 0).lower()})"
    )
    parts = [f'#import "template.typ": *\n#show: layout\n#cvHeader()\n#cvSection({_text(person.headings["work"])})\n']

    def entry(title: str, society: str, place: str, item: Job | Study, body: str) -> str:
        dates = _text(period(person, item.start, item.end))
        told = f"title: {_text(title)}, society: {_text(society)}, date: {dates}, location: {_text(place)}"
        return f"#cvEntry({told}, description: [{body}])\n"

    for job in person.jobs:
        tasks = ", ".join(f"[{_shown(task)}]" for task in job.tasks)
        parts.append(entry(job.title, job.employer, job.place, job, f"#list({tasks})"))
    parts.append(f"#cvSection({_text(person.headings['education'])})\n")
    parts += [entry(degree(person, one), one.school, one.place, one, "") for one in person.studies]
    parts.append(f"#cvSection({_text(person.headings['certificates'])})\n" if person.certificates else "")
    parts += [_call("cvHonor", date="", title=name) for name in person.certificates]
    parts.append(f"#cvSection({_text(person.headings['skills'])})\n")
    parts.append(_call("cvSkill", type=person.headings["languages"], info=" | ".join(spoken(person))))
    parts += [_call("cvSkill", type=name, info=" | ".join(some)) for name, some in groups(person)]
    return f"{_METADATA}{metadata}\n{_METADATA}" + "".join(parts) + "#cvFooter()\n"


def modernpro_cv(person: Person) -> str:
    """jxpeng98/Typst-CV-Resume in two columns."""
    contacts = [
        f"(text: {_text(person.phone)}, link: {_text('tel:' + person.phone)})",
        f'(text: "linkedin.com/in/{user(person)}", link: "https://linkedin.com/in/{user(person)}")',
        f"(text: {_text(person.email)}, link: {_text('mailto:' + person.email)})",
    ]

    def section(kind: str) -> str:
        return f"#section({_text(person.headings[kind])})\n"

    left = f"{section('summary')}#descript[{_shown(person.summary)}]\n#sectionsep\n{section('education')}"
    for one in person.studies:
        dates = period(person, one.start, one.end)
        left += f"#subsection[{_shown(one.school)}\\ ]\n#descript[{_shown(degree(person, one))}]\n"
        left += f"#term[{_shown(dates)}][{_shown(one.place)}]\n#subsectionsep\n"
    left += f"#sectionsep\n{section('skills')}"
    for name, some in groups(person):
        left += f"#descript({_text(name)})\n#info[{_shown(', '.join(some))}]\n#subsectionsep\n"
    left += f"#sectionsep\n{section('languages')}#info[{_shown(', '.join(spoken(person)))}]\n"
    right = section("work")
    for job in person.jobs:
        right += f"#jobtitle[{_shown(job.employer)}][{_shown(job.title)}]\n"
        right += f"#term[{_shown(period(person, job.start, job.end))}][{_shown(job.place)}]\n"
        right += f"#jobdetail[\n{_bullets(job.tasks)}]\n#subsectionsep\n"
    right += f"#sectionsep\n{section('certificates')}" if person.certificates else ""
    right += "".join(f"#info[{_shown(name)}]\n" for name in person.certificates)
    return (
        f'#import "typstcv.typ": *\n#main(name: [{_shown(person.name)}], address: [{_shown(person.place)}], '
        f'lastupdated: "true", date: "2026-03-14", contacts: {_array(contacts)},\n[\n{left}\n],\n[\n{right}\n])\n'
    )


TYPST: dict[str, Callable[[Person], str]] = {
    f"tpl_{make.__name__}": make
    for make in (
        *(basic_resume, chicv, vercanard, modern_resume, imprecv, alta_typst, bare_bones_cv, brilliant_cv),
        modernpro_cv,
    )
}


def write_typst(person: Person, layout: str, target: Path, source: Path, python: str) -> None:
    """Sets a person's CV by the package typst, which the Python interpreter `python` has."""
    text = TYPST[layout](person)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        shutil.copytree(source, scratch / "cv")
        _, *metadata, body = text.split(_METADATA) if _METADATA in text else ("", text)
        for told in metadata:
            (scratch / "cv" / "metadata.typ").write_text(f"#let metadata = {told}", encoding="utf-8")
        (scratch / "cv" / "main.typ").write_text(body, encoding="utf-8")
        _stand_in(scratch / "cache")
        done = subprocess.run(
            [python, "-c", _COMPILE, str(scratch / "cv" / "main.typ"), str(target.resolve()), *_FONTS],
            check=False,
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "XDG_CACHE_HOME": str(scratch / "cache")},
        )
    if done.returncode:
        raise RuntimeError(f"typst failed for {layout}, person {person.number}: {done.stderr.decode()[-1500:]}")


def _stand_in(cache: Path) -> None:
    """Packages without icons."""
    for (name, version), icons in _PACKAGES.items():
        folder = cache / "typst/packages/preview" / name / version
        folder.mkdir(parents=True)
        about = f'[package]\nname = "{name}"\nversion = "{version}"\nentrypoint = "lib.typ"\n'
        (folder / "typst.toml").write_text(about, encoding="utf-8")
        code = "".join(f"#let {icon}(..arguments) = []\n" for icon in icons)
        (folder / "lib.typ").write_text(code, encoding="utf-8")
