"""Lines that tell by which program a CV was made, which are no part of what it tells."""

from __future__ import annotations

import re

_MADE = (
    r"made|created|generated|built|powered|designed|rendered|produced|typeset|erstellt|generiert|cr[ée]{2}|g[ée]n[ée]r[ée]|"
    r"r[ée]alis[ée]|creado|hecho|generado|creato|generato|realizzato|criado|feito|gerado|gemaakt|gegenereerd|"
    r"stworzon[oey]|wygenerowan[oey]|haz[ıi]rland[ıi]|olu[şs]turuldu"
)
_WITH = r"with|by|using|in|from|on|mit|durch|avec|par|con|por|com|met|door|w|przez|pomoc[ąa]|ile"
# What it is made with; "Designed with Figma" tells something of the person.
_PROGRAM = r"(?:json ?)?r[ée]sum[ée]s?|cv|vitae|theme|template|vorlage|modelo|plantilla|latex|canva|europass|zety"
_FOOTER = re.compile(
    r"(?:this |my |the )?(?:(?:cv|r[ée]sum[ée]|document|page|website|site)(?: (?:was|is))? )?"
    rf"(?:{_MADE})\s+(?:{_WITH})\s"
    rf"(?:.{{0,80}}\W)?(?:{_PROGRAM})(?:\W.{{0,80}})?",
    re.IGNORECASE,
)
_LONGEST = 160


def is_footer(text: str) -> bool:
    """Whether the whole of a short line is "CV made with ...", "Powered by JSON Resume", and so on."""
    return len(text) <= _LONGEST and bool(_FOOTER.fullmatch(text.strip(" \t.·•|-–—")))
