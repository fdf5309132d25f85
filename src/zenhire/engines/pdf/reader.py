"""Reading a PDF, from outside: a short-lived child process under hard limits opens it, another one recognises pictures.

Documents come from strangers and PDFium is a large C++ library, so nothing of a file is parsed in this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zenhire.engines.child.launch import ChildBroken, Limits, Source, ask
from zenhire.engines.pdf import wire
from zenhire.engines.pdf.base import (
    PdfDocument,
    PdfEncrypted,
    PdfNeedsOcr,
    PdfNoText,
    PdfPage,
    PdfReaderBroken,
    PdfTooLong,
    PdfUnreadable,
)
from zenhire.engines.pdf.legible import is_garbled, is_picture

_CHILD = "zenhire.engines.pdf.child"
_OCR_CHILD = "zenhire.engines.pdf.ocr_child"
READER = "pdfium"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class OcrOptions:
    """How pictures of text are recognised.

    `languages` are tesseract's names, best first; those that are not installed are left out. At most `most_pages`
    pages are recognised, the first ones that need it, and fewer where the time is not enough; `dpi` dots an inch.
    """

    enabled: bool = True
    languages: tuple[str, ...] = ("eng",)
    most_pages: int = 10
    dpi: int = 300
    limits: Limits = field(
        default=Limits(wall_seconds=120.0, cpu_seconds=100, memory_bytes=3 << 30, answer_bytes=32 << 20)
    )


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What is read at most, and what the reading child may use."""

    most_bytes: int = 50 << 20
    most_pages: int = 60
    most_characters: int = 300_000
    limits: Limits = field(default=Limits(wall_seconds=30.0, cpu_seconds=20, answer_bytes=64 << 20))
    ocr: OcrOptions = field(default=OcrOptions())


async def read(source: Source, options: ReadOptions = ReadOptions()) -> PdfDocument:
    """The document's words with their places; the same bytes give the same words.

    `source` is an open, seekable file (its offset is left alone), a descriptor or a path. A page that shows pictures
    of text, or whose fonts hide their characters, goes through text recognition where that is installed, and has
    `source` 'none' where not. At least one page has words. Raises PdfUnreadable, PdfEncrypted, PdfTooLong,
    PdfNeedsOcr, PdfNoText; PdfReaderBroken when an operator must act.
    """
    limits = {
        "most_bytes": options.most_bytes,
        "most_pages": options.most_pages,
        "most_characters": options.most_characters,
    }
    pages = wire.unpack(await _asked(_CHILD, source, "read", limits, options.limits))
    wanting = {page.number: _lacks(page) for page in pages if _lacks(page)}
    if not wanting:
        return _checked(pages, None, {})
    pages = tuple(replace(page, words=(), source="none") if page.number in wanting else page for page in pages)
    if not options.ocr.enabled:
        return _checked(pages, None, wanting)
    numbers = sorted(wanting)[: options.ocr.most_pages]
    recognised, engine = await _recognise(source, numbers, options)
    return _checked(tuple(recognised.get(page.number, page) for page in pages), engine, wanting)


def _lacks(page: PdfPage) -> str:
    """Why a page needs text recognition: 'scanned', 'garbled' or '' if it does not."""
    if is_garbled(page):
        return "garbled"
    return "scanned" if is_picture(page) else ""


async def _recognise(
    source: Source, numbers: Sequence[int], options: ReadOptions
) -> tuple[dict[int, PdfPage], str | None]:
    request = {
        "pages": [number - 1 for number in numbers],
        "languages": list(options.ocr.languages),
        "dpi": options.ocr.dpi,
        "seconds": min(options.ocr.limits.wall_seconds, options.ocr.limits.cpu_seconds),
        "most_bytes": options.most_bytes,
    }
    answer = await _asked(_OCR_CHILD, source, "recognise", request, options.ocr.limits)
    return {page.number: page for page in wire.unpack(answer)}, answer["engine"]


def _checked(pages: tuple[PdfPage, ...], engine: str | None, wanting: dict[int, str]) -> PdfDocument:
    if any(page.words for page in pages):
        return PdfDocument(pages, READER, engine)
    if wanting and engine is None:
        raise PdfNeedsOcr("scanned" if "scanned" in wanting.values() else "garbled")
    raise PdfNoText


async def _asked(module: str, source: Source, do: str, options: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        answer = await ask(module, source, do, options, limits, tries=_TRIES)
    except ChildBroken as error:
        raise PdfReaderBroken(str(error)) from error
    match answer.get("error"):
        case None:
            return answer
        case "encrypted":
            raise PdfEncrypted
        case "too_long":
            raise PdfTooLong(answer["reason"], answer["found"], answer["most"])
        case _:
            reason = answer["reason"]
            raise PdfUnreadable("limit" if reason == "answer" else reason)
