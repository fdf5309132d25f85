"""Naming and matching skills: which of a position's requirements a text speaks for, and where."""

from zenhire.analysis.cv.skills.match import match_reading, match_skills
from zenhire.analysis.cv.skills.tables import Book, Skill, book
from zenhire.analysis.cv.skills.types import RULES, Mention, NoEvidence, Reason, Rule, Similar, SkillEvidence

__all__ = [
    "RULES",
    "Book",
    "Mention",
    "NoEvidence",
    "Reason",
    "Rule",
    "Similar",
    "Skill",
    "SkillEvidence",
    "book",
    "match_reading",
    "match_skills",
]
