"""The client of a transcription service, against a real HTTP server."""

from __future__ import annotations

import logging
import socket
from typing import Any

import numpy as np
import pytest

from tests.engines.asr.transcription_service import KEY, Service
from zenhire.engines.asr.base import AsrConfigurationError, AsrError
from zenhire.engines.asr.openai import ATTEMPTS, OpenAiAsr, parse_answer
from zenhire.engines.audio.base import SAMPLE_RATE, Samples


class Waits(list[float]):
    """Notes how long it would have slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def asr(service: Service, waits: Waits) -> OpenAiAsr:
    return OpenAiAsr("whisper-1", base_url=service.base_url, api_key=KEY, timeout=5.0, sleep=waits)


def test_the_request_is_what_the_protocol_asks(asr: OpenAiAsr, service: Service, clips: list[Samples]) -> None:
    asr.transcribe(clips[0], "es")
    (request,) = service.requests
    assert request.path == "/v1/audio/transcriptions"
    assert request.authorization == f"Bearer {KEY}"
    assert request.fields == {
        "model": ["whisper-1"],
        "response_format": ["verbose_json"],
        "timestamp_granularities[]": ["word", "segment"],
        "temperature": ["0"],
        "language": ["es"],
    }
    assert (request.frames, request.rate, request.channels) == (clips[0].size, SAMPLE_RATE, 1)


def test_a_long_segment_is_not_told_its_language(asr: OpenAiAsr, service: Service, clips: list[Samples]) -> None:
    transcript = asr.transcribe(np.concatenate(clips), "es")
    assert "language" not in service.requests[0].fields
    assert transcript.language == "en"


def test_no_key_no_header(service: Service, clips: list[Samples]) -> None:
    OpenAiAsr("m", base_url=service.base_url).transcribe(clips[0], "en")
    assert service.requests[0].authorization == ""


def test_a_segments_average_stands_in_for_word_probabilities(asr: OpenAiAsr, clips: list[Samples]) -> None:
    words = asr.transcribe(clips[0], "en").words
    assert {round(word.confidence, 3) for word in words} == {0.779}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
def test_a_passing_failure_is_tried_again(
    asr: OpenAiAsr, service: Service, waits: Waits, clips: list[Samples], status: int
) -> None:
    service.scripted.extend([(status, {}, {}), (status, {}, {})])
    assert asr.transcribe(clips[0], "en").words
    assert len(service.requests) == 3
    assert waits == [0.5, 1.0]


def test_retry_after_is_obeyed_up_to_a_limit(
    asr: OpenAiAsr, service: Service, waits: Waits, clips: list[Samples]
) -> None:
    service.scripted.extend([(429, {"Retry-After": "3"}, {}), (429, {"Retry-After": "9999"}, {})])
    asr.transcribe(clips[0], "en")
    assert waits == [3.0, 15.0]


def test_it_gives_up_in_the_end(asr: OpenAiAsr, service: Service, clips: list[Samples]) -> None:
    service.scripted.extend([(503, {}, {})] * (ATTEMPTS + 2))
    with pytest.raises(AsrError, match="503") as caught:
        asr.transcribe(clips[0], "en")
    assert not isinstance(caught.value, AsrConfigurationError)
    assert len(service.requests) == ATTEMPTS


def test_nobody_there_is_an_error_after_some_tries(waits: Waits, clips: list[Samples]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        asr = OpenAiAsr("m", base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1", timeout=1.0, sleep=waits)
        with pytest.raises(AsrError, match="could not be reached"):
            asr.transcribe(clips[0], "en")
    assert len(waits) == ATTEMPTS - 1


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_wrong_set_up_is_told_apart_and_not_repeated(
    asr: OpenAiAsr, service: Service, clips: list[Samples], status: int
) -> None:
    service.scripted.append((status, {}, {"error": {"message": f"Incorrect API key provided: {KEY}"}}))
    with pytest.raises(AsrConfigurationError) as caught:
        asr.transcribe(clips[0], "en")
    assert KEY not in str(caught.value)
    assert len(service.requests) == 1


def test_a_refused_segment_is_an_error_with_the_services_code(
    asr: OpenAiAsr, service: Service, clips: list[Samples]
) -> None:
    service.scripted.append((400, {}, {"error": {"code": "audio_too_short", "message": KEY}}))
    with pytest.raises(AsrError, match="400 audio_too_short") as caught:
        asr.transcribe(clips[0], "en")
    assert not isinstance(caught.value, AsrConfigurationError)


def test_a_redirect_does_not_carry_the_audio_away(asr: OpenAiAsr, service: Service, clips: list[Samples]) -> None:
    service.scripted.append((307, {"Location": service.base_url}, {}))
    with pytest.raises(AsrError, match="307"):
        asr.transcribe(clips[0], "en")
    assert len(service.requests) == 1


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"text": 5}', b'{"words": []}'])
def test_another_kind_of_answer_is_an_error(
    asr: OpenAiAsr, service: Service, clips: list[Samples], body: bytes
) -> None:
    service.scripted.append((200, {}, body))
    with pytest.raises(AsrError):
        asr.transcribe(clips[0], "en")


def test_nothing_logged_tells_key_or_words(
    asr: OpenAiAsr, service: Service, clips: list[Samples], caplog: pytest.LogCaptureFixture
) -> None:
    service.scripted.append((500, {}, {}))
    with caplog.at_level(logging.DEBUG):
        transcript = asr.transcribe(clips[0], "en")
    assert KEY not in caplog.text
    assert transcript.text not in caplog.text


def test_a_key_that_no_header_holds_is_a_wrong_set_up() -> None:
    with pytest.raises(AsrConfigurationError) as caught:
        OpenAiAsr("m", base_url="http://h/v1", api_key="clé\nx")
    assert "clé" not in str(caught.value)


def answer(**changes: Any) -> dict[str, Any]:
    words = [{"word": " Good", "start": 0.1, "end": 0.5}, {"word": "day.", "start": 0.5, "end": 0.9}]
    segments = [{"start": 0.0, "end": 1.0, "avg_logprob": -0.1}]
    return {"text": "Good day.", "language": "english", "words": words, "segments": segments, **changes}


def test_words_may_stand_in_the_segments_with_their_own_probability() -> None:
    nested = [{"start": 0, "end": 1, "words": [{"word": "Good", "start": 0.1, "end": 0.5, "probability": 0.75}]}]
    transcript = parse_answer(answer(words=None, segments=nested), 1.0)
    assert [(word.text, word.confidence) for word in transcript.words] == [("Good", 0.75)]


def test_times_are_clipped_and_ordered() -> None:
    words = [{"word": w, "start": s, "end": e} for w, s, e in (("a", 0.4, 0.2), ("b", -1, 9), ("c", 8, 9))]
    found = parse_answer(answer(words=words), 1.0).words
    assert [(word.start, word.end) for word in found] == [(0.4, 0.4), (0.4, 1.0), (1.0, 1.0)]


def test_a_word_takes_the_segment_that_holds_it() -> None:
    segments = [{"start": 0.0, "end": 0.4, "avg_logprob": 0.0}, {"start": 0.6, "end": 1.0, "avg_logprob": -1.0}]
    assert [round(w.confidence, 2) for w in parse_answer(answer(segments=segments), 1.0).words] == [1.0, 0.37]


@pytest.mark.parametrize("changes", [{"words": []}, {"segments": []}, {"segments": [{"start": 0, "end": 1}]}])
def test_a_service_without_word_times_or_probabilities_does_not_do(changes: dict[str, Any]) -> None:
    with pytest.raises(AsrConfigurationError):
        parse_answer(answer(**changes), 1.0)


@pytest.mark.parametrize("start", [None, "soon", float("nan"), float("inf")])
def test_times_that_are_no_numbers_are_an_error(start: object) -> None:
    with pytest.raises(AsrError):
        parse_answer(answer(words=[{"word": "a", "start": start, "end": 1.0}]), 1.0)


@pytest.mark.parametrize(
    ("name", "code"), [("english", "en"), ("de", "de"), ("zh-CN", "zh"), ("klingon", None), (None, None)]
)
def test_languages_become_two_letters(name: str | None, code: str | None) -> None:
    assert parse_answer(answer(language=name), 1.0).language == code
