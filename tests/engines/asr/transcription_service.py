"""A transcription service on 127.0.0.1 that speaks OpenAI's protocol; the fake recogniser does its work."""

from __future__ import annotations

import email.parser
import email.policy
import io
import json
import threading
import wave
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from zenhire.engines.asr.fake import FakeAsr

KEY = "sk-test-0123456789"


@dataclass
class Request:
    """What the service was asked."""

    path: str
    authorization: str
    fields: dict[str, list[str]]
    frames: int
    rate: int
    channels: int


@dataclass
class Service:
    """Answers with the transcript, or first with whatever is queued in `scripted` as (status, headers, body)."""

    base_url: str = ""
    requests: list[Request] = field(default_factory=list)
    scripted: deque[tuple[int, dict[str, str], Any]] = field(default_factory=deque)


def _form(content_type: str, body: bytes) -> tuple[dict[str, list[str]], bytes]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    fields: dict[str, list[str]] = {}
    audio = b""
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if name == "file":
            audio = payload
        else:
            fields.setdefault(name, []).append(payload.decode().strip())
    return fields, audio


def _answer(samples: np.ndarray) -> dict[str, Any]:
    transcript = FakeAsr().transcribe(samples, "en")
    words = [{"word": word.text, "start": word.start, "end": word.end} for word in transcript.words]
    segment = {"id": 0, "start": 0.0, "end": samples.size / 16000, "text": transcript.text, "avg_logprob": -0.25}
    return {"task": "transcribe", "language": "english", "text": transcript.text, "words": words, "segments": [segment]}


def run_service() -> tuple[Service, ThreadingHTTPServer]:
    """Starts the service in a thread; shut the server down when done."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fields, audio = _form(self.headers["Content-Type"], body)
            with wave.open(io.BytesIO(audio)) as file:
                samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
                shape = (file.getnframes(), file.getframerate(), file.getnchannels())
            service.requests.append(Request(self.path, self.headers.get("Authorization", ""), fields, *shape))
            status, headers, answer = service.scripted.popleft() if service.scripted else (200, {}, _answer(samples))
            payload = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    service.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    return service, server
