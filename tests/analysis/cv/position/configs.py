"""Configs to test with."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

FULL: dict[str, Any] = {
    "name": "Warehouse Team Lead",
    "requirements": {
        "workExperience": {
            "from": 3,
            "to": 15,
            "importance": 4,
            "time_importance": 2,
            "transferable_skills": False,
            "minimum_job_experience_duration": 6,
            "threshold_for_one_exp_relevance": 70,
            "relevant_roles": ["Shift Supervisor", "Warehouse Supervisor"],
            "relevant_companies": ["Northwind Depots"],
            "relevant_industries": ["Logistics", "Retail"],
            "industries_config": [{"name": "Logistics", "importance": 4}, {"name": "Retail", "importance": 2}],
        },
        "skills": {
            "importance": 5,
            "skills_config": {
                "hard_skills": [
                    {"name": "Inventory Management", "importance": 5},
                    {"name": "Forklift", "importance": 3, "id": "h2"},
                ],
                "soft_skills": [{"name": "Leadership", "importance": 4}],
                "minimal_qualifications": [{"name": "Led a shift of ten people or more", "importance": 4}],
                "preferable_qualifications": [{"name": "Opened a new site", "importance": 2}],
                "requirements": {"minimal_qualifications": True, "preferable_qualifications": False},
            },
            "language_skills_config": {
                "required_languages": ["English"],
                "prefered_languages": ["Polish"],
                "target_countries": ["Ireland"],
                "importance": 2,
            },
        },
        "education": {
            "is_enabled": True,
            "importance": 2,
            "academic": {
                "importance": 1,
                "degree_level": "High School",
                "study_status": "Graduate",
                "fields_of_study": ["Logistics"],
            },
            "non_academic": {"importance": 2, "certificates": ["Forklift Licence"]},
        },
    },
    "explanations": {"language_skills_config": {"required_languages": "English, about B2"}},
}
"""Every field that is known, in a config without a mistake."""

LEAST: dict[str, Any] = {
    "name": "Warehouse Team Lead",
    "requirements": {
        "workExperience": {
            "from": 3,
            "to": 15,
            "importance": 4,
            "relevant_industries": ["Logistics"],
            "industries_config": [{"name": "Logistics", "importance": 4}],
        },
        "skills": {"importance": 4, "skills_config": {}},
    },
}
"""What must be there."""

MISSING = object()


def put(config: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy of the config with another value at a dotted path below it; MISSING takes the key away."""
    copied = copy.deepcopy(config)
    *way, last = path.split(".")
    inner: Any = copied
    for part in way:
        inner = inner[int(part)] if isinstance(inner, list) else inner[part]
    if isinstance(inner, list):
        inner[int(last)] = value
    elif value is MISSING:
        del inner[last]
    else:
        inner[last] = value
    return copied


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
"""Values that JSON can bring, and some that it should not."""
