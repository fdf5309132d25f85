"""Asks a platform everything that its own OpenAPI document allows and forbids, and checks each answer against it."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import strategies
from schemathesis import Case, CheckContext, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import Status, events, from_schema
from schemathesis.hooks import unregister
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.transport.serialization import Binary

from zenhire.kit.pagination import encode_cursor
from zenhire.modules.cvdeepmatch.examples import CONFIG
from zenhire.modules.speech.schemas import LANGUAGES

schemathesis.openapi.format("cursor", strategies.integers(0, 2**63 - 1).map(encode_cursor))

LENIENT = frozenset({"limit", "offset", "tags"})
"""Of lists: numbers that are none or out of bounds are mended, tags may be sent in three forms.

Of lists and forms: what is sent empty counts as left out, and a language may be in upper case.
"""

LABELS: tuple[dict[str, str | float | bool], ...] = (
    {},
    {"candidate_id": "5521"},
    {"n": 1, "share": -2.5e-7, "great": 2**70, "yes": True, "empty": "", "ünïcödé 候補者": "\U0001f600 \u2028"},
    {"k" * 40: "v" * 500},
    {f"key {number}": number for number in range(50)},
)
CUTS: tuple[dict[str, int | None], ...] = (
    {},
    {"startMs": 0},
    {"startMs": 1, "endMs": 200},
    {"endMs": 150, "startMs": None},
)
CONFIGS: tuple[dict[str, Any], ...] = (
    CONFIG,
    {**CONFIG, "position_name": "\U0001f600", "_private": [None], "explanations": {"any": ["shape"]}},
    {**CONFIG, "requirements": {**CONFIG["requirements"], "education": {"is_enabled": False}}},
)
"""What a valid `metadata`, `cutSettings` and `config` may hold: text that a schema's pattern cannot make."""
NEVER_EMPTY = frozenset({"externalId", "idempotency_key", "position_id", "job_description", "config"})
"""Of forms: sent empty they are wrong, and not left out."""


@dataclass(frozen=True, slots=True)
class Things:
    """What a valid `audio` and a valid `cv_file` may be, and ids of runs and matches that polls may ask for."""

    recordings: Sequence[bytes]
    cvs: Sequence[bytes]
    runs: Sequence[str]
    matches: Sequence[str]


@dataclass(slots=True)
class Outcome:
    """What was asked, and what was wrong with the answers."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    checks: Counter[str] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether every answer was as the document says, and everything could be asked."""
        return not self.failures and not self.errors

    def report(self) -> str:
        """All that was wrong, with how to ask for it again."""
        return "\n\n".join([*self.errors, *(f"{name}\n{shown}" for name, shown in self.failures.items())])


@schemathesis.check
def documented_code(ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """An error's code is among the examples of its operation and status."""
    if response.status_code < 400 or not response.content:
        return
    try:
        code = response.json()["error"]["code"]
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(operation=case.operation.label, title="No envelope", message=repr(error)) from error
    if code in ("NOT_FOUND", "METHOD_NOT_ALLOWED"):
        return
    described = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    examples = described.get("content", {}).get("application/json", {}).get("examples", {})
    known = {example["value"]["error"]["code"] for example in examples.values()}
    if case.method.upper() != "HEAD" and code not in known:
        message = f"{response.status_code} {code} is not among {', '.join(sorted(known))}"
        raise Failure(operation=case.operation.label, title="Undocumented code", message=message)


def examine(
    document: dict[str, Any],
    base_url: str,
    key: str,
    *,
    things: Things,
    examples: int,
    seed: int = 1,
    steps: int = 6,
) -> Outcome:
    """Runs every phase: the document's examples, its limits one by one, `examples` random cases for each operation,
    and chains of operations along the document's links.
    """
    schema = schemathesis.openapi.from_dict(document, config=_config(base_url, key, examples, seed, steps))
    hooks = _hooks(things)
    for hook in hooks:
        schemathesis.hook(hook)
    outcome = Outcome()
    try:
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                _note(outcome, event)
            elif isinstance(event, events.NonFatalError):
                outcome.errors.append(f"{event.label}: {event.value}")
            elif isinstance(event, events.FatalError):
                raise event.exception
    finally:
        for hook in hooks:
            unregister(hook)
    return outcome


def _config(base_url: str, key: str, examples: int, seed: int, steps: int) -> schemathesis.Config:
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "base-url": base_url,
            "headers": {"X-API-Key": key},
            "continue-on-failure": True,
            "request-timeout": 60,
            "suppress-health-check": ["all"],
            "generation": {
                "max-examples": examples,
                "deterministic": True,
                "database": "none",
                "no-shrink": True,
                # The key goes along with every request; keys themselves are tried by `ignored_auth`.
                "with-security-parameters": False,
            },
            "phases": {"stateful": {"max-steps": steps}, "examples": {"fill-missing": True}},
        }
    )


def _hooks(things: Things) -> list[Callable[..., Any]]:
    def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
        """Random bytes are no recording, random text no JSON: what is sent validly is of use."""
        if not isinstance(case.body, dict) or case.meta is None:
            return
        mode, parts = case.meta.generation.mode, dict(case.meta.components)
        body: dict[str, Any] = case.body
        chance = random.Random(repr(sorted((name, repr(value)) for name, value in body.items())))
        for name, files in (("audio", things.recordings), ("cv_file", things.cvs)):
            if isinstance(body.get(name), Binary):
                body[name] = Binary(chance.choice(list(files)))
        for name, values in (("metadata", LABELS), ("cutSettings", CUTS), ("config", CONFIGS)):
            if name in body and mode.is_positive:
                body[name] = json.dumps(chance.choice(values), ensure_ascii=chance.random() < 0.5)
        # Bytes are no string to what judges a changed case anew; this one stays as valid as it was.
        case.meta.generation.mode = mode
        case.meta.components.update(parts)

    def map_path_parameters(context: HookContext, path_parameters: dict[str, Any]) -> dict[str, Any]:
        """Every second poll asks for a run that exists."""
        chance = random.Random(repr(path_parameters))
        known = {"requestId": things.runs, "id": things.matches}
        if not path_parameters or chance.random() < 0.5:
            return path_parameters
        return {name: chance.choice(list(known.get(name) or [value])) for name, value in path_parameters.items()}

    def filter_failure(context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
        """Drops what the document cannot say in a schema, and says in words."""
        return not _promised(failure, case, response)

    return [before_call, map_path_parameters, filter_failure]


def _promised(failure: Failure, case: Case[Any], response: Response) -> bool:
    if isinstance(failure, RejectedPositiveData) and response.status_code == 400:
        # A webhook's host must be a public name; a format says only that it is a URL.
        details = response.json()["error"].get("details") or {} if response.content else {}
        return "webhook_url" in details.get("fields", {})
    if isinstance(failure, AcceptedNegativeData) and case.meta is not None:
        data = case.meta.phase.data
        spoilt = {getattr(data, "parameter", None), *(one.parameter for one in getattr(data, "mutations", ()))} - {None}
        listed = case.operation.label.endswith(("/runs", "/requests"))
        sent = case.query if listed else case.body if isinstance(case.body, dict) else {}
        return bool(spoilt) and all(_mended(name, sent.get(name), listed) for name in spoilt)
    return False


def _mended(name: str, value: Any, listed: bool) -> bool:
    """Whether the API promises in words to take this value of a parameter, against its schema."""
    if isinstance(value, list) and not listed and (not value or str(value[-1]).strip()):
        # A list in a form is a repeated part, of which the last counts, or no part at all.
        return True
    text = (value[-1] if isinstance(value, list) and len(value) == 1 else value) or ""
    if isinstance(text, str) and not text.strip():
        return name not in NEVER_EMPTY or listed
    if listed:
        return name in LENIENT
    return name == "language" and isinstance(text, str) and text.strip().lower() in LANGUAGES


def _note(outcome: Outcome, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    for case_id, node in recorder.cases.items():
        outcome.cases[event.phase.value] += 1
        interaction = recorder.interactions.get(case_id)
        if interaction is not None and interaction.response is not None:
            label = node.value.operation.label
            outcome.statuses.setdefault(label, Counter())[interaction.response.status_code] += 1
        for check in recorder.checks.get(case_id, []):
            outcome.checks[check.name] += 1
            if check.status is Status.FAILURE and check.failure_info is not None:
                failure = check.failure_info.failure
                shown = f"{failure.operation}: {check.name}: {failure.title}"
                outcome.failures.setdefault(shown, _shown(failure.message, check.failure_info.code_sample))


def _shown(message: str, request: str) -> str:
    """The failure and how to ask for it again, without what a terminal cannot show."""
    return "".join(char if char.isprintable() or char == "\n" else "." for char in f"{message}\n{request[:600]}")
