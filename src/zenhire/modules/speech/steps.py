"""The steps of an analysis, in their order."""

from __future__ import annotations

DECODE = "decode"
VOICE_ACTIVITY = "voice_activity"
TRANSCRIBE = "transcribe"
SPEAKERS = "speakers"
CANDIDATE = "candidate"
VOCABULARY = "vocabulary"
IMPRESSIVE_VOCABULARY = "impressive_vocabulary"
FLUENCY = "fluency"
ACCENT = "accent"
EXPLAIN = "explain"

STEPS = (
    DECODE,
    VOICE_ACTIVITY,
    TRANSCRIBE,
    SPEAKERS,
    CANDIDATE,
    VOCABULARY,
    IMPRESSIVE_VOCABULARY,
    FLUENCY,
    ACCENT,
    EXPLAIN,
)
