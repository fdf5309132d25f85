"""The served OpenAPI document: valid, whole, and true to the routes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.api import api
from zenhire.entry.app import openapi_document, openapi_yaml
from zenhire.kit.db import Database

OPERATIONS = {
    ("post", "/api/v1/speech/analyze"): "submitSpeechAnalysis",
    ("get", "/api/v1/speech/analyze/{requestId}"): "pollSpeechAnalysis",
    ("get", "/api/v1/speech/runs"): "listRuns",
    ("get", "/api/v1/credits"): "getCredits",
    ("get", "/api/v1/health"): "getHealth",
}

SUBMIT_CODES = {
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
    },
    401: {"MISSING_API_KEY", "INVALID_API_KEY", "API_KEY_EXPIRED", "CLIENT_INACTIVE"},
    402: {"INSUFFICIENT_CREDITS"},
    403: {"MULTILINGUAL_NOT_ENABLED", "IP_NOT_ALLOWED", "MISSING_PERMISSION"},
    429: {"RATE_LIMIT_EXCEEDED"},
    500: {"INTERNAL_ERROR"},
    502: {"STEP_FUNCTIONS_FAILED"},
    503: {"SERVICE_WARMING_UP", "SERVICE_UNHEALTHY"},
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document()


def test_it_is_valid(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_is_there_and_no_other(document: dict[str, Any]) -> None:
    found = {
        (method, path): operation["operationId"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert found == OPERATIONS


def test_every_submit_error_has_its_status_and_an_example(document: dict[str, Any]) -> None:
    responses = document["paths"]["/api/v1/speech/analyze"]["post"]["responses"]
    documented = {
        int(status): set(response["content"]["application/json"]["examples"])
        for status, response in responses.items()
        if int(status) >= 400
    }
    assert documented == SUBMIT_CODES


def test_examples_are_envelopes_of_their_code(document: dict[str, Any]) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                examples = response.get("content", {}).get("application/json", {}).get("examples", {})
                for code, example in examples.items():
                    error = example["value"]["error"]
                    assert error["code"] == code
                    assert error["message"]


def test_limits_carry_their_headers(document: dict[str, Any]) -> None:
    poll = document["paths"]["/api/v1/speech/analyze/{requestId}"]["get"]["responses"]
    assert "Retry-After" in poll["200"]["headers"]
    assert "Retry-After" in poll["429"]["headers"]
    submit = document["paths"]["/api/v1/speech/analyze"]["post"]["responses"]
    assert "Retry-After" in submit["503"]["headers"]


def test_health_needs_no_key_and_all_else_does(document: dict[str, Any]) -> None:
    assert document["security"] == [{"ApiKeyAuth": []}]
    assert document["paths"]["/api/v1/health"]["get"]["security"] == []
    assert document["components"]["securitySchemes"]["ApiKeyAuth"]["name"] == "X-API-Key"


async def test_it_is_served_as_json_and_yaml(
    document: dict[str, Any], db: Database, secret_key: bytes, tmp_path: Path
) -> None:
    async with api(db, secret_key, tmp_path) as http:
        assert json.loads((await http.get("/docs/openapi.json")).text) == document
        served = await http.get("/docs/openapi.yaml")
        assert yaml.safe_load(served.text) == document
        assert served.text == openapi_yaml()
