"""A position's config, read: everything that is wrong with it at once, or a `Position` with its defaults filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast, get_args

from zenhire.analysis.cv.position.problems import MOST_CHARS, MOST_ITEMS, Node, Problems, check_whole
from zenhire.analysis.cv.position.types import (
    Education,
    Item,
    Languages,
    Position,
    Skills,
    StudyStatus,
    WorkExperience,
)

MOST_SKILLS = 5
MOST_SKILLS_TOGETHER = 10
MOST_QUALIFICATIONS = 3
MOST_INDUSTRIES = 3
MOST_YEARS = 9_999
MOST_MONTHS = 9_999
NOT_IN_LANGUAGES = "()[]/"
STUDY_STATUSES: tuple[str, ...] = get_args(StudyStatus)

# What a field is where the config leaves it out.
DEFAULT_IMPORTANCE = 3
"""Of time, languages, and the two halves of education."""
OFF_IMPORTANCE = 1
"""Of an education that is switched off or was not sent."""
DEFAULT_TRANSFERABLE = True
DEFAULT_SHORTEST_MONTHS = 4
DEFAULT_THRESHOLD = 84
DEFAULT_STUDY_STATUS: StudyStatus = "Both"

_OFF = Education(False, OFF_IMPORTANCE, DEFAULT_IMPORTANCE, None, DEFAULT_STUDY_STATUS, (), DEFAULT_IMPORTANCE, ())


class PositionError(ValueError):
    """The config breaks rules; `fields` has every one that it breaks, by dotted path."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        mistakes = sum(len(messages) for messages in fields.values())
        super().__init__(f"The config has {mistakes} mistake{'s' if mistakes != 1 else ''}.")
        self.fields = fields


def read_position(config: object, *, path: str = "config") -> Position:
    """The position that a config asks for. Names that are not known, and those that begin with `_`, count nowhere.

    `path` is the beginning of the paths of mistakes. Raises PositionError, and nothing else, whatever `config` is.
    """
    problems = Problems()
    root = Node(config, path, problems)
    if not isinstance(config, dict):
        raise PositionError({path: ["Must be a JSON object with `name` and `requirements`."]})
    check_whole(root)
    requirements = root.child("requirements").object(required="`workExperience` and `skills`")
    skills = requirements.child("skills").object(required="`importance` and `skills_config`")
    position = Position(
        name=_name(root),
        experience=_experience(
            requirements.child("workExperience").object(
                required="`from`, `to`, `importance`, `relevant_industries` and `industries_config`"
            )
        ),
        skills=_skills(skills),
        languages=_languages(skills, (root, requirements)),
        education=_education(requirements.child("education")),
        education_sent=not requirements.child("education").missing,
    )
    if problems.fields:
        raise PositionError(problems.fields)
    return position


def _name(root: Node) -> str:
    names = [root.child("name"), root.child("position_name")]
    found = [text for text in [node.text() for node in names] if text]
    if not found and not any(node.path in root.problems.fields for node in names):
        root.child("name").wrong("Is required: the position's title (`position_name` does as well).")
    return found[0] if found else ""


def _experience(node: Node) -> WorkExperience:
    years = {key: node.child(key).integer(0, MOST_YEARS, unit=" years") for key in ("from", "to")}
    if years["from"] > years["to"] and not {f"{node.path}.from", f"{node.path}.to"} & set(node.problems.fields):
        node.child("from").wrong(f"Must be at most `to`: {years['from']} is more than {years['to']}.")
    threshold = node.child("threshold_for_one_exp_relevance")
    return WorkExperience(
        importance=node.child("importance").importance(),
        from_years=years["from"],
        to_years=years["to"],
        time_importance=node.child("time_importance").importance(default=DEFAULT_IMPORTANCE),
        transferable=node.child("transferable_skills").boolean(default=DEFAULT_TRANSFERABLE),
        shortest_months=node.child("minimum_job_experience_duration").integer(
            0, MOST_MONTHS, default=DEFAULT_SHORTEST_MONTHS, unit=" months"
        ),
        threshold=threshold.integer(0, 100, default=DEFAULT_THRESHOLD, unit=" percent") / 100,
        roles=node.child("relevant_roles").texts(of="job titles"),
        companies=node.child("relevant_companies").texts(of="companies"),
        industries=_industries(node.child("relevant_industries"), node.child("industries_config")),
    )


def _industries(plain: Node, weighted: Node) -> tuple[Item, ...]:
    """The industries with their weights, once both lists name the same ones."""
    nodes = plain.items(MOST_INDUSTRIES, least=1, of="industries")
    names = [node.text(required="the name of an industry") for node in nodes]
    items = _items(weighted, MOST_INDUSTRIES, least=1, of="industries")
    if not (isinstance(plain.value, list | tuple) and isinstance(weighted.value, list | tuple)):
        return items
    if len(plain.value) != len(weighted.value):
        here, there = len(weighted.value), len(plain.value)
        weighted.wrong(f"Must have one entry for each of `relevant_industries`: {here} here, {there} there.")
    elif all(names) and all(item.name for item in items) and _folded(names) != _folded([item.name for item in items]):
        weighted.wrong("Must name the same industries as `relevant_industries`, each once.")
    return items


def _folded(names: Sequence[str]) -> Counter[str]:
    return Counter(name.casefold() for name in names)


def _items(node: Node, most: int, *, least: int = 0, of: str) -> tuple[Item, ...]:
    return tuple(_item(part) for part in node.items(most, least=least, of=of))


def _item(node: Node) -> Item:
    if node.missing:
        node.wrong("Must be an object with `name` and `importance`.")
    thing = node.object()
    name = thing.child("name").text(required="a name")
    return Item(name, thing.child("importance").importance())


def _skills(node: Node) -> Skills:
    config = node.child("skills_config").object(required="lists of skills")
    hard = config.child("hard_skills")
    soft = config.child("soft_skills")
    together = sum(len(one.value) for one in (hard, soft) if isinstance(one.value, list | tuple))
    if together > MOST_SKILLS_TOGETHER:
        most = f"at most {MOST_SKILLS_TOGETHER} of `hard_skills` and `soft_skills` together"
        config.wrong(f"Must have {most}; these are {together}.")
    counts = config.child("requirements")
    switches = counts.object()
    default = True if counts.missing else None
    return Skills(
        importance=node.child("importance").importance(),
        hard=_items(hard, MOST_SKILLS, of="hard skills"),
        soft=_items(soft, MOST_SKILLS, of="soft skills"),
        minimal=_items(config.child("minimal_qualifications"), MOST_QUALIFICATIONS, of="qualifications"),
        preferable=_items(config.child("preferable_qualifications"), MOST_QUALIFICATIONS, of="qualifications"),
        minimal_counts=switches.child("minimal_qualifications").boolean(default=default),
        preferable_counts=switches.child("preferable_qualifications").boolean(default=default),
    )


def _languages(skills: Node, explaining: Sequence[Node]) -> Languages:
    node = skills.child("language_skills_config").object()
    return Languages(
        importance=node.child("importance").importance(default=DEFAULT_IMPORTANCE),
        required=_language_names(node.child("required_languages")),
        prefered=_language_names(node.child("prefered_languages")),
        countries=node.child("target_countries").texts(of="countries"),
        proficiency=_proficiency(explaining),
    )


def _language_names(node: Node) -> tuple[str, ...]:
    names = node.texts(of="languages")
    for part in node.items(of="languages"):
        if isinstance(part.value, str) and any(mark in part.value for mark in NOT_IN_LANGUAGES):
            part.wrong(
                "Must be the plain name of a language, without any of ( ) [ ] /. A level goes into"
                " `explanations.language_skills_config.required_languages`."
            )
    return names


def _proficiency(places: Sequence[Node]) -> tuple[str, ...]:
    """What `explanations` says about levels. It is free text and may have any shape, so nothing in it is wrong."""
    found: list[str] = []
    silent = Problems(muted=True)
    for place in places:
        said = Node(place.child("explanations").value, "", silent).child("language_skills_config")
        for key in ("required_languages", "prefered_languages"):
            found += _free_texts(said.child(key).value)
    return tuple(dict.fromkeys(found))[:MOST_ITEMS]


def _free_texts(value: object) -> list[str]:
    if isinstance(value, dict):
        pairs = list(value.items())[:MOST_ITEMS]
        parts = [f"{name}: {text}" for name, text in pairs if isinstance(name, str) and isinstance(text, str)]
    elif isinstance(value, list | tuple):
        parts = [text for text in value[:MOST_ITEMS] if isinstance(text, str)]
    else:
        parts = [value] if isinstance(value, str) else []
    return [text for text in (" ".join(part[:MOST_CHARS].split()) for part in parts) if text]


def _education(node: Node) -> Education:
    """Education. Switched off it never fails: what is missing or wrong in it is as if it was not sent."""
    if node.missing:
        return _OFF
    block = node.object()
    if block.child("is_enabled").value is False:
        silent = Node(block.value, block.path, Problems(muted=True))
        return _education_block(silent, enabled=False, default=OFF_IMPORTANCE)
    enabled = block.child("is_enabled").boolean()
    for key in ("academic", "non_academic"):
        block.child(key).object(required="what is asked for; {} asks for nothing")
    return _education_block(block, enabled=enabled, default=None)


def education_mistakes(node: Node) -> dict[str, list[str]]:
    """What would be wrong in a block of education that is switched off, by dotted path; missing parts are not."""
    told = Problems()
    if isinstance(node.value, dict):
        _education_block(Node(node.value, node.path, told), enabled=False, default=OFF_IMPORTANCE)
    return told.fields


def _education_block(block: Node, *, enabled: bool, default: int | None) -> Education:
    academic, other = block.child("academic").object(), block.child("non_academic").object()
    return Education(
        enabled=enabled,
        importance=block.child("importance").importance(default=default),
        academic_importance=academic.child("importance").importance(default=DEFAULT_IMPORTANCE),
        degree_level=academic.child("degree_level").text() or None,
        study_status=_study_status(academic.child("study_status")),
        fields_of_study=_some_texts(academic, ("fields_of_study", "field_of_study"), of="fields of study"),
        non_academic_importance=other.child("importance").importance(default=DEFAULT_IMPORTANCE),
        certificates=_some_names(other, ("certificates", "certifications")),
    )


def _study_status(node: Node) -> StudyStatus:
    if node.value in STUDY_STATUSES:
        return cast(StudyStatus, node.value)
    if not node.missing:
        node.wrong(f"Must be one of {', '.join(STUDY_STATUSES)}, spelled so.")
    return DEFAULT_STUDY_STATUS


def _some_texts(node: Node, keys: Sequence[str], *, of: str) -> tuple[str, ...]:
    """Texts under any of the keys, one of them or a list."""
    found: list[str] = []
    for key in keys:
        part = node.child(key)
        found += [part.text()] if isinstance(part.value, str) else part.texts(of=of)
    return tuple(dict.fromkeys(text for text in found if text))


def _some_names(node: Node, keys: Sequence[str]) -> tuple[str, ...]:
    """Names under any of the keys, as texts or as objects with a `name`. Their shape is open, so none is wrong."""
    silent = Problems(muted=True)
    found: list[str] = []
    for key in keys:
        value = node.child(key).value
        for part in value[:MOST_ITEMS] if isinstance(value, list | tuple) else [value]:
            named = part.get("name") if isinstance(part, dict) else part
            found.append(Node(named, "", silent).text())
    return tuple(dict.fromkeys(text for text in found if text))
