"""What the OpenAPI document says of each field of the parsed CV, by the names of its types and fields there."""

from __future__ import annotations

_SPANS = "Where the values stand: by the field's name, a span for each of its values, in their order."
_PERIOD = {
    "startDate": "`YYYY-MM`, or `YYYY` where no month is told.",
    "endDate": "The same; null while it goes on.",
}
_SECTION = "Index of its section in `sections`."
_HIGHLIGHTS = "What the CV lists under it, point by point."

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "ParsedCv": {
        "schemaVersion": "Version of this shape.",
        "asOf": "The day that 'present' was taken for: that of the submit, in UTC.",
        "name": "The person's name.",
        "label": "The title line under the name.",
        "email": "E-mail address.",
        "phone": "Telephone number, as written.",
        "url": "A page of the person's own.",
        "location": "Where the person lives.",
        "profiles": "Pages about the person on networks.",
        "personal": "What the CV says of the person that is no qualification. Never scored.",
        "summary": "The introduction.",
        "experience": "Jobs.",
        "volunteer": "Unpaid work.",
        "education": "Courses of study.",
        "skills": "Skills that the CV lists.",
        "skillDetails": "The same skills in the same order, with where each was found.",
        "languages": "Spoken languages.",
        "certificates": "Certificates and licences.",
        "projects": "Projects outside the jobs.",
        "sections": "The parts of the CV, in order.",
        "totals": "Months in work.",
        "spans": _SPANS,
    },
    "Span": {
        "start": "First character in the read text.",
        "end": "The character after the last.",
        "page": "Page where it begins, from 1.",
    },
    "Location": {
        "address": "In the CV's words.",
        "countryCode": "ISO 3166-1, only where the country is named.",
    },
    "Profile": {
        "network": "Such as LinkedIn or GitHub.",
        "username": "The name there.",
        "url": "Its address.",
        "spans": _SPANS,
    },
    "Work": {
        "name": "The employer.",
        "position": "The title.",
        "location": "Where it was.",
        **_PERIOD,
        "current": "Whether it goes on, in the CV's words.",
        "months": "Its length; null where the dates do not tell.",
        "industry": "A guess from words of employer and title.",
        "summary": "What the CV says of it in running text.",
        "highlights": _HIGHLIGHTS,
        "section": _SECTION,
        "spans": _SPANS,
    },
    "Education": {
        "institution": "School, university or provider.",
        "studyType": "The degree, in the CV's words.",
        "level": "The degree's level.",
        "area": "The subject.",
        "location": "Where it was.",
        **_PERIOD,
        "finished": "Null where neither dates nor words tell.",
        "highlights": _HIGHLIGHTS,
        "section": _SECTION,
        "spans": _SPANS,
    },
    "Mention": {
        "section": "Kind of the section.",
        "index": "Which job or project of that kind, from 0.",
        "span": "The place.",
    },
    "Skill": {
        "name": "As the CV has it.",
        "category": "The heading or label that it stands under.",
        "section": "Kind of the section that lists it.",
        "mentions": "Where else the CV names it.",
        "spans": _SPANS,
    },
    "Language": {
        "language": "Its name in English.",
        "code": "ISO 639-1.",
        "fluency": "How well, in the CV's words.",
        "level": "On the CEFR, or native.",
        "spans": _SPANS,
    },
    "Certificate": {
        "name": "What it is called.",
        "issuer": "Who gave it.",
        "date": "`YYYY-MM`, or `YYYY`.",
        "spans": _SPANS,
    },
    "Project": {
        "name": "What it is called.",
        "description": "What the CV says of it in running text.",
        **_PERIOD,
        "current": "Whether it goes on, in the CV's words.",
        "highlights": _HIGHLIGHTS,
        "section": _SECTION,
        "spans": _SPANS,
    },
    "Section": {
        "kind": "What it is about.",
        "heading": "In the CV's words; null where it has none.",
        "span": "From its heading to its end.",
    },
    "PersonalFact": {
        "kind": "What it is about.",
        "text": "In the CV's words.",
        "span": "The place.",
    },
    "Gap": {
        "startDate": "First month without a job.",
        "endDate": "Last one.",
        "months": "How many.",
    },
    "Totals": {
        "months": "Months in work; jobs at the same time are counted once.",
        "dated": "Jobs with dates.",
        "undated": "Jobs without a start, which are not counted.",
        "gaps": "Whole months without a job between the first and the last one. Reported, never scored.",
    },
}
