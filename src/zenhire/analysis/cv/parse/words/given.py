"""Words that tell when, until when or by whom a certificate was given, and that are none themselves."""

from __future__ import annotations

import re

_PARTICIPLES = (
    r"issued|awarded|granted|obtained|received|earned|completed|achieved|ausgestellt|verliehen|erworben|erteilt|"
    r"d[ée]livr[ée]e?|obtenue?|d[ée]cern[ée]e?|expedid[oa]|otorgad[oa]|emitid[oa]|obtenid[oa]|obtid[oa]|concedid[oa]|"
    r"rilasciat[oa]|conseguit[oa]|ottenut[oa]|uitgegeven|afgegeven|behaald|wydan[ye]|uzyskan[ye]|verilen|al[ıi]nan"
)
_UNTIL = (
    r"expires?|expired|expiry|expiration|valid|g[üu]ltig|l[äa]uft ab|expire|valable|v[áa]lid[oa]|caduca|vence|scade|"
    r"scadenza|geldig|verloopt|wa[żz]n[yea]|ge[çc]erli"
)
_ISSUERS = (
    r"issuer|issuing (?:authority|organi[sz]ation|body)|authority|provider|aussteller|[ée]metteur|organisme|emisor|"
    r"entidad|ente|emittente|emissor|entidade|uitgever|wydawca|kurum|veren kurum"
)
_NOUNS = (
    rf"{_ISSUERS}|date|issue date|date of issue|credential|credential id|certificate (?:no|number|id)|"
    r"licen[sc]e (?:no|number|id)|id|url|datum|date de d[ée]livrance|fecha|data|tarih"
)
_JOINTS = (
    r"on|by|from|in|until|till|to|through|since|at|am|im|von|vom|durch|bis|seit|ab|le|en|par|de|depuis|jusqu['’]au|"
    r"el|por|desde|hasta|il|nel|da|dal|fino al|em|pela|pelo|at[ée]|op|door|tot|przez|w|dnia|do"
)
_BY = r"by|from|von|vom|durch|par|por|da|dal|pela|pelo|door|przez"
_GIVEN_WORD = rf"(?:{_PARTICIPLES}|{_UNTIL})"
# At a line's beginning: "Issued on: May 2019", "Issued 2019", "Awarded by Leeds College", "Issuer: Cisco".
GIVEN = re.compile(
    rf"\W*(?:{_GIVEN_WORD}(?:(?:\s+(?:{_JOINTS})(?!\w)){{1,2}}\s*:?|\s*:|(?=\s+(?:[^\W\d]{{3,10}}\.?\s+)?\d))"
    rf"|(?:{_NOUNS})\s*:)\s*",
    re.IGNORECASE,
)
BY = re.compile(rf"\W*(?:(?:{_PARTICIPLES})\s+(?:{_BY})(?!\w)|(?:{_ISSUERS})\s*:)", re.IGNORECASE)
EXPIRES = re.compile(rf"\W*(?:{_UNTIL})(?!\w)", re.IGNORECASE)
_ONLY = re.compile(rf"\W*(?:{_GIVEN_WORD}(?:\s+(?:{_JOINTS})){{0,2}}|{_NOUNS}|(?:{_BY}))\W*", re.IGNORECASE)


def is_given(text: str) -> bool:
    """Whether a text is nothing but such words."""
    return bool(_ONLY.fullmatch(text))
