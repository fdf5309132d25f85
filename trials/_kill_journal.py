"""What really happened, noted by triggers inside the database: who took a run up, what was recorded, what was paid."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

_TRIGGERS = """
CREATE TABLE trial_journal (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    run_id text, what text, name text, attempt integer, owner integer, application text
);
CREATE FUNCTION trial_note_run() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' OR NEW.attempt <> OLD.attempt OR NEW.status <> OLD.status THEN
        INSERT INTO trial_journal (run_id, what, name, attempt, owner, application) VALUES (NEW.id,
            CASE WHEN TG_OP = 'UPDATE' AND NEW.attempt <> OLD.attempt THEN 'attempt' ELSE 'status' END,
            NEW.status, NEW.attempt, NEW.attempt, current_setting('application_name'));
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION trial_note_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' OR NEW.output IS NOT NULL THEN
        INSERT INTO trial_journal (run_id, what, name, attempt, owner, application) SELECT NEW.run_id, 'step', NEW.name,
            NEW.attempt, attempt, current_setting('application_name') FROM runs WHERE id = NEW.run_id;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION trial_note_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO trial_journal (run_id, what, name, attempt, owner, application) SELECT NEW.run_id, 'part',
        NEW.step || ' ' || NEW.part, attempt, attempt, current_setting('application_name') FROM runs
        WHERE id = NEW.run_id;
    RETURN NULL;
END $$;
CREATE TRIGGER trial_runs AFTER INSERT OR UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION trial_note_run();
CREATE TRIGGER trial_steps AFTER INSERT OR UPDATE ON run_steps FOR EACH ROW EXECUTE FUNCTION trial_note_step();
CREATE TRIGGER trial_parts AFTER INSERT OR UPDATE ON run_parts FOR EACH ROW EXECUTE FUNCTION trial_note_part();
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; `pid` is the worker's, 0 where it was no worker. `at` is in seconds since 1970."""

    at: float
    run_id: str
    what: str
    name: str
    attempt: int
    owner: int
    pid: int


def begin(url: str) -> None:
    """Hangs the triggers into the database."""
    with psycopg.connect(url) as connection:
        connection.execute(_TRIGGERS.encode())


def read(url: str) -> list[Entry]:
    """The journal in the order in which things happened."""
    found = []
    for row in rows(url, "SELECT * FROM trial_journal ORDER BY at, seq"):
        name, _, pid = row["application"].rpartition(" ")
        own = int(pid) if name == "zenhire worker" and pid.isdigit() else 0
        at = row["at"].timestamp()
        found.append(Entry(at, row["run_id"], row["what"], row["name"], row["attempt"], row["owner"], own))
    return found


def rows(url: str, query: str) -> list[dict[str, Any]]:
    """The answer of the database, asked again for a while if it is away."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with psycopg.connect(url, row_factory=dict_row) as connection:
                return connection.execute(query.encode()).fetchall()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def by_run(journal: list[Entry]) -> dict[str, list[Entry]]:
    """The journal of each run."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in journal:
        found[entry.run_id].append(entry)
    return found


def recoveries(journal: list[Entry], at: float, pids: list[int]) -> list[float]:
    """For each run that these workers had in hand at a moment: seconds until some worker took it up again.

    Infinite for a run that nobody took up. A run that ended by the same hand was not in need of it.
    """
    found = []
    for entries in by_run(journal).values():
        before = [entry for entry in entries if entry.at <= at]
        holder = next((entry.pid for entry in reversed(before) if entry.what == "attempt"), 0)
        if holder not in pids or before[-1].name in ("success", "partial", "failed"):
            continue
        after = [entry for entry in entries if entry.at > at and entry.what in ("attempt", "status")]
        again = next((entry for entry in after if entry.what == "attempt"), None)
        ended = next((entry for entry in after if entry.what == "status"), None)
        if again is not None and (ended is None or again.at < ended.at):
            found.append(again.at - at)
        elif ended is None:
            found.append(float("inf"))
    return found
