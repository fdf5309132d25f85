"""How well CVs are read: gold strings found whole, words merged or broken, pages read, time a page.

The gold is what fictional CVs were generated from, in several layouts. A string counts as found when it stands in the
document's text without a break by other words; order is the share of neighbouring highlights that keep their order. The
vocabulary figures take a sample of rendered CVs and compare with PDFium's own plain text, and with pdfminer.six where
it is installed: words that a frequency list of English does not know, and those that are two known words without a
space, by word of running text.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from wordfreq import zipf_frequency

from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.types import CvDocument
from zenhire.engines.pdf.base import PdfError
from zenhire.engines.pdf.reader import read

SAMPLE, SEED = 120, 20261122
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|\*{1,3}([^*]+)\*{1,3}")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_NAMES = {
    **{"institution": "employers and schools", "company": "employers and schools", "position": "titles"},
    **{"area": "titles", "title": "titles", "name": "names", "highlights": "highlights", "summary": "highlights"},
    **{"bullet": "highlights", "details": "highlights", "location": "places", "authors": "names"},
}


def _plain(text: str) -> str:
    text = _MARKUP.sub(lambda match: match.group(1) or match.group(2), text)
    text = unicodedata.normalize("NFKC", text).translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return " ".join(re.sub(r"[‐-―]", "-", text).casefold().split())


def _gold(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Kind and string, in the order of the file."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from _gold(value, str(name))
    elif isinstance(node, list):
        for value in node:
            yield from _gold(value, key)
    elif isinstance(node, str) and key in _NAMES:
        for line in re.split(r"\n\s*| - ", node) if key == "highlights" else [node]:
            if plain := _plain(line.strip()):
                yield _NAMES[key], plain


def _read(path: Path) -> tuple[CvDocument | None, float, str]:
    start = time.perf_counter()
    try:
        document = read_layout(asyncio.run(read(path)))
    except PdfError as error:
        return None, time.perf_counter() - start, type(error).__name__
    return document, time.perf_counter() - start, ""


def _flat(document: CvDocument) -> str:
    return _plain(re.sub(r"(^|\n)• ", r"\1", document.text))


def _layout(path: Path) -> dict[str, Any]:
    document, seconds, failure = _read(path.with_suffix(".pdf"))
    if document is None:
        return {"layout": path.stem, "failure": failure}
    text = _flat(document)
    gold = list(_gold(yaml.safe_load(path.read_text(encoding="utf-8"))["cv"]))
    at, places, missing = 0, [], []
    counts: dict[str, list[bool]] = {}
    for kind, string in gold:
        place = text.find(string, at)
        place = text.find(string) if place < 0 else place
        counts.setdefault(kind, []).append(place >= 0)
        if place < 0:
            missing.append(string)
        elif kind == "highlights":
            places.append(place)
            at = place
    kept = [before <= after for before, after in itertools.pairwise(places)]
    return {
        "layout": path.stem.removeprefix("John_Doe_").removesuffix("_CV"),
        "strings": len(gold),
        "found": sum(map(sum, counts.values())) / max(1, len(gold)),
        **{kind: sum(found) / len(found) for kind, found in sorted(counts.items())},
        "order": sum(kept) / max(1, len(kept)),
        "ms": round(1000 * seconds),
        "missing": missing[:5],
    }


@cache
def _known(word: str) -> bool:
    return bool(zipf_frequency(word, "en") > 0)


@cache
def _merged(word: str) -> bool:
    """True for an unknown word that is two usual ones."""
    return any(
        zipf_frequency(word[:at], "en") >= 4 and zipf_frequency(word[at:], "en") >= 4 for at in range(2, len(word) - 1)
    )


def _vocabulary(texts: Sequence[str]) -> dict[str, Any]:
    words = [word.lower().replace("’", "'") for text in texts for word in _WORD.findall(text)]
    unknown = [word for word in words if len(word) > 1 and not _known(word)]
    return {
        "words": len(words),
        "vocabulary": len(set(words)),
        "unknown %": 100 * len(unknown) / max(1, len(words)),
        "merged %": 100 * sum(len(word) >= 5 and _merged(word) for word in unknown) / max(1, len(words)),
        "single letters %": 100 * sum(len(word) == 1 and word not in "ai" for word in words) / max(1, len(words)),
    }


def _pdfium_plain(path: Path) -> str:
    import pypdfium2  # type: ignore[import-untyped, unused-ignore]

    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text  # type: ignore[import-not-found, unused-ignore]

    return str(extract_text(path))


def _compared(paths: Sequence[Path], ours: Sequence[str]) -> dict[str, Any]:
    figures = {"ours": _vocabulary(ours)}
    others: dict[str, Callable[[Path], str]] = {"pdfium, plain": _pdfium_plain, "pdfminer.six": _pdfminer}
    for name, extract in others.items():
        try:
            start = time.perf_counter()
            texts = [extract(path) for path in paths]
        except ImportError:
            continue
        figures[name] = {**_vocabulary(texts), "ms a file": round(1000 * (time.perf_counter() - start) / len(paths))}
    return figures


def run(data: Path) -> dict[str, Any]:
    """Figures for each layout of the gold, and for a sample of rendered CVs."""
    gold = sorted((data / "cv_layouts_gold").glob("*.yaml"))
    everything = sorted((data / "resumes_livecareer" / "pdf").rglob("*.pdf"))
    paths = sorted(random.Random(SEED).sample(everything, min(SAMPLE, len(everything))))
    results = [_read(path) for path in paths]
    read_ones = [(path, document) for path, (document, _, _) in zip(paths, results, strict=True) if document]
    pages = [page for _, document in read_ones for page in document.pages]
    seconds = sorted(seconds for _, seconds, _ in results)
    return {
        "layouts": [_layout(path) for path in gold],
        "sample": {
            "files": len(paths),
            "read": len(read_ones),
            "pages": len(pages),
            "pages read": sum(page.source != "none" for page in pages) / max(1, len(pages)),
            "ms a page": 1000 * sum(seconds) / max(1, len(pages)),
            "ms a file, 95th percentile": 1000 * seconds[int(0.95 * (len(seconds) - 1))] if seconds else None,
            "findings": sum(len(document.findings) for _, document in read_ones),
        },
        "vocabulary": _compared([path for path, _ in read_ones], [document.text for _, document in read_ones]),
    }
