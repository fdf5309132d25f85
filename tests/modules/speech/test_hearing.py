"""Transcribing every track, its memory, the words' trust and the codes of what goes wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.modules.speech.analysing import Analyst
from zenhire.analysis.speech.confidence import LanguageNotSupported
from zenhire.analysis.speech.speakers import Diarization
from zenhire.analysis.speech.types import Span, Turn, Word
from zenhire.engines.asr.base import AsrInfo, AsrSpec, AsrWord
from zenhire.engines.audio.base import Pcm, Samples
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.hearing import Heard, SegmentWords, as_words, hear, require_trust, trusted
from zenhire.modules.speech.job import assigned_words, track_of
from zenhire.modules.speech.tasks import Track, VoiceActivity
from zenhire.platform.runs.types import RunFailed

POCKETSPHINX = AsrInfo("pocketsphinx", "en-us", "5", frozenset({"en"}))


def track(*segments: tuple[float, float], channel: int | None = None, speaker: str | None = None) -> Track:
    spans = tuple(Span(*segment) for segment in segments)
    return Track(channel, speaker, spans, spans, spans)


@pytest.fixture(scope="module")
def pcm(tmp_path_factory: pytest.TempPathFactory, interview: Samples, two_channels: Samples) -> Pcm:
    """The interview on two channels."""
    path: Path = tmp_path_factory.mktemp("hearing") / "decoded.pcm"
    two_channels.astype("<i2").tofile(path)
    return Pcm(str(path), len(two_channels), 2)


class Memory:
    """What was added, and what is known from before."""

    def __init__(self, known: dict[int, SegmentWords] | None = None) -> None:
        self.known = known or {}
        self.added: dict[int, SegmentWords] = {}
        self.shares: list[float] = []

    async def recorded(self) -> dict[int, SegmentWords]:
        return dict(self.known)

    async def add(self, part: int, value: SegmentWords, share: float) -> None:
        self.added[part] = value
        self.shares.append(share)


async def test_every_segment_of_every_track_in_order(engines: SpeechEngines, pcm: Pcm) -> None:
    segments = ((11.5, 20.0), (20.0, 30.0), (51.5, 60.0))
    tracks = (track((0.5, 10.4), channel=0, speaker="speaker_0"), track(*segments, channel=1, speaker="speaker_1"))
    memory = Memory()
    heard = await hear(engines, pcm, VoiceActivity("one_voice_per_channel", tracks), "en", memory)
    assert len(heard.words) == 2
    for words, own in zip(heard.words, tracks, strict=True):
        assert len(words) > 20
        assert list(words) == sorted(words, key=lambda word: (word.start, word.end))
        middles = [(word.start + word.end) / 2 for word in words]
        assert all(any(span.start <= at <= span.end for span in own.segments) for at in middles)
    assert memory.shares == sorted(memory.shares)
    assert len(memory.shares) == 4
    assert memory.shares[-1] == pytest.approx(1.0)
    assert memory.shares[0] == pytest.approx(9.9 / 36.9)


async def test_segments_that_are_known_are_not_heard_again(engines: SpeechEngines, pcm: Pcm) -> None:
    tracks = (track((0.5, 10.4), channel=0), track((11.5, 20.0), (20.0, 30.0), channel=1))
    activity = VoiceActivity("one_voice_per_channel", tracks)
    first = Memory()
    whole = await hear(engines, pcm, activity, "en", first)
    again = Memory({number: first.added[number] for number in (0, 2)})
    assert await hear(engines, pcm, activity, "en", again) == whole
    assert list(again.added) == [1]
    assert again.shares == [pytest.approx(1.0)]
    nothing = Memory(first.added)
    assert await hear(engines, pcm, activity, "en", nothing) == whole
    assert nothing.added == {}


async def test_a_channel_is_heard_for_itself(engines: SpeechEngines, pcm: Pcm) -> None:
    quiet = VoiceActivity("x", (track((11.5, 20.0), channel=0),))
    assert await hear(engines, pcm, quiet, "en", Memory()) == Heard(((),))
    loud = VoiceActivity("x", (track((11.5, 20.0), channel=1),))
    assert len((await hear(engines, pcm, loud, "en", Memory())).words[0]) > 20


async def test_no_segments_are_no_words(engines: SpeechEngines, pcm: Pcm) -> None:
    assert await hear(engines, pcm, VoiceActivity("mono", (track(),)), "en", Memory()) == Heard(((),))


async def test_what_goes_wrong_has_its_code(analyst: Analyst, engines: SpeechEngines, pcm: Pcm) -> None:
    activity = VoiceActivity("mono", (track((11.5, 20.0)),))
    broken = await analyst.engines(AsrSpec("fake", "error"))
    with pytest.raises(RunFailed) as caught:
        await hear(broken, pcm, activity, "en", Memory())
    assert caught.value.code == "TRANSCRIPTION_FAILED"
    with pytest.raises(RunFailed) as caught:
        await hear(engines, pcm, activity, "de", Memory())
    assert caught.value.code == "SERVICE_CONFIGURATION_ERROR"
    lost = SpeechEngines(engines.pool, AsrSpec("fake", "misconfigured"), engines.models.folder)
    lost.asr_info = engines.info()  # it was well when it got warm
    with pytest.raises(RunFailed) as caught:
        await hear(lost, pcm, activity, "en", Memory())
    assert caught.value.code == "SERVICE_CONFIGURATION_ERROR"


def test_words_keep_the_recognisers_confidence() -> None:
    heard = [AsrWord("one", 0.0, 0.5, 0.4), AsrWord("two", 0.5, 1.0, 0.6)]
    assert as_words(heard) == [Word("one", 0.0, 0.5, 0.4, 0.4), Word("two", 0.5, 1.0, 0.6, 0.6)]
    assert [word.speaker for word in as_words(heard, "speaker_3")] == ["speaker_3", "speaker_3"]


def test_each_speakers_words_are_trusted_for_themselves() -> None:
    sure = [Word(f"a{k}", k, k + 0.4, 0.97, 0.97, "speaker_0") for k in range(40)]
    unsure = [Word(f"b{k}", k + 0.5, k + 0.9, 0.1, 0.1, "speaker_1") for k in range(40)]
    mixed = sorted(sure + unsure, key=lambda word: word.start)
    result = trusted(mixed, "pocketsphinx")
    assert [(w.text, w.start, w.confidence, w.speaker) for w in result] == [
        (w.text, w.start, w.confidence, w.speaker) for w in mixed
    ]
    alone = {word.text: word.probability for word in [*trusted(sure, "pocketsphinx"), *trusted(unsure, "pocketsphinx")]}
    assert {word.text: word.probability for word in result} == alone
    assert min(w.probability for w in result if w.speaker == "speaker_0") > 0.8
    assert max(w.probability for w in result if w.speaker == "speaker_1") < 0.2
    assert trusted(mixed, "fake") == mixed
    assert trusted([], "fake") == []


def test_only_trusted_words_are_scored() -> None:
    words = [Word("word", k, k + 0.4, 0.9, 0.9) for k in range(40)]
    assert require_trust(words, POCKETSPHINX, "en").ok
    with pytest.raises(RunFailed) as few:
        require_trust(words[:29], POCKETSPHINX, "en")
    assert few.value.code == "TRANSCRIPTION_LOW_CONFIDENCE"
    assert "29 words" in few.value.message
    doubtful = [Word("word", k, k + 0.4, 0.1, 0.1) for k in range(40)]
    with pytest.raises(RunFailed) as caught:
        require_trust(doubtful, POCKETSPHINX, "en")
    assert caught.value.code == "TRANSCRIPTION_LOW_CONFIDENCE"
    with pytest.raises(LanguageNotSupported):
        require_trust(words, POCKETSPHINX, "fr")


def test_words_go_to_whoever_speaks_then() -> None:
    turns = [Turn("speaker_0", 0.0, 5.0), Turn("speaker_1", 5.0, 10.0)]
    who = Diarization(turns, 2, "m", {})
    heard = Heard(((AsrWord("a", 1.0, 1.5, 0.9), AsrWord("b", 6.0, 6.5, 0.9)),))
    mixed = assigned_words(heard, VoiceActivity("mono", (track((0.0, 10.0)),)), who)
    assert [(word.text, word.speaker) for word in mixed] == [("a", "speaker_0"), ("b", "speaker_1")]
    tracks = (track((0.0, 5.0), channel=0, speaker="speaker_1"), track((0.0, 5.0), channel=1, speaker="speaker_0"))
    split = VoiceActivity("one_voice_per_channel", tracks, who)
    apart = Heard(((AsrWord("a", 1.0, 1.5, 0.9),), (AsrWord("b", 0.5, 0.9, 0.9), AsrWord("c", 3.0, 3.5, 0.9))))
    assert [(word.text, word.speaker) for word in assigned_words(apart, split, who)] == [
        ("b", "speaker_0"),
        ("a", "speaker_1"),
        ("c", "speaker_0"),
    ]
    assert track_of(split, "speaker_0").channel == 1
    assert track_of(split, "speaker_1").channel == 0
    assert track_of(VoiceActivity("mono", (track((0.0, 1.0)),)), "speaker_7").channel is None
    assert np.isclose(split.speech_seconds, 10.0)
