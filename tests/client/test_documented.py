"""The programs that the client's page shows do what they say."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import re
from functools import partial
from pathlib import Path

import pytest

import zenhire.client
from tests.analysis.cv.position.configs import LEAST
from tests.client.calling import KEY, RUN, URL, Clock, Script, answer, done, submitted
from zenhire.client import AsyncClient, Client, errors, match_operations, operations
from zenhire.modules.cvdeepmatch.match_example import RESULT

PAGE = (Path(__file__).parents[2] / "docs/client.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
FAILED = {
    "id": RUN,
    "status": "failed",
    "createdAt": "2026-08-11T09:15:02.417Z",
    "error": {"code": "SCORING_FAILED", "message": "m"},
}
MATCHED = {
    "id": RUN,
    "status": "finished",
    "cv2jd_result": {**RESULT, "skills_missing": ["Forklift"]},
}
REQUIREMENT = """Inventory Management 0.68 similar
  p. 1: “Kept the stock of 4,000 items” (Shift Supervisor, Northern Freight Ltd)
"""


@pytest.mark.parametrize("number", range(len(PROGRAMS)))
def test_the_programs_run(
    number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script, clock = Script([submitted(), done(), answer({"runs": [FAILED]})]), Clock()
    if "cvdeepmatch" in PROGRAMS[number]:
        script = Script([answer(MATCHED)])
    if "cvdeepmatch.submit" in PROGRAMS[number]:
        script = Script([answer({"id": RUN, "status": "processing"}, 202), answer(MATCHED)])
    given = {"base_url": URL, "api_key": KEY, "transport": script, "clock": clock}
    monkeypatch.setattr(zenhire.client, "Client", partial(Client, sleep=clock.sleep, **given))
    monkeypatch.setattr(zenhire.client, "AsyncClient", partial(AsyncClient, sleep=clock.sleep_async, **given))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "interview.ogg").write_bytes(b"OggS")
    (tmp_path / "cv.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "position.json").write_text(json.dumps(LEAST))
    code = compile(PROGRAMS[number], "client.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    namespace: dict[str, object] = {}
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(eval(code, namespace))
    else:
        exec(code, namespace)
    assert capsys.readouterr().out in {"3.9 B2\n", f"{RUN} SCORING_FAILED\n", "0.74 ['Forklift']\n", REQUIREMENT}
    assert clock.slept in ([15.0], [10.0], [])


def test_the_page_names_every_parameter_and_real_classes() -> None:
    assert len(PROGRAMS) == 4
    for options in (operations.SubmitOptions, operations.Filters, match_operations.MatchOptions):
        assert [name for name in options.__annotations__ if f"`{name}`" not in PAGE] == []
    tree = PAGE.split("## Errors")[1].split("## ")[0]
    named = set(re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b", tree))
    assert len(named) > 15
    assert {name for name in named if not hasattr(errors, name)} == set()


def test_both_clients_have_the_same_calls() -> None:
    def faces(kind: type) -> dict[str, list[str]]:
        methods = {name: method for name, method in vars(kind).items() if name[0] != "_"}
        return {name: list(inspect.signature(method).parameters) for name, method in methods.items()}

    one, other = Client(URL, KEY), AsyncClient(URL, KEY)
    assert faces(Client) == faces(AsyncClient)
    assert faces(type(one.speech)) == faces(type(other.speech))
    assert faces(type(one.cvdeepmatch)) == faces(type(other.cvdeepmatch))
    assert list(inspect.signature(Client).parameters) == list(inspect.signature(AsyncClient).parameters)
