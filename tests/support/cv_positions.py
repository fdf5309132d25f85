"""Positions for tests of the match."""

from __future__ import annotations

from zenhire.analysis.cv.position.types import Education, Item, Languages, Position, Skills, WorkExperience

DESCRIPTION = """Warehouse Team Lead
Responsibilities:
- Plan the shifts of the warehouse team and train new colleagues.
- Keep the inventory accurate and lead the yearly stock count.
- Organise inbound and outbound shipments with carriers.
Benefits:
- Dental insurance and a gym membership.
"""
WORK = WorkExperience(
    importance=4,
    from_years=3,
    to_years=15,
    time_importance=3,
    transferable=True,
    shortest_months=4,
    threshold=0.84,
    roles=("Warehouse Team Lead", "Warehouse Supervisor"),
    companies=("Harbour Freight Ltd",),
    industries=(Item("Logistics", 4), Item("Retail", 2)),
)
SKILLS = Skills(
    importance=4,
    hard=(Item("Inventory Management", 5), Item("Excel", 3), Item("Python and SQL", 2)),
    soft=(Item("Leadership", 3),),
    minimal=(Item("Forklift licence", 4), Item("High school diploma", 2)),
    preferable=(Item("3 years of SAP", 3),),
    minimal_counts=True,
    preferable_counts=True,
)
LANGUAGES = Languages(3, ("English C1",), ("Polish",), ("Germany",), ())
EDUCATION = Education(True, 2, 3, "Bachelor", "Graduate", ("Logistics",), 2, ("First aid",))
POSITION = Position("Warehouse Team Lead", WORK, SKILLS, LANGUAGES, EDUCATION, True)
