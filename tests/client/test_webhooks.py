"""Whoever receives a webhook can tell a genuine one, in Python, Node and Go alike."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.client import webhooks
from zenhire.kit import signing

SECRET = "whsec_3f9KQ2"
BODY = '{"id":"x","größe":"é"}'.encode()
NOW = 1_786_439_702
EXAMPLES = Path(__file__).parents[2] / "docs/examples/webhooks"
GOOD = signing.signature_header(SECRET, NOW, BODY)
V1 = GOOD.partition("v1=")[2]

CASES: list[tuple[str, bytes, str | None, str, int, type[Exception] | None]] = [
    ("good", BODY, GOOD, SECRET, NOW, None),
    ("oldest that is accepted", BODY, GOOD, SECRET, NOW + 300, None),
    ("newest that is accepted", BODY, GOOD, SECRET, NOW - 300, None),
    ("more pairs follow", BODY, f"{GOOD},v2=abc,x=y=z", SECRET, NOW, None),
    ("more pairs before", BODY, f"v0=1, t={NOW} , v1={V1}".replace(" ,", ","), SECRET, NOW, None),
    ("one of two signatures fits", BODY, f"t={NOW},v1={'0' * 64},v1={V1}", SECRET, NOW, None),
    ("too old", BODY, GOOD, SECRET, NOW + 301, webhooks.StaleTimestamp),
    ("from the future", BODY, GOOD, SECRET, NOW - 301, webhooks.StaleTimestamp),
    ("another body", BODY + b" ", GOOD, SECRET, NOW, webhooks.SignatureMismatch),
    ("another secret", BODY, GOOD, SECRET + "x", NOW, webhooks.SignatureMismatch),
    ("the secret without its prefix", BODY, GOOD, SECRET.removeprefix("whsec_"), NOW, webhooks.SignatureMismatch),
    ("another time", BODY, f"t={NOW + 1},v1={V1}", SECRET, NOW, webhooks.SignatureMismatch),
    ("upper case", BODY, f"t={NOW},v1={V1.upper()}", SECRET, NOW, webhooks.SignatureMismatch),
    ("cut off", BODY, GOOD[:-1], SECRET, NOW, webhooks.SignatureMismatch),
    ("an empty signature", BODY, f"t={NOW},v1=", SECRET, NOW, webhooks.SignatureMismatch),
    ("no time", BODY, f"v1={V1}", SECRET, NOW, webhooks.MalformedSignature),
    ("no signature", BODY, f"t={NOW}", SECRET, NOW, webhooks.MalformedSignature),
    ("no number", BODY, f"t=now,v1={V1}", SECRET, NOW, webhooks.MalformedSignature),
    ("nonsense", BODY, "nonsense", SECRET, NOW, webhooks.MalformedSignature),
    ("no header", BODY, None, SECRET, NOW, webhooks.MissingSignature),
]


def test_the_published_sum() -> None:
    """Worked out by hand with openssl: echo -n '1700000000.{}' | openssl dgst -sha256 -hmac whsec_test"""
    assert signing.signature_header("whsec_test", 1_700_000_000, b"{}") == (
        "t=1700000000,v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91"
    )


@pytest.mark.parametrize(("name", "body", "header", "secret", "now", "error"), CASES, ids=lambda one: str(one)[:30])
def test_python(
    name: str, body: bytes, header: str | None, secret: str, now: int, error: type[Exception] | None
) -> None:
    headers = {"Content-Type": "application/json"} | ({} if header is None else {"x-cvdm-SIGNATURE": header})
    if error is None:
        assert webhooks.verify(body, headers, secret, now=now) == json.loads(BODY)
        assert webhooks.verify(body, list(headers.items()), secret, now=now)["id"] == "x"
    else:
        with pytest.raises(error) as caught:
            webhooks.verify(body, headers, secret, now=now)
        assert isinstance(caught.value, webhooks.WebhookError)
        assert secret not in str(caught.value)


def _as_json(cases: list[Any]) -> str:
    return json.dumps(
        [
            {"body": body.decode(), "header": header, "secret": secret, "now": now, "good": error is None}
            for _, body, header, secret, now, error in cases
        ]
    )


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_node(tmp_path: Path) -> None:
    (tmp_path / "run.mjs").write_text(
        f"""
        import {{ verify }} from {json.dumps(str(EXAMPLES / "verify.mjs"))};
        const accepted = {_as_json(CASES)}.map((one) => {{
          const headers = one.header === null ? {{}} : {{ "x-cvdm-signature": one.header }};
          try {{
            return verify(Buffer.from(one.body), headers, one.secret, 300, one.now).id === "x";
          }} catch {{
            return false;
          }}
        }});
        console.log(JSON.stringify(accepted));
        """
    )
    done = subprocess.run(["node", tmp_path / "run.mjs"], capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout or "null") == [error is None for *_, error in CASES], done.stderr


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("go") is None, reason="needs go")
def test_go(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module webhooks\n\ngo 1.18\n")
    shutil.copy(EXAMPLES / "verify.go", tmp_path)
    (tmp_path / "cases.json").write_text(_as_json(CASES))
    (tmp_path / "verify_test.go").write_text(
        """
        package webhooks

        import ("encoding/json"; "net/http"; "os"; "testing"; "time")

        func TestCases(t *testing.T) {
            var cases []struct { Body, Secret string; Header *string; Now int64; Good bool }
            raw, _ := os.ReadFile("cases.json")
            if err := json.Unmarshal(raw, &cases); err != nil || len(cases) < 10 { t.Fatal(err) }
            for _, one := range cases {
                headers := http.Header{}
                if one.Header != nil { headers.Set("X-CVDM-Signature", *one.Header) }
                err := Verify([]byte(one.Body), headers, one.Secret, 300*time.Second, time.Unix(one.Now, 0))
                if (err == nil) != one.Good { t.Errorf("%+v: %v", one, err) }
            }
        }
        """
    )
    environment = {"PATH": "/usr/bin:/bin:/usr/local/go/bin", "HOME": str(tmp_path), "GOFLAGS": "-mod=mod"}
    done = subprocess.run(
        ["go", "test", "./..."], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr


@given(st.binary(max_size=200), st.text(max_size=80))
def test_no_header_is_too_strange(body: bytes, header: str) -> None:
    with pytest.raises(webhooks.WebhookError):
        webhooks.verify(body, {"X-CVDM-Signature": header}, SECRET, now=NOW)


@given(st.binary(max_size=500), st.integers(0, 2**40), st.text(min_size=1, max_size=50))
def test_what_is_signed_is_verified(body: bytes, timestamp: int, secret: str) -> None:
    moment, found = signing.parse_header(signing.signature_header(secret, timestamp, body))
    assert (moment, len(found), len(found[0])) == (timestamp, 1, 64)
    assert signing.matches(secret, timestamp, body, found)


@pytest.mark.parametrize("body", [b"[]", b"\xff", b"1", b""])
def test_a_body_that_is_no_event(body: bytes) -> None:
    with pytest.raises(webhooks.InvalidBody):
        webhooks.verify(body, {"X-Interview-Signature": signing.signature_header(SECRET, NOW, body)}, SECRET, now=NOW)


def test_text_instead_of_bytes_is_a_mistake_of_the_receiver() -> None:
    with pytest.raises(TypeError, match="raw bytes"):
        webhooks.verify(BODY.decode(), {"X-CVDM-Signature": GOOD}, SECRET)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="empty"):
        webhooks.verify(BODY, {"X-CVDM-Signature": GOOD}, "")


def test_the_signing_needs_the_standard_library_only() -> None:
    tree = ast.parse(Path(signing.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
