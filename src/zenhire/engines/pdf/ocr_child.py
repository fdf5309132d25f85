"""The text recognition process: `python -m zenhire.engines.pdf.ocr_child REQUEST`; see `child.py` for the ways.

It renders the pages asked for and gives them to the program tesseract, or to the package rapidocr, whichever is here.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import Any

from zenhire.engines.child.inside import Refused, serve
from zenhire.engines.pdf import wire
from zenhire.engines.pdf.base import Box, PdfPage, PdfStyle, PdfWord
from zenhire.engines.pdf.child import loaded, opened, placement, read_pdf
from zenhire.engines.pdf.paint import Rendering
from zenhire.engines.process import die_with_parent

_MOST_PIXELS = 14_000_000
_RENDER_SECONDS = 20.0
_PAGE_SECONDS = 60.0
_LEAST_CONFIDENCE = 0.3
_CAP_HEIGHT = 0.7
# prior: one page upright has .96, on its side or its head .58 (tesseract, 200 dots an inch). Pages beyond the first few
# that are doubtful are tried in turns that were right before only, or a long poor scan would take four times as long.
_SURE = 0.75
_MOST_TURNED = 3
_FEW_LETTERS = 3
_SHARE_OF_TIME = 0.85

Recognise = Callable[[Rendering, float], list[PdfWord]]
"""The words of a picture, within so many seconds where the recogniser can be stopped, or Refused."""


def tesseract_languages(program: str) -> list[str]:
    """Names of the installed languages."""
    try:
        listed = subprocess.run(
            [program, "--list-langs"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            preexec_fn=die_with_parent,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = (listed.stdout or listed.stderr).splitlines()
    return [line.strip() for line in lines if line.strip() and " " not in line.strip()]


def with_tesseract(program: str, languages: Sequence[str]) -> Recognise:
    """Recognition by the program tesseract."""

    def recognise(picture: Rendering, seconds: float) -> list[PdfWord]:
        command = [program, "stdin", "stdout", "-l", "+".join(languages), "--psm", "3"]
        command += ["--dpi", str(round(72 * picture.scale)), "-c", "tessedit_create_tsv=1"]
        try:
            done = subprocess.run(
                command,
                input=picture.pgm(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=min(_PAGE_SECONDS, seconds),
                check=False,
                preexec_fn=die_with_parent,
            )
        except subprocess.TimeoutExpired:
            raise Refused("killed", "timeout") from None
        return tsv_words(done.stdout.decode("utf-8", "replace"), picture.scale)

    return recognise


def tsv_words(table: str, scale: float) -> list[PdfWord]:
    """Words of tesseract's table, whose boxes are in dots, `scale` of them to a point.

    A line's words share its base line and size.
    """
    lines: dict[tuple[str, ...], list[tuple[str, Box, float]]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height, confidence = (float(cell) for cell in cells[6:11])
        if confidence / 100 < _LEAST_CONFIDENCE:
            continue
        box = (left / scale, top / scale, (left + width) / scale, (top + height) / scale)
        lines.setdefault(tuple(cells[1:5]), []).append((cells[11].strip(), box, confidence / 100))
    return [word for line in lines.values() for word in _line(line)]


def _line(found: Sequence[tuple[str, Box, float]]) -> list[PdfWord]:
    bottoms = sorted(box[3] for _, box, _ in found)
    heights = sorted(box[3] - box[1] for _, box, _ in found)
    base, size = bottoms[len(bottoms) // 2], heights[len(heights) // 2] / _CAP_HEIGHT
    style = PdfStyle("", round(max(4.0, size), 1))
    return [
        PdfWord(
            text,
            (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)),
            round(base, 2),
            style,
            source="ocr",
            confidence=round(confidence, 3),
        )
        for text, box, confidence in found
    ]


def with_rapidocr() -> Recognise:
    """Recognition by the package rapidocr, whose models lie in its wheel."""
    import numpy as np
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            # It would read lines upside down, too, and leave them where they stand.
            "Global.use_cls": False,
            # One thread, as everywhere: else a single CV takes all cores, and its limit of CPU time counts each.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def recognise(picture: Rendering, seconds: float) -> list[PdfWord]:
        grey = np.frombuffer(picture.pixels, dtype=np.uint8).reshape(picture.height, picture.stride)
        shown = np.ascontiguousarray(np.repeat(grey[:, : picture.width, None], 3, axis=2))
        answer = engine(shown)
        words: list[PdfWord] = []
        if answer.boxes is None:
            return words
        for corners, text, score in zip(answer.boxes, answer.txts, answer.scores, strict=True):
            xs, ys = [float(x) / picture.scale for x, _ in corners], [float(y) / picture.scale for _, y in corners]
            if score >= _LEAST_CONFIDENCE:
                words += _cut(text, (min(xs), min(ys), max(xs), max(ys)), float(score))
        return words

    return recognise


def _cut(text: str, box: Box, score: float) -> list[PdfWord]:
    """Words of a recognised line, each given its share of the line's box."""
    left, top, right, bottom = box
    step = (right - left) / max(1, len(text))
    found, at = [], 0
    for part in text.split():
        at = text.index(part, at)
        place = (left + at * step, top, left + (at + len(part)) * step, bottom)
        found.append((part, place, score))
        at += len(part)
    height = bottom - top
    style = PdfStyle("", round(0.85 * height, 1))
    base = round(bottom - 0.2 * height, 2)
    return [
        PdfWord(
            part,
            (round(place[0], 2), round(place[1], 2), round(place[2], 2), round(place[3], 2)),
            base,
            style,
            source="ocr",
            confidence=round(value, 3),
        )
        for part, place, value in found
    ]


def chosen(languages: Sequence[str]) -> tuple[str, Recognise] | None:
    """The engine that is here, with its name: tesseract before rapidocr."""
    program = shutil.which("tesseract")
    if program:
        here = tesseract_languages(program)
        usable = [language for language in languages if language in here] or [name for name in here if name == "eng"]
        if usable:
            return f"tesseract:{'+'.join(usable)}", with_tesseract(program, usable)
    if importlib.util.find_spec("rapidocr") is not None:
        return "rapidocr", with_rapidocr()
    return None


def recognise(pages: list[int], languages: list[str], dpi: int, seconds: float, most_bytes: int) -> dict[str, Any]:
    """Words of the pages with these indices, of the first ones where `seconds` are not enough for all.

    `engine` is None where nothing can recognise. Raises Refused.
    """
    end = time.monotonic() + _SHARE_OF_TIME * seconds
    engine = chosen(languages)
    if engine is None:
        return {"engine": None, **wire.pack([])}
    name, work = engine
    with opened(read_pdf(most_bytes)) as document:
        return {"engine": name, **wire.pack(Reader(document, dpi, work, end).pages(pages))}


class Reader:
    """Recognises pages until `end`, by the monotonic clock. One whose words are doubtful may lie on its side or its
    head: it is tried turned, too."""

    def __init__(self, document: Any, dpi: int, work: Recognise, end: float) -> None:
        self._document, self._scale, self._work, self._end = document, dpi / 72, work, end
        self._slowest = 0.0
        self._turns = 0
        self._were_right = {0}
        self._left = _MOST_TURNED

    def pages(self, indices: Sequence[int]) -> list[PdfPage]:
        """The pages that are not damaged and take no longer than there is time.

        Raises Refused where the recogniser refuses a page and no other one has words.
        """
        found: list[PdfPage] = []
        refusal: Refused | None = None
        for index in indices:
            if not self._in_time():
                break
            try:
                page = self._page(index)
            except Refused as error:
                refusal = error
                continue
            found += [page] if page else []
        if refusal and not any(page.words for page in found):
            raise refusal
        return found

    def _in_time(self) -> bool:
        """Whether one more reading ends in time if it takes as long as the slowest so far."""
        return time.monotonic() + self._slowest <= self._end

    def _page(self, index: int) -> PdfPage | None:
        """The page, upright, None where it is damaged. Raises Refused where its first reading is refused."""
        with loaded(self._document, index) as page:
            if not page:
                return None
            first, shows_ink = self._read(page, index, self._turns)
            # The backs of sheets are empty whichever way they lie.
            return self._turned(page, index, first) if shows_ink and certainty(first.words) < _SURE else first

    def _turned(self, page: Any, index: int, best: PdfPage) -> PdfPage:
        """The page as it was read, or turned where it has more words that way."""
        allowed = range(4) if self._left > 0 else sorted(self._were_right)
        for turns in [turns for turns in allowed if turns != self._turns]:
            if not self._in_time():
                break
            try:
                found, _ = self._read(page, index, turns)
            except Refused:
                # Doubtful words are better than none, and the next turn is likely to be refused as well.
                break
            if _weight(found.words) > _weight(best.words):
                best, self._turns = found, turns
            if certainty(best.words) >= _SURE:
                self._were_right.add(turns)
                break
        # A page without words is a picture. Those that come after it may still lie wrongly.
        self._left -= bool(best.words)
        return best

    def _read(self, page: Any, index: int, turns: int) -> tuple[PdfPage, bool]:
        """The page, turned so, and whether there is anything to be seen on it. Raises Refused."""
        begun = time.monotonic()
        place = placement(page)
        seconds = min(_RENDER_SECONDS, self._end - begun)
        picture = Rendering(page, place.size, self._scale, _MOST_PIXELS, seconds, turns)
        shows_ink = picture.ok and not picture.blank()
        words = tuple(self._work(picture, self._end - time.monotonic())) if shows_ink else ()
        self._slowest = max(self._slowest, time.monotonic() - begun)
        words = () if _run_upwards(words) else words
        width, height = place.size if turns % 2 == 0 else place.size[::-1]
        shown = PdfPage(
            number=index + 1,
            width=round(width, 2),
            height=round(height, 2),
            rotation=90 * ((place.turns + turns) % 4),
            words=words,
            source="ocr" if words else "none",
        )
        return shown, shows_ink


def certainty(words: Sequence[PdfWord]) -> float:
    """How sure the recogniser is of the words, in [0, 1]: the mean over their letters, 0 where there are none."""
    letters = sum(len(word.text) for word in words)
    return _weight(words) / letters if letters else 0.0


def _run_upwards(words: Sequence[PdfWord]) -> bool:
    """Whether most words are higher than wide: both recognisers read such lines, and leave them where they stand."""
    long = [word.box for word in words if len(word.text) > _FEW_LETTERS]
    return 2 * sum(box[3] - box[1] > box[2] - box[0] for box in long) > len(long)


def _weight(words: Sequence[PdfWord]) -> float:
    return sum(len(word.text) * (word.confidence or 0.0) for word in words)


if __name__ == "__main__":
    serve({"recognise": recognise}, alone=False)
