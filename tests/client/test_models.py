"""The client's types say what the served OpenAPI document says, and bear what it does not say yet."""

from __future__ import annotations

import json
import types
import typing
from datetime import datetime
from typing import Any
from unittest.mock import ANY

import pytest
from pydantic import BaseModel

from zenhire.client import Match, Run, RunPage, UnexpectedAnswer, cv_models, detail_models, match_models, models, wire
from zenhire.entry.document import openapi_document
from zenhire.modules.cvdeepmatch.match_example import RESULT

OF_THE_WIRE = {
    "SubmitResponse": models.Submitted,
    "PollResponse": models.Run,
    "RunList": models.RunPage,
    "CreditsResponse": models.Credits,
    "HealthResponse": models.Health,
    "Credits": models.Charge,
    "CvDeepMatchSubmitResponse": match_models.MatchSubmitted,
    "CvDeepMatchRequest": match_models.Match,
    "CvDeepMatchRequestSummary": match_models.MatchSummary,
    "CvDeepMatchRequestList": match_models.MatchPage,
    "CvDeepMatchPagination": match_models.MatchPagination,
    "CvDeepMatchResult": match_models.MatchResult,
    "CvDeepMatchBreakdown": match_models.Breakdown,
    "CvDeepMatchExperienceYears": match_models.ExperienceYears,
    "CvDeepMatchRunError": models.RunError,
    "CvDeepMatchDetails": detail_models.Details,
    "CvDeepMatchExperience": detail_models.ExperienceMatch,
    "CvDeepMatchSkills": detail_models.SkillsMatch,
    "CvDeepMatchEducation": detail_models.EducationMatch,
    "CvDeepMatchJob": detail_models.JobMatch,
    "CvDeepMatchRequirement": detail_models.Requirement,
    "CvDeepMatchEvidence": detail_models.Evidence,
    "CvDeepMatchRefusal": detail_models.Refusal,
    "CvDeepMatchTerm": detail_models.Term,
    "CvDeepMatchBasis": detail_models.Basis,
    "CvDeepMatchNarrative": detail_models.Narrative,
    "CvDeepMatchSuggestion": detail_models.Suggestion,
    "CvDeepMatchDropped": detail_models.Dropped,
    "CvDeepMatchAnalysis": detail_models.Analysis,
    "CvDeepMatchFinding": detail_models.Finding,
    "CvDeepMatchEngine": detail_models.Engine,
    "CvDeepMatchEmbedder": detail_models.Embedder,
}
"""Types that go by another name here."""

KINDS: dict[str, set[type]] = {
    "string": {str, datetime},
    "integer": {int},
    "number": {float},
    "boolean": {bool},
    "array": {list},
    "object": {dict},
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document()


MODULES = (models, match_models, detail_models, cv_models)
BASES = {wire.Wire, wire.Answer, wire.SnakeWire, match_models.SnakeAnswer}


def _schemas(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The schemas of what is answered, by name; errors have classes of their own."""
    schemas: dict[str, dict[str, Any]] = document["components"]["schemas"]
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = _named([one["responses"] for one in operations if "responses" in one])
    while more := _named([schemas[name] for name in names]) - names:
        names |= more
    return {name: schemas[name] for name in sorted(names - {"ErrorResponse"})}


def _named(part: Any) -> set[str]:
    """The schemas that a part of the document refers to."""
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(_named(value) for value in part.values()))
    return set().union(*(_named(value) for value in part)) if isinstance(part, list) else set()


def _model(name: str) -> type[BaseModel]:
    found: type[BaseModel] | None = OF_THE_WIRE.get(name)
    return found or next(getattr(module, name) for module in MODULES if hasattr(module, name))


def test_every_schema_has_its_type_and_no_type_is_made_up(document: dict[str, Any]) -> None:
    ours = {_model(name) for name in _schemas(document)}
    every = (kind for module in MODULES for kind in vars(module).values())
    made = {kind for kind in every if isinstance(kind, type) and issubclass(kind, wire.Wire)}
    assert len(ours) > 40
    assert made - BASES == ours


def test_every_field_is_there_and_none_is_made_up(document: dict[str, Any]) -> None:
    for name, schema in _schemas(document).items():
        fields = {field.alias or key for key, field in _model(name).model_fields.items()}
        assert fields == set(schema["properties"]), name


def test_every_field_has_its_type(document: dict[str, Any]) -> None:
    for name, schema in _schemas(document).items():
        model = _model(name)
        for key, field in model.model_fields.items():
            said = schema["properties"][field.alias or key]
            assert _fits(said, typing.get_type_hints(model)[key]), (name, key)


def test_what_may_be_missing_or_null_is_optional(document: dict[str, Any]) -> None:
    for name, schema in _schemas(document).items():
        model = _model(name)
        for key, field in model.model_fields.items():
            wire = field.alias or key
            nullable = _is_null(schema["properties"][wire])
            assert not nullable or type(None) in typing.get_args(typing.get_type_hints(model)[key]), (name, key)
            assert wire in schema.get("required", []) or not field.is_required(), (name, key)


def _is_null(said: dict[str, Any]) -> bool:
    return any(one.get("type") == "null" for one in said.get("anyOf", []))


def _fits(said: dict[str, Any], hint: Any) -> bool:
    """Whether every value that the document allows has a place in the type."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        options = [one for one in typing.get_args(hint) if one is not type(None)]
        parts = [one for one in said.get("anyOf", [said]) if one.get("type") != "null"]
        return all(any(_fits(part, option) for option in options) for part in parts)
    if "$ref" in said:
        return bool(hint is _model(said["$ref"].rpartition("/")[2]))
    origin, inner = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin not in KINDS.get(said.get("type", ""), set()):
        return False
    if said["type"] == "array":
        return _fits(said["items"], inner[0])
    of_values = said.get("additionalProperties")
    return not isinstance(of_values, dict) or _fits(of_values, inner[1])


def test_the_statuses_are_those_of_the_document(document: dict[str, Any]) -> None:
    for name, ours in (("PollResponse", models.Status), ("CvDeepMatchRequest", match_models.MatchStatus)):
        said = document["components"]["schemas"][name]["properties"]["status"]["enum"]
        assert set(said) == set(typing.get_args(ours))
    assert set(typing.get_args(models.Status)) >= models.FINISHED
    assert set(typing.get_args(match_models.MatchStatus)) > match_models.ENDED


def test_a_match_is_typed_to_the_last_passage() -> None:
    body = json.dumps({"id": "m", "status": "finished", "cv2jd_result": {**RESULT, "rank": 3}}).encode()
    result = Match.parse(200, body).result
    assert result is not None
    assert result.details is not None
    assert result.details.skills.requirements[0].evidence[0].quote == "Kept the stock of 4,000 items"
    assert result.details.work_experience.jobs[0].basis[0].quote == "Shift Supervisor"
    assert result.engine is not None
    assert result.engine.embedder.model == "all-MiniLM-L6-v2"
    assert result.model_extra == {"rank": 3}
    assert result.model_dump(mode="json", by_alias=True) == {**RESULT, "breakdown": ANY, "rank": 3}


@pytest.mark.parametrize("name", ["details", "narrative", "analysis", "engine"])
@pytest.mark.parametrize("odd", [{"of": ["another", "platform"]}, "in words", 7, [], None])
def test_what_another_platform_means_by_a_name_is_no_obstacle(name: str, odd: object) -> None:
    found = {"overall_score": 0.5, "breakdown": {"skills": 1}, name: odd}
    match = Match.parse(200, json.dumps({"id": "m", "status": "finished", "cv2jd_result": found}).encode())
    assert match.result is not None
    assert match.result.overall_score == 0.5
    assert json.loads(match.body)["cv2jd_result"][name] == odd


def test_what_is_not_known_is_kept() -> None:
    body = b'{"id": "r", "status": "dreaming", "scores": {"overall": 1.5, "grammar": 2}, "newField": [1]}'
    run = Run.parse(200, body)
    assert (run.status, run.finished) == ("dreaming", False)
    assert run.model_extra == {"newField": [1]}
    assert run.scores is not None
    assert run.scores.model_extra == {"grammar": 2}
    assert run.body == body


def test_the_least_that_the_contract_promises_is_enough() -> None:
    assert Run.parse(200, b'{"id": "r", "status": "success"}').scored
    assert RunPage.parse(200, b'{"runs": []}').pagination.has_more is False
    assert models.Submitted.parse(202, b'{"id": "r", "status": "queued"}').queue_position is None
    assert models.Credits.parse(200, b'{"creditBalance": 412}').usage is None
    assert match_models.MatchSubmitted.parse(202, b'{"id": "m", "status": "processing"}').idempotent_replay is False
    assert match_models.MatchPage.parse(200, b'{"data": []}').next_cursor is None
    least = b'{"id": "m", "status": "finished", "cv2jd_result": {"overall_score": 0.5, "breakdown": {"skills": 1}}}'
    match = Match.parse(200, least)
    assert match.result is not None
    assert (match.finished, match.result.overall_score, match.result.breakdown.skills) == (True, 0.5, 1.0)
    assert Match.parse(200, b'{"id": "m", "status": "finished", "cv_parser_result": {}}').cv_parser_result is not None


def test_a_wrong_answer_is_named_without_its_content() -> None:
    with pytest.raises(UnexpectedAnswer, match=r"scores\.overall") as caught:
        Run.parse(200, b'{"id": "r", "status": "success", "scores": {"overall": "the secret words"}}')
    assert "secret" not in str(caught.value)


def test_answers_do_not_change() -> None:
    run = Run.parse(200, b'{"id": "r", "status": "queued"}')
    with pytest.raises(ValueError, match="frozen"):
        run.status = "success"
