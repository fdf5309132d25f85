"""Where a person lives: a place among what is told about them, or beside their address or number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.rows import Cell, Quote, Row
from zenhire.analysis.cv.parse.words.places import place_score

_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
_SIGNS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+|\s{3,}|\s*(?:https?://|www\.)\S+\s*")
# A postal code behind a town or a region: "Leeds LS1 4AP", "ON L5B 2C9", "TN 37402".
_CODE = re.compile(r"\s+(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,6}(?:-\d{3,4})?)$")
_SURE, _REACH, _MOST_WORDS, _LONGEST = 0.7, 3, 4, 100
# What stands beside addresses and numbers and is no place.
_LABELS = """email, e mail, mail, phone, telephone, tel, mobile, mobil, cell, fax, website, web, homepage, linkedin,
    github, gitlab, xing, twitter, skype, contact, contacts, address, location, city, country, region, profile,
    profiles, portfolio, call, print, download, link, links, resume, cv, url, blog, photo, adresse, anschrift, ort,
    wohnort, telefon, handy, kontakt, courriel, téléphone, portable, ville, coordonnées, correo, correo electrónico,
    teléfono, móvil, dirección, ciudad, contacto, telefono, cellulare, indirizzo, città, contatti, telefone,
    telemóvel, celular, endereço, morada, cidade, contato, contactos, telefoon, mobiel, adres, woonplaats, plaats,
    komórka, miasto, e posta, eposta, cep, şehir, iletişim"""
_NO_PLACES = frozenset(key(label) for label in _LABELS.split(","))


def place_of(
    near: Sequence[Row], rows: Sequence[Row], taken: Sequence[Quote], of_others: Sequence[tuple[int, int]] = ()
) -> Quote | None:
    """The place in the lines `near` the person's name, else one that tables know within few lines of what is `taken`.

    `taken`: the name, the address, the number and the page on the web. `of_others`: where the lines of jobs and studies
    stand, whose places are not the person's.
    """
    found = _best(near, taken, 0.0) or _beside(near, taken)
    if found is not None:
        return found
    at = [index for index, row in enumerate(rows) if any(row.start <= quote.start < row.end for quote in taken)]
    around = sorted(
        {line for index in at for line in range(index - _REACH, index + _REACH + 1)} & set(range(len(rows)))
    )
    lines = [rows[line] for line in around]
    return _best([row for row in lines if not any(start <= row.start < end for start, end in of_others)], taken, _SURE)


def _best(rows: Sequence[Row], taken: Sequence[Quote], least: float) -> Quote | None:
    best: tuple[float, Quote] | None = None
    for row in rows:
        for cell in row.cells:
            for quote in map(_unlabelled, _parts(cell, taken)):
                score = place_score(quote.text) or place_score(_CODE.sub("", quote.text)) or _street(quote.text)
                if score > 0 and score >= least and _is_free(quote, taken) and (best is None or score > best[0]):
                    best = score, quote
    return best[1] if best else None


def _beside(near: Sequence[Row], taken: Sequence[Quote]) -> Quote | None:
    """A name without digits on the line of the e-mail address or phone number is the place, known or not."""
    for row in near:
        if not any(row.start <= quote.start and quote.end <= row.end for quote in taken[1:]):
            continue
        for quote in (_unlabelled(part) for cell in row.cells for part in _parts(cell, taken)):
            named = (
                re.fullmatch(r"[^\W\d_][^\d@:/()\[\]#]{2,40}", quote.text) and len(quote.text.split()) <= _MOST_WORDS
            )
            if named and _is_free(quote, taken):
                return quote
    return None


def _is_free(quote: Quote, taken: Sequence[Quote]) -> bool:
    """Whether it is neither something else that is known, nor a label, nor a date."""
    if key(quote.text) in _NO_PLACES or ":" in quote.text:
        return False
    if any(quote.start < other.end and other.start < quote.end for other in taken):
        return False
    return not _DATE.search(quote.text) and not date_ranges(quote.text)


def _unlabelled(quote: Quote) -> Quote:
    match = re.match(r"[\W_]*(?:[^\W\d]{3,12}\s*:\s*)?", quote.text)
    return quote.part(match.end() if match else 0, len(quote.text)).trimmed(" ,;/|·–-")


def _parts(cell: Cell, taken: Sequence[Quote]) -> Iterator[Quote]:
    """What signs divide, and what stands beside addresses and numbers without any sign."""
    signs = [match.span() for match in _SIGNS.finditer(cell.text)]
    known = [(max(0, quote.start - cell.start), quote.end - cell.start) for quote in taken if quote.end > cell.start]
    at = 0
    for start, end in (*sorted([*signs, *known]), (len(cell.text), len(cell.text))):
        part = cell.part(at, min(start, len(cell.text)))
        if part.text:
            yield part
        at = max(at, end)


def _street(text: str) -> float:
    """A line that ends with a known place after a street and a number."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or len(text) > _LONGEST:
        return 0.0
    return 0.8 if place_score(", ".join(parts[1:])) >= 0.6 or place_score(parts[-1]) >= 0.6 else 0.0
