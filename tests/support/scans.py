"""Pages as a scanner would give them: the picture of a page, and nothing else."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.support.pdf import PdfPage, pdf

_RENDER = """
import sys
from zenhire.engines.pdf import child, paint
with child.opened(child.read_pdf(1 << 20)) as document, child.loaded(document, 0) as page:
    picture = paint.Rendering(page, child.placement(page).size, 200 / 72, 1 << 23, 20.0)
sys.stdout.buffer.write(picture.pgm())
"""


async def scanned(folder: Path, page: PdfPage, turned: int = 0) -> bytes:
    """A PDF with the picture of a page, 200 dots an inch, which is shown `turned` by so many degrees to the right;
    rendered in a process of its own."""
    source = folder / "source.pdf"
    source.write_bytes(pdf(page))
    with source.open("rb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _RENDER, stdin=file, stdout=asyncio.subprocess.PIPE
        )
        picture, _ = await process.communicate()
    _, size, _, grey = picture.split(b"\n", 3)
    columns = int(size.split()[0])
    return pdf(PdfPage(page.width, page.height, turned).image(0, 0, page.width, page.height, grey, columns))
