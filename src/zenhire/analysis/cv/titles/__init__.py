"""Naming and matching job titles: which occupation a title names, at which level, and which roles it answers."""

from zenhire.analysis.cv.titles.match import match_titles
from zenhire.analysis.cv.titles.reading import occupation, seniority
from zenhire.analysis.cv.titles.tables import Occupation, Register, register
from zenhire.analysis.cv.titles.types import RULES, SENIORITIES, Rule, Seniority, Similar, TitleEvidence

__all__ = [
    "RULES",
    "SENIORITIES",
    "Occupation",
    "Register",
    "Rule",
    "Seniority",
    "Similar",
    "TitleEvidence",
    "match_titles",
    "occupation",
    "register",
    "seniority",
]
