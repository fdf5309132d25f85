"""Names of languages in several languages, and words for how well one is spoken."""

from __future__ import annotations

import re

from zenhire.analysis.cv.parse.fold import alternatives, fold, key
from zenhire.analysis.cv.parse.schema import LanguageLevel

_NAMES = """en english englisch anglais inglés inglese inglês engels angielski ingilizce
de german deutsch allemand alemán tedesco alemão duits niemiecki almanca
fr french französisch français francés francese francês frans francuski fransızca
es spanish spanisch espagnol español spagnolo espanhol spaans hiszpański ispanyolca castellano castilian
it italian italienisch italien italiano italiaans włoski italyanca
pt portuguese portugiesisch portugais portugués portoghese português portugees portugalski portekizce
nl dutch niederländisch néerlandais neerlandés holandés olandese holandês neerlandês nederlands niderlandzki
holenderski felemenkçe hollandaca
pl polish polnisch polonais polaco polacco polonês pools polski lehçe
tr turkish türkisch turc turco turks turecki türkçe
ru russian russisch russe ruso russo rosyjski rusça
uk ukrainian ukrainisch ukrainien ucraniano ucraino oekraïens ukraiński ukraynaca
ar arabic arabisch arabe árabe arabo arabski arapça
zh chinese mandarin cantonese chinesisch chinois chino cinese chinês chinees chiński çince
ja japanese japanisch japonais japonés giapponese japonês japans japoński japonca
ko korean koreanisch coréen coreano koreaans koreański korece
hi hindi pa punjabi pendschabi ur urdu bn bengali ta tamil te telugu gu gujarati mr marathi ml malayalam
ro romanian rumänisch roumain rumano rumeno romeno roemeens rumuński rumence
cs czech tschechisch tchèque checo ceco tsjechisch czeski çekçe
sk slovak slowakisch slovaque eslovaco slovacco słowacki
hu hungarian ungarisch hongrois húngaro ungherese hongaars węgierski macarca
bg bulgarian bulgarisch bulgare búlgaro bulgaro bułgarski bulgarca
el greek griechisch grec griego greco grego grieks grecki yunanca
sv swedish schwedisch suédois sueco svedese zweeds szwedzki isveççe
no norwegian norwegisch norvégien noruego norvegese norueguês noors norweski norveççe
da danish dänisch danois danés danese dinamarquês deens duński danca
fi finnish finnisch finnois finlandés finlandese finlandês fins fiński fince
hr croatian kroatisch croate croata kroatisch chorwacki hırvatça
sr serbian serbisch serbe serbio serbo servisch serbski sırpça
bs bosnian bosnisch sl slovenian slowenisch slovène esloveno sq albanian albanisch albanais
lt lithuanian litauisch litewski lv latvian lettisch et estonian estnisch
fa persian farsi persisch persan he hebrew hebräisch hébreu hebreo ebraico id indonesian ms malay
th thai vi vietnamese vietnamesisch vietnamien sw swahili kiswahili tl tagalog filipino so somali am amharic
ca catalan katalanisch catalán catalano catalão gl galician gallego galego eu basque euskera vasco
ku kurdish kurdisch kürtçe la latin latein latino af afrikaans cy welsh ga irish ase asl"""
LANGUAGES: dict[str, str] = {}
_code = ""
for _word in _NAMES.split():
    if _word.isascii() and (len(_word) == 2 or _word == "ase"):
        _code = _word
    else:
        LANGUAGES[key(_word)] = _code
_LEVELS: tuple[tuple[LanguageLevel, str], ...] = (
    (
        "native",
        r"(?<!near )(?<!near-)native(?: or bilingual proficiency| speaker| language)?|mother tongue|"
        r"first language|bilingual\w*|muttersprach\w+|zweisprachig|bilingue|langue maternelle|maternell?e|"
        r"lengua materna|nativ[oaey]|materna|madrelingua|lingua madre|lingua materna|moedertaal|tweetalig|"
        r"ojczysty|jezyk ojczysty|ana ?dil\w*|rodzimy",
    ),
    ("C2", r"c2|full professional(?: proficiency)?|near native|mastery|verhandlungssicher in wort und schrift"),
    (
        "C1",
        r"c1|fluent\w*|fluency|proficient|verhandlungssicher|fliessend|flie.end|courant|couramment|fluido|"
        r"fluide|fluida|fluente|vloeiend|biegly|biegle|akici|ileri|advanced|fortgeschritten\w*|avance|"
        r"avanzado|avanzato|avancado|gevorderd|zaawansowany|sehr gut\w*|excellent|tres bon niveau|ottimo|"
        r"uitstekend|cok iyi|dominio|bilingual professional",
    ),
    (
        "B2",
        r"b2|upper[- ]intermediate|professional working(?: proficiency)?|professional proficiency|"
        r"gut(?:e kenntnisse)?|bon niveau|good(?: command)?|buono|bueno|bom|goed|dobry|dobra|iyi|"
        r"medio[- ]alto|professionnel|conversational proficiency",
    ),
    (
        "B1",
        r"b1|intermediate|conversational|limited working(?: proficiency)?|mittelstufe|intermediaire|"
        r"intermedi[oa]|intermediario|middelmatig|sredniozaawansowany|komunikatywny|orta|redelijk|medio|"
        r"discreto|conversation",
    ),
    (
        "A2",
        r"a2|elementary(?: proficiency)?|pre[- ]intermediate|grundkenntnisse|basic|basique|basico|base|"
        r"basis(?:kennis)?|notions|podstawow[yae]|temel|baslangic|elemental|elementare|elementar|"
        r"scolastico|scolaire|school level|schulkenntnisse|nociones|nocoes",
    ),
    ("A1", r"a1|beginner|anfanger|debutant|principiante|iniciante|beginner|poczatkujacy"),
)
_PATTERNS = tuple((level, re.compile(rf"(?<!\w)(?:{text})(?!\w)")) for level, text in _LEVELS)
_ALTERNATIVES = alternatives(LANGUAGES)
_NAME = re.compile(rf"(?<!\w)(?:{_ALTERNATIVES})(?!\w)")
_UPPER = re.compile(r"(?<!\w)([abc][12])[+]?(?!\w)")


def language_names(text: str) -> list[tuple[int, int, str]]:
    """Start, end and ISO code of the names of languages in a text."""
    return [(match.start(), match.end(), LANGUAGES[match.group()]) for match in _NAME.finditer(fold(text))]


def language_level(text: str) -> LanguageLevel | None:
    """The level that words about a language tell: a CEFR level where one is given, else what the words usually mean."""
    folded = fold(text)
    if match := _UPPER.search(folded):
        return next(level for level, _ in _LEVELS if level.lower() == match[1])
    return next((level for level, pattern in _PATTERNS if pattern.search(folded)), None)
