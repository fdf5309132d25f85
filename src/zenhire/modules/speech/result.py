"""From findings to the result that is stored and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from zenhire.analysis.speech.candidate import CandidateDetection as Candidate
from zenhire.analysis.speech.candidate import speaker_label
from zenhire.analysis.speech.confidence import GateDecision, usable_cut
from zenhire.analysis.speech.explain import Explanation
from zenhire.analysis.speech.scale import band, band_phrase, overall, percent, shown
from zenhire.analysis.speech.speakers import Diarization
from zenhire.analysis.speech.types import DimensionScore, Word
from zenhire.modules.speech.schemas import (
    Audio,
    CandidateDetection,
    Explainability,
    Scores,
    Segment,
    Speaker,
    SpeechResult,
    Transcript,
    TranscriptWord,
)
from zenhire.modules.speech.store import SpeechRow
from zenhire.modules.speech.tasks import VoiceActivity

SEGMENT_GAP_SECONDS = 2.0
NOTICE = (
    "CEFR levels are estimates from one recording, not a test result. The accent score is about how easily the speech"
    " can be understood, not about being a native speaker. A person decides; these figures are evidence."
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The candidate, and how far their words can be trusted."""

    candidate: Candidate
    gate: GateDecision


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that the steps found."""

    activity: VoiceActivity
    who: Diarization
    words: list[Word]
    chosen: Chosen
    vocabulary: DimensionScore
    impressive: list[dict[str, Any]] | None
    fluency: DimensionScore
    accent: DimensionScore
    texts: Explanation


def build_result(
    row: SpeechRow, found: Findings, *, engines: Mapping[str, Any], degraded: Mapping[str, str]
) -> SpeechResult:
    """The result fields of a poll."""
    candidate = found.chosen.candidate
    return SpeechResult(
        scoring_method=scoring_method(row.language),
        audio=Audio(
            duration_ms=row.audio_duration_ms,
            duration_formatted=format_duration(row.audio_duration_ms),
            language_code=found.chosen.gate.detected_language or row.language,
            requested_language=row.language,
            speaker_count=found.who.speaker_count,
        ),
        candidate_detection=CandidateDetection(
            speaker=candidate.speaker,
            speaker_label=speaker_label(candidate.speaker),
            confidence=candidate.confidence,
            reason=candidate.reason,
            word_count=candidate.word_count,
        ),
        scores=build_scores(found.vocabulary.score, found.fluency.score, found.accent.score),
        explainability=Explainability(vocab=found.texts.vocab, fluency=found.texts.fluency),
        analysis=_analysis(row, found, engines, degraded),
        hr_recommendation=found.texts.hr_recommendation,
        candidate_feedback=found.texts.candidate_feedback,
        transcript=_transcript(found),
    )


def scoring_method(language: str) -> Literal["ml_hybrid", "gpt_multilingual"]:
    """The contract's word for how a language is scored."""
    return "ml_hybrid" if language == "en" else "gpt_multilingual"


def format_duration(milliseconds: int) -> str:
    """`m:ss`, or `h:mm:ss` from one hour; seconds are rounded down."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def build_scores(vocabulary: float, fluency: float, accent: float) -> Scores:
    """Scores, bands and percentages; the overall score is the mean of the three as shown."""
    total = overall(vocabulary, fluency, accent)
    return Scores.model_validate(
        {
            "vocabulary": shown(vocabulary),
            "vocabulary_cefr": band(vocabulary),
            "vocabulary_percent": percent(vocabulary),
            "fluency": shown(fluency),
            "fluency_cefr": band(fluency),
            "fluency_percent": percent(fluency),
            "accent": shown(accent),
            "accent_cefr": band(accent),
            "accent_percent": percent(accent),
            "overall": total,
            "cefr_level": band(total),
            "overall_percent": percent(total),
        }
    )


def _dimension(score: DimensionScore) -> dict[str, Any]:
    return {
        "score": score.score,
        "interval90": {"low": score.low, "high": score.high},
        "cefrEstimate": band_phrase(score.low, score.high),
        "confidence": score.confidence,
        "confidenceReasons": list(score.confidence_reasons),
        "method": score.method,
        "features": {name: asdict(feature) for name, feature in score.features.items()},
        "contributions": dict(score.contributions),
        "evidence": dict(score.evidence),
    }


def _analysis(
    row: SpeechRow, found: Findings, engines: Mapping[str, Any], degraded: Mapping[str, str]
) -> dict[str, Any]:
    gate, cut_probability = found.chosen.gate, usable_cut(engines["asr"]["engine"])
    cut = None
    if row.cut_start_ms is not None or row.cut_end_ms is not None:
        cut = {"startMs": row.cut_start_ms or 0, "endMs": row.cut_end_ms or row.audio_duration_ms}
    return {
        "notice": NOTICE,
        "vocabulary": _dimension(found.vocabulary) | {"impressiveWords": found.impressive},
        "fluency": _dimension(found.fluency),
        "accent": _dimension(found.accent),
        "engines": dict(engines),
        "transcription": {
            "meanWordConfidence": _mean([word.confidence for word in found.words]),
            "meanWordProbability": _mean([word.probability for word in found.words]),
            "candidateMeanWordProbability": gate.mean_probability,
            "leastMeanWordProbability": gate.cut,
            "detectedLanguage": gate.detected_language,
            "otherLanguageShare": gate.other_language_share,
            "words": len(found.words),
            "usableWordProbability": cut_probability,
            "usableWords": sum(word.probability >= cut_probability for word in found.words),
        },
        "speakers": {
            "layout": found.activity.layout,
            "method": found.who.method,
            "figures": found.who.figures,
            "uncertainMs": [[_ms(span.start), _ms(span.end)] for span in found.who.uncertain],
        },
        "candidate": {"probability": found.chosen.candidate.probability, "features": found.chosen.candidate.features},
        "speechSeconds": round(found.activity.speech_seconds, 1),
        "cut": cut,
        "degraded": dict(degraded),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _transcript(found: Findings) -> Transcript:
    own = found.chosen.candidate.speaker
    segments = [_segment(group, own) for group in group_words(found.words)]
    return Transcript(
        segments=segments,
        speakers=_speakers(found),
        candidate_text=" ".join(segment.text for segment in segments if segment.is_candidate),
        candidate_speaker=own,
        words=[
            TranscriptWord(
                text=word.text,
                start_ms=_ms(word.start),
                end_ms=_ms(word.end),
                confidence=round(word.probability, 4),
                speaker=word.speaker,
            )
            for word in found.words
        ],
    )


def group_words(words: Sequence[Word]) -> list[list[Word]]:
    """Words (in time order) in groups of one speaker without a gap of two seconds."""
    groups: list[list[Word]] = []
    for word in words:
        last = groups[-1][-1] if groups else None
        if last is None or last.speaker != word.speaker or word.start - last.end >= SEGMENT_GAP_SECONDS:
            groups.append([word])
        else:
            groups[-1].append(word)
    return groups


def _segment(words: Sequence[Word], candidate: str) -> Segment:
    speaker = words[0].speaker
    return Segment(
        speaker=speaker,
        speaker_label=speaker_label(speaker),
        start_ms=_ms(words[0].start),
        end_ms=_ms(max(word.end for word in words)),
        text=" ".join(word.text for word in words),
        confidence=round(sum(word.probability for word in words) / len(words), 4),
        is_candidate=speaker == candidate,
    )


def _speakers(found: Findings) -> list[Speaker]:
    names = sorted({turn.speaker for turn in found.who.turns}, key=lambda name: int(name.rpartition("_")[2]))
    return [
        Speaker(
            id=name,
            label=speaker_label(name),
            word_count=sum(word.speaker == name for word in found.words),
            speaking_time_ms=_ms(sum(turn.duration for turn in found.who.turns if turn.speaker == name)),
            is_candidate=name == found.chosen.candidate.speaker,
        )
        for name in names
    ]
