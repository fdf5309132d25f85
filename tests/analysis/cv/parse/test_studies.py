"""Courses of study in the many ways that CVs write them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.parse.words.degrees import level_of

AS_OF = date(2026, 3, 15)


def parsed(text: str) -> ParsedCv:
    return parse(document(f"# Ann Example\n## Education\n{text}"), AS_OF)


# Line; institution, degree, subject, end.
ONE = {
    "BSc (Hons) Computer Science, University of Northmoor\t2012 – 2015": (
        *("University of Northmoor", "BSc (Hons)", "Computer Science", "2015"),
    ),
    "Master of Science in Marine Biology, Polden College\t2018": (
        *("Polden College", "Master of Science", "Marine Biology", "2018"),
    ),
    "Bachelor: Business Economics\t2018\nHogeschool Rijnland": (
        *("Hogeschool Rijnland", "Bachelor", "Business Economics", "2018"),
    ),
    "Associate of Arts : Culinary Arts 2005 Savannah Technical University - City , State": (
        *("Savannah Technical University", "Associate of Arts", "Culinary Arts", "2005"),
    ),
    "Bachelor of Arts : Criminal Justice Carrow State University ï¼ City , State": (
        *("Carrow State University", "Bachelor of Arts", "Criminal Justice", None),
    ),
    "Polden College Associate of Arts : Paralegal Studies City , State": (
        *("Polden College", "Associate of Arts", "Paralegal Studies", None),
    ),
    "MA : Film Production , 09/2016\nNorthmoor Film Academy - City , State": (
        *("Northmoor Film Academy", "MA", "Film Production", "2016-09"),
    ),
    "2016\nBachelor of Science : Marketing Carrow University ï¼ City , State": (
        *("Carrow University", "Bachelor of Science", "Marketing", "2016"),
    ),
    "Doctor of Pharmacy University of the Lakes\t2012": ("University of the Lakes", "Doctor of Pharmacy", None, "2012"),
    "Grado: Ingeniería Informática\t2018\nUniversidad del Ebro": (
        *("Universidad del Ebro", "Grado", "Ingeniería Informática", "2018"),
    ),
    "High School Diploma\t2009\nLindenlea High School": ("Lindenlea High School", "High School Diploma", None, "2009"),
    "B.S : Business Administration , 2019\nNorthern Wexham University - City\nGPA: 3.8": (
        *("Northern Wexham University", "B.S", "Business Administration", "2019"),
    ),
    "Licence en droit, Droit privé\t2011\nUniversité de Port-Clair": (
        *("Université de Port-Clair", "Licence en droit", "Droit privé", "2011"),
    ),
    "2008 - 2011\nUniversité de Port-Clair\nLicence en droit – Droit privé": (
        *("Université de Port-Clair", "Licence en droit", "Droit privé", "2011"),
    ),
    "Licenciatura en Derecho Derecho laboral\t2015\nUniversidad de Sierra Clara": (
        *("Universidad de Sierra Clara", "Licenciatura en Derecho", "Derecho laboral", "2015"),
    ),
    "Licenciatura en Administración de Empresas\t2015\nUniversidad de Sierra Clara": (
        *("Universidad de Sierra Clara", "Licenciatura", "Administración de Empresas", "2015"),
    ),
    "Inżynier mechanik, Mechanika i budowa maszyn\t2009\nPolitechnika Zatokowa": (
        *("Politechnika Zatokowa", "Inżynier mechanik", "Mechanika i budowa maszyn", "2009"),
    ),
    "Bachelor of Science in Biology, Marine Science\t2013\nUniversity of Northmoor": (
        *("University of Northmoor", "Bachelor of Science", "Biology, Marine Science", "2013"),
    ),
    "07/2003 - 09/2006\nIHK Ellerbach\nGeprüfter Industriemeister: Fachrichtung Metall": (
        *("IHK Ellerbach", "Geprüfter Industriemeister", "Fachrichtung Metall", "2006-09"),
    ),
    "Higher National Diploma, Culinary Arts\t2009\nWexham College": (
        *("Wexham College", "Higher National Diploma", "Culinary Arts", "2009"),
    ),
    "Limerick School of Engineering, Limerick – BSc (Hons) in Quantity Surveying\t2014 – 2017": (
        *("Limerick School of Engineering", "BSc (Hons)", "Quantity Surveying", "2017"),
    ),
    "Shannon College of Hotel Management, Co. Clare – Higher Certificate, Hospitality Management\t2012 – 2016": (
        *("Shannon College of Hotel Management", "Higher Certificate", "Hospitality Management", "2016"),
    ),
    "National Craft Certificate: Toolmaking\t2012\nSligo Education and Training Board": (
        *("Sligo Education and Training Board", "National Craft Certificate", "Toolmaking", "2012"),
    ),
    "Ausbildung: Mechatroniker\t12/2006 - 01/2010\n\nOskar-von-Miller-Schule, Kassel": (
        *("Oskar-von-Miller-Schule", "Ausbildung", "Mechatroniker", "2010-01"),
    ),
    "B.A., Economics\tGovernment Arts College\t2007": ("Government Arts College", "B.A.", "Economics", "2007"),
    "Higher Secondary: Commerce\tGood Shepherd Matriculation School\t2007": (
        *("Good Shepherd Matriculation School", "Higher Secondary", "Commerce", "2007"),
    ),
    "2015 – 2019\tUniversidade da Beira Serra, Licenciatura – Arquitetura": (
        *("Universidade da Beira Serra", "Licenciatura", "Arquitetura", "2019"),
    ),
    "University of Texas at Dallas, Raleigh, NC — M.S.: Computer Science\nSEP 2011 – MAR 2014": (
        *("University of Texas at Dallas", "M.S.", "Computer Science", "2014-03"),
    ),
    "2008 – 2011\tLaurea triennale\nComunicazione visiva\nAccademia di Brera Nuova": (
        *("Accademia di Brera Nuova", "Laurea triennale", "Comunicazione visiva", "2011"),
    ),
    "Diploma – Liceo linguistico\nLiceo Bertolucci\n2011 – 2014": (
        *("Liceo Bertolucci", "Diploma", "Liceo linguistico", "2014"),
    ),
    "BS in Forestry (University of San Gregorio, Iloilo\n2009": (
        *("University of San Gregorio", "BS", "Forestry", "2009"),
    ),
    "Qualifica professionale, Operatore meccanico\t2008 – 2012\nIstituto Professionale Galvani": (
        *("Istituto Professionale Galvani", "Qualifica professionale", "Operatore meccanico", "2012"),
    ),
}


@pytest.mark.parametrize("text", ONE)
def test_one_course_of_study(text: str) -> None:
    [study] = parsed(text).education
    assert (study.institution, study.study_type, study.area, study.end_date) == ONE[text]


def test_each_degree_is_a_course_of_its_own() -> None:
    cv = parsed(
        """MBA : Management , 2014 University of Carrow
BBA : Operations Management University of Carrow
Coursework in Business
High School Diploma : 2001 St. Brannoc High School"""
    )
    assert [(study.study_type, study.area, study.level, study.end_date) for study in cv.education] == [
        ("MBA", "Management", "master", "2014"),
        ("BBA", "Operations Management", "bachelor", None),
        ("High School Diploma", None, "secondary", "2001"),
    ]
    assert [study.institution for study in cv.education][2] == "St. Brannoc High School"


def test_a_thesis_is_no_degree_of_its_own() -> None:
    [study] = parsed("M.Sc. Mechatronik\t2016 – 2018\nHochschule Westharz\nMasterarbeit über Getriebe").education
    assert study.study_type == "M.Sc." and study.highlights == ["Masterarbeit über Getriebe"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Diplom-Informatiker", "master"),
        ("Associate of Applied Science", "associate"),
        ("Associate Degree", "associate"),
        ("B.E : Computer Science", "bachelor"),
        ("MS : Economics", "master"),
        ("H.S. Diploma", "secondary"),
        ("Doctor of Philosophy", "doctorate"),
        ("Sales Associate", None),
    ],
)
def test_levels(text: str, level: str | None) -> None:
    assert level_of(text) == level


def test_degree_subject_and_school_on_a_line_each() -> None:
    lines = "2016 – 2018\tMatura\nElektrotechnik\nTourismusschulen Ischlberg"
    found = parsed(f"{lines}\n\n{lines}").education
    assert [(item.study_type, item.area, item.institution) for item in found] == [
        ("Matura", "Elektrotechnik", "Tourismusschulen Ischlberg")
    ] * 2


# Line; degree, subject, school, highlights.
PARTS = {
    "Nursing assistant , 2015 Polden College ï¼ City , State , USA GPA: high school from Wexham High school in 2013": (
        *(None, "Nursing assistant", "Polden College", ["GPA: high school from Wexham High school in 2013"]),
    ),
    "B.A : Sport Management , May 2014 Polden College ï¼ City , State GPA: GPA: 3.8": (
        *("B.A", "Sport Management", "Polden College", ["GPA: 3.8"]),
    ),
    "Bachelor of Arts : Criminal Justice Carrow State University, Wexham , City , State, USA": (
        *("Bachelor of Arts", "Criminal Justice", "Carrow State University, Wexham", []),
    ),
    "Bachelor's In Business Administration (BBA) : Finance Polden University - City": (
        *("Bachelor's In Business Administration (BBA)", "Finance", "Polden University", []),
    ),
    "Accounting Ann Marsh Business Academy Accounting\t1988": (None, "Accounting", "Ann Marsh Business Academy", []),
    "BA : Radio Arts , 2008 Radio Arts Polden University ï¼ City , State Radio Arts": (
        *("BA", "Radio Arts", "Polden University", []),
    ),
    "Master of Teaching (M.T.)\t2012\nPolden University": ("Master", "Teaching (M.T.)", "Polden University", []),
    "BA (Economics)\t2012\nPolden University": ("BA", "Economics", "Polden University", []),
    "Bachelor of Arts , Communication 2001 POLDEN UNIVERSITY ï¼ City , State\nCommunication": (
        *("Bachelor of Arts", "Communication", "POLDEN UNIVERSITY", []),
    ),
}


@pytest.mark.parametrize("text", PARTS)
def test_parts_of_a_line(text: str) -> None:
    [study] = parsed(text).education
    assert (study.study_type, study.area, study.institution, study.highlights) == PARTS[text]


def test_small_words_are_no_degrees() -> None:
    assert level_of("BUT Informatique") == "associate" and level_of("not only that but more") is None


def test_a_subject_goes_on_after_a_dash_up_to_the_dates() -> None:
    text = (
        "Bachelor of Science : Business – Human Resources, Psychology , 05/2018\nPolden State University - City , State"
    )
    [study] = parsed(text).education
    assert (study.study_type, study.area, study.institution, study.highlights) == (
        *("Bachelor of Science", "Business – Human Resources, Psychology", "Polden State University", []),
    )
