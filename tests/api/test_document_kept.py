"""The platform keeps what its OpenAPI document says, whatever is asked: schemathesis makes cases from the document."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.cvdeepmatch import submitting
from tests.modules.speech.test_submit import post
from tests.support.audio import noise_wav
from tests.support.server import served
from trials._api_checks import Things, examine
from zenhire.entry.document import openapi_document
from zenhire.kit.db import Database
from zenhire.modules.cvdeepmatch import examples as matching
from zenhire.modules.cvdeepmatch import store
from zenhire.modules.speech.examples import POLLED
from zenhire.modules.speech.schemas import SpeechResult
from zenhire.platform import workers

EXAMPLES = 8
RECORDINGS = (noise_wav(0.6), noise_wav(1.0, 16_000))
ENDED = ("success", "partial", "failed.SCORING_FAILED")
PHASES = {"examples", "coverage", "fuzzing", "stateful"}

_END = (
    "UPDATE runs SET status = :status, error_code = :code, error_message = :code, started_at = created_at,"
    " finished_at = created_at, status_changed_at = created_at WHERE id = :id"
)
_RESULT = (
    "UPDATE speech_runs SET result = :result, overall = 3.9, cefr_level = 'B2', credits_deducted = 1,"
    " balance_after = 1 WHERE run_id = :id"
)


async def runs_in_every_state(db: Database, base_url: str, client: TestClient) -> list[str]:
    """Ids of runs that ended in each way, and of one in `processing`. The document's examples are their results."""
    ids = []
    async with httpx.AsyncClient(base_url=base_url) as http:
        for _ in (*ENDED, "processing"):
            ids.append((await post(http, client, RECORDINGS[0], externalId="cand-5521", tags="batch-7")).json()["id"])
    async with db.transaction() as conn:
        for run_id, name in zip(ids, ENDED, strict=False):
            shown = POLLED[name]["value"]
            code = (shown["error"] or {}).get("code")
            await conn.execute(text(_END), {"id": run_id, "status": shown["status"], "code": code})
            if code is None:
                fields = (field.alias for field in SpeechResult.model_fields.values())
                result = json.dumps({name: shown[name] for name in fields if name is not None})
                await conn.execute(text(_RESULT), {"id": run_id, "result": result})
    return ids


async def matches_in_every_state(db: Database, base_url: str, client: TestClient) -> list[str]:
    """Ids of a match that is finished, one that failed, and one in `processing`."""
    async with httpx.AsyncClient(base_url=base_url) as http:
        ids = [await submitting.submitted(http, client, externalId="cand-5521", tags="batch-7") for _ in range(3)]
    finished = matching.POLLED["finished"]["value"]
    async with db.transaction() as conn:
        for run_id, status, code in ((ids[0], "success", None), (ids[1], "failed", "CV_PARSE_FAILED")):
            await conn.execute(text(_END), {"id": run_id, "status": status, "code": code})
        found = {"parsed": finished["cv_parser_result"], "result": finished["cv2jd_result"], "overall": 0.74}
        await store.save_result(conn, client.client_id, ids[0], **found)
    return ids


async def test_every_answer_is_as_documented(
    db: Database, secret_key: bytes, make_client: MakeClient, tmp_path: Path
) -> None:
    client = await make_client(credits=1_000_000, project="Hiring")
    async with db.transaction() as conn:
        engines = {"asr": {"engine": "fake", "model": "m"}}
        await workers.report(conn, "w", version="1", state=workers.READY, engines=engines, problem=None)
    limits = {"rate_limit_per_minute": 1_000_000, "speech_min_seconds": 0.5, "speech_poll_min_seconds": 0.0}
    limits |= {"cvdeepmatch_poll_min_seconds": 0.0}
    async with served(db, secret_key, tmp_path, worker_stalled_seconds=3600.0, **limits) as port:
        url = f"http://127.0.0.1:{port}"
        runs = await runs_in_every_state(db, url, client)
        matches = await matches_in_every_state(db, url, client)
        things = Things(RECORDINGS, (submitting.CV,), runs, matches)
        outcome = await asyncio.to_thread(
            examine, openapi_document(), url, client.api_key, things=things, examples=EXAMPLES
        )
    assert outcome.well, outcome.report()
    assert set(outcome.cases) == PHASES
    answered = {
        name.partition(" /")[0] + " " + name.rpartition("/")[2]: set(got) for name, got in outcome.statuses.items()
    }
    assert answered["POST analyze"] >= {202, 400, 401}
    assert answered["GET {requestId}"] >= {200, 404, 401}
    assert answered["GET runs"] >= {200, 400, 401}
    assert answered["POST submit"] >= {202, 400, 401}
    assert answered["GET {id}"] >= {200, 404, 401}
    assert answered["GET requests"] >= {200, 400, 401}
    assert answered["GET credits"] >= {200, 401}
    assert answered["GET health"] >= {200}
