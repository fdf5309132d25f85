"""Clients that submit and poll over HTTP as long as they are asked to, and keep what they were told."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

SUBMIT = "/api/v1/speech/analyze"
UNFINISHED = ("queued", "processing")
PAUSE_SECONDS = 0.5


@dataclass(slots=True)
class Told:
    """What a client was told about one of its runs."""

    acknowledged: float
    status: str = "queued"
    body: dict[str, Any] = field(default_factory=dict)


class Client(threading.Thread):
    """Keeps `at_once` runs under way until `finish`, then polls until all have ended."""

    def __init__(self, url: str, name: str, api_key: str, recording: bytes, *, at_once: int, most: int) -> None:
        super().__init__(name=name, daemon=True)
        self.runs: dict[str, Told] = {}
        self.answers: Counter[str] = Counter()
        self._http = httpx.Client(base_url=url, headers={"X-API-Key": api_key}, timeout=60)
        self._recording = recording
        self._at_once = at_once
        self._most = most
        self._asked_to_finish = threading.Event()
        self._deadline = float("inf")

    @property
    def waiting(self) -> list[str]:
        """Runs that have not ended, as far as the client knows."""
        return [run_id for run_id, told in list(self.runs.items()) if told.status in UNFINISHED]

    def finish(self, seconds: float) -> None:
        """No more submits; polls until all runs have ended, at most so long."""
        self._deadline = time.monotonic() + seconds
        self._asked_to_finish.set()

    def run(self) -> None:
        """The client's life."""
        while time.monotonic() < self._deadline:
            waiting = self.waiting
            if self._asked_to_finish.is_set() and not waiting:
                break
            if not self._asked_to_finish.is_set() and len(waiting) < self._at_once and len(self.runs) < self._most:
                self._submit()
            for run_id in waiting:
                self._poll(run_id)
            time.sleep(PAUSE_SECONDS)
        self._http.close()

    def ask(self, path: str) -> dict[str, Any] | None:
        """The answer to a GET, if there is one."""
        answer = self._ask("GET", path)
        return answer.json() if answer is not None and answer.status_code == 200 else None

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        try:
            answer = self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            self.answers[type(error).__name__] += 1
            return None
        self.answers[str(answer.status_code)] += 1
        return answer

    def _submit(self) -> None:
        answer = self._ask("POST", SUBMIT, files={"audio": ("a.wav", self._recording)})
        if answer is not None and answer.status_code == 202:
            self.runs[answer.json()["id"]] = Told(time.time())

    def _poll(self, run_id: str) -> None:
        body = self.ask(f"{SUBMIT}/{run_id}")
        if body is not None:
            self.runs[run_id].status = body["status"]
            self.runs[run_id].body = body
