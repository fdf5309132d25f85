"""A CV as DOCX, from the submit to the result."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import TestClient
from tests.modules.cvdeepmatch.job.matching import Matcher
from tests.support.api import api
from tests.support.cv_files import BAKERY
from tests.support.docx import cv, docx, packed, parts
from zenhire.engines.pdf.reader import ReadOptions
from zenhire.kit.db import Database
from zenhire.modules.cvdeepmatch import tasks
from zenhire.modules.cvdeepmatch.tasks import NotRead, ReadCv

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def test_a_match_of_a_docx(matcher: Matcher, acme: TestClient, db: Database, secret_key: bytes) -> None:
    async with api(db, secret_key, matcher.folder, cvdeepmatch_accept_docx=True) as http:
        answer = await http.post(
            "/api/v1/cvdeepmatch/submit",
            headers=acme.headers,
            files={"cv_file": ("cv.docx", cv(), _TYPE)},
            data={"position_id": "p-1", "job_description": "Engineers.", "config": json.dumps(BAKERY)},
        )
    assert answer.status_code == 202, answer.text
    run_id = str(answer.json()["id"])
    await matcher.work(acme, run_id)
    body = await matcher.poll(acme, run_id)
    assert body["status"] == "finished"
    assert body["cv_parser_result"]["name"] == "Maren Holt"
    assert body["cv2jd_result"]["engine"]["reader"] == "docx"


def test_a_docx_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "cv.docx"
    for data, words in ((docx(), "no text"), (packed({"a": b"x"}), "not a DOCX"), (packed(parts())[:400], "damaged")):
        path.write_bytes(data)
        found = tasks.read_cv(str(path), ReadOptions())
        assert isinstance(found, NotRead) and found.whose == "sender" and words in found.message
    path.write_bytes(cv())
    few = tasks.read_cv(str(path), ReadOptions(most_characters=100))
    assert isinstance(few, NotRead) and "100" in few.message
    assert isinstance(tasks.read_cv(str(path), ReadOptions()), ReadCv)
