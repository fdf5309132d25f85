"""The submit form: every part checked, and everything that is wrong with it noted at once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from zenhire.analysis.cv.position import PositionError, read_position
from zenhire.kit.errors import InvalidInput
from zenhire.kit.forms import (
    MAX_TEXT_FILE,
    BodyTooLarge,
    Patience,
    file_parts,
    is_multipart,
    read_form,
    text_part,
    text_parts,
)
from zenhire.kit.texts import is_storable
from zenhire.modules.cvdeepmatch.errors import InvalidFileContent
from zenhire.modules.cvdeepmatch.problems import Problems
from zenhire.modules.cvdeepmatch.store import CvKind
from zenhire.platform.runs.metadata import (
    MAX_EXTERNAL_ID,
    BadLabels,
    LabelLimits,
    is_external_id,
    parse_metadata,
    parse_tags,
)

POSITION_ID = r"[A-Za-z0-9._-]{1,28}"
IDEMPOTENCY_KEY = r"[A-Za-z0-9._-]{1,128}"
REQUIRED = ("cv_file", "position_id", "job_description", "config")
MISSING = "Is required."
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class FileRule:
    """How a kind of file must be sent, and how its content begins."""

    kind: CvKind
    media_type: str
    magic: bytes

    @property
    def ending(self) -> str:
        """What its name ends in."""
        return f".{self.kind}"


PDF = FileRule("pdf", "application/pdf", b"%PDF-")
DOCX = FileRule("docx", _DOCX, b"PK\x03\x04")


@dataclass(frozen=True, slots=True)
class FormRules:
    """What the installation allows."""

    max_bytes: int
    accept_docx: bool
    labels: LabelLimits

    @property
    def files(self) -> tuple[FileRule, ...]:
        """The kinds of file that are taken."""
        return (PDF, DOCX) if self.accept_docx else (PDF,)


@dataclass(slots=True)
class SubmitForm:
    """A form that was read. Its values hold once `problems` has none.

    `cv` is an unnamed temporary file that vanishes when it is closed.
    """

    problems: Problems = field(default_factory=Problems)
    cv: BinaryIO | None = None
    cv_kind: CvKind = "pdf"
    position_id: str = ""
    job_description: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    webhook_url: str | None = None
    idempotency_key: str | None = None
    external_id: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    parts: FormData = field(default_factory=FormData, repr=False)

    async def close(self) -> None:
        """Frees the temporary file."""
        await self.parts.close()


async def read_submit_form(request: Request, rules: FormRules, patience: Patience) -> SubmitForm:
    """Reads the form of a submit; the file is counted while it arrives. Raises InvalidInput when there is no form."""
    if not is_multipart(request):
        raise InvalidInput(
            f"Send multipart/form-data with the parts {', '.join(REQUIRED)}.",
            details={"fields": {name: [MISSING] for name in REQUIRED}},
        )
    try:
        parts = await read_form(request, max_file_bytes=rules.max_bytes, patience=patience)
    except BodyTooLarge as error:
        raise InvalidInput.of({"cv_file": [_too_large(rules.max_bytes)]}) from error
    try:
        return read_parts(parts, rules)
    except BaseException:
        await parts.close()
        raise


def read_parts(parts: FormData, rules: FormRules) -> SubmitForm:
    """The form in these parts, with all that is wrong with them."""
    form = SubmitForm(parts=parts)
    _read_cv(form, rules)
    form.position_id = _named(form, "position_id", POSITION_ID, "1-28", required=True) or ""
    form.job_description = _job_description(form)
    form.config = _config(form)
    form.webhook_url = text_part(parts, "webhook_url") or None
    form.idempotency_key = _named(form, "idempotency_key", IDEMPOTENCY_KEY, "1-128")
    form.external_id = _external_id(form)
    try:
        form.metadata = parse_metadata(text_part(parts, "metadata"), rules.labels)
    except BadLabels as error:
        form.problems.add(error.field, str(error))
    try:
        form.tags = parse_tags(text_parts(parts, "tags"), rules.labels)
    except BadLabels as error:
        form.problems.add(error.field, str(error))
    return form


def _read_cv(form: SubmitForm, rules: FormRules) -> None:
    found = file_parts(form.parts, "cv_file")
    if len(found) != 1:
        message = f"Must be one file; these are {len(found)}." if found else "Is required: the CV, as a file."
        form.problems.add("cv_file", message)
        return
    sent = found[0]
    form.cv = sent.file
    if (sent.size or 0) > rules.max_bytes:
        form.problems.add("cv_file", _too_large(rules.max_bytes))
    rule = next((rule for rule in rules.files if _is_named_as(sent, rule)), None)
    if rule is None:
        form.problems.add("cv_file", _wrong_type(rules))
        return
    form.cv_kind = rule.kind
    sent.file.seek(0)
    if not sent.file.read(len(rule.magic)).startswith(rule.magic):
        what = f"is no {rule.kind.upper()} inside" if sent.size else "is empty"
        form.problems.add("cv_file", f"The file {what}. Export the CV again.", InvalidFileContent)


def _is_named_as(sent: UploadFile, rule: FileRule) -> bool:
    media_type = (sent.content_type or "").partition(";")[0].strip().lower()
    return media_type == rule.media_type and (sent.filename or "").lower().endswith(rule.ending)


def _wrong_type(rules: FormRules) -> str:
    ways = [f"a file named *{rule.ending} of the media type {rule.media_type}" for rule in rules.files]
    return f"Must be {', or '.join(ways)}."


def _too_large(limit: int) -> str:
    return f"Must be at most {limit / 1048576:g} MB ({limit} bytes)."


def _named(form: SubmitForm, name: str, pattern: str, length: str, *, required: bool = False) -> str | None:
    value = text_part(form.parts, name)
    if value is None:
        if required:
            form.problems.add(name, _missing(form.parts, name))
    elif not re.fullmatch(pattern, value):
        form.problems.add(name, f"Must be {length} characters of A-Z a-z 0-9 . _ -")
    return value


def _missing(parts: FormData, name: str) -> str:
    """Why there is no text of a part: it was not sent, or as a file that is too long for one."""
    return f"Must be at most {MAX_TEXT_FILE // 1048576} MB of text." if file_parts(parts, name) else MISSING


def _job_description(form: SubmitForm) -> str:
    value = text_part(form.parts, "job_description")
    if value is None:
        form.problems.add("job_description", _missing(form.parts, "job_description"))
    elif not value.strip():
        form.problems.add("job_description", "Must not be empty.")
    elif not is_storable(value):
        form.problems.add("job_description", "Must be valid Unicode text without NUL characters.")
    return value or ""


class _Twice(ValueError):
    pass


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _config(form: SubmitForm) -> dict[str, Any]:
    text = text_part(form.parts, "config")
    if text is None:
        form.problems.add("config", _missing(form.parts, "config"))
        return {}
    try:
        value = json.loads(text, object_pairs_hook=_distinct)
    except _Twice:
        form.problems.add("config", "Each name must be there only once in its object.")
        return {}
    except (ValueError, RecursionError):
        form.problems.add("config", "Must be a JSON object as text; this is no valid JSON.")
        return {}
    try:
        read_position(value)
    except PositionError as error:
        form.problems.add_all(error.fields)
        return {}
    config: dict[str, Any] = value
    return config


def _external_id(form: SubmitForm) -> str | None:
    value = text_part(form.parts, "externalId")
    if value is not None and not is_external_id(value):
        form.problems.add("externalId", f"Must have 1-{MAX_EXTERNAL_ID} characters, or be left out.")
    return value
