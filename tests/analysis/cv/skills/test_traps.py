"""What looks like a skill and is none, and what is one all the same."""

from __future__ import annotations

import pytest

from zenhire.analysis.cv.skills import match_skills

# (requirement, text that says nothing about it)
TRAPS = [
    ("Java", "JavaScript developer, Java Script and TypeScript"),
    ("Java", "Born on the island of Java, Indonesia"),
    ("Java", "Java Indonesia"),
    ("JavaScript", "Ten years of Java, Java EE and Javanese dance"),
    ("C", "C++ and C#, Objective-C"),
    ("C", "Vitamin C, C-level executives, Hepatitis C and SQL"),
    ("C", "Languages: C++, C#, Python"),
    ("C", "Room C, section C, CDL class C, Python"),
    ("C++", "C and C#, grade C+"),
    ("C#", "C, C++, F#"),
    ("F#", "C#, F, F major"),
    (".NET", "net profit, internet, fishing net"),
    ("R", "R&D in Python teams, Mr R. Smith"),
    ("R", "PG-13 and R rated films; SQL"),
    ("R", "Toys R Us sales associate, Excel"),
    ("Go", "I go to work and go above and beyond"),
    ("Go", "Go to market strategy, on the go, Pokemon Go, Python"),
    ("Go", "Ready to go. Go-getter with Python"),
    ("Excel", "I excel at sales, and excellent service lets us excel in retail"),
    ("Excel", "Excels under pressure. Excellence award."),
    ("Excel", "Excel in every task given"),
    ("Spring", "Spring cleaning of 20 rooms in Spring 2019, hot springs resort"),
    ("Spring", "Spring semester, spring water"),
    ("Spring Boot", "spring cleaning, hiking boots and boot repair in spring"),
    ("SAS", "sas, a German word; SAS Airlines cabin crew"),
    ("SAS", "Scandinavian airline SAS flight attendant"),
    ("Swift", "Swift response to complaints, with a swift smile"),
    ("Swift", "SWIFT payments, Taylor Swift concerts"),
    ("Rust", "Rust removal and rust prevention on steel"),
    ("Scala", "Sang at La Scala in Milan"),
    ("Access", "Provided access to records. Access control. Remote access."),
    ("Microsoft Access", "Easy access, wheelchair access, network access and SQL"),
    ("Word", "In a word: reliable. Word of mouth. The Word of God."),
    ("React", "Reactive person who can react quickly; chemical reaction"),
    ("React", "React calmly under stress"),
    ("Oracle", "The oracle of Delphi, the Oracle Arena"),
    ("Python", "Monty Python fan, keeps a ball python"),
    ("Ruby", "A ruby ring; server at Ruby Tuesday"),
    ("Dart", "Dart board, plays darts"),
    ("Unity", "Unity of command; community unity in action"),
    ("Chef", "Chef de partie, sous chef, chef at Hotel Sacher"),
    ("Puppet", "Puppet show for children"),
    ("Spark", "To spark interest; spark plug replacement"),
    ("Flask", "A flask of tea, a conical flask with acid"),
    ("Hive", "Bee keeping: a hive of 40,000 bees"),
    ("Airflow", "HVAC: measure airflow and balance ducts; airflow testing"),
    ("Ruby on Rails", "Installed hand rails and guard rails"),
    ("Windows", "Installed windows and doors, window cleaning"),
    ("Slack", "Picked up the slack; slack time"),
    ("Zoom", "Zoom lens and optical zoom photography"),
    ("Salesforce", "Led a sales force of 12 representatives"),
    ("Workday", "Worked every workday of the year; workday is 8 hours"),
    ("Sage", "Rosemary and sage; sage advice"),
    ("Outlook", "Positive outlook on life; market outlook"),
    ("Human Resources", "Paid $12 per HR, 24 HR service"),
    ("Pandas", "Fed the pandas at the zoo, red pandas"),
    ("Logistics", "logistic regression models"),
    ("Electronics", "electronic mail"),
    ("Waiting Tables", "SQL Server, web server and server administration"),
    ("Organizational Skills", "for a non-profit organization"),
    ("Reliability", "Responsible for the till"),
    ("Marketing", "market stalls, supermarket, marked papers"),
    ("Accounting", "Opened an account; accounts department visitors"),
    ("Nursing", "nursery, nursing mothers' room"),
    ("Data Entry", "Data. Entry of goods"),
    ("Machine Learning", "learned to operate a sewing machine"),
    ("Node.js", "lymph node biopsy"),
    ("Shift Work", "a shift in strategy"),
    ("Project Management", "No project management"),
    ("Customs Clearance", "custom furniture, local customs and traditions"),
    ("Accounts Payable", "AP English and AP Calculus, Excel"),
    ("PR", "opened a pull request, PR 34; Git"),
    ("Google Cloud", "followed GCP guidelines in trials"),
    ("Microsoft Word", "crossword, password, sword"),
    ("Security", "social security and job security"),
    ("French", "French press, french fries, Frenchman"),
    ("Polish", "I polish floors"),
    ("Angular", "angular momentum of rigid bodies"),
]

# (requirement, text that is evidence, least trust)
GENUINE = [
    ("JavaScript", "JS, HTML and CSS", 1.0),
    ("JavaScript", "Java Script", 1.0),
    ("JavaScript", "React.js front ends", 0.7),
    ("Java", "Core Java 8 and Spring Boot", 1.0),
    ("C", "Languages: C, C++, Python", 1.0),
    ("C", "Programming in C for embedded devices", 1.0),
    ("C++", "Wrote C++17 and Qt", 1.0),
    ("C#", "C#.NET developer", 1.0),
    (".NET", "Built services on .NET Core", 1.0),
    ("F#", "Wrote pricing code in F#.", 1.0),
    ("R", "Python, R, SQL", 1.0),
    ("R", "• Python\n• R\n• SQL", 1.0),
    ("R", "Statistical programming in R", 1.0),
    ("Go", "Python, Go and Kubernetes", 1.0),
    ("Go", "Golang microservices", 1.0),
    ("Go", "Backend developer in Go, with PostgreSQL", 1.0),
    ("Excel", "Prepared monthly reports in Excel for the board", 1.0),
    ("Excel", "proficient in MS Excel", 1.0),
    ("Excel", "word, excel, powerpoint", 1.0),
    ("Spring", "Java, Spring, Hibernate", 1.0),
    ("Spring", "Java services with Spring Boot", 0.9),
    ("SAS", "SAS, SPSS, Stata", 1.0),
    ("Swift", "iOS apps in Swift", 1.0),
    ("Rust", "Wrote network services in Rust and C++", 1.0),
    ("Scala", "Spark jobs in Scala", 1.0),
    ("Access", "Word, Excel, Access, PowerPoint", 1.0),
    ("Word", "Word 2016, Excel 2016", 1.0),
    ("React", "React, Redux, TypeScript", 1.0),
    ("Oracle", "MySQL, Oracle, PostgreSQL", 1.0),
    ("Python", "python scripting", 1.0),
    ("Chef", "Ansible, Chef, Terraform", 1.0),
    ("Windows", "Windows 10, Linux", 1.0),
    ("SQL", "PostgreSQL databases", 0.8),
    ("Node.js", "nodejs, Express", 1.0),
    ("Inventory Management", "managed the inventory of two shops", 0.9),
    ("Inventory Management", "Inventory Managment", 0.9),
    ("Inventory Management", "gestion des stocks", 1.0),
    ("Forklift licence class 3", "Holds a forklift license, class 3", 0.5),
    ("Forklift licence", "Gabelstaplerschein vorhanden", 1.0),
    ("Forklift operation", "Certified forklift operator", 0.9),
    ("Accounting", "Buchhaltung und comptabilité", 1.0),
    ("Kubernetes", "K8s clusters", 1.0),
    ("Kubernetes", "Kuberntes in production", 0.9),
    ("Customer Service", "Kundenservice", 1.0),
    ("Nursing", "RN, BSN, registered nurse", 1.0),
    ("CPR", "BLS certified", 1.0),
    ("Welding", "MIG/TIG welder", 1.0),
    ("Teamwork", "a real team-player", 1.0),
    ("Time Management", "managed my time well", 0.9),
    ("Knowledge of Microsoft Excel (advanced)", "Excel, SAP", 1.0),
    ("Experience with Docker or Podman", "Docker images", 1.0),
    ("5+ years of experience in retail sales", "Retail sales associate", 0.5),
    ("French", "Sprachen: Deutsch, Französisch", 1.0),
    ("UI design", "UX, UI design", 1.0),
    ("CSS", "HTML/CSS", 1.0),
    ("Go", "Python or Go are used there", 1.0),
    ("Falconry", "I do falconry", 1.0),
    ("Food Safety", "HACCP-certified kitchen", 1.0),
    ("ÜBERSETZUNG", "übersetzung von Verträgen", 1.0),
]

DENIED = [
    ("Java", "No experience with Python, Java or Go"),
    ("Java", "no Java knowledge"),
    ("Java", "I have never used Java."),
    ("Java", "Java: none"),
    ("Java", "Not familiar with C++, Java"),
    ("Java", "keine Erfahrung mit Java"),
    ("Java", "sin experiencia en Java"),
    ("Java", "I don't know Java"),
    ("Kubernetes", "Eager to learn Kubernetes"),
    ("Kubernetes", "I would like to learn Docker and Kubernetes"),
    ("Excel", "without MS Excel"),
]

NOT_DENIED = [
    ("Java", "Not only Java but also Kotlin"),
    ("Excel", "Worked without supervision, used Excel for all reports"),
    ("Java", "No degree; Java since 2004"),
    ("Java", "No smoking. Java and C++"),
    ("Java", "Learned Java at university"),
    ("Sales", "No. 1 in sales for three years"),
    ("Java", "No experience with C++.\nJava for ten years"),
]


@pytest.mark.parametrize(("name", "text"), TRAPS)
def test_a_trap_is_no_evidence(name: str, text: str) -> None:
    (found,) = match_skills([name], text)
    assert found.trust == 0, found.mentions


@pytest.mark.parametrize(("name", "text", "least"), GENUINE)
def test_the_skill_itself_is_evidence(name: str, text: str, least: float) -> None:
    (found,) = match_skills([name], text)
    assert found.trust >= least, found


@pytest.mark.parametrize(("name", "text"), DENIED)
def test_a_denial_is_told_and_is_no_evidence(name: str, text: str) -> None:
    (found,) = match_skills([name], text)
    assert found.trust == 0, found.mentions
    assert {one.reason for one in found.refused} <= {"denied", "wished"} and found.refused


@pytest.mark.parametrize(("name", "text"), NOT_DENIED)
def test_what_only_looks_like_a_denial_is_evidence(name: str, text: str) -> None:
    (found,) = match_skills([name], text)
    assert found.trust == 1.0, found.refused
