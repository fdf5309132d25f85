"""The submit form: every part checked, with the documented code for what is wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from zenhire.kit.errors import InvalidInput
from zenhire.kit.forms import (
    BodyTooLarge,
    Patience,
    file_parts,
    is_multipart,
    read_form,
    text_part,
    text_parts,
)
from zenhire.modules.speech.errors import (
    FileTooLarge,
    InvalidExternalId,
    InvalidLanguageCode,
    InvalidMetadata,
    InvalidParameters,
    MissingAudioFile,
)
from zenhire.modules.speech.schemas import LANGUAGES
from zenhire.platform.runs.metadata import BadLabels, LabelLimits, is_external_id, parse_metadata, parse_tags


@dataclass(frozen=True, slots=True)
class SubmitForm:
    """A checked form; `audio` is an unnamed temporary file that vanishes when it is closed."""

    audio: BinaryIO
    language: str
    external_id: str | None
    metadata: dict[str, str]
    tags: tuple[str, ...]
    cut_start_ms: int | None = None
    cut_end_ms: int | None = None
    webhook_url: str | None = None
    parts: FormData = field(default_factory=FormData, repr=False)

    def check_cut(self, duration_s: float) -> None:
        """Raises InvalidParameters when the cut does not lie inside the recording."""
        end = round(duration_s * 1000)
        for name, value in (("startMs", self.cut_start_ms), ("endMs", self.cut_end_ms)):
            if value is not None and value > end:
                raise _bad_cut(f"{name} must be at most the recording's duration, {end} ms.")
        if self.cut_start_ms is not None and self.cut_start_ms >= (self.cut_end_ms or end):
            raise _bad_cut("startMs must be less than endMs and than the recording's duration.")

    async def close(self) -> None:
        """Frees the temporary file."""
        await self.parts.close()


async def read_submit_form(request: Request, *, max_bytes: int, limits: LabelLimits, patience: Patience) -> SubmitForm:
    """Reads and checks the form of a submit; the file is counted while it arrives."""
    if not is_multipart(request):
        raise MissingAudioFile("Send multipart/form-data with the recording as the file part 'audio'.")
    try:
        parts = await read_form(request, max_file_bytes=max_bytes, patience=patience)
    except BodyTooLarge as error:
        raise _too_large(max_bytes) from error
    try:
        return _check(parts, max_bytes=max_bytes, limits=limits)
    except BaseException:
        await parts.close()
        raise


def _check(parts: FormData, *, max_bytes: int, limits: LabelLimits) -> SubmitForm:
    audio = _recording(parts)
    if (audio.size or 0) > max_bytes:
        raise _too_large(max_bytes)
    if not audio.size:
        raise MissingAudioFile("The file part 'audio' is empty. Send the recording in it.")
    start, end = parse_cut(text_part(parts, "cutSettings"))
    try:
        metadata = parse_metadata(text_part(parts, "metadata"), limits)
        tags = parse_tags(text_parts(parts, "tags"), limits)
    except BadLabels as error:
        raise InvalidMetadata(f"{error.field}: {error}", details={"fields": {error.field: [str(error)]}}) from error
    return SubmitForm(
        audio=audio.file,
        language=parse_language(text_part(parts, "language")),
        external_id=parse_external_id(text_part(parts, "externalId")),
        metadata=metadata,
        tags=tags,
        cut_start_ms=start,
        cut_end_ms=end,
        webhook_url=text_part(parts, "webhook_url") or None,
        parts=parts,
    )


def _recording(parts: FormData) -> UploadFile:
    found = file_parts(parts, "audio")
    if not found:
        raise MissingAudioFile
    if len(found) > 1:
        raise InvalidInput.of({"audio": [f"Must be one recording; these are {len(found)} files of that name."]})
    return found[0]


def _too_large(limit: int) -> FileTooLarge:
    return FileTooLarge(f"The recording is larger than {limit / 1048576:g} MB. Compress or trim it.")


def parse_language(value: str | None) -> str:
    """One of the sixteen codes, in lower case; none means English. Raises InvalidLanguageCode."""
    code = (value or "").strip().lower() or "en"
    if code not in LANGUAGES:
        raise InvalidLanguageCode(
            f"language must be a 2-letter ISO 639-1 code, one of: {', '.join(LANGUAGES)}.",
            details={"fields": {"language": [f"Must be one of: {', '.join(LANGUAGES)}."]}},
        )
    return code


def parse_external_id(value: str | None) -> str | None:
    """The correlation tag as it was sent, 1-255 characters. Raises InvalidExternalId."""
    if value is None:
        return None
    if not is_external_id(value):
        raise InvalidExternalId(details={"fields": {"externalId": [InvalidExternalId.default_message]}})
    return value


def _bad_cut(message: str) -> InvalidParameters:
    return InvalidParameters(f"cutSettings: {message}", details={"fields": {"cutSettings": [message]}})


def _milliseconds(value: object, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise _bad_cut(f"{name} must be a whole number of milliseconds, 0 or more.")
    return value


def parse_cut(text: str | None) -> tuple[int | None, int | None]:
    """`(startMs, endMs)` of a stringified object; unknown keys are ignored. Raises InvalidParameters."""
    if text is None or not text.strip():
        return None, None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad_cut('Must be a JSON object such as {"startMs": 0, "endMs": 240000}.') from error
    if not isinstance(value, dict):
        raise _bad_cut('Must be a JSON object such as {"startMs": 0, "endMs": 240000}.')
    start, end = _milliseconds(value.get("startMs"), "startMs"), _milliseconds(value.get("endMs"), "endMs")
    if end is not None and end <= (start or 0):
        raise _bad_cut("endMs must be greater than startMs.")
    return start, end
