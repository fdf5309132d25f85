"""The recognition child on a machine that has no recogniser."""

from __future__ import annotations

from zenhire.engines.child.inside import serve
from zenhire.engines.pdf import ocr_child

ocr_child.importlib.util.find_spec = lambda name, package=None: None  # type: ignore[assignment]
serve({"recognise": ocr_child.recognise}, alone=False)
