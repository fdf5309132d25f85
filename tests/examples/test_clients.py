"""The example clients against a small server that speaks the contract's words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

CLIENTS = Path(__file__).parents[2] / "examples" / "clients"
KEY = "zh_api_for_the_test"
RUN = "req_1786439702417_k3v9qa"
SCORES = {
    "vocabulary": 3.7,
    "vocabularyCefr": "B2",
    "vocabularyPercent": 74,
    "fluency": 4.1,
    "fluencyCefr": "C1",
    "fluencyPercent": 82,
    "accent": 3.9,
    "accentCefr": "B2",
    "accentPercent": 78,
    "overall": 3.9,
    "cefrLevel": "B2",
    "overallPercent": 78,
}
SUCCESS = {"id": RUN, "status": "success", "scores": SCORES, "hrRecommendation": "Speaks clearly — café ready."}
FAILED = {"id": RUN, "status": "failed", "error": {"code": "SCORING_FAILED", "message": "Only 40 words were heard."}}
WORKING = {"id": RUN, "status": "processing", "pollIntervalSeconds": 0}
QUEUED = {"id": RUN, "status": "queued", "pollIntervalSeconds": 0, "queuePosition": 3, "activeRequests": 8}
Answer = tuple[int, dict[str, Any], dict[str, str]]


def envelope(code: str, message: str) -> dict[str, Any]:
    """An error as the platform sends it."""
    return {"error": {"code": code, "message": message, "timestamp": "2026-08-11T09:15:02.417Z"}}


@dataclass
class Platform:
    """Answers submits and polls from a list and remembers what it was asked."""

    answers: list[Answer] = field(default_factory=list)
    seen: list[tuple[str, str, bytes]] = field(default_factory=list)
    url: str = ""

    def reply(self, method: str, path: str, key: str | None, body: bytes) -> Answer:
        """The next answer; 401 without the right key."""
        self.seen.append((method, path, body))
        if key != KEY:
            return 401, envelope("INVALID_API_KEY", "No such key."), {}
        return self.answers.pop(0)


@pytest.fixture
def platform() -> Iterator[Platform]:
    """A running server of scripted answers."""
    state = Platform()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, reply, headers = state.reply(self.command, self.path, self.headers.get("X-API-Key"), body)
            payload = json.dumps(reply, ensure_ascii=False).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_POST = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Keeps the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["python", "bash"])
def client(request: pytest.FixtureRequest, platform: Platform, tmp_path: Path) -> Any:
    """Runs one of the two clients on a small file and gives what it printed."""
    recording = tmp_path / "talk.ogg"
    recording.write_bytes(b"OggS and then some")

    def run(key: str = KEY) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "ZENHIRE_API_URL": platform.url, "ZENHIRE_API_KEY": key, "no_proxy": "*"}
        if request.param == "python":
            command = [sys.executable, str(CLIENTS / "first_request.py"), str(recording), "--external-id", "me"]
        else:
            if not shutil.which("curl"):
                pytest.skip("curl is not installed")
            command = ["bash", str(CLIENTS / "first_request.sh"), str(recording), "me"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)

    return run


def test_it_submits_then_polls_until_the_scores_are_there(client: Any, platform: Platform) -> None:
    too_soon = (429, envelope("POLL_RATE_LIMITED", "Wait."), {"Retry-After": "0"})
    platform.answers = [(202, QUEUED, {}), (200, QUEUED, {}), too_soon, (200, WORKING, {}), (200, SUCCESS, {})]
    done = client()
    assert done.returncode == 0, done.stderr
    assert "3.9" in done.stdout
    assert "B2" in done.stdout
    assert "café ready" in done.stdout
    assert [(method, path) for method, path, _ in platform.seen] == [
        ("POST", "/api/v1/speech/analyze"),
        *[("GET", f"/api/v1/speech/analyze/{RUN}")] * 4,
    ]
    form = platform.seen[0][2]
    assert b'name="audio"; filename="talk.ogg"' in form
    assert b"OggS and then some" in form
    assert b'name="externalId"\r\n\r\nme\r\n' in form
    assert b'name="language"\r\n\r\nen\r\n' in form


def test_a_failed_run_is_reported_with_its_code(client: Any, platform: Platform) -> None:
    platform.answers = [(202, WORKING, {}), (200, FAILED, {})]
    done = client()
    assert done.returncode == 1
    assert "SCORING_FAILED: Only 40 words were heard." in done.stderr


def test_a_refused_submit_is_reported_and_not_polled(client: Any, platform: Platform) -> None:
    done = client(key="zh_api_wrong")
    assert done.returncode == 1
    assert "401 INVALID_API_KEY" in done.stderr
    assert len(platform.seen) == 1
