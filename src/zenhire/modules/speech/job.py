"""The analysis of one recording: its steps in order, each recorded, and the failure code of each.

Everything is measured on the recording's own clock; a cut leaves speech outside it unheard and moves no time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from pydantic import TypeAdapter

from zenhire.analysis.speech.accent import AccentUnavailable
from zenhire.analysis.speech.candidate import detect_candidate
from zenhire.analysis.speech.confidence import usable_cut
from zenhire.analysis.speech.explain import Explanation, explain
from zenhire.analysis.speech.scale import NotMeasurable
from zenhire.analysis.speech.speakers import Diarization, assign_speakers, diarize, plan_windows
from zenhire.analysis.speech.types import DimensionScore, Span, Word
from zenhire.analysis.speech.vocabulary import impressive_words, score_vocabulary
from zenhire.engines.asr.base import AsrConfigurationError
from zenhire.engines.audio import decoder
from zenhire.engines.audio.base import AudioError, DecoderBroken, Pcm
from zenhire.engines.models.store import ModelError
from zenhire.engines.pool import PoolBroken
from zenhire.kit.db import Database
from zenhire.kit.metrics import RUNS_ENDED
from zenhire.modules.speech import errors, steps, store, tasks, webhook
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.hearing import Heard, SegmentWords, as_words, hear, require_trust, trusted
from zenhire.modules.speech.result import Chosen, Findings, build_result
from zenhire.modules.speech.store import SpeechRow
from zenhire.modules.speech.tasks import Track, Voice, VoiceActivity
from zenhire.platform.files import FileMissing, FileStore
from zenhire.platform.runs import service as runs_service
from zenhire.platform.runs.attempt import Attempt
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import PARTIAL, SUCCESS, RunFailed, StepDegraded

log = structlog.get_logger(__name__)

_DECODED = TypeAdapter(dict[str, int])
_ACTIVITY = TypeAdapter(VoiceActivity)
_HEARD = TypeAdapter(Heard)
_SEGMENT = TypeAdapter(SegmentWords)
_SPEAKERS = TypeAdapter(Diarization)
_CHOSEN = TypeAdapter(Chosen)
_SCORE = TypeAdapter(DimensionScore)
_WORDS = TypeAdapter(list[dict[str, Any]])
_EXPLANATION = TypeAdapter(Explanation)

NO_SPEECH = "No speech was found in the recording. Check that the right file was sent."


@dataclass(frozen=True, slots=True)
class StepLimits:
    """Longest time in seconds for the steps that have a time-out of their own."""

    vocabulary: float
    fluency: float
    accent: float


def decoded_key(client_id: str, run_id: str) -> str:
    """Where the decoded audio of an unfinished run lies."""
    return f"clients/{client_id}/runs/{run_id}/decoded.pcm"


class SpeechJob:
    """Analyses recordings; see `platform.runs.attempt.Job`."""

    def __init__(
        self, db: Database, files: FileStore, engines: SpeechEngines, admitter: Admitter, limits: StepLimits
    ) -> None:
        self.db = db
        self.files = files
        self.engines = engines
        self.admitter = admitter
        self.limits = limits

    async def run(self, attempt: Attempt) -> None:
        """All steps, then the charge. Raises RunFailed with a documented code, RunLost."""
        run = attempt.run
        async with self.db.transaction() as conn:
            row = await store.get(conn, run.client_id, run.id)
        decoded = await self._decoded(attempt, row)
        async with self.files.local_copy(decoded_key(run.client_id, run.id)) as path:
            pcm = Pcm(str(path), decoded["frames"], decoded["channels"])
            try:
                findings = await self._listen(attempt, row, pcm)
            except (AsrConfigurationError, ModelError) as error:
                log.error("an engine is set up wrongly", reason=str(error))
                raise RunFailed(
                    errors.SERVICE_CONFIGURATION_ERROR, "An engine is set up wrongly. Contact the operator."
                ) from error
        await self._settle(attempt, row, findings)

    async def clean(self, client_id: str, run_id: str) -> None:
        """Deletes the decoded audio of a run that has ended."""
        await self.files.delete(decoded_key(client_id, run_id))

    async def _decoded(self, attempt: Attempt, row: SpeechRow) -> dict[str, int]:
        decoded = await attempt.step(steps.DECODE, lambda: self._decode(attempt, row), _DECODED)
        try:
            await self.files.size(decoded_key(attempt.run.client_id, attempt.run.id))
        except FileMissing:
            log.warning("the decoded audio is gone; decoding again")
            return await self._decode(attempt, row)
        return decoded

    async def _decode(self, attempt: Attempt, row: SpeechRow) -> dict[str, int]:
        run = attempt.run
        with tempfile.TemporaryDirectory(dir=self.files.scratch) as folder:
            out = Path(folder) / "decoded.pcm"
            try:
                async with self.files.local_copy(row.audio_key) as recording:
                    pcm = await decoder.decode(recording, out, expected_s=row.audio_duration_ms / 1000)
            except FileMissing as error:
                log.error("the stored recording is gone")
                raise RunFailed(
                    errors.TRANSCRIPTION_FAILED, "The stored recording is not there any more. Submit it again."
                ) from error
            except DecoderBroken as error:
                raise RunFailed(errors.SERVICE_CONFIGURATION_ERROR, "The audio decoder does not work here.") from error
            except AudioError as error:
                raise RunFailed(
                    errors.TRANSCRIPTION_FAILED, "Too little of the recording could be decoded. Re-encode it."
                ) from error
            await self.files.put(decoded_key(run.client_id, run.id), out)
        return {"frames": pcm.frames, "channels": pcm.channels}

    async def _listen(self, attempt: Attempt, row: SpeechRow, pcm: Pcm) -> Findings:
        engines, language = self.engines, row.language
        activity = await attempt.step(steps.VOICE_ACTIVITY, lambda: self._find_speech(pcm, row), _ACTIVITY)
        parts = attempt.parts(steps.TRANSCRIBE, _SEGMENT, made_by=engines.recogniser())
        heard = await attempt.step(steps.TRANSCRIBE, lambda: hear(engines, pcm, activity, language, parts), _HEARD)
        who = await attempt.step(steps.SPEAKERS, lambda: self._speakers(pcm, activity), _SPEAKERS)
        words = trusted(assigned_words(heard, activity, who), engines.info().engine)
        chosen = await attempt.step(steps.CANDIDATE, lambda: self._candidate(who, words, language), _CHOSEN)
        voice = self._voice(activity, who, words, chosen.candidate.speaker, row)
        vocabulary = await attempt.step(steps.VOCABULARY, lambda: self._vocabulary(voice), _SCORE)
        impressive = await attempt.optional_step(steps.IMPRESSIVE_VOCABULARY, lambda: self._impressive(voice), _WORDS)
        fluency = await attempt.step(steps.FLUENCY, lambda: self._fluency(pcm, voice), _SCORE)
        accent = await attempt.step(steps.ACCENT, lambda: self._accent(pcm, voice), _SCORE)
        texts = await attempt.step(
            steps.EXPLAIN,
            lambda: asyncio.to_thread(
                explain,
                vocabulary,
                fluency,
                accent,
                candidate_confidence=chosen.candidate.confidence,
                language=language,
            ),
            _EXPLANATION,
        )
        return Findings(activity, who, words, chosen, vocabulary, impressive, fluency, accent, texts)

    async def _find_speech(self, pcm: Pcm, row: SpeechRow) -> VoiceActivity:
        try:
            activity = await self.engines.find_speech(pcm, window_of(row))
        except PoolBroken as error:
            raise RunFailed(
                errors.TRANSCRIPTION_FAILED, "The recording could not be listened to. Submit again."
            ) from error
        if activity.speech_seconds <= 0:
            raise RunFailed(errors.TRANSCRIPTION_FAILED, NO_SPEECH)
        return activity

    async def _speakers(self, pcm: Pcm, activity: VoiceActivity) -> Diarization:
        if activity.split is not None:
            return activity.split
        windows = plan_windows(activity.tracks[0].talk)
        try:
            embeddings = await self.engines.embed(pcm, windows)
            found: Diarization = await self.engines.pool.run(diarize, activity.tracks[0].talk, windows, embeddings)
        except PoolBroken as error:
            raise RunFailed(errors.SCORING_FAILED, "The speakers could not be told apart. Submit again.") from error
        return found

    async def _candidate(self, who: Diarization, words: Sequence[Word], language: str) -> Chosen:
        if not who.turns:
            raise RunFailed(errors.TRANSCRIPTION_FAILED, NO_SPEECH)
        candidate = await asyncio.to_thread(detect_candidate, who.turns, words)
        own = [word for word in words if word.speaker == candidate.speaker]
        gate = await asyncio.to_thread(require_trust, own, self.engines.info(), language)
        return Chosen(candidate, gate)

    def _voice(
        self, activity: VoiceActivity, who: Diarization, words: Sequence[Word], speaker: str, row: SpeechRow
    ) -> Voice:
        track = track_of(activity, speaker)
        return Voice(
            speaker=speaker,
            channel=track.channel,
            turns=tuple(who.turns),
            uncertain=who.uncertain,
            speech=track.speech,
            words=tuple(words),
            usable_cut=usable_cut(self.engines.info().engine),
            language=row.language,
            window=window_of(row),
        )

    async def _vocabulary(self, voice: Voice) -> DimensionScore:
        return await self._score(
            errors.VOCAB_MODEL_TIMEOUT,
            self.limits.vocabulary,
            score_vocabulary,
            candidate=voice.speaker,
            words=voice.words,
            usable_cut=voice.usable_cut,
            language=voice.language,
        )

    async def _fluency(self, pcm: Pcm, voice: Voice) -> DimensionScore:
        late, seconds = errors.FLUENCY_MODEL_TIMEOUT, self.limits.fluency
        return await self._score(late, seconds, tasks.measure_fluency, pcm, voice)

    async def _score(
        self, late: str, seconds: float, measure: Callable[..., DimensionScore], *args: Any, **given: Any
    ) -> DimensionScore:
        try:
            return await self.engines.pool.run(measure, *args, timeout=seconds, **given)
        except NotMeasurable as reason:
            raise RunFailed(errors.SCORING_FAILED, str(reason)) from reason
        except TimeoutError as error:
            raise RunFailed(late, f"This step took longer than {seconds:g} s. Submit the recording again.") from error
        except PoolBroken as error:
            raise RunFailed(errors.SCORING_FAILED, "A scoring process broke down. Submit again.") from error

    async def _accent(self, pcm: Pcm, voice: Voice) -> DimensionScore:
        seconds = self.limits.accent
        try:
            return await self.engines.pool.run(tasks.measure_accent, pcm, voice, timeout=seconds)
        except AccentUnavailable as reason:
            raise RunFailed(errors.ACCENT_SCORE_UNAVAILABLE, str(reason)) from reason
        except (TimeoutError, PoolBroken) as error:
            raise RunFailed(
                errors.ACCENT_SCORE_UNAVAILABLE, "The accent could not be measured in time. Submit again."
            ) from error

    async def _impressive(self, voice: Voice) -> list[dict[str, Any]]:
        try:
            return await self.engines.pool.run(
                impressive_words,
                candidate=voice.speaker,
                words=voice.words,
                language=voice.language,
                timeout=self.limits.vocabulary,
            )
        except Exception as error:
            raise StepDegraded(f"The list of impressive words could not be made ({type(error).__name__}).") from error

    async def _settle(self, attempt: Attempt, row: SpeechRow, findings: Findings) -> None:
        run = attempt.run
        status = PARTIAL if attempt.degraded else SUCCESS
        result = build_result(row, findings, engines=self.engines.describe(), degraded=attempt.degraded)
        minutes = row.audio_duration_ms / 60_000
        async with self.db.transaction() as conn:
            left = await runs_service.complete(
                conn,
                self.admitter,
                run,
                status=status,
                charge=run.cost,
                description=f"Speech analysis of {minutes:.1f} minutes",
            )
            await store.save_result(
                conn,
                run.client_id,
                run.id,
                result=result.wire(),
                overall=result.scores.overall,
                cefr_level=result.scores.cefr_level,
                credits_deducted=run.cost,
                balance_after=left,
            )
            await webhook.tell_success(conn, run.client_id, run.id)
        RUNS_ENDED.labels(run.module, status, "").inc()
        log.info("run finished", status=status, audio_seconds=round(row.audio_duration_ms / 1000))


def window_of(row: SpeechRow) -> Span | None:
    """The part of the recording that is to be analysed, in seconds; None for all of it."""
    if row.cut_start_ms is None and row.cut_end_ms is None:
        return None
    end = row.audio_duration_ms if row.cut_end_ms is None else row.cut_end_ms
    return Span((row.cut_start_ms or 0) / 1000, end / 1000)


def assigned_words(heard: Heard, activity: VoiceActivity, who: Diarization) -> list[Word]:
    """Every word with its speaker, in time order."""
    if activity.split is None:
        return assign_speakers(as_words(heard.words[0]), who.turns)
    placed = [
        word
        for track, words in zip(activity.tracks, heard.words, strict=True)
        for word in as_words(words, track.speaker or "speaker_0")
    ]
    return sorted(placed, key=lambda word: (word.start, word.end, word.speaker))


def track_of(activity: VoiceActivity, speaker: str) -> Track:
    """The track on which a speaker is to be measured: their own channel, or the mix."""
    return next((track for track in activity.tracks if track.speaker == speaker), activity.tracks[0])
