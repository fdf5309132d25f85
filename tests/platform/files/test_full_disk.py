"""A full disk under the files, as a caller sees it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeClient
from tests.support.api import api
from tests.support.audio import noise_wav
from zenhire.kit.db import Database


async def test_the_caller_is_told_and_nothing_is_held(
    db: Database, secret_key: bytes, make_client: MakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await make_client(credits=10)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("zenhire.platform.files.store._sync", full)
    async with api(db, secret_key, tmp_path, speech_min_seconds=5.0) as http:
        audio = {"audio": ("a.wav", noise_wav(6.0))}
        answer = await http.post("/api/v1/speech/analyze", headers=client.headers, files=audio)
        credits = (await http.get("/api/v1/credits", headers=client.headers)).json()
    assert answer.status_code == 503
    assert answer.json()["error"]["message"].startswith("The server has no space left. Nothing was created")
    assert answer.headers["retry-after"] == "60"
    assert credits["heldCredits"] == 0
