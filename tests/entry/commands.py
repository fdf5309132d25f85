"""The commands for users, run in this process on scripted answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.client.calling import Clock, Script, Step, answer
from tests.support.audio import noise_wav
from zenhire.client import Client
from zenhire.entry import user_session
from zenhire.entry.cli import app

KEY = "zh_api_for_the_test"
CREDITS = answer({"creditBalance": 7, "heldCredits": 2, "availableCredits": 5})

RESULT: dict[str, Any] = {
    "audio": {
        "durationMs": 255019,
        "durationFormatted": "4:15",
        "languageCode": "en",
        "requestedLanguage": "en",
        "speakerCount": 2,
    },
    "candidateDetection": {
        "speaker": "speaker_1",
        "speakerLabel": "Speaker 2",
        "confidence": "high",
        "reason": "Talks most.",
        "wordCount": 529,
    },
    "explainability": {"vocab": "A wide range.", "fluency": "An even pace."},
    "analysis": {
        "notice": "Estimates only.",
        "vocabulary": {"interval90": {"low": 2.94, "high": 4.2}, "confidence": "medium", "confidenceReasons": []},
        "fluency": {"interval90": {"low": 3.3, "high": 4.9}, "confidence": "high"},
        "accent": {
            "interval90": {"low": 2.1, "high": 5.0},
            "confidence": "low",
            "confidenceReasons": ["20 s of speech", "noise"],
        },
        "degraded": {},
    },
    "hrRecommendation": "Speaks clearly.",
    "candidateFeedback": "Well done.",
    "transcript": {
        "segments": [
            {
                "speaker": "speaker_0",
                "speakerLabel": "Speaker 1",
                "startMs": 400,
                "endMs": 900,
                "text": "Who are you?",
                "confidence": 0.9,
                "isCandidate": False,
            },
            {
                "speaker": "speaker_1",
                "speakerLabel": "Speaker 2",
                "startMs": 65_900,
                "endMs": 70_000,
                "text": "I am \x1b]0;x",
                "confidence": 0.9,
                "isCandidate": True,
            },
        ],
        "speakers": [],
    },
    "credits": {"deducted": 5, "remainingBalance": 95, "audioDurationMinutes": 4.25},
    "processingTimeMs": 61_400,
}


class Cli:
    """Runs the command in this process with a fake clock, on scripted answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.monkeypatch, self.clock = monkeypatch, Clock()
        self.recording = folder / "talk.wav"
        self.recording.write_bytes(noise_wav(5.5))
        monkeypatch.setattr(user_session, "sleep", self.clock.sleep)
        monkeypatch.setattr(user_session, "clock", self.clock)

    def answers(self, *steps: Step) -> Script:
        """What the platform says from now on."""
        script = Script(list(steps))
        self.through(script)
        return script

    def through(self, transport: httpx.BaseTransport) -> None:
        """Sends what is asked from now on through this transport."""
        self.monkeypatch.setattr(user_session, "Client", partial(Client, transport=transport))

    def __call__(
        self, *arguments: Any, key: str | None = KEY, width: int = 100, text: str | bytes | None = None
    ) -> Result:
        environment = {"ZENHIRE_API_KEY": key, "ZENHIRE_API_URL": "http://platform.test", "COLUMNS": str(width)}
        result = CliRunner().invoke(app, [str(one) for one in arguments], env=environment, input=text)
        assert KEY not in result.output
        assert "\x1b" not in result.output
        return result
