"""How well job titles are matched: other names of ESCO's occupations, and pairs of titles written for this.

Occupations: other names of ESCO occupations (a sample), each to be found among all of them by title alone. A tie counts
against the answer. The rules alone, the embedder alone, both, and TF-IDF of characters as the baseline. `known` is the
share of queries whose title the tables know.

Pairs: the same job in other words, related jobs, and traps: titles that look alike and are different jobs. AUC is
against the traps.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.embedder import TfIdf, area
from zenhire.analysis.cv.titles import Similar, match_titles, occupation
from zenhire.engines.embedder import similarities
from zenhire.engines.embedder.minilm import from_store
from zenhire.kit.settings import default_models_dir

QUERIES, SEED = 600, 20261123
Pair = tuple[str, str]


def _pairs(text: str) -> tuple[Pair, ...]:
    rows = (row.split(" = ") for row in text.strip().splitlines())
    return tuple((one.strip(), two.strip()) for one, two in rows)


SAME = _pairs("""
Software Engineer = Software Developer
Software Engineer = Programmer
Sr. Software Eng. = Senior Software Engineer
Software Engineer = Softwareentwicklerin (m/w/d)
Software Engineer = Ingénieur logiciel
SWE II = Software Engineer
Sales Manager = Manager, Sales
Sales Manager = Manager of Sales
Sales Manager = Sales Mgr - EMEA
Sales Manager = Vertriebsleiter/in
Sales Manager = Directeur commercial
Shop Assistant = Sales Associate
Shop Assistant = Verkäuferin
Shop Assistant = Dependienta
Shop Assistant = Commessa
Registered Nurse = RN
Registered Nurse = Staff Nurse
Registered Nurse = Krankenschwester
Registered Nurse = Infirmière
Registered Nurse = Verpleegkundige
Registered Nurse = Pielęgniarka
Nursing Assistant = CNA
Administrative Assistant = Secretary
Administrative Assistant = Admin Asst.
Administrative Assistant = Asistente administrativa
Executive Assistant = Assistente di direzione
Accountant = CPA
Accountant = Contadora
Accountant = Księgowa
Accountant = Buchhalter (gn)
HR Manager = Human Resources Manager
HR Manager = Head of Personnel
Recruiter = Talent Acquisition Specialist
Teacher = Lehrerin
Teacher = Enseignante
Teacher = Nastavnik
High School Teacher = Secondary School Teacher
Lawyer = Attorney
Lawyer = Advocate
Lawyer = Abogada
Waiter = Waitress
Waiter = Server
Waiter = Konobar
Head Chef = Executive Chef
Head Chef = Chef de cuisine
Cook = Line Cook
Truck Driver = LKW-Fahrer
Truck Driver = Lorry Driver
Warehouse Worker = Warehouse Operative
Warehouse Worker = Magasinier
Warehouse Worker = Mozo de almacén
Cleaner = Janitor
Cleaner = Reinigungskraft
Receptionist = Front Desk Agent
Customer Service Representative = CSR
Customer Service Representative = Customer Support Agent
Call Center Agent = Contact Centre Representative
Flight Attendant = Cabin Crew
Flight Attendant = Stewardess
Mechanic = Auto Technician
Mechanic = Kfz-Mechatroniker
Electrician = Électricien
Electrician = Electricista
Welder = Spawacz
Construction Manager = Site Manager
Construction Manager = Bauleiter
Project Manager = Chef de projet
Project Manager = Projektleiterin
Graphic Designer = Grafikdesigner
Graphic Designer = Diseñadora gráfica
Personal Trainer = Fitness Trainer
Financial Analyst = Finance Analyst
Bank Teller = Teller
Marketing Manager = Head of Marketing
Marketing Specialist = Marketing Executive
Journalist = Reporter
Firefighter = Fireman
Caregiver = Home Health Aide
QA Engineer = Software Tester
System Administrator = Sysadmin
Help Desk Technician = IT Support Specialist
CEO = Chief Executive Officer
Vice President, Engineering = VP of Engineering
Purchasing Agent = Procurement Specialist
Farm Worker = Ouvrier agricole
Accountant = Acountant
Administrative Assistant = Adminstrative Assistant
Physiotherapist = Physical Therapist
Real Estate Agent = Realtor
Pharmacist = Apothekerin
Data Scientist at Acme Corp = Data Scientist
Store Manager = Filialleiter
Store Manager = Encargado de tienda
""")
RELATED = _pairs("""
Software Engineer = Web Developer
Software Engineer = Software Engineering Intern
Senior Software Engineer = Junior Java Developer
Data Scientist = Data Analyst
Product Manager = Product Owner
Project Manager = Project Coordinator
Registered Nurse = Licensed Practical Nurse
Registered Nurse = Nurse Manager
Nursing Assistant = Caregiver
Head Chef = Sous Chef
Cook = Kitchen Assistant
Waiter = Bartender
Accountant = Bookkeeper
Accountant = Auditor
HR Manager = HR Generalist
Administrative Assistant = Receptionist
Administrative Assistant = Data Entry Clerk
Sales Manager = Sales Representative
Sales Representative = Account Executive
Sales Associate = Cashier
Store Manager = Assistant Store Manager
Marketing Manager = Digital Marketing Specialist
Graphic Designer = Web Designer
Teacher = Teaching Assistant
Teacher = Tutor
Math Teacher = Science Teacher
Lawyer = Paralegal
Bank Teller = Personal Banker
Call Center Agent = Telemarketer
Warehouse Worker = Forklift Operator
Logistics Manager = Logistics Coordinator
Electrician = Electronics Technician
Mechanical Engineer = Manufacturing Engineer
Construction Manager = Construction Superintendent
Personal Trainer = Yoga Instructor
Journalist = Editor
Public Relations Specialist = Communications Manager
Flight Attendant = Airline Purser
Fashion Designer = Pattern Maker
Physical Therapist = Occupational Therapist
Pharmacist = Pharmacy Technician
Housekeeper = Cleaner
Police Officer = Correctional Officer
Farm Manager = Agronomist
Customer Service Manager = Customer Service Representative
Business Development Manager = Sales Executive
Management Consultant = Business Analyst
Insurance Agent = Underwriter
Plumber = HVAC Technician
Preschool Teacher = Childcare Worker
""")
TRAPS = _pairs("""
Sales Manager = Account Manager
Sales Manager = Product Manager
Sales Manager = Project Manager
Sales Manager = Case Manager
Product Manager = Project Manager
Product Manager = Production Manager
Account Manager = Accountant
Assistant Manager = Administrative Assistant
Assistant Manager = Medical Assistant
Software Engineer = Sales Engineer
Software Engineer = Civil Engineer
Sales Engineer = Civil Engineer
Software Engineer = Sound Engineer
Executive Assistant = Executive Director
Executive Assistant = Account Executive
Executive Assistant = Sales Executive
Art Teacher = Art Director
Head Chef = Head of Sales
Nurse Manager = Store Manager
Nurse Manager = Office Manager
Security Guard = Security Analyst
Security Engineer = Security Officer
Physician Assistant = Administrative Assistant
Dental Assistant = Sales Assistant
Teaching Assistant = Dental Assistant
Data Analyst = Data Entry Clerk
Financial Analyst = Laboratory Analyst
Solutions Architect = Landscape Architect
Solution Architect = Architect
Personal Trainer = Corporate Trainer
Personal Assistant = Personal Trainer
Personal Banker = Personal Assistant
Loan Officer = Police Officer
Police Officer = Chief Financial Officer
Customer Service Representative = Food Service Worker
Machine Operator = Machine Learning Engineer
Network Marketing = Network Engineer
Web Designer = Fashion Designer
Interior Designer = UX Designer
Flight Attendant = Parking Attendant
Nursing Assistant = Marketing Assistant
Store Manager = HR Manager
Construction Worker = Social Worker
Case Worker = Warehouse Worker
Social Worker = Social Media Manager
Speech Therapist = Massage Therapist
Fitness Instructor = Flight Instructor
Sports Coach = Agile Coach
Music Teacher = Music Producer
Medical Director = Art Director
Funeral Director = Film Director
Technical Writer = Technical Support
Truck Driver = Truck Mechanic
Bus Driver = Bus Boy
Hotel Manager = Fund Manager
Postal Clerk = Law Clerk
Principal Engineer = School Principal
Managing Director = Managing Editor
Camp Counselor = General Counsel
Chef de projet = Chef de cuisine
Lead Generation Specialist = Lead Teacher
Public Relations Officer = Public Health Officer
Staff Nurse = Staff Accountant
Business Analyst = Business Owner
Taxi Driver = Tax Consultant
""")


class Embedder:
    """Cosines of texts, each text embedded once."""

    def __init__(self) -> None:
        self._embedder = from_store(default_models_dir())
        self._known: dict[str, NDArray[np.float32]] = {}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._embedder.embed([text])[0]
        return np.array([self._known[text] for text in texts])

    def __call__(self, these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
        """Cosines of every pair."""
        cosines: NDArray[np.float64] = similarities(self.vectors(these), self.vectors(those))
        return cosines


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _found(name: str, likeness: NDArray[Any], gold: Sequence[int]) -> dict[str, Any]:
    right = likeness[np.arange(len(gold)), list(gold)][:, None]
    ranks = (likeness >= right).sum(axis=1)
    return {
        "by": name,
        "R@1": float((ranks <= 1).mean()),
        "R@10": float((ranks <= 10).mean()),
        "MRR": float((1 / ranks).mean()),
    }


def _scores(asked: Sequence[str], titles: Sequence[str], similar: Similar | None) -> NDArray[np.float64]:
    rows = match_titles(asked, titles, similar=similar)
    return np.array([[cell.score for cell in row] for row in rows])


def _occupations(folder: Path, similar: Embedder) -> dict[str, Any]:
    occupations = _rows(folder / "occupations.csv")
    queries = random.Random(SEED).sample(_rows(folder / "queries.csv"), QUERIES)
    place = {row["code"]: number for number, row in enumerate(occupations)}
    gold = [place[row["occupation_code"]] for row in queries]
    asked = [row["alt_label"] for row in queries]
    labels = [row["preferred_label"] for row in occupations]
    cosines = similar(asked, labels)
    both = _scores(asked, labels, similar)
    return {
        "queries": len(asked),
        "known": float(np.mean([occupation(title) is not None for title in asked])),
        "ranks": [
            _found("TF-IDF of characters", TfIdf(labels).likeness(asked, labels), gold),
            _found("embedder", cosines, gold),
            _found("rules", _scores(asked, labels, None), gold),
            _found("rules and embedder", both, gold),
            _found("rules and embedder, ties by cosine", both + 1e-3 * cosines, gold),
        ],
    }


def _cells(pairs: Sequence[Pair], similar: Similar | None) -> NDArray[np.float64]:
    return np.array([_scores([one], [two], similar)[0, 0] for one, two in pairs])


def _of_pairs(similar: Embedder) -> dict[str, Any]:
    rows, wrong = [], []
    kinds = {"same": SAME, "related": RELATED, "traps": TRAPS}
    cosines = {kind: np.array([similar([a], [b])[0, 0] for a, b in pairs]) for kind, pairs in kinds.items()}
    methods = {
        "embedder": cosines,
        "rules": {kind: _cells(pairs, None) for kind, pairs in kinds.items()},
        "rules and embedder": {kind: _cells(pairs, similar) for kind, pairs in kinds.items()},
    }
    for name, scores in methods.items():
        row: dict[str, Any] = {"by": name}
        for kind in ("same", "related"):
            row[f"AUC {kind}"] = area(scores[kind], scores["traps"])
        rows.append(row | {f"mean {kind}": float(scores[kind].mean()) for kind in kinds})
    for kind, low, high in (("same", 0.85, 1.0), ("related", 0.4, 0.94), ("traps", 0.0, 0.4)):
        for one, two in kinds[kind]:
            found = match_titles([one], [two], similar=similar)[0][0]
            if not low <= found.score <= high:
                wrong.append({"kind": kind, "asked": one, "found": two, "score": found.score, "rule": found.rule})
    return {"pairs": {kind: len(pairs) for kind, pairs in kinds.items()}, "by": rows, "outside": wrong}


def run(data: Path) -> dict[str, Any]:
    """Figures for occupations and pairs, with the pairs that score outside what their kind should."""
    similar = Embedder()
    return {"pairs": _of_pairs(similar), "occupations": _occupations(data / "esco_title_retrieval", similar)}
