"""Words that subjects of study are made of, to tell where a subject ends and a school's name begins.

Only words that school names seldom begin with; "National" or "Technical" is none.
"""

from __future__ import annotations

from zenhire.analysis.cv.parse.fold import fold

_AREAS = """accounting accountancy actuarial administration adult advertising aeronautical aerospace agricultural
agriculture
agronomy animation anthropology apparel applied archaeology architecture art arts astronomy athletic audio automotive
aviation banking biochemistry biological biology biomedical biotechnology botany broadcast broadcasting building
business chemical chemistry childhood cinema civil classics clinical cognitive commerce commercial communication
communications composition computer computing construction control corrections counseling creative criminal
criminology culinary curriculum cybersecurity dance data dental design development dietetics digital drafting drama
early ecology economics economy education educational electrical electronic electronics elementary energy engineering
english entrepreneurship environmental epidemiology ethics exercise fashion film finance financial fine fitness food
foreign forensic forestry french game genetics geography geology german gerontology graphic graphics health
healthcare history horticulture hospitality hotel human humanities hygiene industrial informatics information
innovation instruction instructional instrumentation insurance interdisciplinary interior international italian
journalism justice kinesiology labor landscape language languages law leadership learning legal liberal linguistics
literature logistics machine management manufacturing marine marketing massage materials mathematics maths mechanical
mechatronics media medical medicine merchandising meteorology microbiology military multimedia museum music network
networking neuroscience nursing nutrition occupational oceanography operations optometry organizational paralegal
pathology performance performing pharmacy philosophy photography physical physics physiology physiotherapy planning
policy political politics production project psychology public publishing quality radiologic radiology recreation
rehabilitation relations religion religious research resource resources restaurant retail risk robotics safety sales
science sciences secondary security services social sociology software spanish special speech sport sports statistics
strategic structural studies supply surveying sustainability system systems tax taxation teaching technologies
technology telecommunications television textiles theater theatre theology therapeutic therapy tourism translation
transportation urban veterinary video visual web welding wildlife women's writing youth zoology academics general
chain care"""
AREA_WORDS = frozenset(map(fold, _AREAS.split()))
