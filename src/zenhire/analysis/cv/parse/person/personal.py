"""Facts about the person that are no qualifications: found so that they can be kept out of every score."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.rows import Pages, Quote, Row
from zenhire.analysis.cv.parse.schema import PersonalFact, PersonalKind

# Labels, folded; what follows on the line is the fact.
_LABELS: dict[PersonalKind, str] = {
    "birth_date": r"date of birth|birth ?date|d\.?o\.?b\.?|born(?: on)?|geburtsdatum|geboren(?: am)?|geb\.|"
    r"date de naissance|ne(?:e)? le|fecha de nacimiento|nacid[oa] el|data di nascita|nat[oa] il|"
    r"data de nascimento|geboortedatum|data urodzenia|dogum tarihi|birthday",
    "birth_place": r"place of birth|birthplace|geburtsort|lieu de naissance|lugar de nacimiento|luogo di nascita|"
    r"naturalidade|local de nascimento|geboorteplaats|miejsce urodzenia|dogum yeri",
    "age": r"age|alter|edad|eta|idade|leeftijd|wiek|yas",
    "gender": r"gender|sex|geschlecht|sexe|genre|sexo|genero|sesso|genere|geslacht|plec|cinsiyet|pronouns|anrede",
    "nationality": r"nationality|citizenship|staatsangehorigkeit|nationalitat|staatsburgerschaft|nationalite|"
    r"nacionalidad|nazionalita|cittadinanza|nacionalidade|nationaliteit|narodowosc|obywatelstwo|uyruk|"
    r"uyrugu",
    "marital_status": r"marital status|civil status|familienstand|situation (?:de famille|familiale)|etat civil|"
    r"estado civil|stato civile|burgerlijke staat|stan cywilny|medeni (?:hal|hali|durum|durumu)",
    "children": r"children|kinder|enfants|hijos|figli|filhos|kinderen|dzieci|cocuk(?:lar)?",
    "religion": r"religion|konfession|religione|religiao|religie|wyznanie|dini?",
    "military_service": r"military (?:service|status|obligation)|wehrdienst|service militaire|servicio militar|"
    r"servizio militare|servico militar|sluzba wojskowa|askerlik(?: durumu)?",
    "photo": r"photo(?:graph)?|foto|bewerbungsfoto|zdjecie|fotograf",
    "address": r"address|adresse|anschrift|wohnort|direccion|domicilio|indirizzo|residenza|morada|endereco|adres|"
    r"adres zamieszkania|domicile|woonplaats|ikamet",
    "driving_licence": r"driving licen[cs]e|driver'?s licen[cs]e|fuhrerschein(?:klasse)?|permis(?: de conduire)?|"
    r"carnet de conducir|patente(?: di guida)?|carta de conducao|rijbewijs|prawo jazdy|surucu belgesi|"
    r"ehliyet",
}
_LABEL_PATTERNS = tuple(
    (
        kind,
        re.compile(
            rf"(?:(?<=^)|(?<=[\t|•·,;/(]))\s*(?P<label>{pattern})\s*(?P<sign>[:：\t]|\s-\s)\s*(?P<fact>[^\t|•·;]+)"
        ),
    )
    for kind, pattern in _LABELS.items()
)
_LOOSE_BIRTH = re.compile(
    r"(?<!\w)(?:born(?: on| in)?|geboren am|geb\.|ne(?:e)? le|nacid[oa] el|nat[oa] (?:il|a)|"
    r"geboren op|ur\.)\s+[^\t|•·;,]*?\d{4}"
)
_DEMONYMS = (
    r"american|british|english|irish|scottish|canadian|australian|german|austrian|swiss|french|"
    r"spanish|italian|portuguese|dutch|belgian|polish|turkish|russian|ukrainian|indian|pakistani|"
    r"chinese|japanese|korean|brazilian|mexican|nigerian|kenyan|egyptian|moroccan|tunisian|syrian|"
    r"iranian|iraqi|greek|romanian|bulgarian|hungarian|czech|slovak|croatian|serbian|swedish|"
    r"norwegian|danish|finnish|vietnamese|filipino|indonesian|deutsch|osterreichisch|schweizerisch|"
    r"francais(?:e)?|espanol(?:a)?|italian[oa]|portugues(?:a)?|nederlandse?|polskie|polska|"
    r"turk(?:ische?)?|t\.?c\.?"
)
# Words that give something away wherever they stand.
_LOOSE: tuple[tuple[PersonalKind, re.Pattern[str]], ...] = (
    ("birth_date", _LOOSE_BIRTH),
    (
        "age",
        re.compile(
            r"(?<!\w)(?:\d{2}[- ]years?[- ]old|\d{2}[- ]year[- ]old|aged? \d{2}|\d{2} jahre alt|"
            r"age de \d{2} ans|\d{2} anos(?: de edad| de idade)|\d{2} anni di eta|\d{2} jaar oud|"
            r"\d{2}[- ]letni[a]?|\d{2} yasinda)(?!\w)"
        ),
    ),
    (
        "gender",
        re.compile(
            r"(?<!\w)(?:(?:she|he|they)\s?/\s?(?:her|him|them)(?:\s?/\s?(?:hers|his|theirs))?|"
            r"(?:young|mature) (?:wo)?man|(?:mother|father) of \w+(?: children| kids)?|"
            r"mutter (?:von|zweier)\s?\w*|vater (?:von|zweier)\s?\w*|mere de \w+|pere de \w+|madre de \w+|"
            r"padre de \w+)(?!\w)"
        ),
    ),
    (
        "nationality",
        re.compile(
            rf"(?<!\w)(?:(?:{_DEMONYMS})\s+(?:citizen(?:ship)?|national(?:ity)?|passport(?: holder)?|"
            rf"staatsangehorig\w*|staatsburger\w*|vatandasi)|eu[- ]citizen(?:ship)?|eu[- ]burger(?:in)?|(?:us|"
            rf"uk|eu) passport|citizen of \w+|nationalite \w+|nacionalidad \w+)(?!\w)"
        ),
    ),
    (
        "marital_status",
        re.compile(
            r"(?<!\w)(?:(?:happily )?married(?: with \w+ (?:children|kids))?|unmarried|divorced|widowed|"
            r"verheiratet|ledig|geschieden|verwitwet|marie\(?e?\)?(?!\w)|celibataire|divorce\(?e\)?|casad[oa]|"
            r"solter[oa]|divorciad[oa]|sposat[oa]|celibe|nubile|coniugat[oa]|gehuwd|ongehuwd|zonat[ya]|"
            r"mezatka|kawaler|panna|evli|bekar)(?!\w)"
        ),
    ),
    (
        "children",
        re.compile(
            r"(?<!\w)(?:\d|one|two|three|four|ein|zwei|drei|un|deux|trois|dos|tres|due|tre|dwoje|"
            r"iki) (?:children|kids|kind(?:er)?|enfants?|hijos|figli|filhos|kinderen|dzieci|cocuk)(?!\w)"
        ),
    ),
    (
        "religion",
        re.compile(
            r"(?<!\w)(?:romisch-katholisch|evangelisch(?: \w+)?|rk|catholic|protestant|muslim|jewish|hindu|"
            r"buddhist|christian)(?=\s*$)"
        ),
    ),
)
# Only in the parts about the person: elsewhere these may be those whom a nurse or a teacher cared for.
_NEAR = (
    re.compile(
        r"(?<!\w)(?:Mr|Mrs|Ms|Miss)\.?(?=\s+[A-Z])|(?<!\w)(?:Herr|Frau|Mme|Monsieur|Madame|Signora?|Señora?)(?=\s+\w)"
    ),
    re.compile(
        r"(?<!\w)(?:(?:fe)?male|männlich|weiblich|masculin|féminin|maschile|femminile|masculino|femenino)(?!\w)", re.I
    ),
)
_HEADER_ONLY: frozenset[PersonalKind] = frozenset(("marital_status", "religion", "children"))
_LONGEST_FACT = 80


def personal_facts(rows: Sequence[Row], about: Sequence[tuple[int, int]], pages: Pages) -> list[PersonalFact]:
    """Personal facts in the order of the text, without overlap.

    `about`: the spans of lines that are about the person, none over another; words like "married" count there only.
    """
    found: list[tuple[int, int, PersonalKind, Quote]] = []
    spans = sorted(about)
    starts = [start for start, _ in spans]
    for row in rows:
        at = bisect_right(starts, row.start) - 1
        near = at >= 0 and row.start < spans[at][1]
        found += [(quote.start, -quote.end, kind, quote) for kind, quote in _of_row(row, near)]
    facts: list[PersonalFact] = []
    end_before = -1
    for start, _, kind, quote in sorted(found, key=lambda item: (item[0], item[1], item[2])):
        if start >= end_before:
            facts.append(PersonalFact(kind, quote.text, pages.of(quote)))
            end_before = quote.end
    return facts


def _of_row(row: Row, near: bool) -> Iterator[tuple[PersonalKind, Quote]]:
    folded = fold(row.text)
    for kind, pattern in _LABEL_PATTERNS:
        for match in pattern.finditer(folded):
            sure = near or kind in ("birth_date", "birth_place", "nationality", "marital_status", "gender")
            if sure and match.end() - match.start("label") <= _LONGEST_FACT:
                yield kind, row.part(match.start("label"), match.end())
    for pattern in _NEAR if near else ():
        for match in pattern.finditer(row.text):
            yield "gender", row.part(match.start(), match.end())
    for kind, pattern in _LOOSE:
        if kind in _HEADER_ONLY and not near:
            continue
        for match in pattern.finditer(folded):
            yield kind, row.part(match.start(), match.end())
