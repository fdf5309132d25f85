"""The main jobs from start to finish: a scratch platform, a client, a recording's scores, a CV's match, nothing left.

Run by `make demo`. Everything goes through the same commands and the same API that a user has.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from zenhire.kit.postgres import scratch_folder

START_SECONDS = 180.0
POLL_SECONDS = 10.0
RUN_SECONDS = 20 * 60.0
EXAMPLES = Path("examples")

console = Console(soft_wrap=True)


class DemoFailed(Exception):
    """The demo cannot go on; the message says why."""


def zenhire(*arguments: str) -> list[str]:
    """The command line of a `zenhire` command in this environment."""
    return [sys.executable, "-m", "zenhire.entry.cli", *arguments]


@contextmanager
def platform(folder: Path, log: Path) -> Iterator[str]:
    """A running platform with its state in `folder`; gives its URL and stops it at the end."""
    # Settings of this shell must not lead the demo to somebody's real database.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZENHIRE_")}
    environment |= {"ZENHIRE_LOG_FORMAT": "json"}
    with log.open("wb") as sink:
        server = subprocess.Popen(
            zenhire("serve", "--port", "0", "--data-dir", str(folder)),
            stdout=subprocess.PIPE,
            stderr=sink,
            env=environment,
            text=True,
        )
        try:
            yield _ready(server, log)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _ready(server: subprocess.Popen[str], log: Path) -> str:
    assert server.stdout is not None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        readable, _, _ = select.select([server.stdout], [], [], 1.0)
        line = server.stdout.readline() if readable else ""
        if line.startswith("ready "):
            return line.split()[1]
        if readable and not line:
            break
    raise DemoFailed("The platform did not start. The end of its log:\n" + log.read_text(errors="replace")[-2000:])


def create_client(folder: Path) -> str:
    """A client with credits; gives its API key."""
    allowed = ("--permission", "speech", "--permission", "cvdeepmatch")
    command = zenhire("admin", "client", "create", "Demo", *allowed, "--credits", "100")
    done = subprocess.run([*command, "--json", "--data-dir", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise DemoFailed(f"The client could not be created:\n{done.stderr}")
    key: str = json.loads(done.stdout)["api_key"]
    return key


def analyze(api: httpx.Client, recording: Path) -> dict[str, Any]:
    """Submits the recording and polls until it is done, showing each step."""
    with recording.open("rb") as audio:
        answer = api.post("/api/v1/speech/analyze", files={"audio": audio}, data={"externalId": "demo"})
    if answer.status_code != 202:
        error = answer.json()["error"]
        raise DemoFailed(f"The recording was refused: {error['code']}: {error['message']}")
    run_id = answer.json()["id"]
    console.print(f"Submitted {recording.name} as {run_id}")
    started = time.monotonic()
    while time.monotonic() - started < RUN_SECONDS:
        time.sleep(POLL_SECONDS)
        answer = api.get(f"/api/v1/speech/analyze/{run_id}")
        if answer.status_code == 429:
            time.sleep(int(answer.headers["Retry-After"]))
            continue
        run: dict[str, Any] = answer.raise_for_status().json()
        if run["status"] not in ("queued", "processing"):
            return run
        done = run.get("progress") or {"stepsDone": 0, "stepsTotal": 0, "currentStep": None, "stepShare": None}
        share = f" {done['stepShare']:.0%}" if done["stepShare"] is not None else ""
        console.print(
            f"  {time.monotonic() - started:4.0f} s  {run['status']}: {done['stepsDone']} of {done['stepsTotal']} steps"
            + (f", now {done['currentStep']}{share}" if done["currentStep"] else "")
        )
    raise DemoFailed(f"Run {run_id} did not end within {RUN_SECONDS / 60:.0f} minutes.")


def show(run: dict[str, Any]) -> None:
    """The result as a person reads it."""
    if run["status"] == "failed":
        raise DemoFailed(f"The analysis failed: {run['error']['code']}: {run['error']['message']}")
    scores, candidate, analysis = run["scores"], run["candidateDetection"], run["analysis"]
    table = Table("", "score (0-5)", "CEFR estimate", "percent", title=f"Run {run['id']}: {run['status']}")
    for name in ("vocabulary", "fluency", "accent"):
        table.add_row(name, f"{scores[name]}", scores[f"{name}Cefr"], f"{scores[f'{name}Percent']} %")
    table.add_row("overall", f"{scores['overall']}", scores["cefrLevel"], f"{scores['overallPercent']} %")
    console.print(table)
    console.print(
        f"Candidate: {candidate['speakerLabel']} ({candidate['confidence']} confidence). {candidate['reason']}"
    )
    console.print(f"Vocabulary: {run['explainability']['vocab']}")
    console.print(f"Fluency: {run['explainability']['fluency']}")
    console.print(f"For recruiters: {run['hrRecommendation']}")
    console.print(f"For the candidate: {run['candidateFeedback']}")
    engine = analysis["engines"]["asr"]
    console.print(
        f"Audio {run['audio']['durationFormatted']}, {run['audio']['speakerCount']} speakers;"
        f" {engine['engine']} {engine['model']} {engine['version']};"
        f" {run['processingTimeMs'] / 1000:.0f} s; {run['credits']['deducted']} credits,"
        f" {run['credits']['remainingBalance']} left"
    )


def match(url: str, key: str) -> None:
    """Matches the example's CV with its position, by the command that users have."""
    config, posting = str(EXAMPLES / "position.yaml"), str(EXAMPLES / "jd.txt")
    command = zenhire("cv", "match", str(EXAMPLES / "cv.pdf"), "--config", config, "--jd", posting, "--wait")
    environment = os.environ | {"ZENHIRE_API_URL": url, "ZENHIRE_API_KEY": key}
    console.print("\nA CV and a position:")
    if subprocess.run(command, env=environment, check=False).returncode:
        raise DemoFailed("The CV could not be matched.")


def main() -> int:
    """Runs the demo; the exit code is 0 when there are scores."""
    # A signal unwinds like any exception, so that the platform is stopped.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    recording = Path(sys.argv[1] if len(sys.argv) > 1 else "examples/interview.ogg")
    if not recording.is_file():
        console.print(f"There is no file {recording}. Name one: make demo AUDIO=interview.mp3")
        return 2
    with scratch_folder() as folder, tempfile.TemporaryDirectory() as logs:
        try:
            console.print(f"Starting the platform in {folder}")
            with platform(folder / "data", Path(logs) / "log") as url:
                key = create_client(folder / "data")
                with httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=120) as api:
                    show(analyze(api, recording))
                match(url, key)
        except DemoFailed as problem:
            console.print(str(problem), style="red")
            return 1
    console.print("The platform has stopped; nothing is left running.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
