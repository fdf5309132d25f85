"""Lines that tell by which program or when a CV was made, or whose it is, at the foot of a page."""

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
# "Last updated: March 2026".
_UPDATED = re.compile(
    r"(?:last (?:updated?|modified|revised)|(?:zuletzt|letzte) (?:aktualisier|ge[äa]ndert|[äa]nderung)\w*|"
    r"(?:derni[èe]re )?mise [àa] jour|[úu]ltima (?:actualizaci[óo]n|atualiza[çc][ãa]o)|ultimo aggiornamento|"
    r"laatst (?:bijgewerkt|gewijzigd)|ostatnia aktualizacja|son g[üu]ncelleme(?: tarihi)?)"
    r"(?:\W{1,3}(?:on|in|am|im|le|el|em|il|op|dnia))?\W{0,3}(?:[\w.]{1,12}[\s/.,-]{0,2}){0,4}\d{2,4}\.?",
    re.IGNORECASE,
)
# The name of the person, and what the document is: "Ann Example • Résumé", "Ann Example  Curriculum vitae  2".
_WHOSE = re.compile(
    r"[^\d,;:]{3,50}?(?:\s*[•·|\t]\s*|\s+[–—-]\s+)(?:r[ée]sum[ée]|curriculum vit[aæ]e?|cv|lebenslauf)"
    r"(?:\W{1,5}\d{1,2}(?:\s*/\s*\d{1,2})?)?",
    re.IGNORECASE,
)
# "Page 1    Ann Example".
_NUMBERED = re.compile(
    r"(?:[^\d]{3,50}?\s*[•·|\t–—-]\s*)?(?:page|seite|p[áa]gina|strona|sayfa|blad)\s*\d{1,2}"
    r"(?:\s*(?:/|of|von|de|sur|di|van|z)\s*\d{1,2})?(?:\s*[•·|\t–—-]\s*[^\d]{3,50})?",
    re.IGNORECASE,
)
# The consent that CVs end with in Poland and Italy.
_CONSENT = re.compile(
    r"(?:niniejszym )?wyra[żz]am zgod[ęe] na przetwarzanie.{0,600}|"
    r"autorizzo il trattamento dei (?:miei )?dati personali.{0,600}",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST, _LONGEST_CONSENT = 160, 700


def is_footer(text: str) -> bool:
    """Whether the whole of a short line is "CV made with ...", "Last updated: May 2026", and so on, or a consent."""
    bare = text.strip(" \t.·•|-–—")
    if len(text) <= _LONGEST_CONSENT and _CONSENT.fullmatch(bare):
        return True
    return len(text) <= _LONGEST and bool(_FOOTER.fullmatch(bare) or _UPDATED.fullmatch(bare))


def is_signature(text: str) -> bool:
    """Whether a line below a list is the foot of a page that tells whose CV it is; at a CV's top it tells the name."""
    bare = text.strip(" \t.·•|-–—")
    return len(text) <= _LONGEST and bool(_WHOSE.fullmatch(bare) or _NUMBERED.fullmatch(bare))
