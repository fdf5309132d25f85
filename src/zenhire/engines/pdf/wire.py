"""Pages as compact JSON between the child and its parent: words are rows, styles are told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from zenhire.engines.pdf.base import PdfLink, PdfPage, PdfShape, PdfStyle, PdfWord


def pack(pages: Sequence[PdfPage]) -> dict[str, Any]:
    """The wire form of pages."""
    styles: dict[PdfStyle, int] = {}
    packed = [_pack_page(page, styles) for page in pages]
    return {"styles": [list(asdict(style).values()) for style in styles], "pages": packed}


def _pack_page(page: PdfPage, styles: dict[PdfStyle, int]) -> dict[str, Any]:
    return {
        "at": [page.number, page.width, page.height, page.rotation],
        "words": [
            [
                *(word.text, *word.box, word.baseline, styles.setdefault(word.style, len(styles))),
                *(word.joined, word.contrast, word.source, word.confidence),
            ]
            for word in page.words
        ],
        "links": [[link.uri, *link.box] for link in page.links],
        "shapes": [[shape.color, *shape.box] for shape in page.shapes],
        "marks": page.marks,
        "frames": page.frames,
        "image_share": page.image_share,
        "unreadable": page.unreadable,
        "source": page.source,
    }


def unpack(answer: dict[str, Any]) -> tuple[PdfPage, ...]:
    """The pages of a wire form."""
    styles = [PdfStyle(*row) for row in answer["styles"]]
    return tuple(_unpack_page(page, styles) for page in answer["pages"])


def _unpack_page(page: dict[str, Any], styles: Sequence[PdfStyle]) -> PdfPage:
    number, width, height, rotation = page["at"]
    return PdfPage(
        number=number,
        width=width,
        height=height,
        rotation=rotation,
        words=tuple(
            PdfWord(text, (x0, y0, x1, y1), base, styles[style], joined, contrast, source, confidence)
            for text, x0, y0, x1, y1, base, style, joined, contrast, source, confidence in page["words"]
        ),
        links=tuple(PdfLink(uri, (x0, y0, x1, y1)) for uri, x0, y0, x1, y1 in page["links"]),
        shapes=tuple(PdfShape((x0, y0, x1, y1), color) for color, x0, y0, x1, y1 in page["shapes"]),
        marks=tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in page["marks"]),
        frames=tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in page["frames"]),
        image_share=page["image_share"],
        unreadable=page["unreadable"],
        source=page["source"],
    )
