"""Scores in plain words: templates over the strongest contributions, with the candidate's own figures.

The texts describe and advise on practice. They never tell whom to take, never judge where someone comes from, call a
CEFR level an estimate, and ask for a human listener where confidence is low.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zenhire.analysis.speech.scale import band, band_phrase, overall, shown
from zenhire.analysis.speech.types import DimensionScore

LANGUAGE_NAMES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sr": "Serbian",
    "tr": "Turkish",
    "zh": "Chinese",
}

# A feature as a noun phrase with its figure: (scale of the value, decimals, text).
_FIGURES: dict[str, tuple[float, int, str]] = {
    "articulationRate": (1, 1, "a speed of {} syllables a second while speaking"),
    "speechRate": (60, 0, "a pace of about {} syllables a minute, pauses included"),
    "meanRunLength": (1, 0, "runs of about {} syllables between two pauses"),
    "phonationRatio": (100, 0, "{} % of the talking time filled with speech rather than silence"),
    "pausesPer100Syllables": (1, 1, "{} silent pauses per 100 syllables"),
    "filledPausesPer100Syllables": (1, 1, "{} hesitation sounds per 100 syllables"),
    "lemmaTypesPer200": (1, 0, "about {} different words in every 200"),
    "mattr50": (100, 0, "{} different words per 100 over short stretches of talk"),
    "mtld": (1, 0, "stretches of about {} words before wording repeats itself"),
    "shareB1Plus": (100, 0, "{} % of the different words at B1 or above"),
    "shareB2Plus": (100, 0, "{} % of the different words at B2 or above"),
    "shareC1Plus": (100, 1, "{} % of the different words at C1 or above"),
    "shareBelowZipf5": (100, 0, "{} % of the different words outside the most common ones"),
    "shareBelowZipf4": (100, 0, "{} % of the different words that are rare in daily use"),
}
_TIPS: dict[str, str] = {
    "articulationRate": "read a short text aloud several times until it flows, then retell it freely",
    "speechRate": "retell the same short story two or three times, each time with less hesitation",
    "meanRunLength": "learn whole phrases, so that longer stretches come out between two pauses",
    "phonationRatio": "sketch an answer in your head before starting, so that fewer silences are needed inside it",
    "pausesPer100Syllables": "pause at the end of a thought rather than in the middle of it",
    "filledPausesPer100Syllables": "let a short silence stand where a hesitation sound would come",
    "lemmaTypesPer200": "say the same idea in two different ways and collect words by topic",
    "mattr50": "look for a second word when one comes up again soon",
    "mtld": "look for a second word when one comes up again soon",
    "shareB1Plus": "replace a general word (good, thing, do) by a more exact one where you can",
    "shareB2Plus": "use the exact terms of your field and explain them in a sentence",
    "shareC1Plus": "read articles of your field and take over three new expressions a week",
    "shareBelowZipf5": "replace a general word by a more exact one where you can",
    "shareBelowZipf4": "use the exact terms of your field and explain them in a sentence",
}
# What users of a language can usually do at a level, shortened from the CEFR's global scale (Council of Europe).
_CAN_DO = {
    "A1": "very simple exchanges about familiar things, when the other side helps",
    "A2": "short routine exchanges on familiar matters",
    "B1": "connected talk on familiar topics and about experiences and plans",
    "B2": "spontaneous conversation and clear, detailed talk on many subjects",
    "C1": "flexible and effective talk for social and professional purposes",
    "C2": "effortless, precise talk, also in complex situations",
}
_NOTE_ON_ACCENT = "The accent score says how easily the speech can be understood, not where a speaker comes from."


@dataclass(frozen=True, slots=True)
class Explanation:
    """The four texts of a result. `vocab` and `fluency` have two or three sentences each."""

    vocab: str
    fluency: str
    hr_recommendation: str
    candidate_feedback: str


def explain(
    vocabulary: DimensionScore,
    fluency: DimensionScore,
    accent: DimensionScore,
    *,
    candidate_confidence: str = "high",
    language: str = "en",
) -> Explanation:
    """The texts, in English, for three scores of speech in `language` (ISO 639-1).

    `candidate_confidence` ('high', 'medium', 'low') says how surely the scored speaker is the candidate.
    """
    name = LANGUAGE_NAMES.get(language, "language")
    return Explanation(
        vocab=_dimension("Vocabulary", vocabulary),
        fluency=_dimension("Fluency", fluency),
        hr_recommendation=_for_recruiters(vocabulary, fluency, accent, candidate_confidence, name),
        candidate_feedback=_for_candidates(vocabulary, fluency, accent, name),
    )


def estimate(score: DimensionScore) -> str:
    """'B2 (3.2 of 5; B1-B2 with 90 % confidence)'; the second part only where the interval leaves the band."""
    phrase = band_phrase(score.low, score.high)
    level = band(score.score)
    spread = "" if phrase == level else f"; {phrase} with 90 % confidence"
    return f"{level} ({shown(score.score):.1f} of 5{spread})"


def figure(name: str, score: DimensionScore) -> str | None:
    """A scored feature as a phrase with its figure; None for a feature without a value or without words for it."""
    feature = score.features.get(name)
    if feature is None or feature.value is None or name not in _FIGURES:
        return None
    factor, decimals, text = _FIGURES[name]
    return text.format(f"{feature.value * factor:.{decimals}f}".removesuffix(".0"))


def _ranked(score: DimensionScore, sign: int) -> list[str]:
    """Features that speak for (+1) or against (-1) the score, strongest first, those that can be put into words."""
    chosen = [(name, share) for name, share in score.contributions.items() if share * sign > 0.0]
    chosen.sort(key=lambda item: (-abs(item[1]), item[0]))
    return [name for name, _ in chosen if figure(name, score)]


def _phrases(names: Sequence[str], score: DimensionScore) -> str:
    return " and ".join(filter(None, (figure(name, score) for name in names)))


def _dimension(title: str, score: DimensionScore) -> str:
    helps, hinders = _ranked(score, 1), _ranked(score, -1)
    sentences = [f"{title} is estimated at {estimate(score)}."]
    if helps and hinders:
        sentences.append(
            f"It is carried most by {_phrases(helps[:1], score)} and held back most by {_phrases(hinders[:1], score)}."
        )
    elif helps:
        sentences.append(f"It is carried most by {_phrases(helps[:2], score)}.")
    elif hinders:
        sentences.append(f"It is held back most by {_phrases(hinders[:2], score)}.")
    else:
        sentences.append("All measured figures lie in the middle of the scale.")
    if score.confidence != "high":
        sentences.append(_caution(score))
    return " ".join(sentences)


def _caution(score: DimensionScore) -> str:
    advice = ", so a person should listen to the recording" if score.confidence == "low" else ""
    return f"Confidence is {score.confidence}{advice}: {'; '.join(score.confidence_reasons[:2])}."


def _for_recruiters(
    vocabulary: DimensionScore, fluency: DimensionScore, accent: DimensionScore, candidate_confidence: str, name: str
) -> str:
    total = overall(vocabulary.score, fluency.score, accent.score)
    level = band(total)
    sentences = [
        f"Spoken {name} is estimated at {level} overall ({total:.1f} of 5): vocabulary {estimate(vocabulary)}, "
        f"fluency {estimate(fluency)}, accent {estimate(accent)}.",
        f"At {level} people can usually manage {_CAN_DO[level]}; compare that with what the work asks for.",
        _NOTE_ON_ACCENT,
    ]
    parts = {"vocabulary": vocabulary, "fluency": fluency, "accent": accent}
    doubtful = {title: score for title, score in parts.items() if score.confidence == "low"}
    if doubtful or candidate_confidence == "low":
        sentences.append(_ask_for_listener(doubtful, candidate_confidence))
    sentences.append("These are automatic estimates from one recording; they support a person's judgement only.")
    return " ".join(sentences)


def _ask_for_listener(doubtful: Mapping[str, DimensionScore], candidate_confidence: str) -> str:
    grounds = [
        f"{title} ({score.confidence_reasons[0]})" for title, score in doubtful.items() if score.confidence_reasons
    ]
    grounds += [title for title, score in doubtful.items() if not score.confidence_reasons]
    if candidate_confidence == "low":
        grounds.append("which of the speakers is the candidate")
    return f"Confidence is low for {', '.join(grounds)}: have a person listen to the recording before using the scores."


def _for_candidates(vocabulary: DimensionScore, fluency: DimensionScore, accent: DimensionScore, name: str) -> str:
    total = overall(vocabulary.score, fluency.score, accent.score)
    sentences = [f"Your spoken {name} in this recording is estimated at {band(total)} ({total:.1f} of 5)."]
    strengths = [_phrases(_ranked(score, 1)[:1], score) for score in (fluency, vocabulary)]
    strengths = [text for text in strengths if text]
    if strengths:
        sentences.append(f"What worked well: {'; '.join(strengths)}.")
    tips = [_TIPS[found[0]] for score in (fluency, vocabulary) if (found := _ranked(score, -1))]
    if tips:
        sentences.append(f"To go further: {'; '.join(tips)}.")
    sentences.append(f"How easily your speech can be understood is estimated at {estimate(accent)}.")
    if "low" in {vocabulary.confidence, fluency.confidence, accent.confidence}:
        sentences.append("The recording gave little to go by, so take these figures as a rough guide.")
    return " ".join(sentences)
