"""Short closed word lists. They are small on purpose: what is not certain stays out."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Sounds of hesitation as recognisers write them. What is also an ordinary word ('like', 'este', 'ovaj') is none.
FILLERS: dict[str, frozenset[str]] = {
    "en": _words("um uh er erm eh ah uhm hmm hm mm mhm mmm uh-huh huh"),
    "es": _words("eh ehm mmm mm ah uh hm"),
    "fr": _words("euh heu hem hm mmm"),
    "de": _words("äh ähm öh öhm hm hmm mhm"),
    "pt": _words("hã ahn ééé hm hmm mmm"),
    "it": _words("ehm eh mmm uhm hm"),
    "nl": _words("eh ehm uh uhm hm hmm mmm"),
    "hi": _words("अँ हम्म"),
    "zh": _words("嗯 呃 唔"),
    "ja": _words("えー ええと えーと えっと あのー うーん んー"),
    "ko": _words("음 흠"),
    "ar": _words("امم ممم اممم"),
    "tr": _words("ııı eee ıı hmm ee"),
    "pl": _words("eee yyy mmm hmm ee yy"),
    "ru": _words("э ээ эээ мм ммм хм эм"),
    "sr": _words("hm mmm eee ee хм еее ммм"),
}

# Words that open a clause in English: a pause before one of them stands at a clause's edge.
CLAUSE_OPENERS: frozenset[str] = _words(
    "and but or so because although though while when whenever if unless until since after before that which who whom"
    " whose where why how whether as then however"
)

# What speakers say when they take back the words before.
EDITING_TERMS: frozenset[tuple[str, ...]] = frozenset(
    {("i", "mean"), ("or", "rather"), ("sorry",), ("no", "sorry"), ("excuse", "me"), ("let", "me", "rephrase")}
)

# English contractions that no lemmatiser resolves to the word list's entries.
CONTRACTIONS: dict[str, str] = {
    "won't": "will",
    "can't": "can",
    "cannot": "can",
    "shan't": "shall",
    "ain't": "be",
    "let's": "let",
    "gonna": "go",
    "wanna": "want",
    "gotta": "get",
    "'em": "them",
}

# What an English apostrophe attaches; the word before it is the word.
CLITICS: tuple[str, ...] = ("n't", "'m", "'re", "'s", "'ve", "'ll", "'d")

# Names that an engine without capitals cannot mark: frequent first names, and places named in interviews.
NAMES: frozenset[str] = _words(
    "aaron adam ahmed alex alexander ali alice amit amy andrea andrew andy angela anita anna anne anthony arjun"
    " ashley ben benjamin bob brian carlos carol caroline charles charlie chen chris christian christina"
    " christopher daniel danny dave david deepak diana donald elena elizabeth emily emma eric fatima francis frank"
    " gary george greg harry helen henry ian ivan jack jacob jake james jane jason jeff jennifer jessica jim jimmy"
    " joe john johnny jon jonathan jones jose joseph josh juan julia justin karen kate katie kelly kevin khan"
    " kumar laura lee lisa louis lucy luis maria marie mario martin mary matt matthew michael michelle miguel mike"
    " mohammed monica muhammad nancy natalia nick nicole oliver olivia omar pablo patel patricia patrick paul"
    " pedro peter philip priya rachel rahul raj rebecca richard rick robert roger ryan sam samantha samuel sandra"
    " sanjay sara sarah scott sean sharma sharon simon singh smith sophia stephen steve steven susan ted terry"
    " thomas tim tom tony victoria vijay wang william wu africa america american amsterdam arabia argentina asia"
    " atlanta australia austria bangalore bangladesh barcelona beijing belgium berlin boston brazil britain"
    " california canada chicago chile china colombia dallas delhi denmark dubai dublin egypt england europe"
    " finland florida france germany greece houston hyderabad india indonesia iran iraq ireland israel istanbul"
    " italy japan kenya korea london madrid malaysia manila melbourne mexico miami milan moscow mumbai munich"
    " netherlands nigeria norway pakistan paris peru philippines poland portugal romania rome russia scotland"
    " seattle serbia singapore spain sweden switzerland sydney syria taiwan texas thailand tokyo toronto turkey"
    " ukraine vietnam wales warsaw york adobe airbnb amazon bbc deloitte disney facebook google ibm instagram"
    " intel linkedin microsoft netflix nokia nvidia oracle samsung siemens spotify tesla toyota twitter uber"
    " whatsapp youtube"
)

# Never shown as 'impressive': rare in edited text, so that a word list calls them advanced.
COARSE: frozenset[str] = _words(
    "arse ass asshole bastard bitch bollocks bullshit cock crap cunt damn dick fuck piss prick pussy shit slut whore"
)
