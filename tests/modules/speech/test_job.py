"""A recording from submit to result: the whole body, its inner consistency, what it costs and what stays behind."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise

import pytest

from tests.conftest import MakeClient, TestClient
from tests.modules.speech.analysing import CONTRACT, LIMITS, Analyst, Finished, assert_shape, comparable, sentences
from tests.support.audio import EXAMPLE, wav_bytes
from zenhire.analysis.speech.scale import band
from zenhire.engines.asr.base import AsrSpec
from zenhire.engines.asr.fake import FakeAsr
from zenhire.engines.audio.base import SAMPLE_RATE, Samples
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.job import StepLimits
from zenhire.modules.speech.schemas import PollResponse
from zenhire.modules.speech.steps import STEPS

DIMENSIONS = ("vocabulary", "fluency", "accent")


def test_the_body_is_the_contracts(finished: Finished) -> None:
    body = finished.body
    assert body["status"] == "success"
    assert_shape(body, CONTRACT)
    PollResponse.model_validate(body)
    assert body["id"] == body["requestId"] == finished.row["id"]
    assert body["externalId"] == "cand-private-77"
    assert (body["metadata"], body["tags"]) == ({"candidate_id": "meta-private-5"}, ["batch-7"])
    assert body["scoringMethod"] == "ml_hybrid"
    assert body["audio"] == {
        "durationMs": 90_600,
        "durationFormatted": "1:30",
        "languageCode": "en",
        "requestedLanguage": "en",
        "speakerCount": 2,
    }
    assert body["processingTimeMs"] > 0
    assert body["timestamp"] == finished.row["completedAt"]


def test_scores_agree_with_each_other(finished: Finished) -> None:
    scores, analysis = finished.body["scores"], finished.body["analysis"]
    for name in DIMENSIONS:
        assert 0 <= scores[name] <= 5
        assert scores[f"{name}Percent"] == round(20 * scores[name])
        assert scores[f"{name}Cefr"] == band(scores[name])
        assert abs(analysis[name]["score"] - scores[name]) <= 0.05 + 1e-9
    mean = sum(scores[name] for name in DIMENSIONS) / 3
    assert abs(scores["overall"] - mean) <= 0.05 + 1e-9
    assert scores["overallPercent"] == round(20 * scores["overall"])
    assert scores["cefrLevel"] == band(scores["overall"])


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_dimension_shows_how_it_was_made(finished: Finished, name: str) -> None:
    shown = finished.body["analysis"][name]
    extra = {"impressiveWords"} if name == "vocabulary" else set()
    assert set(shown) - extra == {
        "score",
        "interval90",
        "cefrEstimate",
        "confidence",
        "confidenceReasons",
        "method",
        "features",
        "contributions",
        "evidence",
    }
    assert shown["interval90"]["low"] <= shown["score"] <= shown["interval90"]["high"]
    assert 2.5 + sum(shown["contributions"].values()) == pytest.approx(shown["score"], abs=0.01)
    assert shown["confidence"] in ("high", "medium", "low")
    assert (shown["confidence"] == "high") == (shown["confidenceReasons"] == [])
    assert all(set(feature) == {"value", "unit", "description"} for feature in shown["features"].values())


def test_the_candidate_is_who_answers(finished: Finished) -> None:
    chosen, transcript = finished.body["candidateDetection"], finished.body["transcript"]
    assert (chosen["speaker"], chosen["speakerLabel"], chosen["confidence"]) == ("speaker_1", "Speaker 2", "high")
    assert "72 % of the talking time" in chosen["reason"]
    assert transcript["candidateSpeaker"] == chosen["speaker"]
    own = [word for word in transcript["words"] if word["speaker"] == chosen["speaker"]]
    assert chosen["wordCount"] == len(own)
    assert transcript["candidateText"] == " ".join(word["text"] for word in own)
    assert all(11_000 <= word["startMs"] <= 83_500 for word in own)


def test_the_transcript_agrees_with_itself(finished: Finished) -> None:
    transcript = finished.body["transcript"]
    words, segments, speakers = transcript["words"], transcript["segments"], transcript["speakers"]
    assert [word["text"] for segment in segments for word in segment["text"].split() for word in [{"text": word}]] == [
        word["text"] for word in words
    ]
    assert words == sorted(words, key=lambda word: (word["startMs"], word["endMs"]))
    assert all(0 <= word["startMs"] < word["endMs"] <= 90_600 and 0 < word["confidence"] <= 1 for word in words)
    assert [speaker["id"] for speaker in speakers] == ["speaker_0", "speaker_1"]
    assert [speaker["label"] for speaker in speakers] == ["Speaker 1", "Speaker 2"]
    assert [speaker["isCandidate"] for speaker in speakers] == [False, True]
    for speaker in speakers:
        assert speaker["wordCount"] == sum(word["speaker"] == speaker["id"] for word in words)
    assert speakers[0]["speakingTimeMs"] == pytest.approx(23_500, abs=2000)
    assert speakers[1]["speakingTimeMs"] == pytest.approx(63_000, abs=2000)
    at = 0
    for segment in segments:
        inside = words[at : at + len(segment["text"].split())]
        at += len(inside)
        assert {word["speaker"] for word in inside} == {segment["speaker"]}
        assert (segment["startMs"], segment["endMs"]) == (inside[0]["startMs"], max(w["endMs"] for w in inside))
        assert segment["confidence"] == pytest.approx(sum(w["confidence"] for w in inside) / len(inside), abs=2e-4)
        assert segment["isCandidate"] == (segment["speaker"] == "speaker_1")
        assert segment["speakerLabel"] == ("Speaker 2" if segment["isCandidate"] else "Speaker 1")


def test_the_words_about_scores(finished: Finished) -> None:
    body = finished.body
    assert set(body["explainability"]) == {"vocab", "fluency"}
    for name, told in body["explainability"].items():
        assert 2 <= len(sentences(told)) <= 3, (name, told)
    assert body["scores"]["cefrLevel"] in body["hrRecommendation"]
    assert f"{body['scores']['overall']:.1f} of 5" in body["candidateFeedback"]


def test_what_was_used_and_heard(finished: Finished) -> None:
    analysis = finished.body["analysis"]
    assert analysis["engines"]["asr"] == {"engine": "fake", "model": "english", "version": "1"}
    assert set(analysis["engines"]) == {"asr", "vad", "speaker"}
    assert (analysis["cut"], analysis["degraded"]) == (None, {})
    heard, words = analysis["transcription"], finished.body["transcript"]["words"]
    assert (heard["words"], heard["usableWords"]) == (len(words), len(words))
    assert heard["meanWordProbability"] == pytest.approx(sum(w["confidence"] for w in words) / len(words), abs=1e-4)
    assert analysis["speakers"]["layout"] == "mono"
    assert analysis["speechSeconds"] == pytest.approx(86, abs=3)
    vocabulary = FakeAsr()._vocabulary
    impressive = [item["word"] for item in analysis["vocabulary"]["impressiveWords"]]
    assert impressive and set(impressive) <= set(vocabulary)


def test_it_is_charged_once(finished: Finished) -> None:
    credits = finished.credits
    assert finished.held_before == 2
    assert (credits["creditBalance"], credits["heldCredits"], credits["availableCredits"]) == (98, 0, 98)
    deductions = [entry for entry in credits["recentTransactions"] if entry["type"] == "deduction"]
    assert [(entry["amount"], entry["runId"]) for entry in deductions] == [(-2, finished.body["id"])]
    assert finished.body["credits"] == {"deducted": 2, "remainingBalance": 98, "audioDurationMinutes": 1.51}


def test_only_the_recording_and_the_times_of_the_steps_are_kept(finished: Finished) -> None:
    assert finished.stored == ["recording.wav"]
    assert finished.recording == finished.sent
    assert finished.outputs == 0
    assert finished.steps == list(STEPS)


def test_the_row_in_the_list(finished: Finished) -> None:
    row, body = finished.row, finished.body
    assert (row["status"], row["error"], row["creditsDeducted"]) == ("success", None, 2)
    assert (row["overall"], row["cefrLevel"]) == (body["scores"]["overall"], body["scores"]["cefrLevel"])
    assert (row["audioDurationMs"], row["language"], row["externalId"]) == (90_600, "en", "cand-private-77")


def test_nothing_of_it_is_in_the_log(finished: Finished) -> None:
    log, words = finished.log, [word["text"] for word in finished.body["transcript"]["words"]]
    assert finished.body["id"] in log
    assert "attempt started" in log and "run finished" in log
    for secret in (finished.client.api_key, "cand-private-77", "meta-private-5", "batch-7"):
        assert secret not in log
    pairs = {f"{first} {second}" for first, second in pairwise(words)}
    assert not [pair for pair in pairs if pair in log]
    assert not [word for word in set(words) if len(word) > 7 and word in log]
    assert finished.body["hrRecommendation"] not in log


async def test_a_cut_hears_a_part_and_costs_the_whole(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples
) -> None:
    cut = '{"startMs": 24000, "endMs": 86000}'
    body = await analyst.analyse(acme, wav_bytes(interview), engines, cutSettings=cut)
    assert body["status"] == "success", body["error"]
    words = body["transcript"]["words"]
    assert words[0]["startMs"] >= 23_700 and words[-1]["endMs"] <= 86_300
    assert 120 <= len(words) <= 200
    assert body["audio"]["durationMs"] == 90_600
    assert body["analysis"]["cut"] == {"startMs": 24_000, "endMs": 86_000}
    assert body["analysis"]["speechSeconds"] == pytest.approx(59, abs=3)
    assert body["credits"]["deducted"] == 2
    pauses = body["analysis"]["fluency"]["evidence"]["longestPauses"]
    assert pauses and all(24_000 <= pause["startMs"] < pause["endMs"] <= 86_000 for pause in pauses)
    assert all(24_000 <= phone["startMs"] <= 86_000 for phone in body["analysis"]["accent"]["evidence"]["worstPhones"])


async def test_the_cut_away_part_changes_nothing(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples
) -> None:
    cut = '{"startMs": 10900, "endMs": 83100}'
    whole = await analyst.analyse(acme, wav_bytes(interview), engines, cutSettings=cut)
    bare = interview.copy()
    bare[: round(10.8 * SAMPLE_RATE)] //= 64
    bare[round(83.2 * SAMPLE_RATE) :] //= 64
    alone = await analyst.analyse(acme, wav_bytes(bare), engines, cutSettings=cut)
    for name in ("fluency", "accent"):
        one, other = whole["analysis"][name], alone["analysis"][name]
        assert one["score"] == pytest.approx(other["score"], abs=0.05), name
        assert one["confidence"] == other["confidence"], name
        assert one["confidenceReasons"] == other["confidenceReasons"], name


async def test_an_optional_step_that_fails_makes_the_run_partial(
    analyst: Analyst, acme: TestClient, engines: SpeechEngines, interview: Samples, finished: Finished
) -> None:
    run_id = await analyst.submit(acme, wav_bytes(interview))
    await analyst.interrupt_after(acme, run_id, engines, "vocabulary")
    await analyst.hang(engines)
    late = StepLimits(vocabulary=0.3, fluency=LIMITS.fluency, accent=LIMITS.accent)
    await analyst.work(acme, run_id, engines, limits=late)
    body = await analyst.poll(acme, run_id)
    assert body["status"] == "partial"
    assert_shape(body, CONTRACT)
    degraded = body["analysis"]["degraded"]
    assert set(degraded) == {"impressive_vocabulary"}
    assert "impressive words" in degraded["impressive_vocabulary"]
    assert "TimeoutError" in degraded["impressive_vocabulary"]
    assert body["analysis"]["vocabulary"]["impressiveWords"] is None
    expected = deepcopy(comparable(finished.body))
    expected["analysis"]["degraded"], expected["status"] = degraded, "partial"
    expected["analysis"]["vocabulary"]["impressiveWords"] = None
    assert comparable(body) == expected
    assert body["credits"] == {"deducted": 2, "remainingBalance": 98, "audioDurationMinutes": 1.51}
    assert (await analyst.credits(acme))["heldCredits"] == 0
    assert analyst.stored(run_id) == ["recording.wav"]


async def test_another_language_with_a_recogniser_of_many(
    analyst: Analyst, make_client: MakeClient, interview: Samples
) -> None:
    client = await make_client(credits=10)
    german = await analyst.engines(AsrSpec("fake", "german"))
    body = await analyst.analyse(client, wav_bytes(interview), german, language="de")
    assert body["status"] == "success", body["error"]
    assert_shape(body, CONTRACT)
    assert body["scoringMethod"] == "gpt_multilingual"
    assert (body["audio"]["languageCode"], body["audio"]["requestedLanguage"]) == ("de", "de")
    assert "German" in body["hrRecommendation"]
    assert body["analysis"]["accent"]["confidence"] == "low"


async def test_english_with_a_recogniser_of_many(analyst: Analyst, acme: TestClient, interview: Samples) -> None:
    many = await analyst.engines(AsrSpec("fake", "multilingual"))
    body = await analyst.analyse(acme, wav_bytes(interview), many)
    assert body["status"] == "success", body["error"]
    assert body["analysis"]["transcription"]["detectedLanguage"] == "en"
    wrong = await analyst.analyse(acme, wav_bytes(interview[: 40 * SAMPLE_RATE]), many, language="de")
    assert wrong["error"]["code"] == "TRANSCRIPTION_LOW_CONFIDENCE"


@pytest.mark.slow
async def test_the_recogniser_that_comes_along(analyst: Analyst, acme: TestClient) -> None:
    pocketsphinx = await analyst.engines(AsrSpec("pocketsphinx"))
    cut = '{"startMs": 11000, "endMs": 69000}'
    body = await analyst.analyse(acme, EXAMPLE.read_bytes(), pocketsphinx, cutSettings=cut)
    assert body["status"] == "success", body["error"]
    assert_shape(body, CONTRACT)
    assert body["analysis"]["engines"]["asr"]["engine"] == "pocketsphinx"
    assert body["audio"]["durationFormatted"] == "4:15"
    assert body["credits"]["deducted"] == 5
    said = set(body["transcript"]["candidateText"].split())
    assert len(said & {"manager", "company", "telephone", "equipment", "restaurant", "contract", "furious"}) >= 3
