"""Speech as phones: what an open phone loop hears, and how well the recognised words fit the sound.

Both read the frame scores of pocketsphinx's English acoustic model (`senones`), so that their scores share one
normaliser. The functions are top-level and picklable for `engines.pool`; nothing is kept between calls but the model,
so a measurement does not depend on what was measured before. American English only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.asr import hmm, senones
from zenhire.engines.asr.base import AsrConfigurationError, AsrWord
from zenhire.engines.asr.senones import FILLERS, FRAME_RATE, FrameScores
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples

VOWELS = frozenset(["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"])
MAX_CHUNK_SECONDS = 30.0
MODEL = "pocketsphinx en-us"
_EDGE_SECONDS = 0.03
_GAP_SECONDS = 0.2

Lexicon = dict[str, list[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class FreePhone:
    """A phone that the open loop heard, seconds from the recording's start; `posterior` is its mean log posterior.

    `transition` is the log probability in English words of this phone after the one before it (`transitions`); None
    where silence or noise stands between them.
    """

    phone: str
    start: float
    end: float
    posterior: float
    transition: float | None


@dataclass(frozen=True, slots=True)
class AlignedPhone:
    """A phone of a recognised word at its place in the sound, seconds from the recording's start.

    `goodness` is the mean log score a frame of the word's phone less that of the open loop's path over the same
    frames (about 0 where the loop hears the same, -2 and less where it hears something else); `posterior` is the
    phone's mean log posterior; `heard` is the phone that the open loop had there for the longest time. `word` indexes
    the words that were given.
    """

    phone: str
    start: float
    end: float
    goodness: float
    posterior: float
    heard: str
    word: int


@dataclass(frozen=True, slots=True)
class PhoneMeasurement:
    """What was found in `seconds` of audio. `skipped` counts the words that the dictionary does not know."""

    model: str
    seconds: float
    free: tuple[FreePhone, ...]
    aligned: tuple[AlignedPhone, ...]
    skipped: int


def measure_phones(
    pcm: Pcm, chunks: Sequence[tuple[float, float]], words: Sequence[AsrWord], *, channel: int | None = None
) -> PhoneMeasurement:
    """Phones of the recording's `chunks` (start, end in seconds, each <= 30 s), and of the `words` inside them.

    Word times are seconds from the recording's start; a word belongs to the chunk that holds its middle, one that
    reaches over its edge is passed over. They need not be all that is said: in gaps of .2 s anything may stand. Times
    are rounded to 10 ms and scores to 4 decimals. CPU: about .025 of the chunks' length on one core. Raises ValueError
    for a chunk that is too long, AsrConfigurationError when pocketsphinx's model is missing.
    """
    lexicon = pronunciations(word.text for word in words)
    parts = []
    for start, end in chunks:
        if end - start > MAX_CHUNK_SECONDS:
            raise ValueError(f"a chunk of {end - start:.1f} s is longer than {MAX_CHUNK_SECONDS:.0f} s")
        inside = [i for i, word in enumerate(words) if start <= (word.start + word.end) / 2 < end]
        numbers, texts = _script(words, inside, start, end)
        parts.append(_measure(pcm.read(start, end, channel=channel), start, numbers, texts, lexicon))
    return join(parts)


def _script(words: Sequence[AsrWord], inside: Sequence[int], start: float, end: float) -> tuple[list[int], list[str]]:
    """What is said in a chunk: word numbers and texts, with an empty text where anything may stand.

    That is in gaps between the words, which may be talk that was left out, and for words over the chunk's edge.
    """
    numbers: list[int] = []
    texts: list[str] = []
    before = start
    for i in inside:
        word = words[i]
        cut = word.start < start - _EDGE_SECONDS or word.end > end + _EDGE_SECONDS
        if word.start - before >= _GAP_SECONDS:
            numbers.append(i)
            texts.append("")
        numbers.append(i)
        texts.append("" if cut else word.text)
        before = max(before, word.end)
    if inside and end - before >= _GAP_SECONDS:
        numbers.append(inside[-1])
        texts.append("")
    return numbers, texts


def measure_samples(samples: Samples, words: Sequence[AsrWord]) -> PhoneMeasurement:
    """`measure_phones` for 16 kHz mono samples (n,) in memory, taken as one chunk that starts at 0."""
    if len(samples) > MAX_CHUNK_SECONDS * SAMPLE_RATE:
        raise ValueError(f"{len(samples) / SAMPLE_RATE:.1f} s are longer than {MAX_CHUNK_SECONDS:.0f} s")
    texts = [word.text for word in words]
    return _measure(samples, 0.0, range(len(words)), texts, pronunciations(texts))


def join(parts: Sequence[PhoneMeasurement]) -> PhoneMeasurement:
    """One measurement of all `parts`, in their order."""
    return PhoneMeasurement(
        model=MODEL,
        seconds=round(sum(part.seconds for part in parts), 2),
        free=tuple(phone for part in parts for phone in part.free),
        aligned=tuple(phone for part in parts for phone in part.aligned),
        skipped=sum(part.skipped for part in parts),
    )


def normal(text: str) -> str:
    """A word as CMUdict writes it: lower case, from the first letter to the last letter, apostrophe or full stop."""
    bare = re.sub(r"\(\d+\)$", "", text.lower().replace("’", "'"))
    return re.sub(r"^[^a-z']+|[^a-z']+$", "", bare)


def pronunciations(words: Iterable[str]) -> Lexicon:
    """Phones of each of `words` that CMUdict knows, by its `normal` form, most usual first."""
    wanted = {normal(word) for word in words} - {""}
    found: Lexicon = {}
    if not wanted:
        return found
    for line in _dictionary().splitlines():
        head, _, phones = line.partition(" ")
        word = head.split("(", 1)[0]
        if word in wanted:
            found.setdefault(word, []).append(tuple(phones.split()))
    return found


@lru_cache(maxsize=1)
def transitions() -> NDArray[np.float64]:
    """log P(phone | the phone before it inside a word) over CMUdict's entries, each counted once; half a count is
    added to every pair. Rows and columns in the model's order of phones, the row is the first of the two.
    """
    phones = senones.english().phones
    index = {phone: i for i, phone in enumerate(phones)}
    counts = Counter(pair for line in _dictionary().splitlines() for pair in pairwise(line.partition(" ")[2].split()))
    table = np.full((len(phones), len(phones)), 0.5)
    for (first, second), count in counts.items():
        table[index[first], index[second]] += count
    return np.asarray(np.log(table / table.sum(axis=1, keepdims=True)))


def _dictionary() -> str:
    """CMUdict as pocketsphinx carries it: a word and its phones a line, variants as word(2)."""
    path = senones.model_folder() / "cmudict-en-us.dict"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise AsrConfigurationError(f"{path} cannot be read: {error}") from error


def _measure(
    samples: Samples, offset: float, numbers: Sequence[int], texts: Sequence[str], lexicon: Lexicon
) -> PhoneMeasurement:
    """One chunk that begins `offset` seconds into the recording; `numbers` are the words' indices for the caller."""
    scores = senones.english().score(samples)
    loop = hmm.phone_loop(scores)
    spoken = [lexicon.get(normal(text), []) for text in texts]
    return PhoneMeasurement(
        model=MODEL,
        seconds=round(len(samples) / SAMPLE_RATE, 2),
        free=tuple(_free(scores, loop, offset)),
        aligned=tuple(_aligned(scores, loop, offset, spoken, numbers)),
        skipped=sum(text != "" and not variants for text, variants in zip(texts, spoken, strict=True)),
    )


def _time(offset: float, frame: int) -> float:
    return round(offset + frame / FRAME_RATE, 2)


def _free(scores: FrameScores, loop: Sequence[hmm.Segment], offset: float) -> list[FreePhone]:
    names = senones.english().phones
    table = transitions()
    heard: list[FreePhone] = []
    before: int | None = None
    for part in loop:
        if names[part.phone] in FILLERS:
            before = None
            continue
        posterior = round(float(scores.posteriors[part.start : part.end, part.phone].mean()), 4)
        transition = None if before is None else round(float(table[before, part.phone]), 4)
        times = _time(offset, part.start), _time(offset, part.end)
        heard.append(FreePhone(names[part.phone], *times, posterior, transition))
        before = part.phone
    return heard


def _aligned(
    scores: FrameScores,
    loop: Sequence[hmm.Segment],
    offset: float,
    words: Sequence[Sequence[tuple[str, ...]]],
    numbers: Sequence[int],
) -> list[AlignedPhone]:
    names = senones.english().phones
    index = {name: i for i, name in enumerate(names)}
    spellings = [[[index[phone] for phone in variant] for variant in variants] for variants in words]
    best_of = hmm.best_states(scores)
    owner = np.zeros(len(scores), dtype=np.intp)
    for part in loop:
        owner[part.start : part.end] = part.phone
    path = best_of[np.arange(len(scores)), owner]
    return [
        AlignedPhone(
            phone=names[part.phone],
            start=_time(offset, part.start),
            end=_time(offset, part.end),
            goodness=round(part.score - float(path[part.start : part.end].mean()), 4),
            posterior=round(float(scores.posteriors[part.start : part.end, part.phone].mean()), 4),
            heard=names[int(np.bincount(owner[part.start : part.end]).argmax())],
            word=numbers[word],
        )
        for word, part in hmm.align(scores, spellings, [index[filler] for filler in FILLERS])
    ]
