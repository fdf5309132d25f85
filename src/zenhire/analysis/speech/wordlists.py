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
