"""A chat service on 127.0.0.1 that speaks OpenAI's protocol; the fake language model does its work."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from zenhire.engines.llm.base import Message
from zenhire.engines.llm.fake import FakeLlm

KEY = "sk-test-0123456789"


@dataclass
class Request:
    """What the service was asked."""

    path: str
    authorization: str
    body: dict[str, Any]


@dataclass
class Service:
    """Answers with the fake's text, or first with whatever is queued in `scripted` as (status, headers, body).

    `refuses` looks at a request's body and gives the error object of a 400, or None.
    """

    base_url: str = ""
    requests: list[Request] = field(default_factory=list)
    scripted: deque[tuple[int, dict[str, str], Any]] = field(default_factory=deque)
    refuses: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda body: None
    released: threading.Event = field(default_factory=threading.Event)


def completion(text: str | None, **changes: Any) -> dict[str, Any]:
    """A chat completion with this text."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return {
        "id": "c-1",
        "object": "chat.completion",
        "model": "tiny-1b",
        "choices": [choice],
        "usage": usage,
        **changes,
    }


def _answer(body: dict[str, Any]) -> dict[str, Any]:
    messages = [Message(turn["role"], turn["content"]) for turn in body["messages"]]
    wanted = body.get("response_format", {})
    schema = wanted["json_schema"]["schema"] if wanted.get("type") == "json_schema" else None
    if schema is None and wanted:
        return completion("{}")
    answer = asyncio.run(FakeLlm().complete(messages, schema=schema))
    limit = 4 * body.get("max_tokens", 10_000)
    done = completion(answer.text[:limit])
    if len(answer.text) > limit:
        done["choices"][0]["finish_reason"] = "length"
    return done


def run_service() -> tuple[Service, ThreadingHTTPServer]:
    """Starts the service in a thread; shut the server down when done. A scripted status of 0 waits for `released`."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.requests.append(Request(self.path, self.headers.get("Authorization", ""), body))
            status, headers, answer = self.choose(body)
            if status == 0:
                service.released.wait(5)
                status = 503
            payload = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def choose(self, body: dict[str, Any]) -> tuple[int, dict[str, str], Any]:
            if service.scripted:
                return service.scripted.popleft()
            if (error := service.refuses(body)) is not None:
                return 400, {}, {"error": error}
            return 200, {}, _answer(body)

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                """The client had enough."""

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    service.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    return service, server
