"""What is particular to each recogniser."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from zenhire.engines.asr.base import AsrConfigurationError, AsrError, AsrWord, SegmentTranscript
from zenhire.engines.asr.fake import FakeAsr
from zenhire.engines.asr.faster_whisper import join_pieces
from zenhire.engines.asr.pocketsphinx import PocketsphinxAsr
from zenhire.engines.audio.base import SAMPLE_RATE, Samples


@pytest.fixture(scope="module")
def heard(clips: list[Samples]) -> list[SegmentTranscript]:
    pocketsphinx = PocketsphinxAsr()
    return [pocketsphinx.transcribe(clip, "en") for clip in clips]


def test_pocketsphinx_hears_the_sentence(heard: list[SegmentTranscript]) -> None:
    spoken = {"thank", "you", "can", "describe"}
    assert len(spoken & {word.text for word in heard[2].words}) >= 3


def test_pocketsphinx_confidence_is_a_posterior(heard: list[SegmentTranscript]) -> None:
    values = [word.confidence for transcript in heard for word in transcript.words]
    assert min(values) < 0.9
    assert max(values) > 0.9
    assert len(set(values)) > len(values) // 2


def test_pocketsphinx_words_carry_no_variant_marks(heard: list[SegmentTranscript]) -> None:
    assert not any(mark in transcript.text for transcript in heard for mark in "()<>[]")


def test_pocketsphinx_carries_one_model() -> None:
    with pytest.raises(AsrConfigurationError, match="en-us"):
        PocketsphinxAsr("de-de")


def loud(seconds: float, seed: int = 0) -> Samples:
    rng = np.random.default_rng(seed)
    return rng.integers(-8000, 8000, int(seconds * SAMPLE_RATE), dtype=np.int16)


def test_fake_speaks_where_it_is_loud() -> None:
    samples = np.concatenate([loud(2.0), np.zeros(SAMPLE_RATE, dtype=np.int16), loud(2.0, 1)])
    words = FakeAsr().transcribe(samples, "en").words
    assert len(words) >= 10
    assert not [word for word in words if word.start < 2.9 and word.end > 2.1]


def test_fake_variants_differ_as_they_say() -> None:
    sure, unsure = (FakeAsr(variant).transcribe(loud(3.0), "en").words for variant in ("", "low"))
    assert min(word.confidence for word in sure) > 0.85 > 0.2 > max(word.confidence for word in unsure)
    assert FakeAsr("german").info.languages == frozenset()
    with pytest.raises(AsrError):
        FakeAsr("error").transcribe(loud(1.0), "en")
    with pytest.raises(AsrConfigurationError):
        FakeAsr("misconfigured")


def piece(word: str, start: float, end: float, probability: float = 0.9) -> SimpleNamespace:
    return SimpleNamespace(word=word, start=start, end=end, probability=probability)


def test_whisper_pieces_become_words() -> None:
    pieces = [piece(" audio", 0, 0.5), piece("-Daten,", 0.5, 1.0, 0.4), piece(" -", 1.0, 1.1), piece(" sind", 1.1, 1.4)]
    assert join_pieces(pieces, 2.0) == [AsrWord("audio-Daten", 0, 1.0, 0.4), AsrWord("sind", 1.1, 1.4, 0.9)]


def test_whisper_pieces_without_spaces_stay_words_of_their_own() -> None:
    assert [w.text for w in join_pieces([piece("音声", 0, 0.5), piece("認識。", 0.5, 1.0)], 2.0)] == ["音声", "認識"]


def test_whisper_times_are_clipped_and_ordered() -> None:
    words = join_pieces([piece(" one", 0.4, 0.2), piece(" two", 0.3, 9.0), piece(" three", 9.0, 9.5)], 1.0)
    assert [(word.start, word.end) for word in words] == [(0.4, 0.4), (0.4, 1.0), (1.0, 1.0)]
