"""Who the candidate is, with a good transcript, a poor one and none."""

from __future__ import annotations

import pytest

from zenhire.analysis.speech.candidate import CandidateDetection, detect_candidate, speaker_label
from zenhire.analysis.speech.types import Turn, Word

QUESTION = "tell me about a time when you solved a difficult problem at work"
ANSWER = (
    "in my last job I was the leader of a small team and I planned the weeks of nine people "
    "then I noticed that customers waited too long so I changed the schedule and we reduced the time"
)


def conversation(
    rounds: list[tuple[str, float, str]], *, probability: float = 0.9, pause: float = 0.5
) -> tuple[list[Turn], list[Word]]:
    """Turns of (speaker, seconds, text) one after the other, the words spread evenly over each."""
    turns: list[Turn] = []
    words: list[Word] = []
    at = 0.5
    for speaker, seconds, text in rounds:
        turns.append(Turn(speaker, at, at + seconds))
        parts = text.split()
        for k, part in enumerate(parts):
            start = at + seconds * k / len(parts)
            words.append(Word(part, start, start + seconds / len(parts), probability, probability, speaker))
        at += seconds + pause
    return turns, words


def ask_and_answer(ask: float, answer: float, times: int = 5, **options: float) -> tuple[list[Turn], list[Word]]:
    return conversation([("speaker_0", ask, QUESTION), ("speaker_1", answer, ANSWER)] * times, **options)


def test_who_answers_at_length_is_the_candidate() -> None:
    found = detect_candidate(*ask_and_answer(5.0, 25.0))
    assert (found.speaker, found.label, found.confidence) == ("speaker_1", "Speaker 2", "high")
    assert found.probability >= 0.85
    assert found.word_count == 5 * len(ANSWER.split())
    assert "83 % of the talking time" in found.reason
    assert "25 seconds at a time" in found.reason
    assert "answers a question in 5 of 5 longer turns" in found.reason
    assert found.features["speaker_1"]["first_person_past"] > found.features["speaker_0"]["first_person_past"]
    assert found.features["speaker_0"]["prompts"] > found.features["speaker_1"]["prompts"]


def test_words_decide_when_the_interviewer_talks_more() -> None:
    turns, words = ask_and_answer(14.0, 12.0)
    assert detect_candidate(turns, words).speaker == "speaker_1"
    by_sound = detect_candidate(turns, [])
    assert (by_sound.speaker, by_sound.confidence) == ("speaker_0", "low")
    assert "check by ear" in by_sound.reason


def test_sound_alone_is_enough_when_shares_differ() -> None:
    turns, _ = ask_and_answer(5.0, 25.0)
    found = detect_candidate(turns, [])
    assert (found.speaker, found.confidence, found.word_count) == ("speaker_1", "high", 0)
    assert "question" not in found.reason
    assert "prompts" not in found.features["speaker_1"]


def test_an_unsure_transcript_does_not_speak() -> None:
    turns, words = ask_and_answer(14.0, 12.0, probability=0.2)
    with_words, without = detect_candidate(turns, words), detect_candidate(turns, [])
    assert (with_words.speaker, with_words.probability) == (without.speaker, without.probability)


def test_another_language_is_judged_by_sound() -> None:
    turns, words = conversation(
        [
            ("speaker_0", 5.0, "erzählen Sie mir bitte von Ihrer letzten Stelle und Ihren Aufgaben"),
            ("speaker_1", 25.0, "ich habe vier Jahre lang eine kleine Abteilung geleitet und viel gelernt"),
        ]
        * 5
    )
    found = detect_candidate(turns, words)
    assert (found.speaker, found.confidence) == ("speaker_1", "high")
    assert "prompts" not in found.features["speaker_0"]


def test_equal_voices_are_low_confidence() -> None:
    turns, _ = conversation([("speaker_0", 10.0, "x"), ("speaker_1", 10.0, "x")] * 5)
    found = detect_candidate(turns, [])
    assert found.confidence == "low"
    assert found.probability == pytest.approx(0.5)


def test_a_lone_voice_is_the_candidate() -> None:
    turns, words = conversation([("speaker_0", 30.0, ANSWER)] * 3)
    found = detect_candidate(turns, words)
    assert (found.speaker, found.label, found.confidence, found.probability) == ("speaker_0", "Speaker 1", "high", 1.0)
    assert "Only one voice" in found.reason
    assert found.word_count == len(words)


def test_a_panel_leaves_the_candidate_in_front() -> None:
    turns, words = conversation(
        [
            ("speaker_0", 6.0, QUESTION),
            ("speaker_1", 24.0, ANSWER),
            ("speaker_2", 6.0, QUESTION),
            ("speaker_1", 24.0, ANSWER),
        ]
        * 3
    )
    found = detect_candidate(turns, words)
    assert (found.speaker, found.confidence) == ("speaker_1", "high")
    assert set(found.features) == {"speaker_0", "speaker_1", "speaker_2"}


def test_names_and_order_do_not_matter() -> None:
    turns, words = ask_and_answer(6.0, 18.0)
    other = {"speaker_0": "speaker_1", "speaker_1": "speaker_0"}

    def figures(found: CandidateDetection) -> tuple[float, str, int]:
        return found.probability, found.confidence, found.word_count

    renamed = detect_candidate(
        [Turn(other[t.speaker], t.start, t.end) for t in turns],
        [Word(w.text, w.start, w.end, w.confidence, w.probability, other[w.speaker]) for w in words],
    )
    straight = detect_candidate(turns, words)
    assert other[straight.speaker] == renamed.speaker
    assert figures(straight) == figures(renamed)


def test_more_talk_never_lowers_the_probability() -> None:
    probabilities = [detect_candidate(ask_and_answer(8.0, seconds)[0], []).probability for seconds in range(9, 60, 5)]
    assert probabilities == sorted(probabilities)


def test_nobody_is_no_candidate() -> None:
    with pytest.raises(ValueError, match="no candidate"):
        detect_candidate([], [])


def test_labels_count_from_one() -> None:
    assert speaker_label("speaker_0") == "Speaker 1"
    assert speaker_label("speaker_11") == "Speaker 12"
    assert speaker_label("agent") == "agent"
