"""Where a page's words belong: lines, columns, cards and paragraphs, in reading order."""

from zenhire.analysis.cv.layout.pages import read_layout

__all__ = ["read_layout"]
