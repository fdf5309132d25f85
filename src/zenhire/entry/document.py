"""The OpenAPI document: gathered from the routes, completed with what no single route says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import zenhire
from zenhire.kit.errors import MethodNotAllowed, NotFound
from zenhire.kit.openapi import ERROR_SCHEMA, REQUEST_ID_HEADER, error_response
from zenhire.modules.cvdeepmatch import openapi as cvdeepmatch
from zenhire.modules.cvdeepmatch.routes import router as cvdeepmatch_router
from zenhire.modules.speech import openapi as speech
from zenhire.modules.speech.routes import router as speech_router
from zenhire.modules.universal import openapi as universal
from zenhire.modules.universal.routes import router as universal_router
from zenhire.platform.openapi import SECURITY, SECURITY_SCHEMES

API_PREFIX = "/api/v1"

_DESCRIPTION = (
    "Hiring AI behind one API: submit work, poll for its result. Send your key in `X-API-Key`. Every failure has the"
    " same envelope with a stable `error.code`; lists of codes and words may grow, and so may objects. Unknown"
    " addresses answer 404 `NOT_FOUND`, wrong methods 405 `METHOD_NOT_ALLOWED`. Times are ISO 8601 UTC with"
    " milliseconds."
)
_READING = ("get", "list", "poll")

Document = dict[str, Any]

_SAID: dict[str, Document] = {
    said["operation_id"]: said
    for said in (
        *(speech.SUBMIT, speech.POLL, speech.LIST),
        *(cvdeepmatch.SUBMIT, cvdeepmatch.LIST, cvdeepmatch.POLL),
        *(universal.CREDITS, universal.HEALTH),
    )
}


def add_routes(app: FastAPI) -> FastAPI:
    """Adds every operation of the API."""
    app.include_router(speech_router, prefix=API_PREFIX)
    app.include_router(cvdeepmatch_router, prefix=API_PREFIX)
    app.include_router(universal_router, prefix=API_PREFIX)
    return app


def openapi_document() -> Document:
    """The OpenAPI 3.1 document, without a server."""
    document = get_openapi(
        title="zenhire API",
        version=zenhire.__version__,
        openapi_version="3.1.0",
        summary="Hiring AI behind one API",
        description=_DESCRIPTION,
        routes=add_routes(FastAPI(openapi_url=None)).routes,
        tags=[
            *(speech.ANALYSIS_TAG, speech.RUNS_TAG),
            *(cvdeepmatch.SUBMISSION_TAG, cvdeepmatch.LIFECYCLE_TAG),
            *(universal.CREDITS_TAG, universal.HEALTH_TAG),
        ],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "This server"}],
    )
    document = _renamed(document, cvdeepmatch.NAMES)
    document["components"] = _components(document["components"])
    document["security"] = SECURITY
    document["webhooks"] = deepcopy({**speech.WEBHOOKS, **cvdeepmatch.WEBHOOKS})
    heads = _names_of_heads(
        operation["operationId"] for one in document["paths"].values() for operation in one.values()
    )
    for operations in document["paths"].values():
        for operation in operations.values():
            _show_nulls(operation)
            _complete(operation)
        if "get" in operations:
            operations["head"] = _head(operations["get"], heads)
    _drop_titles(document["components"]["schemas"])
    return document


def openapi_yaml(document: Document | None = None) -> str:
    """The document as YAML."""
    return yaml.dump(document or openapi_document(), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)


class _Plain(yaml.SafeDumper):
    """Writes every object out, where it is used."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _show_nulls(operation: Document) -> None:
    """Puts the examples of answers back: what gathers the document leaves out fields that are null."""
    for status, response in _SAID[operation["operationId"]]["responses"].items():
        for kind, content in response.get("content", {}).items():
            operation["responses"][str(status)]["content"][kind]["examples"] = content["examples"]


def _renamed(document: Document, names: Mapping[str, str]) -> Document:
    """The document with other names for some of its schemas, where they are defined and wherever they are used."""

    def told(part: Any) -> Any:
        if isinstance(part, list):
            return [told(one) for one in part]
        if not isinstance(part, dict):
            return part
        named = part.get("$ref")
        if isinstance(named, str):
            home, _, name = named.rpartition("/")
            return {**part, "$ref": f"{home}/{names.get(name, name)}"}
        return {key: told(value) for key, value in part.items()}

    renamed: Document = told(document)
    schemas = renamed["components"]["schemas"]
    renamed["components"]["schemas"] = dict(sorted((names.get(name, name), schema) for name, schema in schemas.items()))
    return renamed


def _components(found: Document) -> Document:
    schemas = {name: schema for name, schema in found["schemas"].items() if "ValidationError" not in name}
    _describe(schemas, cvdeepmatch.DESCRIPTIONS)
    return {
        "schemas": {**schemas, **cvdeepmatch.SCHEMAS, "ErrorResponse": ERROR_SCHEMA},
        "responses": {"NotFound": error_response(NotFound), "MethodNotAllowed": error_response(MethodNotAllowed)},
        "securitySchemes": SECURITY_SCHEMES,
    }


def _describe(schemas: Document, descriptions: Mapping[str, Mapping[str, str]]) -> None:
    """Says what fields mean whose types, being of the science, do not say it themselves."""
    for name, fields in descriptions.items():
        for field, description in fields.items():
            schemas[name]["properties"][field]["description"] = description


def _complete(operation: Document) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    operation["responses"] = {status: responses[status] for status in sorted(responses)}
    for response in responses.values():
        response["headers"] = {**response.get("headers", {}), **REQUEST_ID_HEADER}


def _names_of_heads(names: Iterable[str]) -> dict[str, str]:
    """What each reading operation is called when it is asked for its head: its verb stays where two were alike else."""
    short = {name: "head" + name.removeprefix(verb) for name in names for verb in _READING if name.startswith(verb)}
    often = Counter(short.values())
    return {name: head if often[head] == 1 else f"head{name[0].upper()}{name[1:]}" for name, head in short.items()}


def _head(operation: Document, names: Mapping[str, str]) -> Document:
    """The same operation, asked for its status and headers alone."""
    head = deepcopy(operation)
    head["operationId"] = names[operation["operationId"]]
    head["summary"] += " (headers only)"
    head["description"] = f"`{operation['operationId']}` without the body: the same status and headers."
    for response in head["responses"].values():
        response.pop("content", None)
        response.pop("links", None)
    return head


def _drop_titles(schemas: Document) -> None:
    """Takes away the titles of fields, from which generators would make names of types."""
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            field.pop("title", None)
