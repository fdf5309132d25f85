"""Countries, regions and large cities, to tell places from employers and titles."""

from __future__ import annotations

import re

from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.memo import for_one_cv
from zenhire.analysis.cv.parse.words.cities import CITIES, is_town
from zenhire.analysis.cv.parse.words.degrees import school_score
from zenhire.analysis.cv.parse.words.jobs import org_score
from zenhire.analysis.cv.parse.words.regions import REGIONS

_COUNTRIES = """DE germany deutschland allemagne alemania germania alemanha duitsland niemcy almanya
AT austria österreich autriche oostenrijk avusturya áustria
CH switzerland schweiz suisse suiza svizzera suíça zwitserland szwajcaria isviçre
FR france frankreich francia frança frankrijk francja fransa
ES spain spanien espagne españa spagna espanha spanje hiszpania ispanya
IT italy italien italie italia itália italië włochy italya
PT portugal portogallo portugalia portekiz
NL netherlands|the_netherlands niederlande pays-bas países_bajos paesi_bassi países_baixos nederland holandia
holland hollanda
BE belgium belgien belgique bélgica belgio belgië belgia belçika
PL poland polen pologne polonia polônia polska polonya polónia
TR turkey türkiye türkei turquie turquía turchia turquia turkije turcja
GB uk u.k. united_kingdom england scotland wales northern_ireland great_britain großbritannien royaume-uni
reino_unido regno_unito verenigd_koninkrijk wielka_brytania birleşik_krallık
IE ireland irland irlande irlanda ierland irlandia
US usa u.s.a. u.s. united_states united_states_of_america états-unis estados_unidos stati_uniti verenigde_staten
stany_zjednoczone abd
CA canada kanada canadá
MX mexico méxico mexique mexiko
BR brazil brasil brasilien brésil brasile brazilië brazylia brezilya
AR argentina argentinien argentine
PR puerto_rico GT guatemala HN honduras SV el_salvador NI nicaragua CR costa_rica DO dominican_republic HT haiti
BO bolivia PY paraguay
CO colombia kolumbien CL chile PE peru perú VE venezuela EC ecuador UY uruguay
IN india indien inde PK pakistan BD bangladesh LK sri_lanka NP nepal
CN china chine TW taiwan HK hong_kong JP japan japon KR south_korea korea SG singapore singapur MY malaysia TH
thailand VN vietnam ID indonesia PH philippines
AU australia australien australie NZ new_zealand ZA south_africa NG nigeria KE kenya GH ghana EG egypt MA morocco
maroc TN tunisia tunisie DZ algeria algérie SN senegal sénégal
GM gambia ET ethiopia UG uganda TZ tanzania ZM zambia ZW zimbabwe CM cameroon RW rwanda SD sudan IQ iraq IR iran
SY syria AF afghanistan KW kuwait OM oman BH bahrain UZ uzbekistan KH cambodia
AE united_arab_emirates uae dubai SA saudi_arabia QA qatar IL israel LB lebanon liban JO jordan
SE sweden schweden suède suecia NO norway norwegen norvège DK denmark dänemark danemark FI finland finnland finlande
IS iceland
CZ czech_republic czechia tschechien SK slovakia slowakei HU hungary ungarn hongrie RO romania rumänien roumanie BG
bulgaria bulgarien GR greece griechenland grèce
HR croatia kroatien RS serbia serbien SI slovenia slowenien BA bosnia UA ukraine ukraina BY belarus RU russia
russland russie LT lithuania litauen LV latvia lettland EE estonia estland
LU luxembourg luxemburg MT malta CY cyprus zypern AL albania MK north_macedonia MD moldova GE georgia AM armenia AZ
azerbaijan KZ kazakhstan"""
_CODES = re.compile(r"[A-Z]{2}$")
COUNTRIES: dict[str, str] = {}
_code = ""
for _word in _COUNTRIES.replace("|", " ").split():
    if _CODES.match(_word):
        _code = _word
    else:
        COUNTRIES[key(_word.replace("_", " "))] = _code
_STATE_CODES = """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC
        ND OH OK OR PA RI SC SD TN TX UT VT VA
    WA WV WI WY DC AB BC MB NB NL NS ON PE QC SK NSW VIC QLD SP RJ MG RS PR"""
_STATES = frozenset(_STATE_CODES.split())
# "Co. Clare", "County Mayo".
_COUNTIES = """Antrim Armagh Carlow Cavan Clare Cork Derry Donegal Down Dublin Durham Fermanagh Galway Kerry Kildare
    Kilkenny Laois Leitrim Limerick Longford Louth Mayo Meath Monaghan Offaly Roscommon Sligo Tipperary Tyrone Waterford
    Westmeath Wexford Wicklow"""
_COUNTY = re.compile(rf"(?:Co\.? |County )(?:{'|'.join(_COUNTIES.split())})")
# As they are abbreviated in Mexico and India.
_SHORT_CODES = """N.L., CDMX, D.F., Jal., Qro., Gto., Pue., Edo. Méx., Méx., B.C., B.C.S., Yuc., Chih., Coah., Tamps.,
    Ver., Q. Roo, Q.Roo, S.L.P., Mich., Ags., Zac., Oax., Tab., U.P., M.P., A.P., H.P., J&K, T.N., W.B."""
_SHORT_STATES = frozenset(map(str.strip, _SHORT_CODES.split(",")))
_POSTCODE = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}-)?(?:\d{4,6}(?:-\d{3,4})?|\d\d-\d{3})(?!\w)|"
    r"(?<!\w)[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}(?!\w)|(?<=[a-z]\s)[A-Z]{1,2}\d{1,2}[A-Z]?(?!\w)|(?<!\w)[A-Z]\d[A-Z]\s?\d[A-Z]\d(?!\w)|"
    r"(?<=\d{4})\s[A-Z]{2}(?=\s[A-Z][a-z])"
)
_COMMA_NEXT, _POSTCODE_NEXT = re.compile(r"\s*,\s*(?=[^\W\d_])"), re.compile(r"\s*,?\s+\d{5}(?:-\d{4})?(?!\w)")
_LONGEST_COUNTRY, _MOST_COUNTRY_WORDS = 40, 5


# Of France: "Clermont-Ferrand (63)".
_DEPARTMENT = re.compile(r"\s\(\d{2,3}\)$")
# What tells towns of one name apart: "Freiburg im Breisgau", "Frankfurt am Main".
_WHERE = re.compile(r"\s+(?:im|am|an der|in der|bei|vor der|ob der|upon|sur|del|de la)\s+[A-ZÀ-Ý][\w-]+$")
_AREA_AROUND = re.compile(
    r"greater [\w ]{3,30}? area|[\w ]{3,30}? (?:metropolitan|bay|metro) area|grossraum [\w ]{3,30}|region(?: de)? \w+"
)
_WITH_STATE = re.compile(rf"(.{{3,40}}?)\s(?:{'|'.join(sorted(_STATES))})")


def country_code(text: str) -> str | None:
    """The ISO 3166-1 code of a country that the place ends with or is."""
    for part in reversed(re.split(r"[,()/|]", text)):
        if (code := COUNTRIES.get(key(_POSTCODE.sub("", part)))) is not None:
            return code
    return None


def country_length(text: str) -> int:
    """How much of a text that begins with a comma is the country, or the postal code, after a town and its state."""
    found = _POSTCODE_NEXT.match(text) or _COMMA_NEXT.match(text)
    if found is None or found.re is _POSTCODE_NEXT:
        return found.end() if found else 0
    words = list(re.finditer(r"[^\s,;:|()]+", text[found.end() : found.end() + _LONGEST_COUNTRY]))
    for count in range(min(len(words), _MOST_COUNTRY_WORDS), 0, -1):
        if key(text[found.end() : found.end() + words[count - 1].end()]) in COUNTRIES:
            return found.end() + words[count - 1].end()
    return 0


def is_city(text: str) -> bool:
    """Whether a text is the name of a town of some size."""
    name = key(_WHERE.sub("", _POSTCODE.sub("", text)))
    return name in CITIES or is_town(name) or name in ("city", "remote")


def is_region(text: str) -> bool:
    """Whether a text is a country, a region or the code of a state."""
    stripped = _POSTCODE.sub("", text).strip().rstrip(".")
    words = key(stripped)
    return (
        (stripped.upper() in _STATES and stripped.isupper())
        or _is_short_state(text.strip())
        or words in COUNTRIES
        or words in REGIONS
        or words == "state"
        or _AREA_AROUND.fullmatch(words) is not None
        or _COUNTY.fullmatch(stripped) is not None
    )


def _is_short_state(text: str) -> bool:
    """Whether a text is a state's abbreviation; one without an inner full stop needs its last one ("Ver.", "N.L")."""
    return text in _SHORT_STATES or ("." in text and f"{text}." in _SHORT_STATES)


def _is_with_state(text: str) -> bool:
    """A town and the code of its state without a comma ("Moncton NB")."""
    match = _WITH_STATE.fullmatch(_POSTCODE.sub("", text).strip())
    return match is not None and is_city(match[1])


@for_one_cv
def place_score(text: str) -> float:
    """How much a text looks like a place, 0 to 1."""
    parts = [part for part in re.split(r"\s*[,/]\s*|\s+-\s+|[()]", _DEPARTMENT.sub("", text.strip())) if part]
    if len(parts) > 2 and _POSTCODE.fullmatch(parts[-1]):
        parts.pop()
    if not parts or len(text) > 60 or len(parts) > 4:
        return 0.0
    known = [is_region(part) or is_city(part) or _is_with_state(part) for part in parts]
    if all(known):
        return 1.0
    if len(parts) > 2:
        return 0.0
    if school_score(parts[0]) > 0:
        return 0.0
    if len(parts) > 1 and is_region(parts[-1]) and len(parts[0].split()) <= 4 and org_score(parts[0]) < 0.6:
        return 0.85
    if len(parts) > 1 and known[0] and len(parts[-1].split()) <= 2 and org_score(parts[-1]) < 0.6:
        return 0.7
    coded = _POSTCODE.search(text) and (len(parts) == 1 or any(map(str.isdigit, parts[0])))
    return 0.6 if coded and len(parts[-1].split()) <= 3 else 0.0
