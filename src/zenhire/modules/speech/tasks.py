"""What the engine processes do for Speech: picklable functions on a decoded recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zenhire.analysis.speech.accent import score_accent, select_speech
from zenhire.analysis.speech.channels import (
    LEVEL_SECONDS,
    Levels,
    channel_layout,
    channel_levels,
    split_by_channel,
)
from zenhire.analysis.speech.fluency import candidate_pieces, score_fluency, signal_to_noise, subtract
from zenhire.analysis.speech.prosody import ProsodyFrames, frames, syllable_nuclei
from zenhire.analysis.speech.segmentation import segments_for_asr
from zenhire.analysis.speech.speakers import Diarization
from zenhire.analysis.speech.types import DimensionScore, Span, Turn, Word
from zenhire.engines.asr import load
from zenhire.engines.asr.base import AsrInfo, AsrSpec, AsrWord
from zenhire.engines.asr.phones import measure_phones
from zenhire.engines.audio.base import Pcm
from zenhire.engines.speaker.ge2e import Ge2eEncoder, embed_windows
from zenhire.engines.vad.base import PAUSE_RULES, TALK_RULES, VadResult, spans_from_probabilities
from zenhire.engines.vad.silero import SileroVad, detect_speech

SEGMENT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Track:
    """The speech of one channel and its one speaker, or of the mix (`channel` and `speaker` None).

    `speech` are spans between silent pauses, for fluency; `talk` are stretches with their short pauses, for turns;
    `segments` are what the recogniser gets, each of at most 30 s.
    """

    channel: int | None
    speaker: str | None
    speech: tuple[Span, ...]
    talk: tuple[Span, ...]
    segments: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class VoiceActivity:
    """Where there is speech: one track for all voices in a mix; or one a speaker where each has a channel, and then
    `split` says who speaks when."""

    layout: str
    tracks: tuple[Track, ...]
    split: Diarization | None = None

    @property
    def speech_seconds(self) -> float:
        """Seconds of speech, over all tracks."""
        return sum(span.duration for track in self.tracks for span in track.talk)


def warm_up(asr: AsrSpec, vad_model: str, speaker_model: str) -> AsrInfo:
    """Loads every engine in this process, on a second of silence. Raises what a missing or broken engine raises."""
    silence = np.zeros(16_000, dtype=np.int16)
    SileroVad(vad_model).probabilities(silence)
    Ge2eEncoder(speaker_model).embed(silence, [(0.0, 1.0)])
    return load(asr).info


def find_speech(pcm: Pcm, vad_model: str, window: Span | None) -> VoiceActivity:
    """The speech of a recording, inside `window` if one is given."""
    layout = "mono"
    if pcm.channels == 2:
        sides = [detect_speech(pcm, vad_model, channel, TALK_RULES) for channel in (0, 1)]
        levels = [channel_levels(pcm.read(channel=channel)) for channel in (0, 1)]
        spans = [_within(_spans(side.spans), window) for side in sides]
        layout = channel_layout(levels[0], levels[1], spans[0], spans[1])
        if layout == "one_voice_per_channel":
            split = split_by_channel(levels[0], levels[1], spans[0], spans[1])
            tracks = tuple(
                _track(pcm, sides[channel], window, channel=channel, turns=turns)
                for channel, turns in enumerate(_turns_by_channel(split, levels))
            )
            return VoiceActivity(layout, tracks, split)
    mix = detect_speech(pcm, vad_model, None, TALK_RULES)
    return VoiceActivity(layout, (_track(pcm, mix, window),))


def _turns_by_channel(split: Diarization, levels: Sequence[Levels]) -> list[list[Turn]]:
    """The turns of each channel's speaker. Of two speakers, the one in whose turns the left channel is the louder by
    more belongs to it: medians over all turns, so that neither unequal gains nor a bang moves a turn."""
    count = min(len(levels[0]), len(levels[1]))
    difference = levels[0][:count] - levels[1][:count]
    tilt: dict[str, float] = {}
    for speaker in dict.fromkeys(turn.speaker for turn in split.turns):
        own = [turn for turn in split.turns if turn.speaker == speaker]
        parts = [difference[int(turn.start / LEVEL_SECONDS) : int(turn.end / LEVEL_SECONDS) + 1] for turn in own]
        tilt[speaker] = float(np.median(np.concatenate(parts)))
    names = sorted(tilt, key=lambda speaker: -tilt[speaker])
    if len(names) == 1 and tilt[names[0]] < 0.0:
        names.insert(0, "")
    return [[turn for turn in split.turns if turn.speaker in names[side : side + 1]] for side in (0, 1)]


def _spans(pairs: Sequence[tuple[float, float]]) -> list[Span]:
    return [Span(start, end) for start, end in pairs]


def _within(spans: Sequence[Span], window: Span | None) -> list[Span]:
    return list(spans) if window is None else intersect(spans, [window])


def intersect(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What lies in both; each list ascending and disjoint."""
    common: list[Span] = []
    at = 0
    for span in spans:
        while at < len(others) and others[at].end <= span.start:
            at += 1
        for other in others[at:]:
            if other.start >= span.end:
                break
            common.append(Span(max(span.start, other.start), min(span.end, other.end)))
    return common


def _track(
    pcm: Pcm,
    found: VadResult,
    window: Span | None,
    *,
    channel: int | None = None,
    turns: Sequence[Turn] | None = None,
) -> Track:
    talk = _within(_spans(found.spans), window)
    speech = _within(_spans(spans_from_probabilities(found.probabilities, pcm.duration, PAUSE_RULES)), window)
    if turns is not None:
        own = [Span(turn.start, turn.end) for turn in turns]
        talk, speech = intersect(talk, own), intersect(speech, own)
    segments = segments_for_asr(
        [(span.start, span.end) for span in talk],
        SEGMENT_SECONDS,
        duration=pcm.duration,
        probabilities=found.probabilities,
    )
    speaker = turns[0].speaker if turns else None
    return Track(channel, speaker, tuple(speech), tuple(talk), tuple(_spans(segments)))


@dataclass(frozen=True, slots=True)
class Voice:
    """What is measured on one speaker: whose turns, on which channel, and the speech and words there.

    All of it lies inside `window` where a part of the recording is analysed.
    """

    speaker: str
    channel: int | None
    turns: tuple[Turn, ...]
    uncertain: tuple[Span, ...]
    speech: tuple[Span, ...]
    words: tuple[Word, ...]
    usable_cut: float
    language: str
    window: Span | None = None

    def own_speech(self) -> list[Span]:
        """The speech inside the speaker's turns, where nobody else talks and the speaker is certain."""
        pieces = subtract(candidate_pieces(self.speaker, self.turns), self.uncertain)
        return intersect(pieces, self.speech)

    def sound(self, pcm: Pcm) -> ProsodyFrames:
        """The frames of the speaker's channel; what is cut away counts neither as voice nor as noise."""
        track = frames(pcm.read(channel=self.channel))
        return track if self.window is None else silenced_outside(track, self.window, self.speech)


def silenced_outside(track: ProsodyFrames, window: Span, speech: Sequence[Span]) -> ProsodyFrames:
    """The track with the level of the window's own silence everywhere outside it (60 dB below the window's `speech`
    where there is less than a second of silence), so that talk outside is not taken for noise."""
    inside = np.zeros(len(track), dtype=np.bool_)
    inside[track.slice(window.start, window.end)] = True
    spoken = track.mask(speech)
    silent = inside & ~spoken
    if not spoken.any():
        return track
    if int(silent.sum()) * track.time_step >= 1.0:
        level = np.median(track.intensity_db[silent])
    else:
        level = np.median(track.intensity_db[spoken]) - np.float32(60.0)
    return replace(track, intensity_db=np.where(inside, track.intensity_db, level))


def measure_fluency(pcm: Pcm, voice: Voice) -> DimensionScore:
    """The speaker's fluency. Raises NotMeasurable."""
    track = voice.sound(pcm)
    return score_fluency(
        candidate=voice.speaker,
        turns=voice.turns,
        speech=voice.speech,
        track=track,
        nuclei=syllable_nuclei(track, voice.own_speech()),
        words=voice.words,
        usable_cut=voice.usable_cut,
        uncertain=voice.uncertain,
        language=voice.language,
    )


def measure_accent(pcm: Pcm, voice: Voice) -> DimensionScore:
    """The speaker's accent, measured on at most about 90 s of their speech. Raises AccentUnavailable."""
    own = voice.own_speech()
    words = [
        word
        for word in voice.words
        if voice.language == "en" and word.speaker == voice.speaker and word.probability >= voice.usable_cut
    ]
    phones = measure_phones(
        pcm,
        [(chunk.start, chunk.end) for chunk in select_speech(own)],
        [AsrWord(word.text, word.start, word.end, word.confidence) for word in words],
        channel=voice.channel,
    )
    track = voice.sound(pcm)
    return score_accent(
        phones,
        words=words,
        spans=own,
        track=track,
        signal_to_noise=signal_to_noise(track, voice.speech),
        language=voice.language,
    )


__all__ = [
    "Track",
    "Voice",
    "VoiceActivity",
    "embed_windows",
    "find_speech",
    "measure_accent",
    "measure_fluency",
    "warm_up",
]
