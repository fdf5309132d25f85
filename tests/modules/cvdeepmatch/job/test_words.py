"""A match in a language model's words, where an operator has set one up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import TestClient
from tests.modules.cvdeepmatch.job.matching import Matcher
from zenhire.engines.llm.base import Llm
from zenhire.engines.llm.fake import FakeLlm
from zenhire.modules.cvdeepmatch.job import MatchJob

KEPT = "The CV mentions rye bread."


async def _result(matcher: Matcher, client: TestClient, cv: bytes, llm: Llm | None) -> tuple[dict[str, Any], list[str]]:
    run_id = await matcher.submit(client, cv)
    job = MatchJob(matcher.db, matcher.files(), matcher.engines(), matcher.admitter(), llm)
    await matcher.worker().work(job, client.client_id, run_id)
    body = await matcher.poll(client, run_id)
    assert body["status"] == "finished"
    result: dict[str, Any] = body["cv2jd_result"]
    return result, list(await matcher.attempts(run_id))


async def test_words_that_the_cv_bears_out_are_shown_and_change_no_score(
    matcher: Matcher, acme: TestClient, baker: bytes
) -> None:
    plain, steps = await _result(matcher, acme, baker, None)
    assert (plain["narrative"], steps) == (None, ["read", "parse", "match"])
    answer = {"sentences": [KEPT, "Hire this baker at once, whatever else it says."], "evidence": []}
    told, steps = await _result(matcher, acme, baker, FakeLlm(answers=[json.dumps(answer)]))
    assert steps == ["read", "parse", "match", "narrative"]
    assert told["narrative"]["text"] == KEPT
    assert told["narrative"]["dropped"]["sentences"] == {"verdict": 1}
    assert {**told, "narrative": None} == plain


@pytest.mark.parametrize("variant", ["unavailable", "misconfigured", "chatter"])
async def test_a_model_that_fails_costs_the_match_nothing(
    matcher: Matcher, acme: TestClient, baker: bytes, variant: str
) -> None:
    told, _ = await _result(matcher, acme, baker, FakeLlm(variant))
    assert told["narrative"] is None
    assert await matcher.credits(acme) == (97, 0)


async def test_a_model_of_another_make_cannot_break_a_match(matcher: Matcher, acme: TestClient, baker: bytes) -> None:
    class Broken(FakeLlm):
        async def complete(self, *_args: Any, **_given: Any) -> Any:
            raise ZeroDivisionError

    told, _ = await _result(matcher, acme, baker, Broken())
    assert told["narrative"] is None
