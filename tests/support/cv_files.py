"""CVs as PDF files, and positions to match them with. All persons and companies are made up."""

from __future__ import annotations

import textwrap
from typing import Any

from tests.support.pdf import PdfPage, pdf

_CHARS, _ROWS = 96, 54

BAKER = """
# Ann Example
Leeds, UK | ann.example@example.org | +44 20 7946 0000

## Experience
**Senior Baker, June 2019 - present
Crumb & Co, Leeds, UK
- Led a team of nine bakers through the night shift and cut the waste of flour by a third.
- Planned shifts and stock with Microsoft Excel.

**Baker, March 2015 - May 2019
Old Mill Bakery, York, UK
- Baked rye bread for four markets and trained apprentices in food safety.

## Education
Diploma in Baking, Northern School of Crafts, 2013 - 2015

## Skills
Bread baking, food safety, team leadership, stock control, Microsoft Excel

## Languages
English (native), Polish (B2)
"""

ENGINEER = """
# Sam Sample
Utrecht, Netherlands | sam.sample@example.org | +31 30 555 0142 | https://github.com/samsample

## Summary
Backend engineer with eleven years of experience in payment and logistics systems. Designs services that stay up,
measures before changing anything, and writes down why. Looking for a team that owns what it runs.

## Experience
**Lead Software Engineer, March 2021 - present
Parcelwise, Utrecht, Netherlands
- Lead a team of seven engineers who own the routing of 2.4 million parcels a day on Kubernetes and PostgreSQL.
- Moved the tracking service from a single Django application to eleven Python services with FastAPI and Kafka, which
cut the median latency from 900 to 120 milliseconds and the bill for the cloud by 38 percent.
- Introduced on-call rotations, blameless reviews of incidents and service level objectives; incidents at night fell
from nine a month to one.
- Wrote the interview guide for engineers and trained fourteen interviewers in structured interviews.
- Built the forecast of depot volumes with scikit-learn and pandas together with two data scientists, now within four
percent of what arrives on nine days out of ten.

**Senior Backend Engineer, June 2017 - February 2021
Guldenpay, Amsterdam, Netherlands
- Designed the ledger of a payment platform for 40,000 shops in Java with Spring Boot and PostgreSQL, double entry,
with an audit trail that passed two PCI DSS assessments without a finding.
- Brought the continuous delivery pipeline from a weekly release to thirty deployments a day with GitLab CI, Terraform
and automated canaries.
- Rewrote the reconciliation of bank statements; what took a night and two accountants takes eleven minutes.
- Mentored five junior engineers, three of whom are senior engineers by now.
- Ran the migration of 1.8 billion rows from Oracle to PostgreSQL without an hour of downtime.

**Software Engineer, September 2014 - May 2017
Molen Software, Rotterdam, Netherlands
- Developed a warehouse management system in Python and Django for nine logistics companies, from the first sketch to
hand scanners in the aisles.
- Integrated carriers over REST and EDIFACT, and tested against their sandboxes every night.
- Optimised slow reports in SQL; the worst one went from forty minutes to six seconds.
- Supported customers on site during go-live in Antwerp, Hamburg and Gdansk.

**Intern, Software Development, February 2014 - August 2014
Havenlab, Rotterdam, Netherlands
- Built a dashboard of berth occupancy in JavaScript and D3 for the harbour master.

## Education
**Master of Science in Computer Science, 2012 - 2014
Delft University of Applied Rivers, Delft
- Thesis on consistent snapshots in distributed databases, graded 9 of 10.

**Bachelor of Science in Computer Science, 2009 - 2012
Delft University of Applied Rivers, Delft

## Skills
Languages: Python, Java, SQL, Go, TypeScript
Frameworks: FastAPI, Django, Spring Boot, SQLAlchemy, pytest
Data: PostgreSQL, Kafka, Redis, Elasticsearch, pandas, scikit-learn
Operations: Kubernetes, Docker, Terraform, GitLab CI, Prometheus, Grafana, AWS
Practices: system design, code review, mentoring, incident management, agile project management

## Certificates
AWS Certified Solutions Architect - Professional, 2022
Certified Kubernetes Administrator, 2021
Professional Scrum Master I, 2018

## Projects
**Tidewatch, 2019 - present
- An open source library that checks migrations of PostgreSQL schemas for locks before they run; 1,900 stars, used by
four companies in their pipelines.
**Klok, 2016 - 2018
- A small scheduler in Go for jobs that must run exactly once, with a formal model of its locks in TLA+.

## Languages
Dutch (native), English (C2), German (B1)

## Interests
Rowing, old maps, baking bread, repairing mechanical clocks
"""

BAKERY: dict[str, Any] = {
    "name": "Head baker",
    "requirements": {
        "workExperience": {
            "from": 3,
            "to": 15,
            "importance": 4,
            "relevant_roles": ["Baker"],
            "relevant_industries": ["Food production"],
            "industries_config": [{"name": "Food production", "importance": 4}],
        },
        "skills": {
            "importance": 4,
            "skills_config": {
                "hard_skills": [{"name": "Bread baking", "importance": 5}, {"name": "Forklift", "importance": 2}],
                "soft_skills": [{"name": "Team leadership", "importance": 3}],
                "minimal_qualifications": [],
                "preferable_qualifications": [],
                "requirements": {"minimal_qualifications": True, "preferable_qualifications": True},
            },
        },
    },
}
"""What Ann Example is made for, and a skill that she does not have."""

BACKEND: dict[str, Any] = {
    "name": "Principal backend engineer",
    "requirements": {
        "workExperience": {
            "from": 6,
            "to": 15,
            "importance": 5,
            "time_importance": 3,
            "transferable_skills": True,
            "relevant_roles": ["Backend engineer", "Software architect", "Lead software engineer"],
            "relevant_companies": [],
            "relevant_industries": ["Logistics", "Financial services"],
            "industries_config": [
                {"name": "Logistics", "importance": 4},
                {"name": "Financial services", "importance": 3},
            ],
        },
        "skills": {
            "importance": 5,
            "skills_config": {
                "hard_skills": [
                    {"name": "Python", "importance": 5},
                    {"name": "PostgreSQL", "importance": 4},
                    {"name": "Kubernetes", "importance": 4},
                    {"name": "Event streaming", "importance": 3},
                    {"name": "Rust", "importance": 2},
                ],
                "soft_skills": [
                    {"name": "Mentoring", "importance": 4},
                    {"name": "Stakeholder communication", "importance": 3},
                    {"name": "Team leadership", "importance": 4},
                ],
                "minimal_qualifications": [{"name": "Experience with distributed systems", "importance": 5}],
                "preferable_qualifications": [
                    {"name": "AWS certification", "importance": 2},
                    {"name": "Open source contributions", "importance": 2},
                ],
                "requirements": {"minimal_qualifications": True, "preferable_qualifications": True},
            },
            "language_skills_config": {"required_languages": ["English"], "prefered_languages": ["Dutch"]},
        },
        "education": {
            "is_enabled": True,
            "importance": 2,
            "academic": {
                "importance": 3,
                "degree_level": "Bachelor",
                "study_status": "Both",
                "fields_of_study": ["Computer Science"],
            },
            "non_academic": {},
        },
    },
}
"""About as much as a position asks for: 20 phrases."""

DESCRIPTION = (
    "We route parcels for half of the country. You will design and run the services behind it, lead the engineers who"
    " build them, and decide with them what comes next. You have built distributed systems that people depend on, you"
    " know PostgreSQL and Kubernetes well, and you explain a hard trade-off to people who do not write software. You"
    " mentor others and take turns on call. Experience with payments or logistics helps."
)


def cv_pdf(text: str = BAKER) -> bytes:
    """The PDF of a text, in one column. `# ` marks the name, `## ` a heading, `**` a bold line, `- ` an item.

    A line without a mark goes on with the item before it.
    """
    rows: list[tuple[str, float, float, str]] = []
    for raw in _joined(text):
        size, font, plain = _look(raw)
        for line in textwrap.wrap(plain, _CHARS, subsequent_indent="  " if plain[:1] == "\u2022" else "") or [""]:
            rows.append((line.strip(), 48 + 8 * (line[:1] == " "), size, font))
    pages = []
    for at in range(0, len(rows), _ROWS):
        page = PdfPage()
        for row, (line, left, size, font) in enumerate(rows[at : at + _ROWS]):
            if line:
                page.text(left, 56 + 13.6 * row, line, size=size, font=font)
        pages.append(page)
    return pdf(*pages)


def _joined(text: str) -> list[str]:
    lines: list[str] = []
    for raw in text.strip().split("\n"):
        if raw and lines and lines[-1].startswith("- ") and not raw.startswith(("- ", "#", "**")):
            lines[-1] += " " + raw
        else:
            lines.append(raw)
    return lines


def _look(raw: str) -> tuple[float, str, str]:
    for sign, size in (("## ", 13.0), ("# ", 20.0), ("**", 10.0)):
        if raw.startswith(sign):
            return size, "bold", raw.removeprefix(sign)
    return 10.0, "regular", raw.replace("- ", "\u2022 ", 1) if raw.startswith("- ") else raw
