"""Text that a human reader of the page does not see, and sentences that are meant for a machine.

What is found is kept out of the text that is scored, and reported in neutral words: there are honest reasons for hidden
text (a template's leftovers), so a finding is for a person to look at and never a score.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zenhire.analysis.cv.types import FindingKind
from zenhire.engines.pdf.base import PdfPage, PdfWord

HiddenKind = Literal["invisible_text", "background_colored_text", "off_page_text", "tiny_text"]

DESCRIPTIONS: dict[FindingKind, str] = {
    "invisible_text": "Words that the page does not paint (invisible, transparent, clipped or covered).",
    "background_colored_text": "Words in about the colour of what lies behind them.",
    "off_page_text": "Words outside of the visible page.",
    "tiny_text": "Words too small to be read.",
    "invisible_characters": "Characters that are never shown and spell a text of their own.",
    "instructions_to_machine": "A sentence that tells a machine how to treat or rate the document.",
    "unverified_text_layer": "The page is a picture with a hidden text layer; the words used are the layer's.",
}

_TINY_POINTS = 3.0
_LEAST_CONTRAST, _LEAST_LIGHTNESS_STEP = 24, 48
_LEAST_OPACITY = 26
_PAINTED_MODES = (0, 1, 2, 4, 5, 6)
_SCAN_PICTURE, _SCAN_WORDS = 0.5, 0.8
_OUTSIDE = 1.0


@dataclass(frozen=True, slots=True)
class Sorted:
    """A page's words by what a reader sees. `layer`: they are the hidden text layer of a scan, and used."""

    shown: tuple[PdfWord, ...]
    hidden: tuple[tuple[HiddenKind, PdfWord], ...]
    layer: bool = False


def sort_words(page: PdfPage) -> Sorted:
    """Parts the words that a reader sees from the others.

    The hidden text layer that scanners put under a picture is used where the picture shows something at each word.
    """
    layer = _is_scan_layer(page)
    shown: list[PdfWord] = []
    hidden: list[tuple[HiddenKind, PdfWord]] = []
    for word in page.words:
        kind = _hidden(word, page, layer)
        if kind is None:
            shown.append(word)
        else:
            hidden.append((kind, word))
    return Sorted(tuple(shown), tuple(hidden), layer)


def _is_scan_layer(page: PdfPage) -> bool:
    if page.image_share < _SCAN_PICTURE or not page.words:
        return False
    invisible = sum(word.style.mode not in _PAINTED_MODES for word in page.words)
    return invisible >= _SCAN_WORDS * len(page.words)


def _hidden(word: PdfWord, page: PdfPage, layer: bool) -> HiddenKind | None:
    if word.source != "text":
        return None
    left, top, right, bottom = word.box
    if right < -_OUTSIDE or bottom < -_OUTSIDE or left > page.width + _OUTSIDE or top > page.height + _OUTSIDE:
        return "off_page_text"
    if word.style.size < _TINY_POINTS:
        return "tiny_text"
    if word.style.mode not in _PAINTED_MODES:
        seen = layer and (word.contrast is None or word.contrast >= _LEAST_CONTRAST)
        return None if seen else "invisible_text"
    if word.style.opacity < _LEAST_OPACITY and word.style.mode in (0, 4):
        return "invisible_text"
    if word.contrast is None or word.contrast >= _LEAST_CONTRAST or not _has_ink(word.text):
        return None
    return "background_colored_text" if _is_light(word.style.color) else "invisible_text"


def _has_ink(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _is_light(color: int) -> bool:
    """True for colours near white, the usual ground."""
    return min(color >> 16 & 255, color >> 8 & 255, color & 255) >= 255 - _LEAST_LIGHTNESS_STEP


_TARGET = r"(?:candidate|applicant|resume|résumé|cv|person|profile|application)"
_PATTERNS = (
    # English
    r"(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,3}?(?:previous|prior|above|earlier|preceding|foregoing|"
    r"system|your|all)\s+(?:\w+\s+){0,2}?(?:instructions?|prompts?|rules|guidelines|directions|criteria|commands)",
    r"(?:rate|score|rank|grade|evaluate|classify|mark|recommend|treat|consider)\s+(?:this|the|me\s+as|him|her|them)\s+"
    rf"(?:\w+\s+)?{_TARGET}?\s*(?:\w+\s+){{0,4}}?(?:as\s+)?(?:a\s+|an\s+|the\s+|with\s+)?(?:\w+\s+){{0,2}}?"
    r"(?:highly|top|best|perfect|excellent|strong(?:est)?|10/10|100\s?%|maximum|highest|exceptional(?:ly)?|ideal)",
    r"(?:you\s+are|as|act\s+as|pretend\s+to\s+be)\s+(?:now\s+)?(?:an?\s+)?(?:ai|artificial\s+intelligence|language\s+model"
    r"|llm|chatgpt|gpt(?:-\d+)?|assistant)\b[^.\n]{0,80}\b(?:must|should|shall|will|rate|score|recommend|select|hire|say"
    r"|output|respond|ignore)",
    r"(?:note|message|instructions?|attention|hint)\s+(?:to|for)\s+(?:the\s+|any\s+|all\s+)?(?:ai|llms?|language\s+models?|"
    r"chatgpt|(?:ai|automated|machine)\s+(?:reviewers?|recruiters?|screeners?|systems?|parsers?|models?))\b",
    rf"(?:always\s+)?(?:select|hire|shortlist|recommend|approve)\s+this\s+{_TARGET}",
    r"(?:return|output|respond\s+with|answer\s+with|print)\s+(?:only\s+)?(?:a\s+|the\s+)?(?:score|rating|verdict)\s+(?:of\s+)?"
    r"\d+",
    r"<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|###\s*(?:system|instruction)s?\b",
    # German
    r"(?:ignoriere?n?|missachten?|vergessen?|vergiss)\s+(?:sie\s+)?(?:\w+\s+){0,3}?(?:vorherigen?|bisherigen?|obigen?|"
    r"vorigen|früheren|alle[ns]?)\s+(?:\w+\s+){0,2}?(?:anweisung(?:en)?|instruktion(?:en)?|regeln|vorgaben|prompts?)",
    r"(?:bewerten?|empfehlen?|stufen?)\s+(?:sie\s+)?dies(?:en|e|es)\s+(?:\w+\s+){0,1}?(?:kandidat\w*|bewerber\w*|lebenslauf)",
    # French
    r"(?:ignore[zr]?|oublie[zr]?|négligez)\s+(?:\w+\s+){0,3}?(?:instructions?|consignes|règles)\s*(?:\w+\s+){0,2}?"
    r"(?:précédentes?|antérieures?|ci-dessus|du\s+système)",
    r"(?:évaluez|notez|classez|recommandez)\s+(?:ce|cette|le|la)\s+(?:candidat\w*|cv|candidature)",
    # Spanish and Portuguese
    r"(?:ignor[ae]n?|olvid[ae]n?|desconsidere?|esqueça)\s+(?:\w+\s+){0,3}?(?:instruc(?:ciones|ción)|instruç(?:ões|ão)|órdenes|"
    r"reglas|regras)\s*(?:\w+\s+){0,1}?(?:anterior(?:es)?|previas?|acima|de\s+arriba)",
    r"(?:califi(?:ca|que)|evalú[ae]|avali[ae]|recomiend[ae]|recomend[ae]|clasifi(?:ca|que))\s+(?:a\s+)?(?:est[ea]|ao?)\s+"
    r"(?:candidat[oa]|currículum|currículo|cv)",
    # Italian
    r"ignor(?:a|are|ate|i)\s+(?:\w+\s+){0,3}?(?:istruzioni|regole)\s+(?:\w+\s+){0,1}?(?:precedenti|sopra)",
    r"(?:valuta|valutate|classifica|raccomanda)\s+(?:questo|questa|il)\s+(?:candidat[oa]|curriculum|cv)",
    # Dutch
    r"negeer\s+(?:\w+\s+){0,3}?(?:eerdere|vorige|bovenstaande|alle)\s+(?:\w+\s+){0,1}?(?:instructies|regels|opdrachten)",
    r"beoordeel\s+deze\s+(?:kandidaat|sollicitant)",
    # Polish, Russian, Turkish
    r"zignoruj\w*\s+(?:\w+\s+){0,3}?(?:instrukcj\w+|polecen\w+)",
    r"(?:игнорируй\w*|проигнорируй\w*|забудь\w*)\s+(?:\w+\s+){0,3}?(?:инструкци\w+|указани\w+|правил\w+)",
    r"önceki\s+(?:\w+\s+){0,2}?talimat\w*\s+(?:\w+\s+){0,2}?(?:yok\s+say|unut|dikkate\s+alma)\w*",
    # Chinese, Japanese, Korean
    r"(?:忽略|无视|忘记|不要理会|忽視|無視)[^。\n]{0,12}(?:指令|指示|说明|提示|規則|规则)",
    r"(?:以前|前|これまで|上記)の[^。\n]{0,8}(?:指示|命令)[^。\n]{0,4}(?:無視|忘れ)",
    r"이전[^.\n]{0,8}(?:지시|명령|지침)[^.\n]{0,6}(?:무시|잊)",
    # Arabic
    r"تجاهل\s+(?:\w+\s+){0,3}?(?:التعليمات|الأوامر)",
)
_INSTRUCTION = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n|\t")


def instructions(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences that speak to a machine, in order, not overlapping."""
    edges = [0, *(edge.end() for edge in _SENTENCE_END.finditer(text)), len(text)]
    last = 0
    for found in _INSTRUCTION.finditer(text):
        if found.start() < last:
            continue
        start = max(last, edges[bisect_right(edges, found.start()) - 1])
        last = edges[bisect_left(edges, found.end())]
        yield start, last


def runs(hidden: Sequence[tuple[HiddenKind, PdfWord]]) -> Iterator[tuple[HiddenKind, list[PdfWord]]]:
    """Hidden words of one kind that follow one another."""
    kind: HiddenKind | None = None
    part: list[PdfWord] = []
    for found, word in hidden:
        if part and found != kind and kind is not None:
            yield kind, part
            part = []
        kind = found
        part.append(word)
    if part and kind is not None:
        yield kind, part
