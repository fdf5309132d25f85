"""The numpy acoustic model, the open phone loop and the forced alignment, on a synthetic voice."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import numpy as np
import pocketsphinx
import pytest
import soundfile

from zenhire.engines.asr import phones, senones
from zenhire.engines.asr.base import AsrConfigurationError, AsrWord
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.pool import EnginePool

EXAMPLES = Path(__file__).parents[3] / "examples"


def as_words(text: str) -> list[AsrWord]:
    """Words without times: the alignment takes only their order."""
    return [AsrWord(word, 0.0, 1.0, 1.0) for word in text.split()]


@pytest.fixture(scope="module")
def clip() -> tuple[Samples, str]:
    """The first turn of 4 to 12 s of the example recording, with its text."""
    turns = json.loads((EXAMPLES / "interview.json").read_text())["turns"]
    turn = next(turn for turn in turns if 4.0 <= turn["end"] - turn["start"] <= 12.0)
    start, stop = (round(turn[key] * SAMPLE_RATE) for key in ("start", "end"))
    samples, rate = soundfile.read(EXAMPLES / "interview.ogg", start=start, stop=stop, dtype="int16")
    assert rate == SAMPLE_RATE
    return samples, turn["text"]


@pytest.fixture(scope="module")
def measured(clip: tuple[Samples, str]) -> phones.PhoneMeasurement:
    """The clip with its true words."""
    return phones.measure_samples(clip[0], as_words(clip[1]))


def test_scores_are_relative_to_the_best_senone_and_posteriors_sum_to_one(clip: tuple[Samples, str]) -> None:
    scores = senones.english().score(clip[0])
    assert len(scores) == (len(clip[0]) - 410) // 160 + 1
    assert scores.states.shape[1] == 3 * scores.posteriors.shape[1] == 126
    assert np.allclose(scores.states.max(axis=1), 0.0)
    assert np.allclose(np.exp(scores.posteriors).sum(axis=1), 1.0, atol=1e-4)


def test_aligned_phones_stand_where_pocketsphinx_puts_them(
    clip: tuple[Samples, str], measured: phones.PhoneMeasurement
) -> None:
    decoder = pocketsphinx.Decoder(lm=None, loglevel="FATAL")
    known = [phones.normal(word) for word in clip[1].split()]
    decoder.set_align_text(" ".join(word for word in known if decoder.lookup_word(word)))

    def decode() -> None:
        decoder.reinit_feat()
        decoder.start_utt()
        decoder.process_raw(clip[0].tobytes(), full_utt=True)
        decoder.end_utt()

    decode()
    decoder.set_alignment()
    decode()
    theirs = [phone.start / 100 for word in decoder.get_alignment() for phone in word if phone.name != "SIL"]
    ours = np.array([phone.start for phone in measured.aligned])
    assert len(theirs) > 20
    near = [bool((np.abs(ours - start) <= 0.03).any()) for start in theirs]
    assert fmean(near) > 0.85


def test_words_come_out_in_order_inside_the_clip(clip: tuple[Samples, str], measured: phones.PhoneMeasurement) -> None:
    order = [phone.word for phone in measured.aligned]
    assert order == sorted(order)
    assert set(order) == set(range(len(clip[1].split())))
    starts = [phone.start for phone in measured.aligned]
    assert starts == sorted(starts)
    assert all(0.0 <= phone.start < phone.end <= measured.seconds for phone in measured.aligned)


def test_the_true_words_fit_better_than_others(clip: tuple[Samples, str], measured: phones.PhoneMeasurement) -> None:
    others = "yellow fish never argue about cold mountains under purple wagons"
    wrong = phones.measure_samples(clip[0], as_words(" ".join([others] * 2)[: len(clip[1])]))
    true_fit = fmean(phone.goodness for phone in measured.aligned)
    assert true_fit > fmean(phone.goodness for phone in wrong.aligned) + 0.5
    agreement = fmean(phone.phone == phone.heard for phone in measured.aligned)
    assert agreement > fmean(phone.phone == phone.heard for phone in wrong.aligned) + 0.2


def test_free_phones_do_not_overlap_and_know_their_neighbours(measured: phones.PhoneMeasurement) -> None:
    assert len(measured.free) > 20
    for before, phone in zip(measured.free, measured.free[1:], strict=False):
        assert before.end <= phone.start
        assert (phone.transition is not None) == (before.end == phone.start)
    assert not {phone.phone for phone in measured.free} & set(senones.FILLERS)


def test_result_does_not_depend_on_what_was_measured_before(
    clip: tuple[Samples, str], measured: phones.PhoneMeasurement
) -> None:
    noise = np.random.default_rng(0).normal(0, 3000, SAMPLE_RATE).astype(np.int16)
    phones.measure_samples(noise, as_words("something else"))
    assert phones.measure_samples(clip[0], as_words(clip[1])) == measured


async def test_chunks_of_a_file_in_a_child_process_are_the_same_phones_later(
    clip: tuple[Samples, str], measured: phones.PhoneMeasurement, tmp_path: Path
) -> None:
    lead = np.zeros(2 * SAMPLE_RATE, dtype=np.int16)
    path = tmp_path / "two.pcm"
    stereo = np.stack([np.concatenate([lead, clip[0]]), np.zeros(len(lead) + len(clip[0]), np.int16)], axis=1)
    path.write_bytes(stereo.astype("<i2").tobytes())
    pcm = Pcm(str(path), len(stereo), 2)
    words = [AsrWord("nothing", 0.2, 0.6, 1.0)]
    texts = clip[1].split()
    step = (pcm.duration - 2.0) / len(texts)
    words += [AsrWord(text, 2.0 + i * step, 2.0 + (i + 1) * step, 1.0) for i, text in enumerate(texts)]
    pool = EnginePool(1)
    try:
        later = await pool.run(phones.measure_phones, pcm, [(2.0, pcm.duration)], words, channel=0)
    finally:
        pool.close()
    assert [phone.phone for phone in later.free] == [phone.phone for phone in measured.free]
    assert later.free[0].start == pytest.approx(measured.free[0].start + 2.0)
    assert [phone.word for phone in later.aligned] == [phone.word + 1 for phone in measured.aligned]
    assert [phone.goodness for phone in later.aligned] == [phone.goodness for phone in measured.aligned]


def test_unknown_words_are_skipped_and_the_rest_is_placed(clip: tuple[Samples, str]) -> None:
    texts = clip[1].split()
    texts[2] = "Xqzzvw"
    found = phones.measure_samples(clip[0], as_words(" ".join(texts)))
    assert found.skipped == 1
    assert {phone.word for phone in found.aligned} == set(range(len(texts))) - {2}


def test_talk_between_the_given_words_does_not_displace_them(
    clip: tuple[Samples, str], measured: phones.PhoneMeasurement, tmp_path: Path
) -> None:
    path = tmp_path / "one.pcm"
    path.write_bytes(clip[0].astype("<i2").tobytes())
    pcm = Pcm(str(path), len(clip[0]))
    kept: list[AsrWord] = []
    before: list[float] = []
    for number, text in enumerate(clip[1].split()):
        mine = [phone for phone in measured.aligned if phone.word == number]
        if number % 5 < 2:
            kept.append(AsrWord(text, mine[0].start, mine[-1].end, 1.0))
            before += [phone.start for phone in mine]
    found = phones.measure_phones(pcm, [(0.0, pcm.duration)], kept)
    now = [phone.start for phone in found.aligned]
    assert len(kept) >= 5
    assert len(now) == len(before)
    assert fmean(abs(a - b) <= 0.05 for a, b in zip(now, before, strict=True)) > 0.85


def test_a_word_over_the_chunks_edge_is_passed_over(clip: tuple[Samples, str], tmp_path: Path) -> None:
    path = tmp_path / "one.pcm"
    path.write_bytes(clip[0].astype("<i2").tobytes())
    pcm = Pcm(str(path), len(clip[0]))
    texts = clip[1].split()
    step = pcm.duration / len(texts)
    words = [AsrWord(text, i * step, (i + 1) * step, 1.0) for i, text in enumerate(texts)]
    words[-1] = AsrWord(texts[-1], pcm.duration - 0.5, pcm.duration + 0.4, 1.0)
    found = phones.measure_phones(pcm, [(0.0, pcm.duration)], words)
    assert found.skipped == 0
    assert {phone.word for phone in found.aligned} == set(range(len(texts) - 1))


@pytest.mark.parametrize("length", [0, 100, 409, 410, 800])
def test_scraps_of_audio_give_nothing_and_do_not_fail(length: int) -> None:
    samples = np.random.default_rng(1).normal(0, 100, length).astype(np.int16)
    found = phones.measure_samples(samples, as_words("international cooperation"))
    assert found.aligned == ()
    assert len(found.free) <= length // 480


def test_digital_silence_holds_no_words_fit_for_it() -> None:
    found = phones.measure_samples(np.zeros(2 * SAMPLE_RATE, dtype=np.int16), [])
    assert found.aligned == ()
    assert all(np.isfinite(phone.posterior) for phone in found.free)


def test_overlong_chunks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="longer than 30 s"):
        phones.measure_samples(np.zeros(31 * SAMPLE_RATE, dtype=np.int16), [])
    with pytest.raises(ValueError, match="longer than 30 s"):
        phones.measure_phones(Pcm(str(tmp_path / "none"), 0), [(0.0, 31.0)], [])


def test_pronunciations_know_variants_and_ignore_what_is_no_word() -> None:
    found = phones.pronunciations(["The", "“tomato,”", "xqzzvw", "42", "don’t", "read(2)"])
    assert found["the"][0] == ("DH", "AH")
    assert len(found["tomato"]) == 2
    assert "don't" in found
    assert "read" in found
    assert "xqzzvw" not in found


def test_transitions_are_probabilities_that_know_english() -> None:
    table, index = phones.transitions(), {name: i for i, name in enumerate(senones.english().phones)}
    assert np.allclose(np.exp(table).sum(axis=1), 1.0)
    assert table[index["S"], index["T"]] > table[index["S"], index["ZH"]] + 3.0


def test_a_folder_without_a_model_is_the_operators_fault(tmp_path: Path) -> None:
    with pytest.raises(AsrConfigurationError):
        senones.AcousticModel(tmp_path)
    for name in ("mdef", "means", "variances", "sendump"):
        (tmp_path / name).write_bytes(b"not a model")
    with pytest.raises(AsrConfigurationError):
        senones.AcousticModel(tmp_path)
