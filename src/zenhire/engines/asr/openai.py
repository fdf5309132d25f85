"""Any service that speaks OpenAI's `POST {base_url}/audio/transcriptions` with `verbose_json` and word times."""

from __future__ import annotations

import io
import math
import re
import time
import wave
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
import numpy as np

from zenhire.engines.asr.base import AsrConfigurationError, AsrError, AsrInfo, AsrWord, SegmentTranscript
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

DETECT_SECONDS = 6.0
"""From this length on the service names the language itself: a Whisper that is told a language which is not spoken
translates, and the text would no longer show what was said. Shorter segments carry the requested language as a hint."""

ATTEMPTS = 4
FIRST_WAIT = 0.5
LONGEST_WAIT = 15.0

_SHORTEST = SAMPLE_RATE // 10
_CONFIGURATION = {
    401: "refused the key",
    403: "does not allow this key to transcribe",
    404: "has no such address or model; check the base URL and the model's name",
}
_ISO_639_1 = {
    "english": "en",
    "spanish": "es",
    "french": "fr",
    "german": "de",
    "portuguese": "pt",
    "italian": "it",
    "dutch": "nl",
    "hindi": "hi",
    "chinese": "zh",
    "mandarin": "zh",
    "japanese": "ja",
    "korean": "ko",
    "arabic": "ar",
    "turkish": "tr",
    "polish": "pl",
    "russian": "ru",
    "serbian": "sr",
    "croatian": "hr",
    "bosnian": "bs",
}


class OpenAiAsr:
    """A client of a transcription service. `confidence` is the word's probability where the service gives one, else
    exp(average log probability) of the segment that holds the word."""

    def __init__(
        self,
        model: str,
        *,
        base_url: str,
        api_key: str = "",
        timeout: float = 120.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`timeout` is seconds for one request; `sleep` waits between tries. Connects to nothing yet."""
        self.info = AsrInfo("openai", model, "v1")
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        try:
            self._client = httpx.Client(timeout=httpx.Timeout(timeout, connect=min(10.0, timeout)), headers=headers)
        except (ValueError, UnicodeError):
            raise AsrConfigurationError(
                "the key of the transcription service has characters no header can hold"
            ) from None
        self._url = f"{base_url.rstrip('/')}/audio/transcriptions"
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"OpenAiAsr(model={self.info.model!r}, url={self._url!r})"

    def transcribe(self, samples: Samples, language: str) -> SegmentTranscript:
        """The words in one segment (<= 30 s) of 16 kHz mono samples. Digital silence is not sent.

        Tries again on 429, 5xx and network failures, at most four times. Raises AsrConfigurationError for 401, 403,
        404 and for a service without word times or probabilities; AsrError for everything else.
        """
        if samples.size < _SHORTEST or not np.ptp(samples):
            return SegmentTranscript((), "")
        duration = samples.size / SAMPLE_RATE
        form: dict[str, str | list[str]] = {
            "model": self.info.model,
            "response_format": "verbose_json",
            "timestamp_granularities[]": ["word", "segment"],
            "temperature": "0",
        }
        if duration < DETECT_SECONDS:
            form["language"] = language
        return parse_answer(self._post(_wav(samples), form), duration)

    def _post(self, audio: bytes, form: Mapping[str, str | list[str]]) -> object:
        problem = ""
        for attempt in range(ATTEMPTS):
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
            try:
                answer = self._client.post(self._url, data=form, files={"file": ("segment.wav", audio, "audio/wav")})
            except httpx.TransportError as error:
                problem = f"could not be reached ({type(error).__name__})"
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise AsrConfigurationError(
                    f"the transcription service cannot be asked: {type(error).__name__}"
                ) from None
            else:
                if answer.status_code == 429 or answer.status_code >= 500:
                    problem = f"answered {answer.status_code}"
                    wait = min(LONGEST_WAIT, max(wait, _retry_after(answer)))
                else:
                    return _body(answer)
            if attempt + 1 < ATTEMPTS:
                self._sleep(wait)
        raise AsrError(f"the transcription service {problem}, {ATTEMPTS} times in a row")


def _body(answer: httpx.Response) -> object:
    status = answer.status_code
    if status in _CONFIGURATION:
        raise AsrConfigurationError(f"the transcription service {_CONFIGURATION[status]} ({status})")
    if status != 200:
        raise AsrError(f"the transcription service answered {status}{_error_code(answer)}")
    try:
        body: object = answer.json()
    except ValueError:
        raise AsrError("the transcription service did not answer with JSON") from None
    return body


def _error_code(answer: httpx.Response) -> str:
    try:
        code = str(answer.json()["error"]["code"])
    except (ValueError, LookupError, TypeError):
        return ""
    return f" {code}" if re.fullmatch(r"[a-z_]{3,40}", code) else ""


def _retry_after(answer: httpx.Response) -> float:
    value = answer.headers.get("Retry-After", "")
    return float(value) if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value) else 0.0


def _wav(samples: Samples) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.ascontiguousarray(samples, dtype="<i2").tobytes())
    return buffer.getvalue()


def parse_answer(body: object, duration: float) -> SegmentTranscript:
    """The transcript in a `verbose_json` answer; times clipped to [0, duration] and made monotone.

    Words may stand at the top or inside segments. Raises AsrConfigurationError when there is text but no word has
    times or nothing tells a probability; AsrError when it is no such answer at all.
    """
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        raise AsrError("the transcription service's answer is not a verbose_json transcript")
    text = body["text"].strip()
    segments = _objects(body.get("segments"))
    found = _objects(body.get("words")) or [word for segment in segments for word in _objects(segment.get("words"))]
    if text and not found:
        raise AsrConfigurationError(
            "the transcription service gives no word times; it must support them in verbose_json"
        )
    words: list[AsrWord] = []
    clock = 0.0
    try:
        for item in found:
            start = min(max(_number(item["start"]), clock), duration)
            end = min(max(_number(item["end"]), start), duration)
            clock = start
            if label := str(item["word"]).strip().strip('.,;:!?"“”„«»()[]…¿¡。、，！？；：'):
                words.append(AsrWord(label, start, end, _probability(item, segments)))
    except (KeyError, TypeError, ValueError):
        raise AsrError("the transcription service's words are not as verbose_json has them") from None
    return SegmentTranscript(tuple(words), text, _language(body.get("language")))


def _objects(value: object) -> Sequence[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _probability(word: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> float:
    own = word.get("probability")
    if own is None:
        if not segments:
            raise AsrConfigurationError("the transcription service gives neither word nor segment probabilities")
        middle = (float(word["start"]) + float(word["end"])) / 2
        nearest = min(segments, key=lambda s: max(float(s["start"]) - middle, middle - float(s["end"]), 0.0))
        if nearest.get("avg_logprob") is None:
            raise AsrConfigurationError("the transcription service gives neither word nor segment probabilities")
        own = math.exp(min(0.0, _number(nearest["avg_logprob"])))
    return min(1.0, max(0.0, _number(own)))


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _language(name: object) -> str | None:
    if not isinstance(name, str) or not name:
        return None
    lowered = name.lower()
    return _ISO_639_1.get(lowered, lowered[:2] if re.fullmatch(r"[a-z]{2}([-_].*)?", lowered) else None)
