"""The served OpenAPI document: valid, whole, described, and with an example of everything that may be said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.docs.test_documents import everything_raised
from tests.support.api import api
from zenhire.analysis.cv.position import read_position
from zenhire.entry.document import openapi_document, openapi_yaml
from zenhire.kit.db import Database
from zenhire.modules.cvdeepmatch.errors import RUN_FAILURES as MATCH_FAILURES
from zenhire.modules.cvdeepmatch.schemas import WORDS, CvDeepMatchRequest
from zenhire.modules.speech.errors import RUN_FAILURES
from zenhire.modules.speech.schemas import PollResponse
from zenhire.platform.runs.types import STATUSES

SUBMIT = "post /api/v1/speech/analyze"
POLL = "get /api/v1/speech/analyze/{requestId}"
LIST = "get /api/v1/speech/runs"
MATCH = "post /api/v1/cvdeepmatch/submit"
MATCHES = "get /api/v1/cvdeepmatch/requests"
MATCHED = "get /api/v1/cvdeepmatch/{id}"
CREDITS = "get /api/v1/credits"
HEALTH = "get /api/v1/health"

OPERATIONS = {
    SUBMIT: "submitSpeechAnalysis",
    POLL: "pollSpeechAnalysis",
    LIST: "listRuns",
    MATCH: "submitCvDeepMatch",
    MATCHES: "listCvDeepMatch",
    MATCHED: "pollCvDeepMatch",
    CREDITS: "getCredits",
    HEALTH: "getHealth",
    POLL.replace("get", "head", 1): "headSpeechAnalysis",
    LIST.replace("get", "head", 1): "headRuns",
    MATCHES.replace("get", "head", 1): "headListCvDeepMatch",
    MATCHED.replace("get", "head", 1): "headPollCvDeepMatch",
    CREDITS.replace("get", "head", 1): "headCredits",
    HEALTH.replace("get", "head", 1): "headHealth",
}

KEY_CODES = {
    400: {"INVALID_INPUT"},
    401: {"MISSING_API_KEY", "INVALID_API_KEY", "API_KEY_EXPIRED", "CLIENT_INACTIVE"},
    403: {"IP_NOT_ALLOWED"},
    500: {"INTERNAL_ERROR"},
    503: {"SERVICE_UNHEALTHY"},
}
SPEECH_CODES = {**KEY_CODES, 403: {"IP_NOT_ALLOWED", "MISSING_PERMISSION"}}

CODES = {
    SUBMIT: {
        **SPEECH_CODES,
        400: {
            "MISSING_AUDIO_FILE",
            "UNSUPPORTED_FORMAT",
            "FILE_TOO_LARGE",
            "INVALID_LANGUAGE_CODE",
            "INVALID_EXTERNAL_ID",
            "INVALID_METADATA",
            "AUDIO_TOO_SHORT",
            "AUDIO_TOO_LONG",
            "AUDIO_DURATION_UNAVAILABLE",
            "INVALID_PARAMETERS",
            "INVALID_INPUT",
            "INSECURE_WEBHOOK_URL",
            "PRIVATE_WEBHOOK_URL",
        },
        402: {"INSUFFICIENT_CREDITS"},
        403: {"MULTILINGUAL_NOT_ENABLED", "IP_NOT_ALLOWED", "MISSING_PERMISSION"},
        429: {"RATE_LIMIT_EXCEEDED"},
        502: {"STEP_FUNCTIONS_FAILED"},
        503: {"SERVICE_WARMING_UP", "SERVICE_UNHEALTHY"},
    },
    POLL: {**SPEECH_CODES, 404: {"REQUEST_NOT_FOUND"}, 429: {"POLL_RATE_LIMITED"}},
    LIST: {
        **SPEECH_CODES,
        400: {"INVALID_STATUS", "INVALID_SERVICE_TYPE", "INVALID_DATE", "INVALID_PARAMETERS", "INVALID_INPUT"},
    },
    MATCH: {
        **SPEECH_CODES,
        400: {"INVALID_INPUT", "INVALID_FILE_CONTENT", "INSECURE_WEBHOOK_URL", "PRIVATE_WEBHOOK_URL"},
        401: {"MISSING_PERMISSION"},
        402: {"INSUFFICIENT_CREDITS"},
        429: {"RATE_LIMIT_EXCEEDED"},
        502: {"STEP_FUNCTIONS_FAILED"},
    },
    MATCHES: {**SPEECH_CODES, 401: {"UNAUTHENTICATED"}},
    MATCHED: {
        **SPEECH_CODES,
        401: {"UNAUTHENTICATED"},
        404: {"REQUEST_NOT_FOUND"},
        429: {"RATE_LIMITED"},
    },
    CREDITS: KEY_CODES,
    HEALTH: {400: {"INVALID_INPUT"}, 500: {"INTERNAL_ERROR"}, 503: {"SERVICE_UNHEALTHY"}},
}
"""What each operation may answer, by the code's paths."""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document()


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """`{"get /path": operation}`."""
    return {
        f"{method} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def media(response: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = response.get("content", {}).get("application/json", {})
    return found


def errors_of(operation: dict[str, Any]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Status, name of the example, and envelope, of every error example."""
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            for name, example in media(response).get("examples", {}).items():
                yield int(status), name, example["value"]["error"]


def test_it_is_valid(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_is_there_and_no_other(document: dict[str, Any]) -> None:
    found = operations(document)
    assert {name: operation["operationId"] for name, operation in found.items()} == OPERATIONS
    assert {item["post"]["operationId"] for item in document["webhooks"].values()} == set(document["webhooks"])
    assert set(document["webhooks"]) == {"speechCompleted", "cvDeepMatchFinished"}


@pytest.mark.parametrize("name", CODES)
def test_every_error_has_its_status_and_an_example(document: dict[str, Any], name: str) -> None:
    documented: dict[int, set[str]] = {}
    for status, _, error in errors_of(operations(document)[name]):
        documented.setdefault(status, set()).add(error["code"])
    assert documented == CODES[name]


def test_every_error_that_the_code_can_raise_is_in_the_document(document: dict[str, Any]) -> None:
    shown = {(error["code"], status) for one in operations(document).values() for status, _, error in errors_of(one)}
    for response in document["components"]["responses"].values():
        for code, example in media(response)["examples"].items():
            assert example["value"]["error"]["code"] == code
            shown.add((code, {"NOT_FOUND": 404, "METHOD_NOT_ALLOWED": 405}[code]))
    assert shown == {(kind.code, kind.status) for kind in everything_raised()}


def test_the_description_of_an_error_names_its_examples(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        if name.startswith("head"):
            continue
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                codes = {example["value"]["error"]["code"] for example in media(response)["examples"].values()}
                assert [code for code in codes if f"`{code}`" not in response["description"]] == []


def test_no_message_of_an_example_is_another_errors(document: dict[str, Any]) -> None:
    general = next(
        error["message"] for _, name, error in errors_of(operations(document)[HEALTH]) if name == "INTERNAL_ERROR"
    )
    for operation in operations(document).values():
        for _, name, error in errors_of(operation):
            assert (error["message"] == general) == (name == "INTERNAL_ERROR"), name


def test_every_example_is_what_its_schema_says(document: dict[str, Any]) -> None:
    checked = 0
    parts = [
        part
        for operation in [*operations(document).values(), *(item["post"] for item in document["webhooks"].values())]
        for part in [*operation["responses"].values(), operation.get("requestBody", {})]
    ]
    for part in [*parts, *document["components"]["responses"].values()]:
        shown = media(part)
        validator = Draft202012Validator(
            {**shown.get("schema", {}), "components": document["components"]}, format_checker=FormatChecker()
        )
        for name, example in shown.get("examples", {}).items():
            assert [error.message for error in validator.iter_errors(example["value"])] == [], name
            checked += 1
    assert checked > 80


def test_every_answer_with_a_body_has_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        for status, response in operation["responses"].items():
            assert bool(media(response).get("examples")) != name.startswith("head"), (name, status)


def test_every_status_and_failure_of_a_run_is_shown(document: dict[str, Any]) -> None:
    shown = media(operations(document)[POLL]["responses"]["200"])["examples"]
    assert {example["value"]["status"] for example in shown.values()} == set(STATUSES)
    failed = [example["value"] for example in shown.values() if example["value"]["status"] == "failed"]
    assert {run["error"]["code"] for run in failed} == set(RUN_FAILURES)
    for example in shown.values():
        PollResponse.model_validate(example["value"])


def test_every_state_and_failure_of_a_match_is_shown(document: dict[str, Any]) -> None:
    shown = media(operations(document)[MATCHED]["responses"]["200"])["examples"]
    assert {example["value"]["status"] for example in shown.values()} == set(WORDS)
    failed = [example["value"] for example in shown.values() if example["value"]["status"] == "failed"]
    assert {match["error"]["code"] for match in failed} == set(MATCH_FAILURES)
    for example in shown.values():
        CvDeepMatchRequest.model_validate(example["value"])
        read_position(example["value"]["config"])


def test_what_stands_for_a_refused_key_is_shown_with_each_reason(document: dict[str, Any]) -> None:
    reasons = {"MISSING_API_KEY", "INVALID_API_KEY", "API_KEY_EXPIRED", "CLIENT_INACTIVE"}
    for name in (MATCH, MATCHES, MATCHED):
        errors = [error for status, _, error in errors_of(operations(document)[name]) if status == 401]
        assert {error["details"]["reason"] for error in errors} == reasons


def test_every_field_and_parameter_is_described(document: dict[str, Any]) -> None:
    missing = []

    def look(schema: Any, path: str) -> None:
        for name, field in schema.get("properties", {}).items():
            if not field.get("description"):
                missing.append(f"{path}.{name}")
            look(field, f"{path}.{name}")

    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
        look(schema, name)
    for name, operation in operations(document).items():
        missing += [f"{name} {one['name']}" for one in operation.get("parameters", []) if not one.get("description")]
        for kind, body in operation.get("requestBody", {}).get("content", {}).items():
            look(body["schema"], f"{name} {kind}")
        missing += [name for key in ("summary", "description") if not operation.get(key)]
    assert missing == []


def test_tags_are_described_and_used(document: dict[str, Any]) -> None:
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert described == {tag for operation in operations(document).values() for tag in operation["tags"]}


def test_waits_are_in_the_header_and_in_the_envelope(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        for status in ("429", "503"):
            if status in operation["responses"] and not name.endswith("/health"):
                assert operation["responses"][status]["headers"]["Retry-After"]["required"] is True
        for status, example, error in errors_of(operation):
            waits = status in (429, 503) and not name.endswith("/health")
            assert ("retryAfterSeconds" in error) == waits, (name, example)
    assert "Retry-After" in operations(document)[POLL]["responses"]["200"]["headers"]


def test_links_lead_to_operations(document: dict[str, Any]) -> None:
    found = {
        (operation["operationId"], link["operationId"])
        for operation in operations(document).values()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    }
    assert ("submitSpeechAnalysis", "pollSpeechAnalysis") in found
    assert {to for _, to in found} <= set(OPERATIONS.values())


def test_health_needs_no_key_and_all_else_does(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    assert document["security"] == [{name: []} for name in schemes]
    assert schemes["ApiKeyAuth"]["name"] == "X-API-Key"
    assert schemes["BearerAuth"]["scheme"] == "bearer"
    for name, operation in operations(document).items():
        assert operation.get("security") == ([] if name.endswith("/health") else None)


def test_the_server_is_wherever_the_document_was_found(document: dict[str, Any]) -> None:
    assert [server["url"] for server in document["servers"]] == ["/"]


async def test_it_is_served_as_json_and_yaml(
    document: dict[str, Any], db: Database, secret_key: bytes, tmp_path: Path
) -> None:
    async with api(db, secret_key, tmp_path) as http:
        assert json.loads((await http.get("/docs/openapi.json")).text) == document
        served = await http.get("/docs/openapi.yaml")
        assert yaml.safe_load(served.text) == document
        assert served.text == openapi_yaml()
