"""E-mail addresses, whole or broken at the end of a narrow column's line, and those of links over their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from wordfreq import zipf_frequency

from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.types import CvDocument

_LOCAL = r"(?<![\w.+'-])[\w.+'-]{1,64}"
_DOMAIN = r"(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24}"
EMAIL = re.compile(rf"{_LOCAL}@{_DOMAIN}")
_BROKEN = re.compile(
    rf"{_LOCAL}[-._]\n[\w.+'-]{{1,64}}@{_DOMAIN}(?!\w)"
    rf"|{_LOCAL}@(?:[\w-]{{1,63}}\.){{1,6}}[a-z]{{1,3}}\n[a-z]{{1,2}}(?=\n|$)"
    rf"|{_LOCAL}@(?:[\w-]{{1,63}}\.){{0,6}}[\w-]{{1,63}}(?:\.\n|\n\.)[a-z]{{2,6}}(?!\w)"
)
# An address over up to three lines, whatever stands at their ends; its domain's lines have nothing beside it.
_TAIL = r"[\w.-]{1,60}[ ]?\n[ ]?[\w.-]{2,40}(?=\n|$)"
_OVER_LINES = re.compile(rf"(?:{_LOCAL}[-_]\n)?{_LOCAL}@(?:{_TAIL}|\n{_DOMAIN}(?=\s|$))")
_LEAST_USUAL, _LEAST_TOP = 2.5, 2
_REACH = 80
# Top-level domains that addresses in CVs have; a prior. Without those that are more often the beginning of a longer
# one: "ne" of "net".
_TOP_WORDS = """com org net edu gov mil int info biz name pro aero coop museum mobi jobs tel asia eu io dev me ai app co
    tech xyz page design online site website store shop cloud digital agency studio email live life work works world
    global group network media news blog art engineer engineering consulting solutions services systems software
    academy education university institute school care health legal law finance bank berlin london paris nyc
    ad ae af al am ar at au az ba bd be bg bh bo br bw by ca ch ci cl cm cn cr cu cy cz de dk do dz ec ee eg es et fi
    fr ge gh gr gt hk hn hr hu id ie il in iq ir is it jm jo jp ke kg kh kr kw kz lb li lk lt lu lv ly ma md mg mk mm
    mn mt mu mx my mz na ng ni nl no np nz om pa pe ph pk pl ps pt py qa ro rs ru rw sa se sg si sk sn sv sy th tn tr
    tt tw tz ua ug uk us uy uz ve vn ye za zm zw cat eus gal scot swiss wien"""
_TOP_DOMAINS = frozenset(_TOP_WORDS.split())


def broken_emails(text: str) -> Iterator[Quote]:
    """Addresses that go on in the next line: what stands before the break is no whole address, both together are."""
    yield from _broken_once(text)
    for match in _OVER_LINES.finditer(text):
        lines = match.group().split("\n")
        whole = "".join(part.strip() for part in lines)
        before = "".join(part.strip() for part in lines[:-1])
        if _is_whole(whole) and (not _may_end(before) or _goes_on(before, lines[-1].strip())):
            yield Quote(match.group(), match.start(), match.end())


def linked_emails(document: CvDocument, text: str) -> Iterator[tuple[str, Quote]]:
    """Addresses of links with the text that spells them, wherever lines break it."""
    seen: set[str] = set()
    for link in document.links:
        address = unquote(link.uri.partition(":")[2]).partition("?")[0].strip()
        if not link.uri.lower().startswith("mailto:") or address.lower() in seen or not EMAIL.fullmatch(address):
            continue
        seen.add(address.lower())
        letters = re.compile(r"\s{0,3}".join(map(re.escape, address)), re.IGNORECASE)
        near = max(0, link.start - _REACH)
        if link.start < link.end and (match := letters.search(text, near, link.end + _REACH)):
            yield address, Quote(match.group(), match.start(), match.end())


def _may_end(before: str) -> bool:
    """Whether an address may well end here: with a known domain, or with a word that can be an unknown one."""
    if before.endswith("."):
        return _is_whole(before.rstrip("."))
    if not EMAIL.fullmatch(before):
        return False
    top = before.rpartition(".")[2].lower()
    return top in _TOP_DOMAINS or (len(top) > _LEAST_TOP and zipf_frequency(top, "en") >= _LEAST_USUAL)


def _goes_on(before: str, after: str) -> bool:
    """Whether both ends of a break are one word, which is more usual than each: "x@mail.exam" / "ple.net".

    A letter alone is no word.
    """
    end, begin = before.rpartition(".")[2].lower(), after.partition(".")[0].lower()
    if len(after) == 1:
        return not after.isupper()
    whole = zipf_frequency(end + begin, "en")
    return "." in after and end not in _TOP_DOMAINS and whole > max(zipf_frequency(part, "en") for part in (end, begin))


def _broken_once(text: str) -> Iterator[Quote]:
    for match in _BROKEN.finditer(text):
        before, _, after = match.group().partition("\n")
        ended = before.endswith(".") and "@" not in before and _ends_words(text, match.start())
        whole = _is_whole(before.rstrip(".")) and not (len(after) == 1 and after.islower())
        if _is_whole(before + after) and not whole and not ended:
            yield Quote(match.group(), match.start(), match.end())


def _ends_words(text: str, start: int) -> bool:
    """Whether a word with a full stop ends what is told, as "St." in "12 Main St.", and no address begins with it."""
    return text[start].isupper() or bool(re.search(r"\w[ ,]+$", text[max(0, start - 4) : start]))


def _is_whole(address: str) -> bool:
    return bool(EMAIL.fullmatch(address)) and address.rpartition(".")[2].lower() in _TOP_DOMAINS
