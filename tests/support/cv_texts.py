"""Read CVs written by hand, without a PDF: one line of text is one printed line. All persons are made up."""

from __future__ import annotations

from zenhire.analysis.cv.types import CvBlock, CvDocument, CvLine, CvPage


def document(text: str, *, pages: int = 1) -> CvDocument:
    """The document of a text. `# ` marks the name, `## ` a bold and larger heading, `**` a bold line.

    An empty line separates blocks, a tab cells; the signs are left out of the text.
    """
    lines: list[CvLine] = []
    parts: list[str] = []
    at = block = 0
    for number, raw in enumerate(text.strip("\n").split("\n")):
        size, bold, plain = _look(raw)
        parts.append(plain)
        block += not plain
        for cell, words in enumerate(plain.split("\t")) if plain else ():
            start = at + plain.index(words)
            box = (40.0 + 120 * cell, 40.0 + 14 * number, 40.0 + 120 * cell + 5 * len(words), 52.0 + 14 * number)
            page = min(pages, 1 + number // 40)
            end = start + len(words)
            bullet = words.startswith("•")
            if words:
                lines.append(CvLine(start, end, page, box, size, bold, False, bullet, block, 0))
        at += len(plain) + 1
    body = "\n".join(parts)
    sizes = tuple(CvPage(number, 595.0, 842.0, "text") for number in range(1, pages + 1))
    return CvDocument(body, sizes, tuple(lines), _blocks(lines), (), (), (), "", 10.0, "by hand")


def _look(raw: str) -> tuple[float, bool, str]:
    for sign, size in (("## ", 13.0), ("# ", 20.0), ("**", 10.0)):
        if raw.startswith(sign):
            return size, True, raw.removeprefix(sign)
    return 10.0, False, raw


def _blocks(lines: list[CvLine]) -> tuple[CvBlock, ...]:
    blocks = []
    for number in sorted({line.block for line in lines}):
        some = [at for at, line in enumerate(lines) if line.block == number]
        first, last = lines[some[0]], lines[some[-1]]
        blocks.append(CvBlock(first.start, last.end, first.page, first.box, 0, some[0], some[-1] + 1))
    return tuple(blocks)
