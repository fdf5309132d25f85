"""Two machines' worth of real processes that share one database and one S3 store, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile

from tests.support.audio import EXAMPLE, wav_bytes
from tests.support.s3 import S3, s3_server, unused_port
from zenhire.kit.postgres import EmbeddedPostgres, scratch_folder

BUCKET = "recordings"
SECONDS = 60.0


@dataclass(slots=True)
class Cluster:
    """One web process and two workers, each with a data folder of its own."""

    url: str
    s3: S3
    folder: Path
    environment: dict[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, *words: str) -> str:
        """What a `zenhire` command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "zenhire.entry.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """A process with a data folder of its own, named as its log is."""
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "zenhire.entry.cli", *words],
                env={**self.environment, "ZENHIRE_DATA_DIR": str(self.folder / name)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def attempts(self, worker: int) -> list[str]:
        """The runs that a worker began to work on."""
        text = (self.folder / f"worker-{worker}.log").read_text()
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return [line["run_id"] for line in lines if line["event"] == "attempt started"]


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Sees to it that a process, and what it started, is gone in the end."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def until(condition: Callable[[], Any], what: str) -> Any:
    """The first true value of the condition; fails after a minute."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.1)
    pytest.fail(f"not within {SECONDS:.0f} s: {what}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Everything up and healthy; the database counts as external."""
    folder = tmp_path_factory.mktemp("cluster")
    port = unused_port()
    with ExitStack() as stack:
        database = stack.enter_context(scratch_folder())
        server = stack.enter_context(EmbeddedPostgres(database / "data", durable=False))
        s3 = stack.enter_context(s3_server())
        s3.make_bucket(BUCKET)
        ours = {
            "DATABASE_URL": server.url,
            "FILE_STORE": f"s3://{BUCKET}/zenhire",
            "SECRET_KEY": "shared by all processes of this test",
            "PORT": str(port),
            "ASR": "fake",
            "LOG_FORMAT": "json",
            "ENGINE_PROCESSES": "1",
            "WORKER_CONCURRENCY": "1",
            "WORKER_HEARTBEAT_SECONDS": "0.5",
            "WORKER_STALLED_SECONDS": "3",
            "SPEECH_MIN_SECONDS": "5",
            "SPEECH_POLL_MIN_SECONDS": "0",
        }
        environment = {**os.environ, **s3.environment, **{f"ZENHIRE_{name}": value for name, value in ours.items()}}
        one = Cluster(f"http://127.0.0.1:{port}/api/v1", s3, folder, environment)
        assert one.command("migrate").startswith("schema ")
        for name, *words in (("web", "web"), ("worker-0", "worker"), ("worker-1", "worker", "--index", "1")):
            process = one.start(name, *words)
            stack.enter_context(ended(process))
            one.workers += [process] if words[0] == "worker" else []
        until(lambda: ready(one) == 2, "two workers ready")
        yield one
    shutil.rmtree(folder, ignore_errors=True)


def ready(cluster: Cluster) -> int:
    """How many workers health counts as ready; 0 while nothing answers."""
    try:
        health = httpx.get(f"{cluster.url}/health", timeout=5).json()
        return int(health["checks"]["workers"].get("ready", 0))
    except (httpx.TransportError, KeyError):
        return 0


@pytest.fixture(scope="module")
def headers(cluster: Cluster) -> dict[str, str]:
    """A client's key, made from a machine that has the database and the secret only."""
    answer = cluster.command("admin", "client", "create", "Acme", "--permission", "speech", "--credits", "50", "--json")
    return {"X-API-Key": json.loads(answer)["api_key"]}


@pytest.fixture(scope="module")
def recording() -> bytes:
    """The example's first 90 s, with two answers of the candidate."""
    values, rate = soundfile.read(EXAMPLE, frames=round(90.6 * 16_000), dtype="int16")
    return wav_bytes(values, rate)


def submit(cluster: Cluster, headers: dict[str, str], recording: bytes) -> str:
    """The id of an accepted run."""
    files = {"audio": ("interview.wav", recording)}
    answer = httpx.post(f"{cluster.url}/speech/analyze", headers=headers, files=files, timeout=30)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def result(cluster: Cluster, headers: dict[str, str], run_id: str) -> dict[str, Any]:
    """The body of a run that has ended."""

    def poll() -> dict[str, Any] | None:
        body: dict[str, Any] = httpx.get(f"{cluster.url}/speech/analyze/{run_id}", headers=headers, timeout=30).json()
        return body if body["status"] not in ("queued", "processing") else None

    body: dict[str, Any] = until(poll, f"the end of {run_id}")
    return body


@pytest.mark.slow
def test_two_workers_share_the_work_and_keep_nothing_of_it_on_their_machines(
    cluster: Cluster, headers: dict[str, str], recording: bytes
) -> None:
    runs = [submit(cluster, headers, recording) for _ in range(3)]
    bodies = [result(cluster, headers, run_id) for run_id in runs]
    assert [body["error"] for body in bodies] == [None] * 3
    assert len({json.dumps(body["scores"]) for body in bodies}) == 1, "who worked on it makes no difference"
    begun = [cluster.attempts(0), cluster.attempts(1)]
    assert all(begun), "both had something to do"
    assert sorted(begun[0] + begun[1]) == sorted(runs), "and no run was worked on twice"
    kept = cluster.s3.keys(BUCKET)
    assert sorted(key.split("/")[-2] for key in kept if "/runs/" in key) == sorted(runs), "the recordings alone stay"
    assert all(key.startswith("zenhire/") for key in kept)
    assert cluster.s3.unfinished(BUCKET) == []
    on_disk = [path for path in cluster.folder.rglob("*") if path.is_file() and path.suffix != ".log"]
    assert [path for path in on_disk if path.stat().st_size > 100] == [], "locks, and nothing of anybody's"


@pytest.mark.slow
def test_a_dead_machine_s_run_goes_on_elsewhere(cluster: Cluster, headers: dict[str, str], recording: bytes) -> None:
    run_id = submit(cluster, headers, recording)
    first = until(
        lambda: next((f"{number}" for number in (0, 1) if run_id in cluster.attempts(number)), None), "an attempt"
    )
    os.killpg(cluster.workers[int(first)].pid, signal.SIGKILL)
    assert result(cluster, headers, run_id)["status"] == "success"
    assert run_id in cluster.attempts(1 - int(first))
    credits = httpx.get(f"{cluster.url}/credits", headers=headers, timeout=30).json()
    assert credits["heldCredits"] == 0
