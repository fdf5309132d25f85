"""`llms.txt` and `llms-full.txt`: the API as plain Markdown for language models, made from the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]

_FULL = "/llms-full.txt"


def short(document: Document) -> str:
    """What there is, and where to read more."""
    lines = [
        *_head(document),
        "## Reference",
        "",
        f"- [The whole API on one page]({_FULL}): every operation, field, error code and an example of each answer",
        "- [OpenAPI 3.1 document](/docs/openapi.yaml): the same for programs, as YAML",
        "- [OpenAPI 3.1 document](/docs/openapi.json): as JSON",
        "",
        "## Operations",
        "",
        *(f"- {name}: {_plain(operation['description'])}" for name, operation in _operations(document)),
    ]
    return "\n".join(lines) + "\n"


def full(document: Document) -> str:
    """Everything that the document says, for reading."""
    lines = [*_head(document), *_keys(document)]
    for name, operation in _operations(document):
        lines += [f"## {name}", "", f"`{operation['operationId']}`. {operation['description']}", ""]
        lines += _inputs(operation)
        lines += _answers(operation)
    lines += ["# Objects", ""]
    for name, schema in document["components"]["schemas"].items():
        lines += [f"## {name}", "", _plain(schema.get("description", "")), "", *_fields(schema), ""]
    for name, item in document.get("webhooks", {}).items():
        lines += _webhook(name, item["post"])
    return "\n".join(lines).rstrip() + "\n"


def _head(document: Document) -> list[str]:
    info = document["info"]
    return [f"# {info['title']} {info['version']}", "", f"> {info['description']}", ""]


def _keys(document: Document) -> list[str]:
    schemes = document["components"]["securitySchemes"].values()
    return ["## Keys", "", *(f"- {scheme['description']}" for scheme in schemes), ""]


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "head":
                yield f"{method.upper()} {path}", operation


def _inputs(operation: Document) -> list[str]:
    lines = []
    for one in operation.get("parameters", []):
        required = ", required" if one.get("required") else ""
        lines.append(f"- `{one['name']}` ({one['in']}, {_type(one['schema'])}{required}): {one['description']}")
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        lines += [f"The body is `{kind}`:", "", *_fields(body["schema"])]
    return [*lines, ""] if lines else []


def _answers(operation: Document) -> list[str]:
    lines = []
    for status, response in operation["responses"].items():
        content = response.get("content", {}).get("application/json", {})
        lines += [f"### {status}", "", response["description"]]
        if "$ref" in content.get("schema", {}) and int(status) < 400:
            lines[-1] += f" The body is `{_type(content['schema'])}`."
        lines.append("")
        for name, example in content.get("examples", {}).items():
            if int(status) < 400:
                lines += [f"{example['summary']}:", "", "```json", json.dumps(example["value"]), "```", ""]
            else:
                message = example["value"]["error"]["message"]
                lines.append(f'- `{name.partition(".")[0]}`: {example["summary"]} "{message}"')
        lines += [""] if lines[-1] else []
    return lines


def _fields(schema: Document) -> list[str]:
    required = schema.get("required", [])
    return [
        f"- `{name}` ({_type(field)}{'' if name in required else ', optional'}): {_plain(field.get('description', ''))}"
        for name, field in schema.get("properties", {}).items()
    ]


def _type(schema: Document) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    name = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{name}, {schema['format']}" if "format" in schema else name


def _webhook(name: str, operation: Document) -> list[str]:
    body = operation["requestBody"]["content"]["application/json"]
    example = next(iter(body["examples"].values()))["value"]
    lines = [f"# Webhook {name}", "", operation["description"], ""]
    lines += [f"- header `{one['name']}`: {one['description']}" for one in operation["parameters"]]
    return [*lines, *_fields(body["schema"]), "", "```json", json.dumps(example), "```", ""]


def _plain(text: str) -> str:
    return " ".join(text.split())
