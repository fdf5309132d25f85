"""The pages for language models: whole, made from the document, and served without a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.api import api
from zenhire.entry import llms
from zenhire.entry.document import openapi_document
from zenhire.kit.db import Database

DOCUMENT = openapi_document()


def test_the_short_page_names_every_operation_and_where_to_read_more() -> None:
    page = llms.short(DOCUMENT)
    assert page.startswith("# zenhire API ")
    for path, methods in DOCUMENT["paths"].items():
        assert [method for method in methods if method != "head" and f"- {method.upper()} {path}: " not in page] == []
    for link in ("/llms-full.txt", "/docs/openapi.yaml", "/docs/openapi.json"):
        assert f"]({link})" in page


def test_the_full_page_tells_everything() -> None:
    page = llms.full(DOCUMENT)
    for schema in DOCUMENT["components"]["schemas"].values():
        assert [name for name in schema["properties"] if f"- `{name}` (" not in page] == []
    for methods in DOCUMENT["paths"].values():
        for method, operation in methods.items():
            if method == "head":
                continue
            assert f"`{operation['operationId']}`" in page
            assert [one["name"] for one in operation.get("parameters", []) if f"- `{one['name']}` (" not in page] == []
            for status, response in operation["responses"].items():
                if int(status) < 400:
                    continue
                for example in response["content"]["application/json"]["examples"].values():
                    error = example["value"]["error"]
                    assert f"`{error['code']}`" in page
                    assert error["message"] in page
    assert "X-CVDM-Signature" in page
    assert "speech.completed" in page


@pytest.mark.parametrize("prefix", ["", "/docs"])
async def test_they_are_served_without_a_key(db: Database, secret_key: bytes, tmp_path: Path, prefix: str) -> None:
    async with api(db, secret_key, tmp_path) as http:
        for name, page in (("llms.txt", llms.short(DOCUMENT)), ("llms-full.txt", llms.full(DOCUMENT))):
            served = await http.get(f"{prefix}/{name}")
            assert (served.status_code, served.text) == (200, page)
            assert served.headers["content-type"] == "text/plain; charset=utf-8"


async def test_the_older_address_leads_there(db: Database, secret_key: bytes, tmp_path: Path) -> None:
    async with api(db, secret_key, tmp_path) as http:
        old = await http.get("/api-documentation.txt")
        assert old.status_code == 308
        assert (await http.get(old.headers["location"])).text == llms.full(DOCUMENT)
