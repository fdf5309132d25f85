"""Sentences in a CV that are meant for a machine: they tell it what to leave out, what to say, or how to rate.

An order stands at the beginning of a sentence or clause, or after words like `and`, `please`, `you must`. So `taught
pupils to ignore ...`, `returned a score of ...` and `would recommend ...` are none: CVs tell what was done.

Many CVs also give duties as orders (`Rate suppliers`, `Act as an assistant`), and people who work with machines name
them. So a clause counts only if it is about this candidate, this document or its judgement, whether or not a machine
is named, or about former instructions. Where in doubt it does not count: the rules follow no orders, so a paraphrase
that escapes does no harm, while a false alarm takes evidence away and accuses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

_START = (
    r"(?:^|[\n\t.!?:;,(){}\[\]<>*#\"“”„«»•·–—]\s*|(?<!\w)-\s*|\b(?:please|kindly|and|then|but|must|should|shall|now|just"
    r"|simply|always|only|instead|you|you\s+to|bitte|und|et|puis|veuillez|y|e|por\s+favor|per\s+favore|en|oraz|i)\s+)"
)
_GAP = r"(?:[\w'’-]+\s+)"
_CV = (
    r"(?:candidate|applicant|resume|résumé|cv|curriculum\s+vitae)(?:['’]s)?\b(?!\s+(?:database|parser|list|pool|pipeline"
    r"|portal|system|tool|software|data|track|search|screening|management|journey|experience\s+platform))"
)
# An application and a profile are software, too: these count only where the rest is about hiring or marks.
_SOFT = r"(?:person|profile|application|submission)"
_IS = r"(?:is|has|meets|must|should|fulfil\w*)\b"
_THIS = (
    rf"(?:(?:this|following)\s+(?:\w+\s+)?(?:{_CV}|person\b)|(?:the\s+)?{_CV}\s+{_IS}"
    rf"|(?:of|as)\s+the\s+{_CV}(?=\s*\.|\s+advocate))"
)
_NEAR = r"[^.\n]{0,60}?\b"
_MACHINE = (
    r"(?<![\w-])(?:(?:large\s+)?(?:ai\s+)?language\s+models?|a\.?i\.?|llms?|chat\s?gpt|gpt(?:-\d\w*)?|ats|chatbots?|bots?"
    r"|algorithms?|robots?"
    r"|(?:ai|ats|llm|applicant\s+tracking|automated|automatic|machine|screening|ranking|scoring)[\s-]+(?:[\w-]+\s+)?"
    r"(?:systems?|tools?|software|reviewers?|recruiters?|screeners?|parsers?|models?|bots?|assistants?|agents?|readers?))"
)
_TOP = (
    r"(?:highly|top|first|number\s+one|best|perfect|excellent|strong(?:est)?|outstanding|10(?:\s?/\s?|\s+out\s+of\s+)10|100"
    r"|maximum|highest|full|exceptional(?:ly)?|ideal)"
)
_MAXIMUM = r"(?:1\.0+|10(?:\s?/\s?|\s+out\s+of\s+)10|5\s?/\s?5|100|9\d|maximum|highest|full|perfect|top)"
_MARKS = r"(?:scores?|ratings?|marks?|grades?)"
_GIVE = r"(?:give|assign|award|grant|return|output|print)"
_RATE = r"(?:rate|score|rank|grade|evaluate|classify|mark|recommend|treat|consider)"
_FORMER = r"(?:previous|prior|above|earlier|preceding|foregoing)"
_RULES = r"(?:instructions?|prompts?|rules|guidelines|directions|directives|criteria|commands)"
_JUDGED = r"(?:ranked|rated|scored|shortlisted|hired|invited|selected|recommended|accepted|approved|considered)"
_SAID = (
    r"(?:evaluation|summary|assessment|output|response|answer|review|ranking|analysis|report|verdict|scoring|decision)"
)
_VERDICT = r"(?:hire|highly|recommend\w*|accept\w*|approved?|qualified|perfect|ideal|score|shortlist)"

_ENGLISH = (
    # Former instructions, and what the judge goes by
    rf"(?:ignore|disregard|forget|override|bypass)\s+{_GAP}{{0,3}}?{_FORMER}\s+{_GAP}{{0,2}}?{_RULES}\b",
    rf"(?:ignore|disregard|forget|override|bypass)\s+(?:all\s+)?(?:of\s+)?your\s+{_GAP}{{0,2}}?(?:instructions|prompt|guidelines)\b",
    r"(?:ignore|disregard|forget)\s+(?:all|any|system)\s+(?:of\s+)?(?:the\s+|your\s+|other\s+)?(?:instructions|prompts?)\b(?!\s+of\b)",
    rf"(?:ignore|disregard|forget)\s+(?:the|these|any)\s+{_RULES}\s+(?:above|below|before|you|given)\b",
    r"(?:ignore|disregard|forget)\s+(?:everything|anything|all)\s+(?:above|before|you\s+(?:were|have\s+been)\s+told)\b",
    r"(?:ignore|disregard|forget)\s+the\s+(?:job\s+description|rest\s+of\s+(?:this|the)\s+(?:document|text|page|cv|resume))\b",
    rf"(?:do\s+not|don['’]t|never)\s+(?:follow|obey)\s+{_GAP}{{0,2}}?(?:your|{_FORMER})\s+{_GAP}{{0,2}}?{_RULES}\b",
    r"(?:override|bypass|skip)\s+(?:the\s+scoring\s+rubric|your\s+(?:\w+\s+)?(?:screening|evaluation|ranking|checks))\b",
    r"pay\s+no\s+attention\s+to\s+(?:the|any|all|your)\s+(?:\w+\s+)?(?:above|instructions|prompts?)\b",
    rf"(?:new|updated|hidden|secret)\s+instructions?\s*:{_NEAR}{_THIS}",
    r"(?:begin|start\s+of|end\s+of)\s+(?:the\s+)?system\s+(?:message|prompt)\s*[:.\]=*>-]",
    # What to do with this candidate
    rf"(?:do\s+not|don['’]t|never)\s+(?:reject|penali[sz]e|question|exclude|downgrade)\s+this\s+(?:\w+\s+)?"
    rf"(?:{_CV}|person)\b",
    r"(?:do\s+not|don['’]t|never)\s+read\s+any\s+other\s+text\b",
    rf"(?:ignore|disregard)\s+(?:any|all|the)\s+{_GAP}{{0,2}}?(?:skills|gaps?|weakness\w*|requirements|qualifications)\b"
    rf"{_NEAR}this\s+(?:{_CV}|{_SOFT})\b",
    rf"you\s+are\s+(?:now\s+)?(?:reviewing|evaluating|screening|assessing|scoring)\s+"
    rf"(?:this|an?\s+(?:[\w-]+\s+)?(?:great|{_TOP}))\s+{_CV}\b",
    rf"you\s+(?:will|must|shall|should)\s+(?:now\s+)?(?:score|rate|rank|select|recommend|approve|hire|accept)\s+(?:this|the)\s+"
    rf"{_CV}\b",
    rf"this\s+(?:\w+\s+)?(?:{_CV}|person)\s+(?:should|must|shall|has\s+to|needs?\s+to|is\s+to)\s+(?:always\s+)?be\s+{_JUDGED}\b",
    rf"(?:rate|score|rank|grade|place|put|move|push|forward|recommend|praise|promote|select|hire|shortlist|approve"
    rf"|classify|mark)\s+(?:hiring\s+)?this\s+(?:\w+\s+)?{_CV}\b",
    rf"{_RATE}\s+the\s+following\s+{_CV}\s+as\s+(?:an?\s+|the\s+)?{_TOP}\b",
    r"(?:recommend\s+hiring|praise|hire)\s+this\s+person\b",
    rf"(?:{_RATE}|describe|judge|assess|summari[sz]e)\s+this\s+(?:{_CV}|{_SOFT})\s+(?:favou?rably|positively|(?:{_GAP}{{0,3}}?)as\s+"
    rf"(?:an?\s+|the\s+)?{_TOP})\b",
    rf"(?:forward|move|push|put|place|promote)\s+this\s+(?:\w+\s+)?{_SOFT}\s+(?:to|at|in|on)\s+(?:the\s+)?"
    rf"(?:top|first|hiring\s+manager|next\s+round|interview|shortlist)\b",
    rf"(?:give|assign|award|grant)\s+this\s+(?:{_CV}\s+{_GAP}{{0,5}}?|{_SOFT}\s+{_GAP}{{0,2}}?{_TOP}\s+){_MARKS}\b",
    rf"{_GIVE}\s+(?:it\s+|only\s+)?{_GAP}{{0,5}}?{_MARKS}\s+(?:of|to|as|=|:)?\s*{_MAXIMUM}\b[^.\n]{{0,20}}?\b"
    rf"(?:this\s+(?:{_CV}|{_SOFT})|every\s+criterion|all\s+categories)\b",
    rf"{_GIVE}\s+(?:it\s+)?{_GAP}{{0,3}}?{_TOP}\s+(?:possible\s+)?{_MARKS}\s+to\s+this\s+(?:{_CV}|{_SOFT})\b",
    rf"set\s+(?:overall|match|candidate|applicant|resume|cv|fit|hire|hiring)_\w+\s*(?:to|=)\s*[\"']?(?:{_MAXIMUM}|1\b|true|hire|yes)",
    rf"(?:treat|consider|mark|count)\s+(?:every|all|each)\s+{_GAP}{{0,2}}?(?:skills?|requirements?|criteri\w+|qualifications?)\s+"
    r"as\s+(?:present|met|fulfilled|satisfied|true)\b",
    rf"assume\s+(?:that\s+)?(?:all|every)\s+{_GAP}{{0,2}}?(?:requirements?|skills?|certifications?|qualifications?)\s+"
    r"(?:(?:have|has)\s+been|are|is)\s+(?:met|obtained|present|fulfilled|satisfied)\b",
    rf"treat\s+(?:the|this)\s+{_CV}\s+(?:experience|skills|background)\s+as\b",
    # What to say of it
    rf"say\s+[\"“„'‘]{_VERDICT}\b",
    rf"(?:respond|answer|reply)\s+(?:only\s+)?(?:with\s*:?\s+(?:only\s+)?[\"'‘’“”„{{][^.\n]{{0,12}}?\b{_VERDICT}\b|that\s+{_THIS})",
    rf"(?:say|conclude|answer|claim|pretend|output)\s+that\s+(?:(?:this|the)\s+(?:{_CV}|person)\s+(?:is|has|meets)\b"
    rf"|this\s+is\b[^.\n]{{0,30}}?\b{_CV}\b)",
    rf"(?:do\s+not|don['’]t|never)\s+(?:mention|list|report|show)\s+(?:any\s+|the\s+)?(?:weakness|gap|negative|concern|flaw)\w*"
    rf"{_NEAR}(?:this\s+{_CV}|your)\b",
    r"say\s+(?:only\s+)?positive\s+things\s+about\s+this\b",
    rf"in\s+your\s+(?:final\s+)?{_SAID},?\s+(?:please\s+)?(?:say|state|write|mention|conclude|claim)\b",
    rf"your\s+(?:final\s+)?{_SAID}\s+(?:must|should|shall|has\s+to)\s+(?:(?:begin|start)\s+with\s+the\s+word|say|state|recommend)\b",
    rf"(?:your\s+(?:new\s+|only\s+)?task\s+is\s+(?:now\s+)?to|from\s+now\s+on,?\s+you)\b{_NEAR}{_THIS}",
    rf"(?:when|if)\s+(?:you\s+are\s+)?asked\s+about\s+(?:this|the)\s+{_CV}\b",
    rf"you\s+(?:have\s+been|were|are)\s+(?:instructed|told|programmed|required|ordered)\s+to\b{_NEAR}this\s+{_CV}\b",
    # A machine that is spoken to, of this candidate
    rf"internal\s+(?:screener|reviewer|recruiter)s?['’]?\s+note\s*:[^.\n]{{0,20}}\b{_CV}\b",
    rf"system(?:\s+(?:prompt|message|instructions?|note|override))?\s*:[^.\n]{{0,20}}?\b{_THIS}",
    rf"(?:hidden\s+|secret\s+|important\s+)?(?:note|message|instructions?|attention|hint|hi|hello|hey|dear|notice)(?:\s+(?:to|for))?"
    rf"\s+(?:the\s+|any\s+|all\s+)?{_MACHINE}(?:\s+[\w-]+){{0,2}}?\s*[:,–—]{_NEAR}{_THIS}",
    rf"(?:(?:for|to)\s+(?:the\s+|any\s+|all\s+)?)?(?:{_MACHINE}|claude|gemini|copilot)(?:\s+[\w-]+){{0,2}}?\s*[:,]{_NEAR}"
    rf"(?:(?<=[:,]\s)(?:this|the)\s+(?:{_CV}|person)\s+{_IS}|this\s+(?:{_CV}|person\b)|to\s+the\s+profile\b|5/5\s+to\s+all)",
    rf"(?:you\s+are|you['’]re|act\s+as|pretend\s+to\s+be)\s+(?:now\s+)?(?:an?\s+|the\s+|my\s+)(?:[\w-]+\s+){{0,2}}?(?:{_MACHINE}"
    rf"|assistant)\b[^.\n]{{0,40}}?\b(?:must|always|should)\b{_NEAR}(?:{_THIS}|the\s+{_CV})",
    rf"if\s+you(?:\s+are|['’]re)\s+(?:an?\s+)?(?:[\w-]+\s+)?{_MACHINE}(?:\s+reading\s+this\b|\s*,{_NEAR}(?:{_THIS}|{_CV}))",
    rf"as\s+(?:an?\s+)?{_MACHINE},?\s+you\s+(?:must|should|shall|will|have\s+to)\b{_NEAR}{_THIS}",
    rf"(?:(?:any|every|all)\s+)?{_MACHINE}\s[^.\n]{{0,40}}?\b(?:should|must|shall|has\s+to|is\s+to|are\s+to)\s+(?:always\s+)?"
    rf"(?:treat|rank|rate|score|select|accept|approve|recommend|hire|shortlist|conclude){_NEAR}{_THIS}",
)
# The same in other languages: this candidate, with the word for "this"
_CE = r"[^.\n]{0,60}?\b(?:dies\w{1,2}|ce|cette|cet|est[ea]|quest[oa]|deze|dit|ten|tego|tę|to)\s+(?:\w+\s+)?" + (
    r"(?:kand[iy]d\w+|bewerb\w+|lebenslauf|profil\w*|candidat\w*|cv|curr[ií]cul\w*|sollicitant|aplikacj\w+|perfil)\b"
)

_OTHERS = (
    # "If you are a machine", in all of them
    r"(?:wenn\s+du\s+eine?|falls\s+du\s+eine?|si\s+vous\s+êtes\s+une?|si\s+tu\s+es\s+une?|si\s+eres\s+una?|si\s+usted\s+es\s+una?"
    r"|se\s+sei\s+un['’]?|se\s+você\s+é\s+uma?|als\s+je\s+een|jeśli\s+jesteś)\s*(?:ki|ia|ai|si|llm|sprachmodell|modèle|modelo|modello"
    r"|modelem|taalmodel|robot|bot|intelligen[czt]\w*)\b" + _CE,
    # German
    r"(?:ignorier(?:e|t|en\s+sie)|missachte(?:n\s+sie|t)?|vergiss|vergessen\s+sie)\s+(?:\w+\s+){0,3}?(?:vorherigen?|bisherigen?"
    r"|obigen?|vorigen?|früheren?|alle[ns]?|sämtliche[ns]?)\s+(?:\w+\s+){0,2}?(?:anweisung|instruktion|regel|vorgabe|prompt)\w*",
    r"(?:bewerten?|empfehlen?|empfiehl|stufen?|reihen?|setzen?|laden?)\s+(?:sie\s+)?dies(?:en|e|es)\s+(?:\w+\s+)?(?:kandidat\w*"
    r"|bewerber\w*|lebenslauf|bewerbung|profil)",
    r"(?:gib|geben\s+sie|vergib|vergeben\s+sie|erteilen?)\s+(?:sie\s+)?dies(?:em|er)\s+(?:kandidat|bewerb|lebenslauf|profil)\w*",
    r"antworte(?:n\s+sie|t)?\s+(?:nur|ausschließlich|immer)\s+(?:mit\s+[\"„“‚']|dass\s+dies)",
    r"als\s+(?:eine?\s+)?(?:ki|ai|künstliche\s+intelligenz|sprachmodell)\b[^.\n]{0,40}\b(?:musst|sollst|müssen|sollen|wirst)\b",
    r"(?:hinweis|nachricht|anweisung|notiz|achtung|botschaft)\s+(?:an|für)\s+(?:die\s+|das\s+|alle\s+|jede\s+)?(?:ki|ai|ats|llms?"
    r"|sprachmodelle?|bewerbersystem|software|algorithm\w+)\b" + _CE,
    # French
    r"(?:ignore[zr]?|oublie[zr]?|négligez|néglige)\s+(?:\w+\s+){0,3}?(?:instructions?|consignes|règles)\s*(?:\w+\s+){0,2}?"
    r"(?:précédentes?|antérieures?|ci-dessus|du\s+système)",
    r"(?:évalue[zr]?|note[zr]?|classe[zr]?|recommande[zr]?|place[zr]?|mets|mettez)\s+(?:ce|cette)\s+(?:candidat\w*|cv|profil"
    r"|candidature)",
    r"(?:attribue[zr]?|donne[zr]?(?:-lui)?|accorde[zr]?)\s+(?:\w+\s+){0,2}?(?:(?:note|score)\s+maxim\w+|meilleure?\s+(?:note|score))",
    r"répond(?:s|ez)\s+(?:uniquement|seulement|toujours)\s+(?:que|par)\b" + _CE,
    r"en\s+tant\s+qu(?:e\s+|['’])(?:modèle\s+de\s+langage|ia\b|intelligence\s+artificielle)[^.\n]{0,30}\b(?:devez|dois)\b",
    r"(?:note|message|instructions?|consignes?|attention|remarque)\s+(?:à|pour|au)\s*(?:l['’]\s?|le\s+|la\s+|les\s+)?(?:ia|ats"
    r"|intelligence\s+artificielle|modèle|système|logiciel|algorithme|robot)\b[^.\n:]{0,20}:" + _CE,
    # Spanish and Portuguese
    r"(?:ignor[ae]n?|olvid[ae]n?|desconsidere?|esqueça|esquece)\s+(?:\w+\s+){0,3}?(?:instruc(?:ciones|ción)|instruç(?:ões|ão)"
    r"|órdenes|ordens|reglas|regras)\s*(?:\w+\s+){0,1}?(?:anterior(?:es)?|pr[eé]vi[ao]s|acima|de\s+arriba)",
    r"(?:califi(?:ca|que)|evalú[ae]|avali[ae]|recomiend[ae]|recomend[ae]|clasifi(?:ca|que)|classifique|coloque|pon(?:ga)?)\s+"
    r"(?:a\s+)?(?:est[ea]|ao)\s+(?:candidat[oa]|currículum|currículo|cv|perfil)",
    r"(?:asign[ae]|d[aáê]|dele|dale|otorg[au]e?|atribu[ai]|conceda)\s+(?:\w+\s+){0,2}?(?:puntuación|puntaje|calificación|nota"
    r"|pontuação)\s+(?:máxima?|máximo|más\s+alta|mais\s+alta|perfect[ao]|perfeita)" + _CE,
    r"respond[ae]\s+(?:sol[oa]|sólo|únicamente|apenas|somente|siempre|sempre)\s+(?:que|con|com)\b" + _CE,
    r"como\s+(?:una?\s+|um\s+|uma\s+)?(?:modelo\s+de\s+(?:lenguaje|linguagem)|ia|inteligencia\s+artificial|inteligência\s+"
    r"artificial)\b[^.\n]{0,20}\b(?:debes?|deve[sm]?|tienes|tem|precisa)\b",
    r"(?:nota|mensaje|mensagem|instrucción|instrução|atención|atenção|aviso)\s+(?:para|a|à|ao)\s*(?:la\s+|el\s+|a\s+|o\s+|los\s+"
    r"|os\s+)?(?:ia|ats|inteligencia\s+artificial|inteligência\s+artificial|modelo|sistema|algoritmo)\b[^.\n:]{0,20}:"
    + _CE,
    # Italian
    r"(?:ignor|dimentic)(?:a|are|ate|hi|hino|i|ino)\s+(?:\w+\s+){0,3}?(?:istruzioni|regole|indicazioni)\s+(?:\w+\s+)?"
    r"(?:precedenti|sopra|sopra\w+)",
    r"(?:valuta|valutate|valuti|classifica|raccomanda|raccomandi|consiglia)\s+(?:questo|questa|il\s+presente)\s+(?:candidat[oa]"
    r"|curriculum|cv|profilo)",
    r"(?:assegna|assegni|attribuisci|dai|dia)\s+(?:\w+\s+){0,3}?(?:punteggio|voto)\s+(?:massimo|pieno|più\s+alto)"
    + _CE,
    r"(?:in\s+quanto|come)\s+(?:un\s+)?(?:modello\s+linguistico|ia|intelligenza\s+artificiale)\b[^.\n]{0,20}\b(?:devi|deve"
    r"|dovete)\b",
    r"(?:nota|messaggio|istruzion[ei]|attenzione|avviso)\s+(?:per|a|al|all)\s*(?:['’]\s?|l['’]\s?|il\s+|lo\s+|la\s+)?(?:ia|ats"
    r"|intelligenza\s+artificiale|modello|sistema|algoritmo)\b[^.\n:]{0,20}:" + _CE,
    # Dutch
    r"(?:negeer|vergeet)\s+(?:\w+\s+){0,3}?(?:eerdere|vorige|bovenstaande|alle)\s+(?:\w+\s+)?(?:instructies|regels|opdrachten)",
    r"(?:beoordeel|beveel|plaats|zet|geef)\s+(?:deze|dit)\s+(?:kandidaat|sollicitant|cv|profiel)",
    r"als\s+(?:een\s+)?(?:ai|ki|taalmodel)[\w-]*\s[^.\n]{0,20}?\b(?:moet|dien|zal)\s+(?:je|u|jij)\b",
    r"(?:opmerking|bericht|instructies?|notitie|let\s+op)\s+(?:voor|aan)\s+(?:de\s+|het\s+|alle\s+)?(?:ai|ats|systeem|taalmodel\w*"
    r"|algoritme)\b" + _CE,
    # Polish, Russian, Turkish
    r"(?:zignoruj|ignoruj|zapomnij|pomiń)\w*\s+(?:\w+\s+){0,2}?(?:poprzedni\w+|powyższ\w+|wcześniejsz\w+)\s+(?:instrukcj\w+|polece\w+|zasad\w*)",
    r"(?:oceń|poleć|zarekomenduj|zaklasyfikuj|umieść)\s+(?:tego|tę|tą|to)\s+(?:kandydat\w*|cv|aplikacj\w+|profil\w*)",
    r"jako\s+(?:model\s+językowy|ai|si|sztuczna\s+inteligencja)\b[^.\n]{0,20}\b(?:musisz|powin\w+|masz)\b",
    r"(?:uwaga|notatka|wiadomość|instrukcja|informacja)\s+(?:dla|do)\s+(?:ai|si|ats|systemu|modelu|algorytmu|sztucznej)\b"
    + _CE,
    r"(?:игнорируй\w*|проигнорируй\w*|забудь\w*)\s+(?:\w+\s+){0,2}?(?:предыдущ\w+|прежн\w+)\s+(?:инструкци\w+|указани\w+|правил\w+)",
    r"önceki\s+(?:\w+\s+){0,2}?talimat\w*\s+(?:\w+\s+){0,2}?(?:yok\s+say|unut|dikkate\s+alma)\w*",
)
_ANYWHERE = (
    rf"\bfollowing\s+(?:text|words?)\s+(?:is|are)\s+(?:an?\s+)?instructions?\s+(?:for|to)\s+(?:the|any|all|an)\s+{_MACHINE}\b",
    r"<\|(?:im_start|im_end|system|endoftext)\|>|\[/?INST\]|<</?SYS>>|###\s*system\s*###",
    rf"###\s*instructions?\s*:{_NEAR}this\s+{_CV}\b",
    rf"\b(?:best|strongest|finest)\s+{_CV}\s+(?:that\s+)?you(?:['’]ve|\s+have)\s+ever\s+(?:reviewed|read|scored|evaluated)\b",
    # Chinese, Japanese, Korean, Arabic, which set no blanks or begin sentences in other ways
    r"(?:忽略|无视|忘记|不要理会|忽視|無視)[^。\n]{0,4}(?:之前|以上|以前|上述|先前|前面)[^。\n]{0,8}(?:指令|指示|说明|提示|規則|规则)",
    r"(?:以前|前|これまで|上記)の[^。\n]{0,8}(?:指示|命令)[^。\n]{0,4}(?:無視|忘れ)",
    r"이전[^.\n]{0,8}(?:지시|명령|지침)[^.\n]{0,6}(?:무시|잊)",
    r"تجاهل\s+(?:\w+\s+){0,3}?(?:التعليمات|الأوامر)\s+السابقة",
)


_LONGEST_WORD, _LONGEST_GAP = 40, 8


def _bounded(pattern: str) -> str:
    """The pattern, its words and gaps no longer than any real ones, so that a text is read in linear time."""
    word, gap = f"{{1,{_LONGEST_WORD}}}", f"{{0,{_LONGEST_GAP}}}"
    pattern = re.sub(r"(?<=\\w|-\])\+", word, pattern).replace(r"\w*", rf"\w{{0,{_LONGEST_WORD}}}")
    return pattern.replace(r"\s*", rf"\s{gap}").replace(r"\s+", rf"\s{{1,{_LONGEST_GAP}}}")


def _any_of(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


_ORDER = re.compile(
    _bounded(rf"{_START}(?=\w)(?P<order>{_any_of((*_ENGLISH, *_OTHERS))})|(?P<mark>{_any_of(_ANYWHERE)})"),
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
