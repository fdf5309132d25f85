"""Which speaker is the candidate: by who talks most and longest, and by who answers rather than asks. Pure.

The sound alone decides when there is no usable transcript. The weights and the two cuts of the probability are priors
of ours: no freely usable set of interviews with known roles exists to fit them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal

from zenhire.analysis.speech.types import Turn, Word

Confidence = Literal["high", "medium", "low"]

HIGH = 0.85
MEDIUM = 0.65

# Score = sum of weight * feature; the probability is the softmax over the speakers.
_SHARE_WEIGHT = 5.0
_LENGTH_WEIGHT = 0.8
_FOLLOWS_WEIGHT = 2.0
_PAST_WEIGHT = 0.4
_PROMPT_WEIGHT = 0.4
_LONG_TURN = 3.0
_USABLE_PROBABILITY = 0.4
_ENOUGH_WORDS = 100
_LEAST_ENGLISH = 0.2
_SHORTEST_MEAN, _LONGEST_MEAN = 2.0, 30.0
_MOST_PER_HUNDRED = 5.0

_QUESTION_MARKS = ("?", "？", "؟")
_PROMPTS = re.compile(
    r"\b(?:can|could|would|will|do|did|have|are|were) (?:you|your)\b"
    r"|\b(?:what|why|how|where) (?:is|was|are|were|about|made|makes|kind|sort)\b"
    r"|\b(?:tell|walk|talk|give|show) (?:me|us)\b|\bdescribe\b|\bplease (?:tell|explain|introduce)\b"
    r"|\b(?:next|last|first|another|my) question\b|\bthank you for (?:coming|joining)\b|\banything else\b"
)
_PAST = re.compile(
    r"\b(?:i|we|my team) (?:(?:also|then|always|never|first|just|only|really|usually|often|had|have|was|were|not) )"
    r"{0,2}(?:\w{2,}ed|was|were|had|did|went|made|took|led|built|wrote|got|gave|ran|saw|said|told|thought|found|kept|"
    r"left|knew|became|began|brought|taught|spoke|met|sold|sent|felt|learnt|held|grew|won|lost|paid|put|set|chose|came)"
    r"\b"
)
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the a an and or but of to in on at for with from i you he she it we they me my your our is was are were be "
        "been have had has do did that this there not so as if what when how which who will would can could about",
    )
)


@dataclass(frozen=True, slots=True)
class CandidateDetection:
    """Who the candidate is. `label` counts from 1 ('Speaker 2' for speaker_1); `probability` in [0, 1].

    `reason` is one sentence true for this recording. `features` holds for each speaker: talk_share in [0, 1],
    mean_turn_seconds, turns, words; with a usable transcript also follows_question_rate in [0, 1] and, for each
    hundred words, first_person_past and prompts.
    """

    speaker: str
    label: str
    confidence: Confidence
    probability: float
    reason: str
    word_count: int
    features: dict[str, dict[str, float]]


def speaker_label(speaker: str) -> str:
    """'Speaker 1' for 'speaker_0'; another id comes back as it is."""
    match = re.fullmatch(r"speaker_(\d+)", speaker)
    return f"Speaker {int(match[1]) + 1}" if match else speaker


def _words_of_turns(turns: Sequence[Turn], words: Sequence[Word]) -> list[list[Word]]:
    """The words whose middle lies in each turn."""
    in_order = sorted(words, key=lambda word: (word.start + word.end) / 2)
    middles = [(word.start + word.end) / 2 for word in in_order]
    return [in_order[bisect_left(middles, turn.start) : bisect_left(middles, turn.end)] for turn in turns]


def _plain(words: Sequence[Word]) -> str:
    text = " ".join(word.text.lower().replace("’", "'") for word in words)
    return " ".join(re.findall(r"[\w']+", text))


def _text_trust(words: Sequence[Word]) -> float:
    """How far the words may speak, in [0, 1]: their number, mean probability, and whether they look like English."""
    if not words:
        return 0.0
    common = sum(word.text.lower().strip(".,?!") in _COMMON for word in words) / len(words)
    if common < _LEAST_ENGLISH:
        return 0.0
    sure = sum(word.probability for word in words) / len(words)
    return min(1.0, len(words) / _ENOUGH_WORDS) * (sure if sure >= _USABLE_PROBABILITY else 0.0)


def _asks(words: Sequence[Word]) -> bool:
    return any(word.text.endswith(_QUESTION_MARKS) for word in words) or bool(_PROMPTS.search(_plain(words)))


def _sound_features(turns: Sequence[Turn], words: Sequence[Word]) -> dict[str, dict[str, float]]:
    total = sum(turn.duration for turn in turns) or 1.0
    features = {}
    for speaker in dict.fromkeys(turn.speaker for turn in turns):
        own = [turn.duration for turn in turns if turn.speaker == speaker]
        features[speaker] = {
            "talk_share": round(sum(own) / total, 3),
            "mean_turn_seconds": round(sum(own) / len(own), 2),
            "turns": float(len(own)),
            "words": float(sum(word.speaker == speaker for word in words)),
        }
    return features


def _add_text_features(
    features: dict[str, dict[str, float]], turns: Sequence[Turn], spoken: Sequence[Sequence[Word]]
) -> None:
    asks = [_asks(words) for words in spoken]
    for speaker, row in features.items():
        own = [k for k, turn in enumerate(turns) if turn.speaker == speaker]
        answers = [k for k in own if k > 0 and turns[k - 1].speaker != speaker and turns[k].duration >= _LONG_TURN]
        text = [_plain(spoken[k]) for k in own]
        count = sum(len(part.split()) for part in text)
        row["answers"] = float(len(answers))
        row["answers_after_question"] = float(sum(asks[k - 1] for k in answers))
        row["follows_question_rate"] = round(row["answers_after_question"] / len(answers), 3) if answers else 0.0
        for name, pattern in (("first_person_past", _PAST), ("prompts", _PROMPTS)):
            found = sum(len(pattern.findall(part)) for part in text)
            row[name] = round(100.0 * found / count, 2) if count else 0.0


def _score(row: dict[str, float], trust: float) -> float:
    length = min(_LONGEST_MEAN, max(_SHORTEST_MEAN, row["mean_turn_seconds"]))
    score = _SHARE_WEIGHT * row["talk_share"] + _LENGTH_WEIGHT * log(length)
    if trust:
        past = min(_MOST_PER_HUNDRED, row["first_person_past"])
        prompts = min(_MOST_PER_HUNDRED, row["prompts"])
        answers = _FOLLOWS_WEIGHT * row["follows_question_rate"]
        score += trust * (answers + _PAST_WEIGHT * past - _PROMPT_WEIGHT * prompts)
    return score


def _reason(best: str, features: dict[str, dict[str, float]], confidence: Confidence) -> str:
    row = features[best]
    parts = [
        f"{speaker_label(best)} has {100 * row['talk_share']:.0f} % of the talking time",
        f"speaks {row['mean_turn_seconds']:.0f} seconds at a time on average",
    ]
    after, answers = row.get("answers_after_question", 0.0), row.get("answers", 0.0)
    if answers >= 2 and after >= answers / 2:
        parts.append(f"answers a question in {after:.0f} of {answers:.0f} longer turns")
    sentence = f"{', '.join(parts[:-1])} and {parts[-1]}"
    if confidence == "low":
        sentence += ", which does not set this speaker clearly apart, so please check by ear"
    return sentence + "."


def detect_candidate(turns: Sequence[Turn], words: Sequence[Word]) -> CandidateDetection:
    """The candidate among the speakers of `turns` (in order of time); `words` carry their speakers and may be empty.

    Raises ValueError without turns: nobody speaks, so nobody can be the candidate.
    """
    if not turns:
        raise ValueError("Without turns there is no candidate.")
    features = _sound_features(turns, words)
    if len(features) == 1:
        (only,) = features
        reason = "Only one voice was found in the recording, so it is taken as the candidate's."
        return CandidateDetection(only, speaker_label(only), "high", 1.0, reason, len(words), features)
    spoken = _words_of_turns(turns, words)
    trust = _text_trust(words)
    if trust:
        _add_text_features(features, turns, spoken)
    scores = {speaker: _score(row, trust) for speaker, row in features.items()}
    best = max(scores, key=lambda speaker: scores[speaker])
    probability = 1.0 / sum(exp(score - scores[best]) for score in scores.values())
    confidence: Confidence = "high" if probability >= HIGH else "medium" if probability >= MEDIUM else "low"
    return CandidateDetection(
        speaker=best,
        label=speaker_label(best),
        confidence=confidence,
        probability=round(probability, 3),
        reason=_reason(best, features, confidence),
        word_count=int(features[best]["words"]),
        features=features,
    )
