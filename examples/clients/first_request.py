"""Sends one recording to the Speech module, waits for the run to end and prints the scores.

    export ZENHIRE_API_URL=http://127.0.0.1:8080 ZENHIRE_API_KEY=zh_api_...
    python first_request.py interview.ogg --external-id my-candidate-7

Needs Python 3.11 and `pip install requests`. Exit status: 0 with scores, 1 if the run failed or the request was refused,
3 if it still works when patience ends (its id stays valid; run again with --resume ID).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import requests

FINISHED = ("success", "partial", "failed")
DEFAULT_WAIT = 15


class Refused(Exception):
    """The platform answered with an error; carries its code and message."""


class SpeechClient:
    """The two calls that a first integration needs."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self._runs = f"{base_url.rstrip('/')}/api/v1/speech/analyze"
        self._http = requests.Session()
        self._http.headers["X-API-Key"] = api_key

    def submit(self, recording: Path, language: str, external_id: str | None) -> dict[str, Any]:
        """Uploads a recording; the answer holds the run's `id`, `status` and `pollIntervalSeconds`."""
        fields = {"language": language} | ({"externalId": external_id} if external_id else {})
        with recording.open("rb") as file:
            response = self._http.post(self._runs, files={"audio": (recording.name, file)}, data=fields, timeout=120)
        return self._body(response)

    def poll(self, run_id: str) -> tuple[dict[str, Any] | None, int]:
        """The run, or None when it was asked for too soon, and the seconds to wait before the next call."""
        response = self._http.get(f"{self._runs}/{run_id}", timeout=30)
        wait = int(response.headers.get("Retry-After", DEFAULT_WAIT))
        if response.status_code == requests.codes.too_many_requests:
            return None, wait
        body = self._body(response)
        return body, int(body.get("pollIntervalSeconds", wait))

    @staticmethod
    def _body(response: requests.Response) -> dict[str, Any]:
        """The JSON of an answer; raises `Refused` with the envelope's code for any other status than 2xx."""
        body: dict[str, Any] = response.json()
        if not response.ok:
            error = body["error"]
            raise Refused(f"{response.status_code} {error['code']}: {error['message']}")
        return body


def wait_until_finished(client: SpeechClient, run_id: str, first_wait: int, patience: float) -> dict[str, Any] | None:
    """The finished run, whatever its status; None when `patience` seconds were not enough."""
    deadline = time.monotonic() + patience
    wait = first_wait
    while time.monotonic() + wait < deadline:
        time.sleep(wait)
        run, wait = client.poll(run_id)
        if run and run["status"] in FINISHED:
            return run
        if run:
            place = f", place {run['queuePosition']} in the queue" if run["status"] == "queued" else ""
            print(f"  {run['status']}{place}; next look in {wait} s")
    return None


def report(run: dict[str, Any]) -> int:
    """Prints a finished run; gives the exit status."""
    if run["status"] == "failed":
        print(f"The run failed: {run['error']['code']}: {run['error']['message']}", file=sys.stderr)
        return 1
    scores = run["scores"]
    for label, key, level in (
        ("vocabulary", "vocabulary", "vocabularyCefr"),
        ("fluency", "fluency", "fluencyCefr"),
        ("accent", "accent", "accentCefr"),
        ("overall", "overall", "cefrLevel"),
    ):
        print(f"{label:>12}  {scores[key]:.1f} of 5  {scores[level]}")
    print(f"\n{run['hrRecommendation']}")
    return 0


def main() -> int:
    """Runs the example from the command line."""
    parser = argparse.ArgumentParser(description="Score a recorded interview.")
    parser.add_argument("recording", type=Path, nargs="?", default=Path("examples/interview.ogg"))
    parser.add_argument("--language", default="en", help="two letters; anything but en needs the multilingual flag")
    parser.add_argument("--external-id", help="your own name for this run; it comes back on every answer")
    parser.add_argument("--resume", metavar="ID", help="go on waiting for this run and submit nothing")
    parser.add_argument("--patience", type=float, default=1200, help="seconds to wait in all")
    args = parser.parse_args()
    client = SpeechClient(os.environ.get("ZENHIRE_API_URL", "http://127.0.0.1:8080"), os.environ["ZENHIRE_API_KEY"])
    try:
        if args.resume:
            run_id, wait = args.resume, 0
        else:
            submitted = client.submit(args.recording, args.language, args.external_id)
            run_id, wait = submitted["id"], int(submitted.get("pollIntervalSeconds", DEFAULT_WAIT))
            print(f"{run_id} is {submitted['status']}; first look in {wait} s")
        run = wait_until_finished(client, run_id, wait, args.patience)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    if run is None:
        print(f"{run_id} is not finished yet. Its id stays valid: --resume {run_id}", file=sys.stderr)
        return 3
    return report(run)


if __name__ == "__main__":
    sys.exit(main())
