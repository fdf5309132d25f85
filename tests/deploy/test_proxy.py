"""The example of a reverse proxy, run for real: TLS, forwarded addresses, sizes, and refusals in our envelope."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from tests.deploy.files import DEPLOY, unknown_settings
from tests.support.s3 import unused_port
from zenhire.kit.settings import Settings

TEXT = (DEPLOY / "nginx.conf").read_text()
HOST = "hiring.example.org"
MEGABYTE = 1 << 20


def most_bytes() -> int:
    """The longest body that the proxy lets through."""
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", TEXT)
    return int(megabytes) * MEGABYTE


def test_it_lets_through_what_the_platform_takes_and_a_little_more() -> None:
    assert most_bytes() > Settings.model_fields["speech_max_bytes"].default + 2 * MEGABYTE, "with the form around it"
    assert f"127.0.0.1:{Settings.model_fields['port'].default};" in TEXT
    assert unknown_settings(TEXT) == set()


class _Upstream(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, MEGABYTE)))
        body = json.dumps({"path": self.path, "headers": {key.lower(): value for key, value in self.headers.items()}})
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def upstream() -> Iterator[http.server.HTTPServer]:
    """Stands in for the platform and tells what reached it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(upstream: http.server.HTTPServer, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of nginx with the example's configuration on other ports."""
    authority = trustme.CA()
    certificate = authority.issue_cert(HOST)
    certificate.cert_chain_pems[0].write_to_path(str(tmp_path / "fullchain.pem"))
    certificate.private_key_pem.write_to_path(str(tmp_path / "privkey.pem"))
    plain, secure = unused_port(), unused_port()
    text = TEXT.replace("/etc/ssl/zenhire", str(tmp_path)).replace(
        "127.0.0.1:8080", f"127.0.0.1:{upstream.server_port}"
    )
    text = re.sub(r"listen \[::\].*\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("listen 443", f"listen 127.0.0.1:{secure}")
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {tmp_path}/pid; error_log {tmp_path}/error.log;"
        + ("user root;" if os.geteuid() == 0 else "")
        + f"events {{}} http {{ access_log off; {temporary} {text} }}"
    )
    server = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    context = httpx.create_ssl_context()
    authority.configure_trust(context)
    try:
        with httpx.Client(
            base_url=f"https://127.0.0.1:{secure}", verify=context, headers={"Host": HOST}, timeout=30
        ) as client:
            client.plain = f"http://127.0.0.1:{plain}"  # type: ignore[attr-defined]
            _await(client, server)
            yield client
    finally:
        server.terminate()
        server.wait(10)


def _await(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert server.poll() is None, "nginx did not take the configuration"
        try:
            client.get("/", extensions={"sni_hostname": HOST})
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("nginx does not answer")


def post(proxy: httpx.Client, size: int) -> httpx.Response:
    """The answer to a submit with a body of so many bytes."""
    return proxy.post(
        "/api/v1/speech/analyze",
        content=b"x" * size,
        headers={"X-Forwarded-For": "203.0.113.9", "X-API-Key": "key"},
        extensions={"sni_hostname": HOST},
    )


needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not here")


@needs_nginx
def test_requests_pass_with_their_headers(proxy: httpx.Client) -> None:
    answer = post(proxy, 27 * MEGABYTE)
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"]
    headers = answer.json()["headers"]
    assert answer.json()["path"] == "/api/v1/speech/analyze"
    assert headers["x-forwarded-for"] == "203.0.113.9, 127.0.0.1", "the right-most is the caller that the proxy saw"
    assert headers["x-api-key"] == "key"
    assert headers["host"] == HOST


@needs_nginx
def test_plain_http_is_led_to_tls(proxy: httpx.Client) -> None:
    answer = httpx.get(proxy.plain + "/api/v1/health", headers={"Host": HOST})  # type: ignore[attr-defined]
    assert (answer.status_code, answer.headers["location"]) == (308, f"https://{HOST}/api/v1/health")


@needs_nginx
def test_a_body_that_is_too_large_is_refused_in_our_envelope(proxy: httpx.Client) -> None:
    answer = post(proxy, most_bytes() + 1)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "FILE_TOO_LARGE"


@needs_nginx
def test_a_platform_that_is_away_is_said_in_our_envelope(proxy: httpx.Client, upstream: http.server.HTTPServer) -> None:
    upstream.shutdown()
    upstream.server_close()
    answer = post(proxy, 10)
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "SERVICE_UNHEALTHY"
    assert answer.headers["retry-after"] == "10"


@needs_nginx
def test_metrics_and_anything_else_are_not_shown(proxy: httpx.Client) -> None:
    assert proxy.get("/metrics", extensions={"sni_hostname": HOST}).status_code == 404
