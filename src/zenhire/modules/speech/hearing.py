"""Transcribing: every segment to words; afterwards, with speakers known, how far each word can be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from zenhire.analysis.speech.confidence import (
    GateDecision,
    LanguageNotSupported,
    calibrate,
    language_gate,
    require_language,
)
from zenhire.analysis.speech.types import Word
from zenhire.engines.asr.base import AsrConfigurationError, AsrError, AsrInfo, AsrWord, SegmentTranscript
from zenhire.engines.audio.base import Pcm
from zenhire.engines.pool import PoolBroken
from zenhire.modules.speech import errors
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.tasks import VoiceActivity
from zenhire.platform.runs.types import RunFailed

SegmentWords = tuple[AsrWord, ...]
"""The words of one segment, in time order."""


class Remembered(Protocol):
    """Where finished segments are kept; see `platform.runs.parts.Parts`."""

    async def recorded(self) -> dict[int, SegmentWords]:
        """The segments that are done already, by number."""
        ...

    async def add(self, part: int, value: SegmentWords, share: float) -> None:
        """Takes a finished segment; `share` (0-1) of all is done with it."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of each track, in time order, with the recogniser's own confidences."""

    words: tuple[tuple[AsrWord, ...], ...]


async def hear(engines: SpeechEngines, pcm: Pcm, activity: VoiceActivity, language: str, parts: Remembered) -> Heard:
    """Transcribes every segment of every track that is not among the recorded `parts`, and adds it to them.

    Segments are numbered through all tracks. Raises RunFailed with the documented code.
    """
    info = engines.info()
    segments = [(track.channel, segment) for track in activity.tracks for segment in track.segments]
    total = sum(segment.duration for _, segment in segments)
    words = await parts.recorded()
    done = sum(segments[number][1].duration for number in words)

    async def finished(number: int, transcript: SegmentTranscript) -> None:
        nonlocal done
        words[number] = transcript.words
        done += segments[number][1].duration
        await parts.add(number, transcript.words, done / total)

    missing = {number: place for number, place in enumerate(segments) if number not in words}
    try:
        require_language(info, language)
        await engines.transcribe(pcm, missing, language, finished)
    except LanguageNotSupported as error:
        raise RunFailed(errors.SERVICE_CONFIGURATION_ERROR, f"On this server {error}. Contact the operator.") from error
    except AsrConfigurationError as error:
        raise RunFailed(
            errors.SERVICE_CONFIGURATION_ERROR, "The speech recogniser is set up wrongly. Contact the operator."
        ) from error
    except AsrError as error:
        raise RunFailed(
            errors.TRANSCRIPTION_FAILED, "The recording could not be transcribed. Try again later."
        ) from error
    except PoolBroken as error:
        raise RunFailed(errors.TRANSCRIPTION_FAILED, "The transcription broke down. Submit again.") from error
    return Heard(tuple(_by_track(activity, words)))


def _by_track(activity: VoiceActivity, words: Mapping[int, SegmentWords]) -> Iterator[tuple[AsrWord, ...]]:
    first = 0
    for track in activity.tracks:
        numbers = range(first, first + len(track.segments))
        yield tuple(word for number in numbers for word in words[number])
        first = numbers.stop


def as_words(words: Sequence[AsrWord], speaker: str = "speaker_0") -> list[Word]:
    """The same words as the analysis takes them; the probability is still the recogniser's own confidence."""
    return [Word(word.text, word.start, word.end, word.confidence, word.confidence, speaker) for word in words]


def trusted(words: Sequence[Word], engine: str) -> list[Word]:
    """The words (with their speakers, in time order) with calibrated probabilities, each speaker's for itself."""
    by_speaker: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        by_speaker[word.speaker].append(index)
    result = list(words)
    for indices in by_speaker.values():
        own = [AsrWord(words[i].text, words[i].start, words[i].end, words[i].confidence) for i in indices]
        for index, probability in zip(indices, calibrate(engine, own), strict=True):
            result[index] = replace(words[index], probability=probability)
    return result


def require_trust(words: Sequence[Word], info: AsrInfo, language: str) -> GateDecision:
    """Whether these words, the candidate's, may be scored as speech in `language`. Raises RunFailed if not."""
    decision = language_gate(words, info, language)
    if not decision.ok:
        raise RunFailed(errors.TRANSCRIPTION_LOW_CONFIDENCE, decision.message)
    return decision
