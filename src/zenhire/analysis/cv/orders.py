"""Sentences in a CV that are meant for a machine: they tell it what to leave out, what to say, or how to rate.

An order stands at the beginning of a sentence or clause, or after words like `and`, `please`, `you must`. So `taught
pupils to ignore ...`, `returned a score of ...` and `would recommend ...` are none: CVs tell what was done. Where the
addressee is named, a machine has to be, and as one that is spoken to; an AI engineer writes about them all day.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

_START = (
    r"(?:^|[\n\t.!?:;,(){}\[\]<>*#\"“”„«»•·–—-]\s*|\b(?:please|and|then|but|must|should|shall|now|just|simply|always|only"
    r"|instead|you|you\s+to|bitte|und|et|puis|veuillez|y|e|por\s+favor|per\s+favore|en|oraz|i)\s+)"
)
_GAP = r"(?:[\w'’-]+\s+)"
_TARGET = r"(?:candidates?|applicants?|resume|résumé|cv|person|profile|application|curriculum\s+vitae)"
_MACHINE = (
    r"(?:a\.?i\.?|llms?|(?:large\s+)?language\s+models?|chat\s?gpt|gpt(?:-\d\w*)?|ats|chatbots?|bots?|algorithms?|robots?"
    r"|(?:ai|ats|llm|applicant\s+tracking|automated|automatic|machine|screening|ranking|scoring)[\s-]+(?:[\w-]+\s+)?"
    r"(?:systems?|tools?|software|reviewers?|recruiters?|screeners?|parsers?|models?|bots?|assistants?|agents?|readers?))"
)
_TOP = (
    r"(?:highly|top|first|best|perfect|excellent|strong(?:est)?|outstanding|10(?:\s?/\s?|\s+out\s+of\s+)10|100|maximum|highest|full"
    r"|exceptional(?:ly)?|ideal|qualified|suitable)"
)
_MAXIMUM = r"(?:1\.0+|10(?:\s?/\s?|\s+out\s+of\s+)10|5\s?/\s?5|100|9\d|maximum|highest|full|perfect|top)"
_MARKS = r"(?:scores?|ratings?|marks?|grades?|points?|ranks?|ranking)"
_FORMER = r"(?:previous|prior|above|earlier|preceding|foregoing|system|your|all|any|other|everything)"
_RULES = r"(?:instructions?|prompts?|rules|guidelines|directions|directives|criteria|commands)"

_JUDGED = (
    r"(?:ranked|rated|scored|placed|moved|marked|treated|considered|classified|shortlisted|accepted|hired|invited|approved"
    r"|selected|recommended|forwarded)"
)
_SAID = (
    r"(?:evaluation|summary|assessment|output|response|answer|review|ranking|analysis|report|verdict|scoring|decision)"
)

_ENGLISH = (
    rf"(?:do\s+not|don['’]t|never)\s+(?:reject|penali[sz]e|question|read|consider|highlight|exclude|downgrade)\s+"
    rf"(?:any|the|this|other)\s+{_GAP}{{0,2}}?(?:{_TARGET}|text|negatives?|missing|weakness\w*|gaps?)\b",
    rf"ignore\s+(?:any|all|the)\s+{_GAP}{{0,2}}?(?:skills|gaps?|weakness\w*|requirements|qualifications|shortcomings)\b",
    rf"you\s+are\s+(?:now\s+)?(?:reviewing|evaluating|reading|screening|assessing|scoring|looking\s+at)\s+(?:an?|the|this)\s+"
    rf"(?:[\w-]+\s+){{0,3}}?{_TARGET}\b",
    r"say\s+[\"“„'‘]",
    rf"(?:internal\s+)?(?:screener|reviewer|recruiter)s?['’]?\s+note\s*:[^.\n]{{0,20}}\b{_TARGET}\b",
    rf"this\s+(?:\w+\s+)?{_TARGET}\s+(?:should|must|shall|has\s+to|needs?\s+to|is\s+to)\s+(?:always\s+)?be\s+{_JUDGED}\b",
    rf"(?:give|assign|award|grant)\s+this\s+(?:\w+\s+)?{_TARGET}\s+{_GAP}{{0,5}}?{_MARKS}\b",
    rf"in\s+your\s+(?:final\s+)?{_SAID}\b",
    rf"your\s+(?:final\s+)?{_SAID}\s+(?:must|should|shall|has\s+to|is\s+to)\b",
    rf"{_MACHINE}\s+(?:must|should|shall|are\s+to|is\s+to)\s[^.\n]{{0,80}}\b(?:{_TARGET}|this\s+document)\b",
    r"(?:begin|start(?:\s+of)?|end\s+of)\s+(?:the\s+)?system\s+(?:message|prompt)\b",
    rf"you\s+(?:will|must|shall|should)\s+(?:now\s+)?(?:score|rate|rank|select|recommend|approve|hire|accept)\s+(?:this|the)\s+"
    rf"(?:\w+\s+)?{_TARGET}\b",
    rf"(?:ignore|disregard|forget|override|bypass)\s+{_GAP}{{0,3}}?{_FORMER}\s+{_GAP}{{0,2}}?{_RULES}",
    r"(?:ignore|disregard|forget)\s+(?:everything|anything|all|the\s+(?:rest|job\s+description|requirements))\b",
    rf"(?:do\s+not|don['’]t|never)\s+(?:follow|obey)\s+{_GAP}{{0,3}}?{_RULES}",
    r"(?:override|bypass|skip)\s+(?:the|any|all|your)\s+(?:\w+\s+){0,2}?(?:scor\w+|screening|rubric|ranking|checks?|evaluation)",
    rf"(?:rate|score|rank|grade|evaluate|classify|mark|recommend|treat|consider)\s+(?:this|the)\s+(?:\w+\s+)?{_TARGET}\s+"
    rf"(?:\w+\s+){{0,4}}?(?:as\s+)?(?:an?\s+|the\s+|with\s+)?(?:\w+\s+){{0,2}}?{_TOP}",
    rf"(?:rate|score|rank|grade|place|put|move|push|forward|recommend|praise|promote|select|hire|shortlist|approve)\s+(?:this"
    rf"|hiring\s+this)\s+(?:\w+\s+)?{_TARGET}",
    rf"(?:give|assign|award|grant|return|output|set|print)\s+(?:it\s+|only\s+)?{_GAP}{{0,6}}?{_MARKS}\s+(?:of|to|as|=|:)?\s*"
    rf"{_MAXIMUM}\b",
    rf"(?:give|assign|award|grant)\s+(?:it\s+)?{_GAP}{{0,5}}?(?:the\s+)?(?:highest|maximum|top|best|full|perfect)\s+"
    rf"(?:possible\s+)?{_MARKS}",
    r"set\s+\w+_\w+\s*(?:to|=)\s*\S+",
    r"(?:respond|answer|reply)\s+(?:only\s+)?(?:with\s+(?:only\s+)?[\"'‘’“”„{]|that\s+(?:this|the)\b)",
    rf"(?:say|state|report|conclude|answer|claim|pretend)\s+that\s+(?:this|the)\s+(?:is\b|{_TARGET})",
    rf"(?:treat|consider|mark|count)\s+(?:every|all|each)\s+{_GAP}{{0,3}}?as\s+(?:present|met|fulfilled|satisfied|true)",
    r"(?:do\s+not|don['’]t|never)\s+(?:mention|list|report|show)\s+(?:any\s+|the\s+)?(?:weakness|gap|negative|concern|flaw)\w*",
    r"(?:say|write)\s+only\s+positive\b|say\s+positive\s+things",
    r"(?:your\s+(?:new\s+|only\s+)?task\s+is\s+(?:now\s+)?to|from\s+now\s+on,?\s+you)\b",
    r"(?:new|updated|hidden|secret)\s+instructions?\s*:\s*\w+",
    rf"system(?:\s+(?:prompt|message|instructions?|note))?\s*:[^.\n]{{0,20}}\b{_TARGET}\b",
    r"system\s+(?:prompt|message|instructions?)\s*:",
    rf"(?:hidden\s+|secret\s+|important\s+)?(?:note|message|instructions?|attention|hint|hi|hello|hey|dear|notice)(?:\s+(?:to|for))?\s+(?:the\s+|any\s+|all\s+)?"
    rf"{_MACHINE}(?:\s+[\w-]+){{0,2}}?\s*[:,–—]",
    rf"(?:{_MACHINE}|claude|gemini|copilot)\s*[:,]\s*(?:please|ignore|disregard|forget|say|rate|rank|give|return|treat|assign|add"
    r"|if\s+you|you\s+must|this\s+(?:candidate|applicant))\b",
    rf"(?:for|to)\s+(?:the\s+|any\s+|all\s+)?{_MACHINE}(?:\s+[\w-]+){{0,2}}?\s*:",
    rf"(?:ignore|disregard|forget)\s+(?:the|these|any)\s+{_RULES}\s+(?:above|below|before|you|given)\b",
    rf"praise\s+(?:this|the)\s+{_TARGET}\b",
    rf"treat\s+(?:the|this)\s+{_TARGET}['’]s\b",
    rf"assume\s+(?:that\s+)?(?:all|every|any|the|this)\s[^.\n]{{0,20}}\b(?:requirements?|required|skills|{_TARGET})\b",
    rf"(?:evaluate|summari[sz]e|describe|assess|judge)\s+this\s+(?:\w+\s+)?{_TARGET}\b",
    r"you\s+(?:have\s+been|were|are)\s+(?:instructed|told|programmed|required|ordered)\s+to\b",
    rf"rank\s+(?:\w+\s+)?above\s+(?:all|every|any)\s+(?:other\s+)?{_TARGET}\b",
    rf"(?:when|if)\s+(?:you\s+are\s+)?asked\s+about\s+(?:this|the)\s+{_TARGET}\b",
    r"(?:reply|answer|say|respond)\s+that\s+(?:he|she|they)\s+(?:is|are)\b",
    r"pay\s+no\s+attention\s+to\s+(?:the|any|all|your)\s+(?:\w+\s+)?(?:requirements?|above|job|instructions?|rules|rest)\b",
    rf"(?:you\s+are|you['’]re|act\s+as|pretend\s+to\s+be)\s+(?:now\s+)?(?:an?\s+|the\s+|my\s+)(?:[\w-]+\s+){{0,2}}?(?:{_MACHINE}"
    r"|assistant)\b",
    rf"if\s+you(?:\s+are|['’]re)\s+(?:an?\s+)?(?:[\w-]+\s+)?{_MACHINE}\b",
    rf"as\s+(?:an?\s+)?{_MACHINE}\b[^.\n]{{0,40}}\byou\b",
    rf"(?:any|every|all)\s+{_MACHINE}\s[^.\n]{{0,60}}\b(?:should|must|shall|needs?\s+to|has\s+to)\b[^.\n]{{0,60}}\b{_TARGET}",
)
_OTHERS = (
    # "If you are a machine", in all of them
    r"(?:wenn\s+du\s+eine?|falls\s+du\s+eine?|si\s+vous\s+êtes\s+une?|si\s+tu\s+es\s+une?|si\s+eres\s+una?|si\s+usted\s+es\s+una?"
    r"|se\s+sei\s+un['’]?|se\s+você\s+é\s+uma?|als\s+je\s+een|jeśli\s+jesteś)\s*(?:ki|ia|ai|si|llm|sprachmodell|modèle|modelo|modello"
    r"|modelem|taalmodel|robot|bot|intelligen[czt]\w*)\b",
    # German
    r"(?:ignorier(?:e|t|en\s+sie)|missachte(?:n\s+sie|t)?|vergiss|vergessen\s+sie)\s+(?:\w+\s+){0,3}?(?:vorherigen?|bisherigen?"
    r"|obigen?|vorigen?|früheren?|alle[ns]?|sämtliche[ns]?)\s+(?:\w+\s+){0,2}?(?:anweisung|instruktion|regel|vorgabe|prompt)\w*",
    r"(?:bewerten?|empfehlen?|empfiehl|stufen?|reihen?|setzen?|laden?)\s+(?:sie\s+)?dies(?:en|e|es)\s+(?:\w+\s+)?(?:kandidat\w*"
    r"|bewerber\w*|lebenslauf|bewerbung|profil)",
    r"(?:gib|geben\s+sie|vergib|vergeben\s+sie|erteilen?)\s+(?:sie\s+)?dies(?:em|er)\s+(?:kandidat|bewerb|lebenslauf|profil)\w*",
    r"antworte(?:n\s+sie|t)?\s+(?:nur|ausschließlich|immer)\s+(?:mit|dass)\b",
    r"als\s+(?:eine?\s+)?(?:ki|ai|künstliche\s+intelligenz|sprachmodell)\b[^.\n]{0,40}\b(?:musst|sollst|müssen|sollen|wirst)\b",
    r"(?:hinweis|nachricht|anweisung|notiz|achtung|botschaft)\s+(?:an|für)\s+(?:die\s+|das\s+|alle\s+|jede\s+)?(?:ki|ai|ats|llms?"
    r"|sprachmodelle?|bewerbersystem|software|algorithm\w+)\b",
    # French
    r"(?:ignore[zr]?|oublie[zr]?|négligez|néglige)\s+(?:\w+\s+){0,3}?(?:instructions?|consignes|règles)\s*(?:\w+\s+){0,2}?"
    r"(?:précédentes?|antérieures?|ci-dessus|du\s+système)",
    r"(?:évalue[zr]?|note[zr]?|classe[zr]?|recommande[zr]?|place[zr]?|mets|mettez)\s+(?:ce|cette)\s+(?:candidat\w*|cv|profil"
    r"|candidature)",
    r"(?:attribue[zr]?|donne[zr]?(?:-lui)?|accorde[zr]?)\s+(?:\w+\s+){0,2}?(?:(?:note|score)\s+maxim\w+|meilleure?\s+(?:note|score))",
    r"répond(?:s|ez)\s+(?:uniquement|seulement|toujours)\s+(?:que|par)\b",
    r"en\s+tant\s+qu(?:e\s+|['’])(?:modèle\s+de\s+langage|ia\b|intelligence\s+artificielle|assistant)[^.\n]{0,30}\b(?:devez|dois)\b",
    r"(?:note|message|instructions?|consignes?|attention|remarque)\s+(?:à|pour|au)\s*(?:l['’]\s?|le\s+|la\s+|les\s+)?(?:ia|ats"
    r"|intelligence\s+artificielle|modèle|système|logiciel|algorithme|robot)\b[^.\n:]{0,20}:",
    # Spanish and Portuguese
    r"(?:ignor[ae]n?|olvid[ae]n?|desconsidere?|esqueça|esquece)\s+(?:\w+\s+){0,3}?(?:instruc(?:ciones|ción)|instruç(?:ões|ão)"
    r"|órdenes|ordens|reglas|regras)\s*(?:\w+\s+){0,1}?(?:anterior(?:es)?|pr[eé]vi[ao]s|acima|de\s+arriba)",
    r"(?:califi(?:ca|que)|evalú[ae]|avali[ae]|recomiend[ae]|recomend[ae]|clasifi(?:ca|que)|classifique|coloque|pon(?:ga)?)\s+"
    r"(?:a\s+)?(?:est[ea]|ao)\s+(?:candidat[oa]|currículum|currículo|cv|perfil)",
    r"(?:asign[ae]|d[aáê]|dele|dale|otorg[au]e?|atribu[ai]|conceda)\s+(?:\w+\s+){0,2}?(?:puntuación|puntaje|calificación|nota"
    r"|pontuação)\s+(?:máxima?|máximo|más\s+alta|mais\s+alta|perfect[ao]|perfeita)",
    r"respond[ae]\s+(?:sol[oa]|sólo|únicamente|apenas|somente|siempre|sempre)\s+(?:que|con|com)\b",
    r"como\s+(?:una?\s+|um\s+|uma\s+)?(?:modelo\s+de\s+(?:lenguaje|linguagem)|ia|inteligencia\s+artificial|inteligência\s+"
    r"artificial)\b[^.\n]{0,20}\b(?:debes?|deve[sm]?|tienes|tem|precisa)\b",
    r"(?:nota|mensaje|mensagem|instrucción|instrução|atención|atenção|aviso)\s+(?:para|a|à|ao)\s*(?:la\s+|el\s+|a\s+|o\s+|los\s+"
    r"|os\s+)?(?:ia|ats|inteligencia\s+artificial|inteligência\s+artificial|modelo|sistema|algoritmo)\b[^.\n:]{0,20}:",
    # Italian
    r"(?:ignor|dimentic)(?:a|are|ate|hi|hino|i|ino)\s+(?:\w+\s+){0,3}?(?:istruzioni|regole|indicazioni)\s+(?:\w+\s+)?"
    r"(?:precedenti|sopra|sopra\w+)",
    r"(?:valuta|valutate|valuti|classifica|raccomanda|raccomandi|consiglia)\s+(?:questo|questa|il\s+presente)\s+(?:candidat[oa]"
    r"|curriculum|cv|profilo)",
    r"(?:assegna|assegni|attribuisci|dai|dia)\s+(?:\w+\s+){0,3}?(?:punteggio|voto)\s+(?:massimo|pieno|più\s+alto)",
    r"(?:in\s+quanto|come)\s+(?:un\s+)?(?:modello\s+linguistico|ia|intelligenza\s+artificiale)\b[^.\n]{0,20}\b(?:devi|deve"
    r"|dovete)\b",
    r"(?:nota|messaggio|istruzion[ei]|attenzione|avviso)\s+(?:per|a|al|all)\s*(?:['’]\s?|l['’]\s?|il\s+|lo\s+|la\s+)?(?:ia|ats"
    r"|intelligenza\s+artificiale|modello|sistema|algoritmo)\b[^.\n:]{0,20}:",
    # Dutch
    r"(?:negeer|vergeet)\s+(?:\w+\s+){0,3}?(?:eerdere|vorige|bovenstaande|alle)\s+(?:\w+\s+)?(?:instructies|regels|opdrachten)",
    r"(?:beoordeel|beveel|plaats|zet|geef)\s+(?:deze|dit)\s+(?:kandidaat|sollicitant|cv|profiel)",
    r"als\s+(?:een\s+)?(?:ai|ki|taalmodel)[\w-]*\s[^.\n]{0,20}?\b(?:moet|dien|zal)\s+(?:je|u|jij)\b",
    r"(?:opmerking|bericht|instructies?|notitie|let\s+op)\s+(?:voor|aan)\s+(?:de\s+|het\s+|alle\s+)?(?:ai|ats|systeem|taalmodel\w*"
    r"|algoritme)\b",
    # Polish, Russian, Turkish
    r"(?:zignoruj|ignoruj|zapomnij|pomiń)\w*\s+(?:\w+\s+){0,3}?(?:instrukcj\w+|polece\w+|zasad\w*)",
    r"(?:oceń|poleć|zarekomenduj|zaklasyfikuj|umieść)\s+(?:tego|tę|tą|to)\s+(?:kandydat\w*|cv|aplikacj\w+|profil\w*)",
    r"jako\s+(?:model\s+językowy|ai|si|sztuczna\s+inteligencja)\b[^.\n]{0,20}\b(?:musisz|powin\w+|masz)\b",
    r"(?:uwaga|notatka|wiadomość|instrukcja|informacja)\s+(?:dla|do)\s+(?:ai|si|ats|systemu|modelu|algorytmu|sztucznej)\b",
    r"(?:игнорируй\w*|проигнорируй\w*|забудь\w*)\s+(?:\w+\s+){0,3}?(?:инструкци\w+|указани\w+|правил\w+)",
    r"önceki\s+(?:\w+\s+){0,2}?talimat\w*\s+(?:\w+\s+){0,2}?(?:yok\s+say|unut|dikkate\s+alma)\w*",
)
_ANYWHERE = (
    rf"\b(?:is|are|contains?)\s+(?:an?\s+)?(?:hidden\s+)?instructions?\s+(?:for|to)\s+(?:the|any|all|an)\s+{_MACHINE}\b",
    r"<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|<</?SYS>>|###\s*(?:system|instruction)s?\b",
    rf"\b(?:best|most|strongest|finest)\b[^.\n]{{0,40}}\b{_TARGET}\b[^.\n]{{0,20}}\byou(?:['’]ve|\s+have)\s+ever\b",
    # Chinese, Japanese, Korean, Arabic, which set no blanks or begin sentences in other ways
    r"(?:忽略|无视|忘记|不要理会|忽視|無視)[^。\n]{0,12}(?:指令|指示|说明|提示|規則|规则)",
    r"(?:以前|前|これまで|上記)の[^。\n]{0,8}(?:指示|命令)[^。\n]{0,4}(?:無視|忘れ)",
    r"이전[^.\n]{0,8}(?:지시|명령|지침)[^.\n]{0,6}(?:무시|잊)",
    r"تجاهل\s+(?:\w+\s+){0,3}?(?:التعليمات|الأوامر)",
)


def _any_of(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


_ORDER = re.compile(
    rf"{_START}(?=\w)(?P<order>{_any_of((*_ENGLISH, *_OTHERS))})|(?P<mark>{_any_of(_ANYWHERE)})",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n|\t")


def instructions(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences that speak to a machine, in order, not overlapping."""
    edges = [0, *(edge.end() for edge in _SENTENCE_END.finditer(text)), len(text)]
    last = 0
    for found in _ORDER.finditer(text):
        first = max(found.start("order"), found.start("mark"))
        if first < last:
            continue
        start = max(last, edges[bisect_right(edges, first) - 1])
        last = edges[bisect_left(edges, found.end())]
        yield start, last
