"""What a config says in the wrong place or to no purpose: it is taken as it stands, and scores worse than it could.

Mistakes are another thing: `read_position` refuses those. Smells are found in any config, also in one with mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from zenhire.analysis.cv.position import wording
from zenhire.analysis.cv.position.problems import MOST_ITEMS, Node, Problems
from zenhire.analysis.cv.position.reader import MOST_SKILLS, NOT_IN_LANGUAGES, education_mistakes
from zenhire.analysis.cv.position.shown import PRIVATE
from zenhire.analysis.cv.position.types import FULL_IMPORTANCE
from zenhire.analysis.cv.position.wording import Words
from zenhire.analysis.cv.skills.tables import Kind

USUAL_TO = 15
LONG_MINIMUM = 12
THRESHOLDS = (40, 95)
SMALL_EDUCATION = 2
FEWEST_EQUAL = 3
MOST_SMELLS = 200
HARD, SOFT = "hard_skills", "soft_skills"
MINIMAL, PREFERABLE = "minimal_qualifications", "preferable_qualifications"
KINDS: dict[Kind, str] = {"hard": HARD, "soft": SOFT}
SKILL_LISTS = (HARD, SOFT, MINIMAL, PREFERABLE)
_KNOWN: dict[str, tuple[str, ...]] = {
    "": ("name", "position_name", "requirements", "explanations"),
    "requirements": ("workExperience", "skills", "education", "explanations"),
    "requirements.workExperience": (
        *("from", "to", "importance", "time_importance", "transferable_skills", "minimum_job_experience_duration"),
        *("threshold_for_one_exp_relevance", "relevant_roles", "relevant_companies", "relevant_industries"),
        "industries_config",
    ),
    "requirements.skills": ("importance", "skills_config", "language_skills_config"),
    "requirements.skills.skills_config": (*SKILL_LISTS, "requirements"),
    "requirements.skills.skills_config.requirements": (MINIMAL, PREFERABLE),
    "requirements.skills.language_skills_config": (
        *("required_languages", "prefered_languages", "target_countries", "importance"),
    ),
    "requirements.education": ("is_enabled", "importance", "academic", "non_academic"),
}


@dataclass(frozen=True, slots=True)
class Smell:
    """Something to look at again: where it is, what is odd about it, and what to do."""

    path: str
    message: str
    advice: str


def smells(config: object, *, path: str = "config") -> list[Smell]:
    """What is odd in a config, in its order, at most 200; nothing is raised, whatever `config` is."""
    root = Node(config, path, Problems(muted=True))
    requirements = root.child("requirements")
    work, skills = requirements.child("workExperience"), requirements.child("skills")
    found: list[Smell] = []
    for one in (
        *(_root(root), _unknown(root), _experience(work), _years(work), _skills(skills, work)),
        *(_repeated_skills(skills), _switches(skills), _languages(skills.child("language_skills_config"))),
        *(_education(requirements.child("education")), _importances(requirements)),
    ):
        for smell in one:
            if smell not in found:
                found.append(smell)
            if len(found) == MOST_SMELLS:
                return found
    return found


def _root(root: Node) -> Iterator[Smell]:
    first, second = root.child("name").text(), root.child("position_name").text()
    if first and second and first != second:
        yield Smell(root.child("position_name").path, "Is not read: `name` is.", "Keep one of the two.")


def _unknown(root: Node) -> Iterator[Smell]:
    """Names that are read by nobody, most of all those that look like one that is."""
    for place, known in _KNOWN.items():
        node = root
        for part in place.split(".") if place else ():
            node = node.child(part)
        keys = [key for key in node.value if isinstance(key, str)] if isinstance(node.value, dict) else []
        strays = [key for key in keys if key not in known and not key.startswith(PRIVATE)]
        for key in strays[:MOST_ITEMS]:
            yield _stray(f"{node.path}.{wording.shown(key)}", key, known)


def _stray(path: str, key: str, known: Sequence[str]) -> Smell:
    if key == "preferred_languages":
        return Smell(path, "Is not read.", "The name has one r in it: `prefered_languages`.")
    plain = {name.replace("_", "").lower(): name for name in known}
    near = get_close_matches(key.replace("_", "").lower()[: wording.SHOWN_CHARS], plain, n=1, cutoff=0.7)
    advice = f"Did you mean `{plain[near[0]]}`?" if near else "Take it out, or begin its name with `_` for a note."
    return Smell(path, "Is not read: there is no such name here.", advice)


def _experience(work: Node) -> Iterator[Smell]:
    industries = Words.of(work.child("relevant_industries"))
    roles = Words.of(work.child("relevant_roles"))
    for node, text in roles.items:
        if text.casefold() in industries.folded or wording.is_industry(text):
            yield Smell(
                node.path, f"“{text}” is an industry.", "Name job titles here, industries in both of their lists."
            )
        elif wording.lists_things(text):
            yield Smell(node.path, f"“{text}” reads as several titles.", "Give each title an entry of its own.")
    for node, text in industries.items:
        if wording.is_title(text):
            yield Smell(node.path, f"“{text}” is a job title.", "Name it in `relevant_roles`, and here the industry.")
    for words in (roles, industries, Words.of(work.child("relevant_companies"))):
        yield from _repeated(words)
    if isinstance(work.value, dict) and not roles.items:
        advice = "Name the titles that people in such jobs have, the position's own among them."
        yield Smell(work.child("relevant_roles").path, "No job titles are named.", advice)


def _repeated(words: Words) -> Iterator[Smell]:
    seen: dict[str, str] = {}
    for node, text in words.items:
        if text.casefold() in seen:
            yield Smell(node.path, f"“{text}” is there already.", "Keep one of them.")
        seen.setdefault(text.casefold(), node.path)


def _years(work: Node) -> Iterator[Smell]:
    to, minimum = work.child("to"), work.child("minimum_job_experience_duration")
    threshold = work.child("threshold_for_one_exp_relevance")
    years = _number(to)
    if years is not None and years < USUAL_TO:
        yield Smell(
            to.path,
            f"Is below {USUAL_TO}, so the position has an upper limit of experience.",
            f"Write {USUAL_TO} if the job description names none.",
        )
    if (_number(minimum) or 0) > LONG_MINIMUM:
        yield Smell(
            minimum.path,
            "Jobs of a year and less count for nothing.",
            "It is in months; 3 to 6 leave out what is too short to tell anything.",
        )
    percent, (low, high) = _number(threshold), THRESHOLDS
    if percent is not None and 0 <= percent < low:
        yield Smell(threshold.path, "Nearly every job counts as relevant.", "84 is usual, and left out it is 84.")
    if percent is not None and high < percent <= 100:
        yield Smell(threshold.path, "Hardly any job counts as relevant.", "84 is usual, and left out it is 84.")


def _number(node: Node) -> int | float | None:
    value = node.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _skills(skills: Node, work: Node) -> Iterator[Smell]:
    config = skills.child("skills_config")
    industries = Words.of(work.child("relevant_industries")).folded
    named = {place: Words.named(config.child(place)).items for place in SKILL_LISTS}
    room = {kind for kind, place in KINDS.items() if len(named[place]) < MOST_SKILLS}
    for kind, place in KINDS.items():
        for node, text in named[place]:
            if told := wording.of_skill(text, kind, industries):
                yield Smell(node.child("name").path, *told)
    for place in (MINIMAL, PREFERABLE):
        for node, text in named[place]:
            if told := wording.of_qualification(text, room, industries):
                yield Smell(node.child("name").path, *told)
    if isinstance(config.value, dict) and not any(named.values()):
        yield Smell(config.path, "No skill is asked for.", "Name the tools and methods in `hard_skills`.")


def _repeated_skills(skills: Node) -> Iterator[Smell]:
    seen: dict[str, tuple[str, str]] = {}
    for place in SKILL_LISTS:
        for node, text in Words.named(skills.child("skills_config").child(place)).items:
            meaning = wording.meaning(text)
            if meaning in seen:
                where, other = seen[meaning]
                same = "is there already" if text.casefold() == other.casefold() else f"is matched as “{other}” is"
                advice = f"Keep one of them, since the same words of a CV count for both; the other is {where}."
                yield Smell(node.child("name").path, f"“{text}” {same}.", advice)
            seen.setdefault(meaning, (node.path, text))


def _switches(skills: Node) -> Iterator[Smell]:
    config = skills.child("skills_config")
    for place in (MINIMAL, PREFERABLE):
        off = config.child("requirements").child(place)
        if off.value is False and Words.named(config.child(place)).items:
            advice = "Switch it on in `requirements` beside it, or take the list out."
            yield Smell(config.child(place).path, "Is filled and switched off, so it counts for nothing.", advice)


def _languages(node: Node) -> Iterator[Smell]:
    codes: dict[str, str] = {}
    names = [pair for key in ("required_languages", "prefered_languages") for pair in Words.of(node.child(key)).items]
    for part, text in names:
        code, bare = wording.language(text)
        if code is None:
            yield Smell(part.path, f"“{text}” is no language that is known.", "Write its plain name: English.")
        elif not bare and not any(mark in text for mark in NOT_IN_LANGUAGES):
            advice = "Write its name alone, and the level in `explanations.language_skills_config.required_languages`."
            yield Smell(part.path, f"“{text}” is more than the name of a language.", advice)
        if code in codes:
            yield Smell(part.path, f"“{text}” is there already.", f"Keep one of them; the other is {codes[code]}.")
        if code is not None:
            codes.setdefault(code, part.path)
    yield from _countries(node.child("target_countries"), set(codes))


def _countries(node: Node, codes: set[str]) -> Iterator[Smell]:
    for part, text in Words.of(node).items:
        spoken = wording.spoken_in(text)
        if not spoken:
            yield Smell(part.path, f"“{text}” is no country that is known.", "Write its English name: Ireland.")
        elif not spoken & codes:
            yield Smell(
                part.path,
                f"None of the languages asked for is spoken in {text}.",
                "Name countries where people speak them, not the one of the job.",
            )


def _education(node: Node) -> Iterator[Smell]:
    if node.child("is_enabled").value is False:
        for path, messages in education_mistakes(node).items():
            for message in messages:
                yield Smell(path, message, "It is switched off, so this counts for nothing; mend it all the same.")
        return
    academic, other = node.child("academic"), node.child("non_academic")
    high = [part for part in (node, academic) if (_number(part.child("importance")) or 0) > SMALL_EDUCATION]
    for part in high[:1]:
        yield Smell(
            part.child("importance").path,
            f"Is above {SMALL_EDUCATION}: a degree that is missing costs much.",
            "Keep it at 1 or 2 unless nobody could do the work without the degree.",
        )
    asked = [academic.child(key).value for key in ("degree_level", "fields_of_study", "field_of_study")]
    if node.child("is_enabled").value is True and not any((*asked, other.value)):
        advice = "Say `degree_level` or `fields_of_study`, or switch it off by `is_enabled: false`."
        yield Smell(node.path, "Is switched on and asks for nothing.", advice)


def _importances(requirements: Node) -> Iterator[Smell]:
    """All skills, or all of everything, as important as each other: then nothing is."""
    config = requirements.child("skills").child("skills_config")
    given = [
        value
        for place in SKILL_LISTS
        for node, _ in Words.named(config.child(place)).items
        if 1 <= (value := _number(node.child("importance")) or 0) <= FULL_IMPORTANCE
    ]
    if len(given) >= FEWEST_EQUAL and len(set(given)) == 1:
        advice = "Give 5 to what nobody can do without, and less to the rest."
        yield Smell(config.path, f"Everything has importance {given[0]}, so nothing stands out.", advice)
