"""Degrees and schools in several languages."""

from __future__ import annotations

import itertools
import re

from zenhire.analysis.cv.parse.fold import fold, key
from zenhire.analysis.cv.parse.memo import for_one_cv
from zenhire.analysis.cv.parse.schema import Level
from zenhire.analysis.cv.parse.words.areas import AREA_WORDS
from zenhire.analysis.cv.parse.words.jobs import title_score

# In the order of trying: a "postgraduate diploma" is no "diploma". Folded, without accents.
_LEVELS: tuple[tuple[Level, str], ...] = (
    (
        "doctorate",
        r"ph\.?\s?d\.?|d\.?phil\.?|doctora(?:te|l|do|t)|doctor(?= of)|doktor\w*|"
        r"dr\.?(?:-(?:ing|techn|rer)\.?)(?:\s?\w+\.)*|"
        r"dr\.(?:\s?\w+\.)*|promotion|"
        r"these de doctorat|dottorat[oi](?: di ricerca)?|doutor(?:ad[oa]|amento)|"
        r"m\.?d\.?(?=\s*(?:,|$))|j\.?d\.?(?=\s*(?:,|$))|"
        r"juris doctor|ed\.?d\.?|dba|proefschrift|doktora|"
        r"pharm\.?d\.?|psy\.?d\.?|d\.?m\.?a\.?(?=\s*(?:,|:|$| in ))|"
        r"d\.?sc\.?|dnp|dvm",
    ),
    (
        "master",
        r"master(?:s|'s)?(?: meef| mba| universitario| grande ecole| [12](?!\d))?\b(?! of the)|"
        r"m\.?\s?sc\.?|m\.?s\.?(?=\s|,|:|$)|m\.?\s?a\.?(?=\s|,|:|$)|mba|"
        r"m\.b\.a\.?|m\.?\s?eng\.?|m\.?ed\.?|m\.?phil\.?|ll\.?m\.?|mfa|mpa|mph|msw|m\.?tech\.?|mag\.|"
        r"magister(?!io)\w*(?: inzynier\w*)?|"
        r"diplom(?:-\w+|ingenieur\w*|kauf\w+|informatik\w*|psycholog\w*)?(?![aeo\w])|"
        r"dipl\.-?\s?\w*\.?|dipl-ing\w*|staatsexamen|maitrise|dea|dess|diplome d'ingenieur|ingenieur diplome|"
        r"cycle ingenieur|laurea magistrale|laurea specialistica|"
        r"diploma accademico di (?:secondo|ii) livello|mestrado|maestria|studia podyplomowe|bioingenieur|"
        r"pgce|pgde|pgdip|pgdm|pgdba|"
        r"programme grande ecole|diplome grande ecole|"
        r"post-?\s?graduate(?: (?:diploma|certificate|degree))?|posgrado|"
        r"pos-graduacao|yuksek lisans|studia magisterskie|mgr\.?|magistere?|doctoraal|ma(?:i|e)strado|"
        r"postgrau|especializacao|especialidad(?:es)?|especializacion|specjalizacja|^specializzazione(?= in)|"
        r"magister artium|"
        r"medic[oa] cirujan[oa]|graduate certificate|graduate diploma|"
        r"m\.?a\.?sc\.?|m\.?res\.?|mst|m\.?litt\.?|m\.?arch\.?|m\.?pharm\.?|mchem|mphys|mmath|mcomp|msci|m\.?mus\.?|"
        r"mca|m\.c\.a\.?|msn|mha|m\.?des\.?|m\.?m\.?(?=\s*(?:,|:|$)| in )|m\.?com\.?(?=\s*(?:,|:|$)| in )|"
        r"^(?:executive )?mas(?=\s*(?:[,:–-]|$| in ))",
    ),
    (
        "bachelor",
        r"bachelor(?:s|'s)?|bachelier|higher diploma|b\.?\s?sc\.?|b\.?s\.?e?\.?(?=\s|,|:|$)|"
        r"b\.?\s?a\.?(?=\s|,|:|$)|b\.?\s?eng\.?|"
        r"b\.?\s?tech\.?|b\.?ed\.?|b\.?e\.?(?=\s?[:,]|$| in )|bba|b\.b\.a\.?|b\.?comm?\.?|bfa|bsn|"
        r"b\.?s\.?n\.?|ll\.?b\.?|"
        r"b\.?arch\.?|b\.?comp\.?|b\.?pharm\.?|bds|mbbs|m\.b\.b\.s\.?|mbchb|bnurs|b\.?mus\.?|bca|b\.c\.a\.?|bbm|bms|"
        r"b\.?a\.?sc\.?|bsw|b\.?des\.?|b\.?v\.?sc\.?|bscn|bsba|b\.?acc\.?|b\.?ba|b\.?soc\.?\s?sc\.?|"
        r"licen[cs]e(?: professionnelle)?(?=\s|,|$)|licenciatura|licenciado|licenciada|"
        r"grado|laurea(?: triennale)?|diploma accademico di (?:primo|i) livello|"
        r"licenciado|bacharel\w*|graduacao|licencjat\w*|inzynier\w*|inz\.|"
        r"lisans|on?derlisans|undergraduate degree|hbo(?:-bachelor)?|dcg(?!\w)|honours degree|grau de licenciado|"
        r"studia licencjackie|studia inzynierskie|diplome d'etat|diplomatura|ingenieria|diplomado|"
        r"titulo profesional|pregrado|ingenieria tecnica|"
        r"ingenier[oa](?: agronom[oa]| quimic[oa]| industrial)|ingenier[oa](?= en | civil| mecanic| electric)",
    ),
    (
        "associate",
        r"associate(?:s|'s)?(?= of| in| ?[:,(|–-])|^associate(?:s|'s)?(?=\W*$)|associate(?:s|'s)? degree|"
        r"a\.?a\.?s?\.?(?=\s|,|:|$)|a\.?s\.?(?=\s?[:,]|$)|a\.s\.|hnd|hnc|adn|higher national(?: diploma| certificate)?|"
        r"foundation degree|bts|dut|but|deug|on lisans|fp superior|grado superior|ciclo formativo de grado superior|"
        r"tecnico superior(?: universitario)?|tecnicatura(?: superior)?|"
        r"tecnico de nivel superior|cfgs|dec(?=\s*[,:–-]\s*[^\W\d]| in | en |$)|"
        r"diplome d'etudes collegiales|"
        r"tecnologo|studium policealne|ctesp|associado|d\.?u\.?t\.?|b\.?t\.?s\.?|"
        r"mbo(?:-diploma)?(?: ?-?\s?(?:niveau )?4)?|advanced diploma",
    ),
    (
        "vocational",
        r"apprenticeship|apprentissage|ausbildung(?: zu[rm])?|berufsausbildung|(?:berufs)?lehre|"
        r"eidgenossischer fachausweis|eidgenossisches fahigkeitszeugnis(?: efz)?|swiadectwo czeladnicze|"
        r"swiadectwo ukonczenia szkoly zawodowej|certificado de profesionalidad|"
        r"lehrabschluss\w*|attestato federale(?: di capacita)?|"
        r"geselle\w*|"
        r"gesellenbrief|meisterbrief|meisterprufung|fachkraft|technikerschule|(?:staatlich )?gepruft\w*(?: \w+)?|"
        r"staatlich anerkannt\w*(?: \w+)?|"
        r"aufstiegsfortbildung|brevet professionnel|bp(?=\s*[,:–-])|bp(?= en )|cap|"
        r"bep|bac pro\w*|baccalaureat professionnel|"
        r"(?:qcf|rqf|svq|nvq|aat)(?: level \d)?(?: (?:diploma|certificate|award))?|vocational (?:course|training)|"
        r"btec(?: level \d)?(?: (?:extended|national|higher national))?(?: (?:diploma|certificate|award))?|"
        r"city (?:and|&) guilds(?: level \d)?(?: (?:diploma|certificate))?|vocational|"
        r"trade certificate|"
        r"formacion profesional|grado medio|ciclo formativo|fp|qualifica professionale|"
        r"istituto professionale|curso tecnico|curso profissional|ensino profissional|tecnico em|"
        r"^tecnico(?=\s*(?:[,:–-]| en |$))|"
        r"szkola zawodowa|zawodow\w+|tytul zawodowy|meslek lisesi|mbo(?:-diploma)?(?: niveau [123])?|"
        r"higher certificate|qqi level \d|brevet technique|national craft certificate|staatliche anerkennung|"
        r"level [2-4] (?:nvq|diploma|certificate|award|apprenticeship)|diploma professionale|"
        r"certificate(?: iv| iii)?(?= in|\s*[,:–-]|$)|certificat d'aptitude professionnelle|ihk|leerling\w*|"
        r"technik(?=\s|,|$)|staatliches examen|facharbeiter\w*|gesellenprufung|(?:higher )?nitec|titre professionnel|"
        r"certificate of apprenticeship|trade (?:papers|diploma|qualification)|red seal",
    ),
    (
        "secondary",
        r"high school(?!\s+high school)(?: equivalency)?(?: diploma)?|h\.?s\.? diploma|"
        r"(?:general )?(?:equivalency|education) diploma|secondary school|gcse\w*|standard grades?|"
        r"(?:gce )?['’‘]?[ao]['’‘]?[- ]levels?|hsc|ssc|matric(?:ulation)?|"
        r"higher secondary(?: school)?(?: certificate)?|"
        r"grade 12(?: diploma)?|ossd|ged|g\.e\.d\.?|diploma(?=\s*(?:[,:–-]|$|\d|(?:di|in) tecnico))|"
        r"abitur|fachabitur|fachhochschulreife|(?:(?:allgemeine|fachgebundene) )?hochschulreife|mittlere reife|"
        r"mittlerer schulabschluss|12\.?\s?[oº°] ano|classe preparatoire|f\.sc\.?|fsc(?=\s*[,:–-])|realschulabschluss|"
        r"hauptschulabschluss|matura\w*|baccalaureat(?: (?:general|"
        r"technologique|st2s|stmg|sti2d|stl|stg|sti|es|s|l))?|baccalaureate|bac(?:calaureat)? \w+|"
        r"bachillerato|bachiller|eso|maturita(?: \w+)?|diploma alberghiero|diploma (?:di|del) (?:istituto \w+|"
        r"maturita|liceo|ragioni?er\w*|geometra|perit[oa]|istituto|istruzione|scuola(?! di special)|"
        r"superiori|secondaria|licenza media|secondo grado|media|magistrali?|agrotecnico|odontotecnico|"
        r"computista|segretari[oa])|"
        r"ensino (?:medio(?: tecnico)?|secundario)|secundario|vwo|havo|vmbo|swiadectwo dojrzalosci|"
        r"swiadectwo maturalne|lise diplomasi|lise mezunu|lise|leaving certificate|"
        r"cess|htl-matura|international baccalaureate|ib diploma|brevet",
    ),
)
# Degrees whose level their name does not tell.
_UNGRADED = re.compile(
    r"(?<![\w.])(?:(?:national|graduate|specialist|professional|technical) )?"
    r"(?:(?:diploma|diplome|certificat)(?= (?:in|en)\s)|"
    r"(?<!\w )(?:diploma|certificate)(?=\s*\(|(?: (?!course|program|of|for)\w+){1,3}$))"
)
_PATTERNS = tuple((level, re.compile(rf"(?<![\w.'])(?:{pattern})(?!\w)")) for level, pattern in _LEVELS)
_MORE = re.compile(
    r"(?<![\w.])(?:degree|diploma|diplome|diplom|certificate|certification|titulo|titre|titolo|coursework|"
    r"nanodegree|minor in|major in|abschluss|studiengang|studium|dyplom|studia|diplomasi|szkolenie|"
    r"course)(?!\w)"
)
_SCHOOLS = re.compile(
    r"universi\w*|universti\w*|uniwersytet\w*|(?<!\w)(?:univ|uni|tu|fh|th|rwth|eth|epfl|mit|ucla|eth|iut|iae|insa|"
    r"ens|hec|ies|cpia|agh|uw|odtu|itu|suny|cuny|ifsi|ifas|epitech|essec|escp|edhec|insead|uned|unam|puc\w{0,3}|usp|oth|dhbw|htw|haw|hwr|fom|whu|lmu|fatec|etec|"
    r"senai|senac|fgv|unesp|unicamp|uf[a-z]{1,3}|agsm|itis|itet|ipsia|kth|dtu|ntnu|nus|ntu|iit|nit|bits|aiims|ipn|itesm)(?!\w)|"
    r"institucion(?: educativa)?|instituicao|sixth form|colleg\w*|school(?! (?:equivalency )?diploma)|schule\w*|"
    r"(?<!\w)\w+schul(?:e|zentrum)(?!\w)|"
    r"hochschul\w*|hogskol\w*|institut\w*|istituto|instytut|academ(?!ics(?!\w))\w*|accadem\w*|akadem\w*|"
    r"(?<!grande )ecole|lycee|"
    r"liceo|liceum|licee|lyceum|liceu(?!\w)|skole(?!\w)|skola(?!\w)|yliopisto|\w*korkeakoulu|scoala|ateneo|"
    r"vidyalaya|vidyapeeth|scholengemeenschap|lehranstalt|bildungswerk|centro scolastico|"
    r"centro de formacion|centro de estudios|centro (?:di )?formazione|(?<!\w)(?:georgia|virginia|texas) tech(?!\w)|"
    r"politec\w*|polytechn\w*|politechnika|escuela|escola|colegio|scuola|szkola|faculty|facult\w+|"
    r"faculdade|fakult\w+|gymnasium|gimnazjum|gesamtschule|berufskolleg|kolleg|conservato(?:r|ir)\w*|konservator\w*|"
    r"policealn\w* studium|seminary|okulu|lisesi|yuksekokul\w*|technikum|roc(?!\w)|hogeschool|zespol szkol|"
    r"centre de formation|cfa(?!\w)|afpa|greta|"
    r"(?<!\w)(?:iti|ihk|handwerkskammer|kolegium|campus)(?!\w)|"
    r"(?<=\w )(?:primary|secondary|elementary)(?=\s*(?:[,(]|$))|"
    r"training cent\w*|education and training board|(?<!\w)etb(?!\w)|bildungszentrum|bfw|penn foster"
)
# A school's kind alone, which its own name follows; a person whom it is called after is none.
_KIND = (
    r"(?:the )?(?:(?:technische|padagogische|katholische|evangelische|freie) )?(?:[\w-]+-(?:schule|berufskolleg)|"
    r"(?:[\w-]+-)?(?:universita[rt]|(?:fach)?hochschule|gymnasium)|universite|universita|universidade?|uniwersytet|"
    r"hogeschool|lycee(?: (?:professionnel|general|technique|polyvalent))?|"
    r"liceo(?: (?:classico|scientifico|linguistico|artistico|musicale|statale))*|"
    r"istituto(?: (?:tecnico|professionale|superiore|statale))*(?: \w+ale)?|instituto(?: \w+)?|"
    r"colegio|college|ecole|escuela|escola|scuola|politecnico|iut|institut|institute)$"
)
_ENDS_WITH_KIND = re.compile(rf"(?:^|[,;:|(\t]\s*|\s[–—-]\s){_KIND}")
_IS_KIND = re.compile(_KIND)
_KIND_WITH_SUBJECT = re.compile(r"(?:liceo|lycee|istituto|instituto|bachillerato) \w")
_MOST_TRADE_WORDS, _SMALL, _LESS = 4, 3, 0.8
_ABBREVIATION = re.compile(r"[A-Z]{3,6}(?:[ -][A-Z]{2,4})?")
# Degrees whose name may hold a subject of its own, before the one that was chosen: "Licence en droit, Droit privé".
_OPEN_NAMES = re.compile(
    r"licen|laurea|grado|graduacao|bacharel|maestria|mestrado|master|maitrise|diplom|apprentice|apprentissage|tecnico|"
    r"ausbildung|berufslehre|lehre|inzynier|ingenie|magister|doctor|doutor"
)
_OWN_SUBJECT = re.compile(
    r"\s+(?:(?:of|in|en|em|di|de|z)\s+|d')(?P<own>[^\s,;:|()\t–—]+(?: [^\s,;:|()\t–—]+){0,5}?)"
    r"(?:\s*[,:;]\s+|\s+[–—-]\s+|\s+(?:in|en|em)\s+)(?=[^\s])"
)
_JOINED = re.compile(r"\s+(?:of|in|en|em|di|de|z)\s")
_OWN_TRADE = re.compile(r"\s+(?P<own>[^\W\d_]+)(?P<sign>\s*[,:]\s+|\s+[–—-]\s+)(?P<rest>[^\s].*)$")
_NO_SUBJECT = re.compile(
    r"\W*(?:\w+ )?(?:honou?rs?|distinction|cum laude|mention|merit|minor|gpa|grade|note|first|second|summa|magna|class|"
    r"specialit\w+|concentration|option|emphasis|focus)(?!\w)"
)
_MOST_CHOSEN_WORDS = 7
_AREA = re.compile(
    r"^\s*(?:degree\s+|diploma\s+|studies\s+)?(?:(?:in|en|de|em|of|im|fur|van|z|w)\s+|d'|[:,(-]\s*)(?:the\s+)?"
)
# French and Spanish abbreviations that are words of other languages when written small.
_SMALL_WORDS = re.compile(r"(?<!\w)(?:but|cap|dec|eso|mas|ens|dea|dut)(?!\w)")


# What a degree's own name goes on with ("Bachelor of ..."), the longest first.
_FACULTIES = (
    "applied arts and sciences|applied business administration|applied sciences?|applied arts?|applied business|"
    "business administration|business management|business|computer applications|computer science|fine arts|"
    "general studies|health sciences?|human resources?|information technology|liberal arts|physical therapy|"
    "professional studies|occupational studies|public administration|public health|public policy|social work|"
    "veterinary medicine|"
    "accountancy|accounting|architecture|arts?|commerce|dental surgery|design|divinity|economics|education|"
    "engineering|journalism|laws?|management|medicine|music|nursing practice|nursing|pharmacy|philosophy|sciences?|"
    "technology|theology"
)


def _folded(text: str) -> str:
    """The folded text, without the words that are degrees in capitals only ("BUT", "CAP")."""
    return fold(_SMALL_WORDS.sub(lambda match: "_" * len(match.group()), text))


@for_one_cv
def level_of(text: str) -> Level | None:
    """The level of the degree that a text names, None if it names none."""
    folded = _folded(text)
    found = [
        (match.start(), -match.end(), rank, level)
        for rank, (level, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(folded))
    ]
    return min(found)[3] if found else None


@for_one_cv
def degree_span(text: str) -> tuple[int, int] | None:
    """Where the degree's own name stands ("Bachelor of Science" of "Bachelor of Science in Physics")."""
    folded = _folded(text)
    patterns = (*(pattern for _, pattern in _PATTERNS), _UNGRADED)
    spans = [(match.start(), -match.end()) for pattern in patterns if (match := pattern.search(folded))]
    if not spans:
        return None
    start, end = min(spans)
    end = -end
    end += _trade_length(folded[start:end], text[end:])
    if grade := re.match(
        rf"\.?(?:\s*degree)?(?:\s+of\s+(?:(?:{_FACULTIES})(?:s)?(?:\s+degree)?|"
        r"(?P<own>[a-z]+(?:\s[a-z]+){0,3}?)(?=\s+in\s|\s*\(?\s*(?P=own)(?!\w))))?"
        r"(?:\s+(?:fho?|fho|hes|hes-so|uh|eth)(?!\w))?"
        r"(?:\s*\(\d{1,2}th\))?(?:\s*\([a-z]\.?[a-z]{1,4}\.?(?:[a-z]\.?){0,2}\))?(?:\s*\(?hons?\.?(?!\w)\)?)?",
        folded[end:],
    ):
        end += grade.end()
    return start, end


def _trade_length(degree: str, rest: str) -> int:
    """How much of what follows "Ausbildung zur" is the trade that belongs to the degree's name."""
    if not degree.endswith((" zum", " zur")):
        return 0
    words = list(re.finditer(r"[^\s,;:|()\t–]+", rest))[:_MOST_TRADE_WORDS]
    trade = next((match for match in words if title_score(match.group())), None)
    return trade.end() if trade and not re.search(r"[,;:|()\t–]", rest[: trade.start()]) else 0


def own_subject_end(text: str, span: tuple[int, int]) -> int:
    """Where a degree's name ends that holds a subject of its own, which another subject follows; else `span`'s end.

    A sign parts the two ("Licence en droit, Droit privé"), or the second begins with the last word of the first
    ("Licenciatura en Derecho Derecho laboral"), or the degree is that of a trade ("Inżynier mechanik, Mechanika").
    """
    folded = fold(text)
    start, end = span
    if not _OPEN_NAMES.match(folded[start:end]) or " of " in folded[start:end]:
        return end
    trade = _OWN_TRADE.match(text[end:])
    if trade and trade["own"].islower() and title_score(trade["own"]) >= 1.0 and _is_chosen(trade["rest"]):
        return end + trade.end("own")
    own = _end_of_own(folded[end:])
    return end + own if own and _is_chosen(folded[end + own :].lstrip(" ,:;–—-")) else end


def _end_of_own(folded: str) -> int:
    """Where a subject in a degree's name may end: before the first sign, or before a word that is said again."""
    if match := _OWN_SUBJECT.match(folded):
        return match.end("own")
    words = list(re.finditer(r"[^\s,;:|()]+", folded)) if _JOINED.match(folded) else []
    again = (b.start() for a, b in itertools.pairwise(words) if a.group() == b.group())
    return len(folded[: next(again, 0)].rstrip())


def _is_chosen(text: str) -> bool:
    """Whether a text can be the subject that was chosen within a degree: a few words, no grade and no school."""
    few = 0 < len(text.split()) <= _MOST_CHOSEN_WORDS and not re.search(r"\d", text)
    return few and not _NO_SUBJECT.match(fold(text)) and not school_score(text)


@for_one_cv
def degree_score(text: str) -> float:
    """How much a text looks like a degree, 0 to 1."""
    span = degree_span(text)
    if span is not None:
        return 1.0 if span[0] <= 2 else 0.7
    return 0.5 if _MORE.search(fold(text)) else 0.0


def school_words(text: str) -> list[tuple[int, int]]:
    """Where the words stand that tell a school."""
    return [match.span() for match in _SCHOOLS.finditer(fold(text))]


@for_one_cv
def school_score(text: str) -> float:
    """How much a text looks like a school, 0 to 1."""
    return 1.0 if _SCHOOLS.search(fold(text)) else 0.0


def ends_with_kind(text: str) -> bool:
    """Whether a line's last name is a school's kind alone, so that what it is called must follow ("Université")."""
    return _ENDS_WITH_KIND.search(fold(text)) is not None


def is_kind_with_subject(text: str) -> bool:
    """Whether a text is a school's kind with what it teaches, as of secondary schools ("Liceo linguistico")."""
    folded = fold(text)
    return _IS_KIND.fullmatch(folded) is not None and _KIND_WITH_SUBJECT.match(folded) is not None


@for_one_cv
def school_likeness(text: str) -> float:
    """How much a text looks like a school, -0.2 to 1; where no word tells, abbreviations do more than subjects."""
    if known := school_score(text):
        return known * (_LESS if is_kind_with_subject(text) else 1.0)
    if _ABBREVIATION.fullmatch(text.strip()):
        return 0.15
    words = key(text).split()
    return -0.2 if words and all(word in AREA_WORDS or len(word) <= _SMALL for word in words) else 0.0


def area_start(text: str) -> int:
    """Where the subject begins in what follows a degree's name: after "in", "of", a colon or a dash."""
    match = _AREA.match(fold(text))
    return match.end() if match else 0
