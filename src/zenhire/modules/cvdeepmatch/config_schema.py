"""The config of a position in the OpenAPI document. What cannot be said in a schema is in the descriptions."""

from __future__ import annotations

from typing import Any

from zenhire.analysis.cv.position.reader import (
    DEFAULT_IMPORTANCE,
    DEFAULT_SHORTEST_MONTHS,
    DEFAULT_THRESHOLD,
    MOST_INDUSTRIES,
    MOST_MONTHS,
    MOST_QUALIFICATIONS,
    MOST_SKILLS,
    MOST_YEARS,
    STUDY_STATUSES,
)

Schema = dict[str, Any]

_ITEM = {"$ref": "#/components/schemas/CvDeepMatchSkillItem"}


def _importance(what: str, default: int | None = None) -> Schema:
    schema: Schema = {"type": "integer", "minimum": 1, "maximum": 5}
    text = f"{what}: 1 barely matters, 5 is critical. Counts as `importance / 5`."
    return {**schema, "description": text, **({} if default is None else {"default": default})}


def _texts(description: str, **more: Any) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description, **more}


def _items(description: str, most: int) -> Schema:
    return {"type": "array", "items": _ITEM, "maxItems": most, "description": description}


def _object(description: str, properties: Schema, *required: str) -> Schema:
    schema: Schema = {"type": "object", "description": description, "properties": properties}
    return {**schema, "required": list(required)} if required else schema


_WORK = _object(
    "Work experience.",
    {
        "from": {"type": "integer", "minimum": 0, "maximum": MOST_YEARS, "description": "Least years; at most `to`."},
        "to": {
            "type": "integer",
            "minimum": 0,
            "maximum": MOST_YEARS,
            "description": "Most years; 15 where there is no bound. More than that never costs anything.",
        },
        "importance": _importance("Work experience"),
        "time_importance": _importance("Years, against how relevant the jobs are", DEFAULT_IMPORTANCE),
        "transferable_skills": {
            "type": "boolean",
            "default": True,
            "description": "Whether related jobs count, in part.",
        },
        "minimum_job_experience_duration": {
            "type": "integer",
            "minimum": 0,
            "maximum": MOST_MONTHS,
            "default": DEFAULT_SHORTEST_MONTHS,
            "description": "Months that a job must have lasted to count.",
        },
        "threshold_for_one_exp_relevance": {
            "type": "integer",
            "minimum": 0,
            "maximum": 100,
            "default": DEFAULT_THRESHOLD,
            "description": "Percent of relevance from which a job counts in full.",
        },
        "relevant_roles": _texts("Job titles that fit.", default=[]),
        "relevant_companies": _texts("Employers whose staff know this work.", default=[]),
        "relevant_industries": _texts("Industries that fit.", minItems=1, maxItems=MOST_INDUSTRIES),
        "industries_config": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_INDUSTRIES,
            "items": _ITEM,
            "description": "The same industries, each with its weight.",
        },
    },
    "from",
    "to",
    "importance",
    "relevant_industries",
    "industries_config",
)

_SWITCHES = _object(
    "Which qualifications count; both where the block is left out.",
    {
        "minimal_qualifications": {"type": "boolean", "description": "Whether the minimal ones count."},
        "preferable_qualifications": {"type": "boolean", "description": "Whether the preferable ones count."},
    },
    "minimal_qualifications",
    "preferable_qualifications",
)

_PLAIN = {"items": {"type": "string", "pattern": r"^[^()\[\]/]*$"}}
_LANGUAGES = _object(
    "Spoken languages. A level belongs into `explanations`.",
    {
        "required_languages": _texts("Plain names without brackets and slashes.", **_PLAIN),
        "prefered_languages": _texts("The same; spelled with one r.", **_PLAIN),
        "target_countries": _texts("Countries where the languages are spoken."),
        "importance": _importance("Languages", DEFAULT_IMPORTANCE),
    },
)

_SKILLS = _object(
    "Skills, qualifications and languages.",
    {
        "importance": _importance("Skills"),
        "skills_config": _object(
            "What is asked for.",
            {
                "hard_skills": _items("Tools, methods, knowledge.", MOST_SKILLS),
                "soft_skills": _items("How somebody works.", MOST_SKILLS),
                "minimal_qualifications": _items("What nobody can do without.", MOST_QUALIFICATIONS),
                "preferable_qualifications": _items("What is welcome; counts half.", MOST_QUALIFICATIONS),
                "requirements": _SWITCHES,
            },
        ),
        "language_skills_config": _LANGUAGES,
    },
    "importance",
    "skills_config",
)

_EDUCATION = _object(
    "Education: the whole block, or none. Switched off, nothing in it can be wrong.",
    {
        "is_enabled": {"type": "boolean", "description": "Whether it counts."},
        "importance": _importance("Education"),
        "academic": _object(
            "Degrees.",
            {
                "importance": _importance("Degrees", DEFAULT_IMPORTANCE),
                "degree_level": {"type": "string", "description": "Such as `High School`, `Bachelor`, `Master`."},
                "study_status": {
                    "type": "string",
                    "enum": list(STUDY_STATUSES),
                    "default": "Both",
                    "description": "`Graduate` wants a finished course, `Undergraduate` takes one that goes on.",
                },
                "fields_of_study": _texts("Subjects that fit."),
            },
        ),
        "non_academic": _object(
            "Certificates and licences.",
            {
                "importance": _importance("Certificates", DEFAULT_IMPORTANCE),
                "certificates": _texts("Their names."),
            },
        ),
    },
    "is_enabled",
)

SCHEMAS: dict[str, Schema] = {
    "CvDeepMatchSkillItem": _object(
        "Something that is asked for by name.",
        {
            "name": {"type": "string", "minLength": 1, "description": "Its name."},
            "importance": _importance("How much it matters"),
            "id": {"type": "string", "description": "Your own id of it. Not read."},
        },
        "name",
        "importance",
    ),
    "CvDeepMatchRequirements": _object(
        "What the position asks for.",
        {"workExperience": _WORK, "skills": _SKILLS, "education": _EDUCATION},
        "workExperience",
        "skills",
    ),
    "CvDeepMatchConfig": _object(
        "A position. Names that are not listed here are kept, and count nowhere; so do those that begin with `_`,"
        " which are not shown again.",
        {
            "name": {"type": "string", "minLength": 1, "description": "The position's title."},
            "position_name": {"type": "string", "minLength": 1, "description": "The same, under another name."},
            "requirements": {
                "$ref": "#/components/schemas/CvDeepMatchRequirements",
                "description": "What the position asks for.",
            },
            "explanations": {
                "description": "Free text for readers, for instance levels of languages. Not scored. It may stand in"
                " `requirements` too."
            },
        },
        "requirements",
    )
    | {"anyOf": [{"required": ["name"]}, {"required": ["position_name"]}]},
}
"""Component schemas of the document, by name."""
