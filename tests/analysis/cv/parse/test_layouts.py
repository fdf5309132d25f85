from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse

AS_OF = date(2026, 3, 15)
HEAD = "# Ann Example\nLeeds, UK\tann.example@example.org\t+44 20 7946 0000\n\n"


def parsed(text: str) -> ParsedCv:
    return parse(document(text), AS_OF)


LAYOUTS = {
    "title and dates, then employer": """
## Experience
**Senior Baker\tJune 2019 – present
Crumb & Co, Leeds, UK
• Led nine bakers
• Cut waste

**Baker\tMarch 2015 – May 2019
Old Mill Bakery, York, UK
• Baked rye bread""",
    "employer and place, then title and dates": """
## WORK EXPERIENCE
**Crumb & Co\tLeeds, UK
Senior Baker\t06/2019 - Present
• Led nine bakers
• Cut waste

**Old Mill Bakery\tYork, UK
Baker\t03/2015 - 05/2019
• Baked rye bread""",
    "all on one line": """
## Employment History
Senior Baker | Crumb & Co | Leeds, UK | 2019-06 – current
• Led nine bakers
• Cut waste
Baker | Old Mill Bakery | York, UK | 2015-03 – 2019-05
• Baked rye bread""",
    "dates first": """
## Experience
Jun 2019 - now
Crumb & Co, Leeds, UK
Senior Baker
• Led nine bakers
• Cut waste

Mar 2015 - May 2019
Old Mill Bakery, York, UK
Baker
• Baked rye bread""",
    "dates in the margin": """
## Career
06.2019 – today\tSenior Baker
Crumb & Co, Leeds, UK
• Led nine bakers
• Cut waste

03.2015 – 05.2019\tBaker
Old Mill Bakery, York, UK
• Baked rye bread""",
    "employer, title, place": """
## Professional Experience
Crumb & Co, Senior Baker – Leeds, UK\tJune 2019 – present
• Led nine bakers
• Cut waste

Old Mill Bakery, Baker – York, UK\tMarch 2015 – May 2019
• Baked rye bread""",
    "headings without any look": """
Work Experience
Senior Baker at Crumb & Co (June 2019 – present)
• Led nine bakers
• Cut waste

Baker at Old Mill Bakery (March 2015 – May 2019)
• Baked rye bread""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_jobs_are_found_in_every_layout(layout: str) -> None:
    cv = parsed(HEAD + LAYOUTS[layout].strip("\n"))
    first, second = cv.experience
    assert (first.name, first.position) == ("Crumb & Co", "Senior Baker")
    assert (first.start_date, first.end_date, first.current) == ("2019-06", None, True)
    assert (second.name, second.position) == ("Old Mill Bakery", "Baker")
    assert (second.start_date, second.end_date, second.current) == ("2015-03", "2019-05", False)
    assert first.highlights == ["Led nine bakers", "Cut waste"]
    assert second.highlights == ["Baked rye bread"] and second.summary is None
    assert (first.months, second.months) == (82, 51)
    assert cv.totals.months == 133 and cv.totals.gaps == []


def test_who_it_is() -> None:
    cv = parsed(HEAD + LAYOUTS["all on one line"].strip("\n"))
    assert (cv.name, cv.email, cv.phone) == ("Ann Example", "ann.example@example.org", "+44 20 7946 0000")
    assert cv.location is not None and (cv.location.address, cv.location.country_code) == ("Leeds, UK", "GB")


def test_several_roles_within_one_company() -> None:
    cv = parsed(
        HEAD
        + """## Experience
**Voltaris Energie GmbH\tHamburg
Team Lead\t01/2022 - present
• Leads the test bench
Engineer\t05/2018 - 12/2021
• Built the test bench"""
    )
    assert [(job.name, job.position) for job in cv.experience] == [
        ("Voltaris Energie GmbH", "Team Lead"),
        ("Voltaris Energie GmbH", "Engineer"),
    ]


def test_a_published_cv_without_names() -> None:
    cv = parsed(
        """CHEF
Summary
Cook with ten years in hotels.
Experience
Head Chef 07/2013 to Current Company Name ï¼ City , State
• Ran the kitchen
Line Cook March 2010 to June 2013 Company Name City , State
• Cooked
Education
High School Diploma : 2009 Penn Foster ï¼ City , State Graduated with 3.6 GPA"""
    )
    assert cv.name is None
    assert [(job.position, job.name, job.start_date, job.end_date) for job in cv.experience] == [
        ("Head Chef", "Company Name", "2013-07", None),
        ("Line Cook", "Company Name", "2010-03", "2013-06"),
    ]
    assert [(study.institution, study.level, study.end_date) for study in cv.education] == [
        ("Penn Foster", "secondary", "2009")
    ]


@pytest.mark.parametrize(
    ("text", "institution", "degree", "level", "area"),
    [
        ("Princeton University, PhD in Physics\t2018 – 2023", "Princeton University", "PhD", "doctorate", "Physics"),
        (
            "M.Sc., Chemie\t2018 – 2020\nHochschule Westharz",
            "Hochschule Westharz",
            "M.Sc.",
            "master",
            "Chemie",
        ),
        (
            "Licence, Droit\t2018 – 2020\nUniversité du Lac",
            "Université du Lac",
            "Licence",
            "bachelor",
            "Droit",
        ),
        ("**Polden College\n2018 – 2021\nBSc – Marine Biology", "Polden College", "BSc", "bachelor", "Marine Biology"),
        ("Grado Medio, Cocina | IES Ebro | 2018 - 2020", "IES Ebro", "Grado Medio", "vocational", "Cocina"),
    ],
)
def test_studies(text: str, institution: str, degree: str, level: str, area: str) -> None:
    [study] = parsed(HEAD + "## Education\n" + text).education
    assert (study.institution, study.study_type, study.level, study.area) == (institution, degree, level, area)
    assert study.finished is True


def test_a_course_that_goes_on_is_not_finished() -> None:
    [study] = parsed(HEAD + "## Education\nBSc in Physics, Polden College\tExpected June 2027").education
    assert study.finished is False and study.end_date == "2027-06"


def test_skills_have_their_labels_and_where_else_they_are_named() -> None:
    cv = parsed(
        HEAD
        + """## Experience
Engineer | Crumb & Co | 2019 - 2021
• Wrote tools in Python
## Skills
Programming: Python, C++, Rust
Tools\tExcel, Git"""
    )
    assert cv.skills == ["Python", "C++", "Rust", "Excel", "Git"]
    assert [skill.category for skill in cv.skill_details] == ["Programming"] * 3 + ["Tools"] * 2
    [mention] = cv.skill_details[0].mentions
    assert (mention.section, mention.index) == ("work", 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Languages\nEnglish (native), Spanish – B2", [("en", "native"), ("es", "B2")]),
        ("## Sprachen\nDeutsch – Muttersprache, Englisch – fließend", [("de", "native"), ("en", "C1")]),
        ("## Langues\nFrançais\tlangue maternelle\nAnglais\tcourant", [("fr", "native"), ("en", "C1")]),
        ("## Języki\nPolski: ojczysty; Angielski: zaawansowany", [("pl", "native"), ("en", "C1")]),
        ("## Skills\nLanguage: Fluent in Spanish", [("es", "C1")]),
        ("## Skills\nLanguages: Python, Java, Go", []),
    ],
)
def test_languages(text: str, found: list[tuple[str, str]]) -> None:
    assert [(item.code, item.level) for item in parsed(HEAD + text).languages] == found


def test_certificates_have_issuer_and_date() -> None:
    cv = parsed(HEAD + "## Certifications\nForklift Licence, Leeds College, May 2019\nFirst Aid\t2021")
    assert [(item.name, item.issuer, item.date) for item in cv.certificates] == [
        ("Forklift Licence", "Leeds College", "2019-05"),
        ("First Aid", None, "2021"),
    ]


def test_an_address_that_a_narrow_column_breaks_is_one() -> None:
    cv = parsed("# Ann Mill-Example\n## Contact\nann.mill-\nexample@example.org\nLeeds, UK")
    assert cv.email == "ann.mill-example@example.org"


def test_the_foot_of_the_page_is_no_certificate() -> None:
    cv = parsed(HEAD + "## Certifications\nFirst Aid\nAnn Example – Page 1/1")
    assert [item.name for item in cv.certificates] == ["First Aid"]


def test_each_end_of_a_range_on_a_line_of_its_own() -> None:
    cv = parsed(
        HEAD
        + """## Experience
Current
Crumb & Co, Leeds, UK
Head Baker
• Led nine bakers

March 2015
to
May 2019
Old Mill Bakery, York, UK
Baker
• Baked rye bread"""
    )
    assert [(job.name, job.position, job.start_date, job.end_date, job.current) for job in cv.experience] == [
        ("Crumb & Co", "Head Baker", None, None, True),
        ("Old Mill Bakery", "Baker", "2015-03", "2019-05", False),
    ]


def test_titles_in_small_letters_and_text_beside_the_names() -> None:
    cv = parsed(
        """## Experience
line cook
April 2013 to December 2013 Company Name City , State
• Cooked fish

09/2011 to 03/2013
Store Keeper Company Name City , State Kept the stores of three kitchens and the books that went with them for years"""
    )
    assert [job.position for job in cv.experience] == ["line cook", "Store Keeper"]
    assert cv.experience[1].summary is not None and cv.experience[1].summary.startswith("Kept the stores")


def test_a_job_that_is_told_twice_counts_once() -> None:
    job = "Baker, Old Mill Bakery (March 2015 – May 2019)\n• Baked rye bread\n"
    assert len(parsed(HEAD + "## Work History\n" + job + "## Work History\n" + job).experience) == 1


def test_a_job_told_again_in_mostly_the_same_words_counts_once() -> None:
    job = "Baker, Old Mill Bakery (March 2015 – May 2019)\n• Baked rye bread\n• Cleaned the ovens\n"
    again = job.replace("rye bread", "ryebread") + "• Sold cakes\n"
    other = job.replace("Baked rye bread", "Drove the van").replace("Cleaned the ovens", "Counted the sacks")
    text = HEAD + "## Work History\n" + job + "## Work History\n"
    assert len(parsed(text + again).experience) == 1
    assert len(parsed(text + other).experience) == 2
