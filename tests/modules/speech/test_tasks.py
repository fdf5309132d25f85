"""What the engine processes do: tracks of one and two channels, cuts, and the voice that is measured."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from zenhire.analysis.speech.accent import AccentUnavailable
from zenhire.analysis.speech.fluency import signal_to_noise
from zenhire.analysis.speech.scale import NotMeasurable
from zenhire.analysis.speech.types import Span, Turn, Word
from zenhire.engines.asr.base import AsrConfigurationError, AsrSpec
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.models import ModelStore
from zenhire.engines.pool import EnginePool
from zenhire.kit.settings import default_models_dir
from zenhire.modules.speech import tasks
from zenhire.modules.speech.tasks import Voice, VoiceActivity, intersect

ANSWERS = ((11.459, 43.037), (51.269, 82.728))
QUESTIONS = ((0.5, 10.398), (44.008, 50.348), (83.264, 90.511))


@pytest.fixture(scope="module")
def vad_model() -> str:
    return str(ModelStore(default_models_dir()).path("silero-vad"))


def written(folder: Path, samples: Samples) -> Pcm:
    """A PCM file of samples (n,) or (n, 2)."""
    path = folder / "decoded.pcm"
    samples.astype("<i2").tofile(path)
    return Pcm(str(path), len(samples), samples.ndim)


def speakers_at(activity: VoiceActivity, moments: list[float]) -> list[str | None]:
    """Who has the word at each moment, as the split says."""
    assert activity.split is not None
    turns = activity.split.turns
    return [next((t.speaker for t in turns if t.start <= moment < t.end), None) for moment in moments]


def middle(spans: tuple[tuple[float, float], ...]) -> list[float]:
    return [(start + end) / 2 for start, end in spans]


def test_one_channel_is_one_track(tmp_path: Path, interview: Samples, vad_model: str) -> None:
    pcm = written(tmp_path, interview)
    activity = tasks.find_speech(pcm, vad_model, None)
    (track,) = activity.tracks
    assert (activity.layout, activity.split, track.channel, track.speaker) == ("mono", None, None, None)
    assert activity.speech_seconds == pytest.approx(86, abs=3)
    for spans in (track.speech, track.talk, track.segments):
        assert all(0 <= a.start < a.end <= b.start for a, b in pairwise(spans))
        assert spans[-1].end <= pcm.duration
    assert all(segment.duration <= 30 for segment in track.segments)
    assert intersect(track.talk, track.segments) == list(track.talk)
    assert len(track.speech) > len(track.talk)


def test_a_window_keeps_what_lies_in_it(tmp_path: Path, interview: Samples, vad_model: str) -> None:
    pcm, window = written(tmp_path, interview), Span(20.0, 60.0)
    (whole,) = tasks.find_speech(pcm, vad_model, None).tracks
    (cut,) = tasks.find_speech(pcm, vad_model, window).tracks
    assert list(cut.talk) == intersect(whole.talk, [window])
    assert list(cut.speech) == intersect(whole.speech, [window])
    assert all(19.7 <= segment.start < segment.end <= 60.3 for segment in cut.segments)


def test_silence_has_no_speech(tmp_path: Path, vad_model: str) -> None:
    pcm = written(tmp_path, np.zeros(5 * SAMPLE_RATE, dtype=np.int16))
    activity = tasks.find_speech(pcm, vad_model, None)
    assert activity.speech_seconds == 0
    assert activity.tracks[0].segments == ()


def test_a_voice_a_channel_is_a_track_a_speaker(tmp_path: Path, two_channels: Samples, vad_model: str) -> None:
    activity = tasks.find_speech(written(tmp_path, two_channels), vad_model, None)
    assert activity.layout == "one_voice_per_channel"
    assert [(track.channel, track.speaker) for track in activity.tracks] == [(0, "speaker_0"), (1, "speaker_1")]
    assert speakers_at(activity, middle(QUESTIONS)) == ["speaker_0"] * 3
    assert speakers_at(activity, middle(ANSWERS)) == ["speaker_1"] * 2
    left, right = activity.tracks
    assert sum(span.duration for span in left.talk) == pytest.approx(23, abs=3)
    assert sum(span.duration for span in right.talk) == pytest.approx(63, abs=3)
    assert intersect(left.talk, right.talk) == []


def test_the_same_voice_on_both_channels_is_one_track(tmp_path: Path, interview: Samples, vad_model: str) -> None:
    both = np.stack([interview, interview // 2], axis=1)
    activity = tasks.find_speech(written(tmp_path, both), vad_model, None)
    assert (activity.layout, len(activity.tracks)) == ("dual_mono", 1)


@pytest.mark.parametrize("side", [0, 1])
def test_a_slammed_door_on_the_other_channel_moves_no_turn(
    tmp_path: Path, two_channels: Samples, vad_model: str, side: int
) -> None:
    samples = two_channels.copy()
    turns = QUESTIONS if side else ANSWERS
    for at in middle(turns):
        first = round(at * SAMPLE_RATE)
        samples[first : first + 800, side] = np.tile(np.array([32000, -32000], dtype=np.int16), 400)
    activity = tasks.find_speech(written(tmp_path, samples), vad_model, None)
    assert [(track.channel, track.speaker) for track in activity.tracks] == [(0, "speaker_0"), (1, "speaker_1")]
    assert sum(span.duration for span in activity.tracks[0].talk) == pytest.approx(23, abs=3)
    assert sum(span.duration for span in activity.tracks[1].talk) == pytest.approx(63, abs=3)


@pytest.mark.parametrize("softer", [0, 1])
def test_a_softer_channel_into_which_the_other_leaks(
    tmp_path: Path, two_channels: Samples, vad_model: str, softer: int
) -> None:
    clean = two_channels.astype(np.float64)
    leaky = clean + 10 ** (-14 / 20) * clean[:, ::-1]
    leaky[:, softer] *= 10 ** (-16 / 20)
    activity = tasks.find_speech(written(tmp_path, leaky.round().astype(np.int16)), vad_model, None)
    assert activity.layout == "one_voice_per_channel"
    assert [(track.channel, track.speaker) for track in activity.tracks] == [(0, "speaker_0"), (1, "speaker_1")]
    assert sum(span.duration for span in activity.tracks[0].talk) == pytest.approx(23, abs=4)
    assert sum(span.duration for span in activity.tracks[1].talk) == pytest.approx(63, abs=4)


def test_what_lies_in_both() -> None:
    spans = [Span(0, 2), Span(3, 6), Span(8, 9)]
    assert intersect(spans, [Span(1, 4), Span(5, 8.5)]) == [Span(1, 2), Span(3, 4), Span(5, 6), Span(8, 8.5)]
    assert intersect(spans, []) == intersect([], spans) == []
    assert intersect(spans, [Span(2, 3), Span(6, 8)]) == []
    assert intersect(spans, [Span(0, 10)]) == spans


def voice(pcm: Pcm, vad_model: str, window: Span | None = None, turns: tuple[tuple[float, float], ...] = ()) -> Voice:
    """The candidate's voice, without words."""
    (track,) = tasks.find_speech(pcm, vad_model, window).tracks
    own = [Turn("speaker_1", *turn) for turn in turns or ANSWERS]
    other = [Turn("speaker_0", *turn) for turn in QUESTIONS]
    inside = window or Span(0.0, pcm.duration)
    both = sorted(own + other, key=lambda turn: turn.start)
    kept = [turn for turn in both if turn.start < inside.end and turn.end > inside.start]
    return Voice("speaker_1", None, tuple(kept), (), track.speech, (), 0.5, "en", window)


def test_own_speech_leaves_out_others_and_doubt(tmp_path: Path, interview: Samples, vad_model: str) -> None:
    pcm = written(tmp_path, interview)
    (track,) = tasks.find_speech(pcm, vad_model, None).tracks
    turns = (Turn("speaker_0", 0.5, 12.0), Turn("speaker_1", 11.4, 43.1))
    own = Voice("speaker_1", None, turns, (Span(20.0, 21.0),), track.speech, (), 0.5, "en").own_speech()
    assert own and all(12.0 <= span.start < span.end <= 43.1 for span in own)
    assert not intersect(own, [Span(20.0, 21.0)])


def test_talk_outside_the_window_is_no_noise(tmp_path: Path, interview: Samples, vad_model: str) -> None:
    pcm, window = written(tmp_path, interview), Span(51.0, 83.0)
    whole, part = voice(pcm, vad_model), voice(pcm, vad_model, window)
    expected = signal_to_noise(whole.sound(pcm), whole.speech)
    assert expected > 30
    assert signal_to_noise(part.sound(pcm), part.speech) == pytest.approx(expected, abs=6)
    pauseless = Voice("speaker_1", None, part.turns, (), (Span(51.0, 83.0),), (), 0.5, "en", window)
    assert signal_to_noise(pauseless.sound(pcm), pauseless.speech) == pytest.approx(60.0)


def test_a_window_without_pauses_or_voice_is_left_alone(tmp_path: Path, interview: Samples) -> None:
    pcm, window = written(tmp_path, interview), Span(60.0, 70.0)
    mute = Voice("speaker_1", None, (), (), (), (), 0.5, "en", window)
    whole = Voice("speaker_1", None, (), (), (), (), 0.5, "en")
    assert np.array_equal(mute.sound(pcm).intensity_db, whole.sound(pcm).intensity_db)


def test_fluency_counts_only_the_candidate(tmp_path: Path, interview: Samples, vad_model: str) -> None:
    pcm = written(tmp_path, interview)
    score = tasks.measure_fluency(pcm, voice(pcm, vad_model))
    assert score.evidence["speechSeconds"] == pytest.approx(57.2, abs=1.5)
    with pytest.raises(NotMeasurable, match="at least 30 seconds"):
        tasks.measure_fluency(pcm, voice(pcm, vad_model, turns=((11.5, 30.0),)))


async def test_accent_takes_only_sure_words_of_the_candidate(
    tmp_path: Path, interview: Samples, vad_model: str, pool: EnginePool
) -> None:
    pcm = written(tmp_path, interview)
    heard = voice(pcm, vad_model, turns=((11.459, 33.0),))
    words = (
        Word("morning", 11.6, 12.0, 0.9, 0.9, "speaker_1"),
        Word("manager", 16.0, 16.5, 0.9, 0.4, "speaker_1"),
        Word("questions", 5.0, 5.6, 0.9, 0.9, "speaker_0"),
    )
    said = Voice(heard.speaker, None, heard.turns, (), heard.speech, words, 0.5, "en")
    score = await pool.run(tasks.measure_accent, pcm, said)
    assert score.evidence["alignedWords"] == 1
    other = Voice(heard.speaker, None, heard.turns, (), heard.speech, words, 0.5, "de")
    assert (await pool.run(tasks.measure_accent, pcm, other)).evidence["alignedWords"] == 0


async def test_too_little_for_an_accent(tmp_path: Path, interview: Samples, vad_model: str, pool: EnginePool) -> None:
    pcm = written(tmp_path, interview)
    with pytest.raises(AccentUnavailable, match="at least 15 seconds"):
        await pool.run(tasks.measure_accent, pcm, voice(pcm, vad_model, turns=((11.5, 22.0),)))


def test_warming_up_loads_every_engine(vad_model: str) -> None:
    speaker = str(ModelStore(default_models_dir()).path("ge2e"))
    assert tasks.warm_up(AsrSpec("fake", "multilingual"), vad_model, speaker).languages == frozenset()
    with pytest.raises(AsrConfigurationError):
        tasks.warm_up(AsrSpec("fake", "misconfigured"), vad_model, speaker)
    with pytest.raises(Exception, match="nowhere"):
        tasks.warm_up(AsrSpec("fake"), "/nowhere/model.onnx", speaker)
