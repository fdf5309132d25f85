"""The match of one CV: its steps in order, each recorded, and the failure code of each."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, NoReturn

import structlog
from pydantic import TypeAdapter

from zenhire.analysis.cv.narrative import Narrative
from zenhire.analysis.cv.parse import ParsedCv, scorable
from zenhire.analysis.cv.position import read_position
from zenhire.engines.embedder import EmbedderError
from zenhire.engines.llm import Llm, LlmError
from zenhire.engines.pool import PoolBroken
from zenhire.kit.db import Database
from zenhire.kit.metrics import RUNS_ENDED
from zenhire.modules.cvdeepmatch import errors, steps, store, webhook
from zenhire.modules.cvdeepmatch.engines import MatchEngines
from zenhire.modules.cvdeepmatch.narrative import narrate
from zenhire.modules.cvdeepmatch.result import build_result, parsed_json
from zenhire.modules.cvdeepmatch.store import CvRow
from zenhire.modules.cvdeepmatch.tasks import CannotMatch, Matched, ReadCv, Unexpected
from zenhire.platform.files import FileMissing, FileStore
from zenhire.platform.runs import service as runs_service
from zenhire.platform.runs.attempt import Attempt
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import SUCCESS, RunFailed, StepDegraded

log = structlog.get_logger(__name__)

_READ = TypeAdapter(ReadCv)
_PARSED = TypeAdapter(ParsedCv)
_MATCHED = TypeAdapter(Matched)
_NARRATIVE = TypeAdapter(Narrative)

TOO_SLOW = "Reading the CV took too long. Print it to a new PDF and send that one."
READER_DIED = "The process that reads the CV died again and again. Print the CV to a new PDF and send that one."
NO_READER = "CVs cannot be read on this server. Contact the operator."
NO_EMBEDDER = "The sentence embedder is set up wrongly on this server. Contact the operator."


class MatchJob:
    """Matches CVs with positions; see `platform.runs.attempt.Job`."""

    def __init__(
        self, db: Database, files: FileStore, engines: MatchEngines, admitter: Admitter, llm: Llm | None = None
    ) -> None:
        """`llm`: a language model that may put matches into words."""
        self.db = db
        self.files = files
        self.engines = engines
        self.admitter = admitter
        self.llm = llm

    async def run(self, attempt: Attempt) -> None:
        """All steps, then the charge. Raises RunFailed with a documented code, RunLost."""
        run = attempt.run
        async with self.db.transaction() as conn:
            row = await store.get(conn, run.client_id, run.id)
        cv = await attempt.step(steps.READ, lambda: self._read(row), _READ)
        parsed = await attempt.step(steps.PARSE, lambda: self._parse(cv, row), _PARSED)
        try:
            matched = await attempt.step(steps.MATCH, lambda: self._match(cv, parsed, row), _MATCHED)
        except RunFailed:
            async with self.db.transaction() as conn:
                await store.save_parsed(conn, run.client_id, run.id, parsed_json(parsed))
            raise
        narrative = None
        if (llm := self.llm) is not None:
            ask = partial(_narrative, llm, row, cv, parsed, matched)
            narrative = await attempt.optional_step(steps.NARRATIVE, ask, _NARRATIVE)
        described = self.engines.describe(matched.embedder)
        result = build_result(row, cv, parsed, matched, embedder=described, narrative=narrative)
        await self._settle(attempt, parsed, matched, result)
        log.info("run finished", status=SUCCESS, pages=len(cv.document.pages))

    async def clean(self, client_id: str, run_id: str) -> None:
        """Nothing: the CV is kept with its run, and the steps' outputs go when the run ends."""

    async def _read(self, row: CvRow) -> ReadCv:
        try:
            async with self.files.local_copy(row.cv_key) as path:
                found = await self.engines.read(path)
        except FileMissing as error:
            log.error("the stored CV is gone")
            raise RunFailed(errors.CV_PARSE_FAILED, "The stored CV is not there any more. Submit it again.") from error
        except TimeoutError as error:
            raise RunFailed(errors.CV_PARSE_FAILED, TOO_SLOW) from error
        except PoolBroken as error:
            raise RunFailed(errors.CV_PARSE_FAILED, READER_DIED) from error
        except Unexpected as error:
            _unforeseen(steps.READ, error)
        if isinstance(found, ReadCv):
            return found
        if found.whose == "operator":
            log.error("the PDF reader does not work", reason=found.message)
            raise RunFailed(errors.INTERNAL_ERROR, NO_READER)
        raise RunFailed(errors.CV_PARSE_FAILED, found.message)

    async def _parse(self, cv: ReadCv, row: CvRow) -> ParsedCv:
        try:
            return await self.engines.parse(cv, row.submitted_on)
        except TimeoutError as error:
            raise RunFailed(errors.CV_PARSE_FAILED, TOO_SLOW) from error
        except PoolBroken as error:
            raise RunFailed(errors.CV_PARSE_FAILED, READER_DIED) from error
        except Unexpected as error:
            _unforeseen(steps.PARSE, error)

    async def _match(self, cv: ReadCv, parsed: ParsedCv, row: CvRow) -> Matched:
        try:
            return await self.engines.match(cv, parsed, row.config, row.job_description)
        except CannotMatch as reason:
            raise RunFailed(errors.MATCHING_FAILED, str(reason)) from reason
        except EmbedderError as error:
            log.error("the embedder is set up wrongly", reason=str(error))
            raise RunFailed(errors.INTERNAL_ERROR, NO_EMBEDDER) from error
        except TimeoutError as error:
            seconds = self.engines.limits.match_seconds
            raise RunFailed(
                errors.MATCHING_FAILED, f"The match took longer than {seconds:g} s. Send a shorter CV."
            ) from error
        except PoolBroken as error:
            raise RunFailed(errors.MATCHING_FAILED, "The matching process broke down. Submit it again.") from error
        except Unexpected as error:
            _unforeseen(steps.MATCH, error)

    async def _settle(self, attempt: Attempt, parsed: ParsedCv, matched: Matched, result: dict[str, Any]) -> None:
        run = attempt.run
        overall = matched.found.overall_score
        async with self.db.transaction() as conn:
            await runs_service.complete(
                conn,
                self.admitter,
                run,
                status=SUCCESS,
                charge=run.cost,
                description="Match of a CV with a position",
            )
            await store.save_result(
                conn, run.client_id, run.id, parsed=parsed_json(parsed), result=result, overall=overall
            )
            await webhook.tell_success(conn, run.client_id, run.id)
        RUNS_ENDED.labels(run.module, SUCCESS, "").inc()


async def _narrative(llm: Llm, row: CvRow, cv: ReadCv, parsed: ParsedCv, matched: Matched) -> Narrative:
    """The match in a language model's words. Raises StepDegraded: the match is as good without."""
    try:
        without_person = await asyncio.to_thread(scorable, cv.document, parsed)
        return await narrate(llm, without_person, read_position(row.config), matched.found)
    except LlmError as error:
        log.warning("a match was not put into words", reason=str(error))
        raise StepDegraded(str(error)) from error
    except Exception as error:
        log.error("a match was not put into words", reason=type(error).__name__)
        raise StepDegraded("an unexpected error") from error


def _unforeseen(step: str, error: Unexpected) -> NoReturn:
    """Logs what went wrong and ends the run: a fault of ours."""
    log.error("a step failed unexpectedly", step=step, error=str(error))
    raise RunFailed(errors.INTERNAL_ERROR, "An unexpected error ended the match. Contact the operator.") from error
