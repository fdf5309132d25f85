"""Words that tell a person's gender, made neutral before anything is compared or embedded.

Both forms become one, so texts that differ only in them are the same text. Words that are about the work and not about
the person (women's health, menswear) stay.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PRONOUNS = "he/she:they  him/his/her/hers:their  himself/herself:themselves  he's/she's:they're  s/he:they"
_HONORIFICS = ("Mr", "Mrs", "Ms", "Miss")
_TITLES = (
    "chairman/chairwoman/chairlady:chairperson  spokesman/spokeswoman:spokesperson  salesman/saleswoman/salesgirl/"
    "saleslady:salesperson  salesmen/saleswomen:salespeople  businessman/businesswoman:businessperson"
    "  foreman/forewoman:foreperson  policeman/policewoman:police-officer  fireman/firewoman:firefighter"
    "  craftsman/craftswoman:craftsperson  handyman/handywoman:handyperson  tradesman/tradeswoman:tradesperson"
    "  repairman/repairwoman:repairer  barman/barmaid/barwoman:bartender  cameraman/camerawoman:camera-operator"
    "  anchorman/anchorwoman:anchor  doorman/doorwoman:doorkeeper  serviceman/servicewoman:service-member"
    "  waiter/waitress:waiter  steward/stewardess:steward  host/hostess:host  actor/actress:actor"
    "  manager/manageress:manager  seamster/seamstress:tailor  masseur/masseuse:massage-therapist"
    "  headmaster/headmistress:head-teacher  ombudsman/ombudswoman:ombudsperson  landlord/landlady:landlord"
    "  kaufmann/kauffrau:kaufperson  fachmann/fachfrau:fachperson  krankenschwester/krankenpfleger:krankenpfleger"
    "  bürokaufmann/bürokauffrau:bürokaufperson  einzelhandelskaufmann/einzelhandelskauffrau:einzelhandelskaufperson"
    "  industriekaufmann/industriekauffrau:industriekaufperson  bankkaufmann/bankkauffrau:bankkaufperson"
    "  hotelfachmann/hotelfachfrau:hotelfachperson  hausmann/hausfrau:hausperson"
    "  directeur/directrice:directeur  vendeur/vendeuse:vendeur  infirmier/infirmière:infirmier"
    "  serveur/serveuse:serveur  coiffeur/coiffeuse:coiffeur  conseiller/conseillère:conseiller"
    "  technicien/technicienne:technicien  électricien/électricienne:électricien  formateur/formatrice:formateur"
    "  enfermero/enfermera:enfermero  profesor/profesora:profesor  director/directora:director"
    "  camarero/camarera:camarero  ingeniero/ingeniera:ingeniero  abogado/abogada:abogado"
    "  direttore/direttrice:direttore  infermiere/infermiera:infermiere  impiegato/impiegata:impiegato"
)
_GERMAN = r"[A-ZÄÖÜ][a-zäöüß]{3,}(?:er|eur|or|ist|ent|ant)in(?:nen)?"
_ABBREVIATIONS = ("HIM", "HIS")
_KEPT = frozenset(("glycerin", "argentin", "valentin", "konstantin", "florentin", "margarin", "kollagen"))


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    found = {}
    for group in f"{_PRONOUNS}  {_TITLES}".split("  "):
        forms, _, neutral = group.strip().rpartition(":")
        parts = ["s/he"] if forms == "s/he" else forms.split("/")
        found.update({form: neutral.replace("-", " ") for form in parts})
    return found


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """Matches every word that has a neutral form."""
    honorifics = "|".join(_HONORIFICS)
    words = "|".join(sorted(map(re.escape, _forms()), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<!\w)(?:(?i:{words})|{honorifics}|{_GERMAN})(?!\w)")


def neutral(word: str) -> str:
    """The neutral form of a word that `pattern` matches, with its capitals."""
    if word in _HONORIFICS:
        return "Mx"
    form = _forms().get(word.lower().replace("’", "'"))
    if form is None:
        return word if word.lower() in _KEPT else re.sub(r"in(?:nen)?$", "", word)
    if word.isupper() and len(word) > 1:
        return word if word in _ABBREVIATIONS else form.upper()
    return form.capitalize() if word[0].isupper() else form


def neutralised(text: str) -> str:
    """The text with neutral words."""
    return pattern().sub(lambda found: neutral(found.group()), text)
