"""A CV, a position and their match to write about. All persons are made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.cv_texts import document
from zenhire.analysis.cv.match import Match, match
from zenhire.analysis.cv.parse import ScorableCv, parse, scorable
from zenhire.analysis.cv.position import read_position
from zenhire.analysis.cv.position.types import Position

CV = """# Maren Holt
maren.holt@example.org | +49 30 5550 123 | Lindenstr. 5, 10969 Berlin
Date of birth: 4 May 1988 | Nationality: Danish

## Summary
Data engineer with an eye for pipelines that stay up at night

## Experience
**Senior Data Engineer\tMarch 2019 – Present
Northwind Analytics GmbH, Berlin
• Built streaming pipelines with Apache Kafka and Python for 14 teams
• Maren Holt led a group of five people
• No experience with Haskell so far
**Data Engineer\tJune 2014 – February 2019
Fabrikam Logistics AG, Hamburg
• Wrote ETL jobs in JavaScript on Apache Spark

## Education
MSc Computer Science\t2012 – 2014
Technische Universität Berlin

## References
Jonas Weber, Northwind Analytics, jonas.weber@example.org
"""

CONFIG: dict[str, Any] = {
    "name": "Data Engineer",
    "requirements": {
        "workExperience": {
            "from": 3,
            "to": 15,
            "importance": 4,
            "relevant_roles": ["Data Engineer"],
            "relevant_industries": ["Logistics"],
            "industries_config": [{"name": "Logistics", "importance": 2}],
        },
        "skills": {
            "importance": 5,
            "skills_config": {
                "hard_skills": [
                    {"name": "Apache Kafka", "importance": 5},
                    {"name": "Java", "importance": 3},
                    {"name": "Haskell", "importance": 2},
                ],
                "soft_skills": [{"name": "Leadership", "importance": 4}],
                "minimal_qualifications": [{"name": "Worked on call", "importance": 4}],
            },
        },
    },
}


def made(text: str = CV) -> tuple[ScorableCv, Position, Match]:
    """The CV without the person, the position, and the match of both."""
    read = document(text)
    cv = scorable(read, parse(read, date(2026, 11, 1)))
    position = read_position(CONFIG)
    return cv, position, match(cv, position, "")
