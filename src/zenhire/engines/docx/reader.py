"""Reading a DOCX, from outside: a short-lived child process under hard limits opens it.

Documents come from strangers: nothing of the file is unpacked or parsed in this process. Macros, embedded objects and
linked files are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zenhire.engines.child.launch import ChildBroken, Limits, Source, ask
from zenhire.engines.docx import wire
from zenhire.engines.docx.base import (
    DocxBlock,
    DocxBox,
    DocxDocument,
    DocxEncrypted,
    DocxNoText,
    DocxParagraph,
    DocxReaderBroken,
    DocxTooLong,
    DocxUnreadable,
)

_CHILD = "zenhire.engines.docx.child"


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """What is read at most, and what the reading child may use."""

    most_bytes: int = 50 << 20
    most_characters: int = 300_000
    most_lines: int = 20_000
    limits: Limits = field(
        default=Limits(wall_seconds=30.0, cpu_seconds=20, memory_bytes=768 << 20, answer_bytes=32 << 20)
    )


async def read(source: Source, options: DocxOptions = DocxOptions()) -> DocxDocument:
    """The document's blocks with their looks; the same bytes give the same blocks.

    `source` is an open, seekable file (its offset is left alone), a descriptor or a path. At least one character is
    there. Raises DocxUnreadable, DocxEncrypted, DocxTooLong, DocxNoText; DocxReaderBroken when an operator must act.
    """
    most = {"characters": options.most_characters, "lines": options.most_lines}
    request = {"most_bytes": options.most_bytes, **{f"most_{unit}": count for unit, count in most.items()}}
    try:
        answer = await ask(_CHILD, source, "read", request, options.limits)
    except ChildBroken as error:
        raise DocxReaderBroken(str(error)) from error
    match answer.get("error"):
        case None:
            pass
        case "encrypted":
            raise DocxEncrypted
        case "too_long":
            raise DocxTooLong(answer["reason"], most[answer["reason"]])
        case _:
            reason = answer["reason"]
            raise DocxUnreadable("limit" if reason == "answer" else reason)
    document = wire.unpack(answer)
    stories = (document.blocks, document.notes, *document.headers, *document.footers)
    if not any(_has_text(block) for story in stories for block in story):
        raise DocxNoText
    return document


def _has_text(block: DocxBlock) -> bool:
    if isinstance(block, DocxParagraph):
        return bool(block.text.strip())
    cells = (block.blocks,) if isinstance(block, DocxBox) else (cell for row in block.rows for cell in row)
    return any(_has_text(inner) for cell in cells for inner in cell)
