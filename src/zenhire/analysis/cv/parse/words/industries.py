"""A guess at the industry of a job, from words of employer and title."""

from __future__ import annotations

import re

from zenhire.analysis.cv.parse.fold import fold

_INDUSTRIES = (
    (
        "Healthcare",
        r"hospital\w*|clini\w+|klinik\w*|krankenhaus|hopital|ospedale|ziekenhuis|szpital\w*|hastane\w*|"
        r"medical|medizin\w*|health\w*|nurs\w+|pfleg\w+|infirmi\w+|enfermer\w+|pielegniar\w+|hemsire\w*|"
        r"dental|pharma\w*|apothek\w+|care home|ehpad|physician|surg\w+|verpleeg\w+",
    ),
    (
        "Education",
        r"school|schule\w*|\w+schule|ecole|lycee|escuela|colegio|scuola|liceo|university|universit\w+|"
        r"college|teacher|lehrer\w*|enseignant\w*|professor\w*|lecturer|maestr[oa]|insegnante|"
        r"nauczyciel\w*|ogretmen\w*|kindergarten|kita|tutor|leraar|lerares",
    ),
    (
        "Software and IT",
        r"software\w*|developer|entwickler\w*|developpeu\w+|desarrollador\w*|programm\w+|devops|"
        r"data scien\w+|data engineer|machine learning|cyber\w*|cloud|it-?\w*support|system administrator|"
        r"web developer|informati\w+|yazilim\w*|ontwikkelaar",
    ),
    (
        "Banking and finance",
        r"bank\w*|banque|banca|banco|sparkasse|financ\w+|finanz\w*|invest(?!igat)\w+|account\w+|audit\w*|"
        r"comptab\w+|contab\w+|ksiegow\w+|buchhalt\w+|trading|treasury|muhasebe\w*|boekhoud\w+|"
        r"credit union",
    ),
    (
        "Insurance",
        r"insuranc\w+|versicherung\w*|(?<!quality )assurance\w*|seguros|assicuraz\w+|verzekering\w*|ubezpiecz\w+|"
        r"sigorta\w*|underwrit\w+|actuar\w+|claims",
    ),
    (
        "Construction",
        r"construction|bau|hochbau|tiefbau|\w+bau|builder\w*|batiment|construccion|edilizia|construcao|"
        r"bouw\w*|budow\w+|insaat\w*|roof\w+|plumb\w+|carpent\w+|bricklay\w+|civil engineer",
    ),
    (
        "Logistics and transport",
        r"logisti\w+|lojistik\w*|transport\w*|freight|shipping|warehouse\w*|lager\w*|speditio\w+|magaz\w+|"
        r"driver|fahrer\w*|chauffeur\w*|courier|airline\w*|aviation|pilot|rail\w*|kierowca|forklift|"
        r"trucking",
    ),
    (
        "Manufacturing",
        r"manufactur\w+|factory|fabrik\w*|usine|fabrica|fabbrica|fabryka|fabrika\w*|machin\w+|"
        r"maschinen\w*|weld\w+|schweiss\w+|soud\w+|soldador\w*|saldat\w+|spawacz\w*|kaynakci|lasser|"
        r"production|produktion\w*|assembly|steel|stahl\w*|metall\w*|industr\w+|shipyard|werft|"
        r"chantier\w*|cnc",
    ),
    ("Automotive", r"automotive|automobil\w*|motors|car dealer\w*|autohaus|garage|otomotiv"),
    ("Energy", r"energ\w+|enerji|power plant|solar|wind|oil|gas|electric util\w+|kraftwerk\w*|stadtwerke"),
    (
        "Retail",
        r"retail|store|shop|supermar\w+|market|boutique|einzelhandel|verkauf\w*|vendeu\w+|vendedor\w*|"
        r"commess[oa]|sprzedawc\w+|cashier|kassier\w*|winkel\w*|merchandis\w+|apparel",
    ),
    (
        "Hospitality and food",
        r"hotel\w*|restaurant\w*|ristorante|restaurante|restauracj\w+|restoran\w*|cafe|bistro|chef|koch|"
        r"kochin|cook|cuisini\w+|cociner\w+|cuoc[oa]|waiter|waitress|kellner\w*|serveu\w+|bartender|"
        r"barista|bakery|baker|back\w+ei|boulang\w+|catering|kucharz|asci|garson|kok",
    ),
    (
        "Public sector",
        r"city of|county|ministry|ministerium|ministere|government|municipal\w*|council|stadtverwaltung|"
        r"mairie|ayuntamiento|comune di|camara municipal|gemeente|urzad|belediye\w*|police|polizei|army|"
        r"navy|air force|federal|department of|fire department",
    ),
    (
        "Legal",
        r"law|legal|lawyer|attorney|solicitor|kanzlei|rechtsanw\w+|avocat\w*|abogad\w+|avvocat\w+|"
        r"advogad\w+|notar\w*|paralegal|hukuk",
    ),
    (
        "Media and design",
        r"media|press|newspaper|publish\w+|verlag|journalis\w+|editor|design\w*|studio|film\w*|"
        r"photograph\w+|advertis\w+|werbe\w+|agence de communication|graphic|radio|television",
    ),
    ("Consulting", r"consult\w+|beratung\w*|unternehmensberat\w*|conseil|consultoria|danismanlik"),
    (
        "Human resources",
        r"human resources|hr|recruit\w+|personal(?:abteilung|referent\w*|wesen)|staffing|talent|"
        r"ressources humaines|recursos humanos|risorse umane|kadry|insan kaynaklari",
    ),
    (
        "Sales and marketing",
        r"sales|marketing|vertrieb\w*|ventes|ventas|vendite|account executive|e-?commerce|seo|public relations",
    ),
    (
        "Agriculture",
        r"farm\w*|agricultur\w+|landwirt\w*|agricole|agricola|gartner\w*|garden\w+|landscap\w+|vineyard|winery",
    ),
    ("Telecommunications", r"telecom\w*|telekom\w*|mobile network|broadband"),
    ("Research", r"research\w*|laborator\w+|labs?|forschung\w*|fraunhofer|recherche|cnrs|investigacion|ricerca"),
    ("Beauty and fitness", r"salon|hairdress\w+|friseur\w*|coiffeu\w+|beauty|spa|fitness|gym|personal trainer|yoga"),
)
_PATTERNS = tuple((name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for name, pattern in _INDUSTRIES)


def industry_of(employer: str, title: str) -> str | None:
    """The industry that most words point to, the employer's counting double; None if no word tells."""
    best, points = None, 0
    for name, pattern in _PATTERNS:
        score = 2 * len(pattern.findall(fold(employer))) + len(pattern.findall(fold(title)))
        if score > points:
            best, points = name, score
    return best
