"""What the OpenAPI document says of CV DeepMatch's operations beyond its schemas."""

from __future__ import annotations

from typing import Any

from zenhire.kit.errors import InternalError, InvalidInput, PipelineUnavailable, RequestNotFound
from zenhire.kit.openapi import Failure, errors, raised
from zenhire.modules.cvdeepmatch import examples
from zenhire.modules.cvdeepmatch.config_schema import SCHEMAS as CONFIG_SCHEMAS
from zenhire.modules.cvdeepmatch.errors import InvalidFileContent, KeyRefused, RateLimited
from zenhire.modules.cvdeepmatch.form_schema import FORM, SCHEMA
from zenhire.modules.cvdeepmatch.listing import parse_query
from zenhire.modules.cvdeepmatch.match_words import DESCRIPTIONS as OF_MATCHES
from zenhire.modules.cvdeepmatch.match_words import NAMES as NAMES
from zenhire.modules.cvdeepmatch.parsed_words import DESCRIPTIONS as OF_CVS
from zenhire.modules.cvdeepmatch.schemas import WORDS, CvDeepMatchSubmitResponse
from zenhire.platform.access import reworded
from zenhire.platform.accounts.errors import MissingPermission, Unauthenticated
from zenhire.platform.credits.errors import InsufficientCredits
from zenhire.platform.openapi import NOT_HTTP, key_errors
from zenhire.platform.runs.openapi import list_parameters
from zenhire.platform.webhooks.errors import InsecureWebhookUrl, PrivateWebhookUrl
from zenhire.platform.webhooks.openapi import webhook
from zenhire.platform.webhooks.types import CVDEEPMATCH_FINISHED

SUBMISSION_TAG = {"name": "CV DeepMatch — Submission", "description": "A CV in, matched with one position."}
LIFECYCLE_TAG = {"name": "CV DeepMatch — Lifecycle", "description": "How your matches stand, and what they found."}

SCHEMAS = {"CvDeepMatchSubmitRequest": SCHEMA, **CONFIG_SCHEMAS}
"""Component schemas that no type stands for."""

DESCRIPTIONS = {**OF_CVS, **OF_MATCHES}
"""What fields mean whose types do not say it themselves."""


def _field(kind: type[InvalidFileContent | InsecureWebhookUrl | PrivateWebhookUrl], name: str, said: str) -> Failure:
    return kind(said, details={"fields": {name: [said]}})


def _url(kind: type[InsecureWebhookUrl | PrivateWebhookUrl]) -> Failure:
    return _field(kind, "webhook_url", kind.default_message)


_INVALID = InvalidInput.of(
    {
        "position_id": ["Must be 1-28 characters of A-Z a-z 0-9 . _ -"],
        "config.requirements.skills.importance": ["Must be an integer from 1 to 5 (1 barely matters, 5 is critical)."],
    }
)
_POLL_LINK = {
    "operationId": "pollCvDeepMatch",
    "parameters": {"id": "$response.body#/id"},
    "description": "Poll the match with its `id`.",
}
_LINKS = {
    "poll": _POLL_LINK,
    "listed": {
        "operationId": "listCvDeepMatch",
        "parameters": {"externalId": "$response.body#/externalId"},
        "description": "Find it among your matches by its correlation tag.",
    },
}

SUBMIT: dict[str, Any] = {
    "operation_id": "submitCvDeepMatch",
    "tags": [SUBMISSION_TAG["name"]],
    "summary": "Submit CV DeepMatch",
    "description": "Takes a CV and a position in and answers at once with the match's `id`. Poll it for the result."
    " Everything that is wrong with the form is told at once. The price, 3 credits, is held now and charged only when"
    " the match is finished. `source` and parts that are not listed are ignored; of a text part that is sent"
    " repeatedly the last counts, but for `tags`.",
    "openapi_extra": {"requestBody": {"required": True, "description": "CV and position.", "content": FORM}},
    "response_description": "Accepted: the work goes on by itself.",
    "responses": {
        200: {
            "description": "A replay: the `idempotency_key` was used before.",
            "model": CvDeepMatchSubmitResponse,
            "content": {"application/json": {"examples": examples.REPLAYED}},
            "links": _LINKS,
        },
        202: {"content": {"application/json": {"examples": examples.SUBMITTED}}, "links": _LINKS},
    }
    | errors(
        _INVALID,
        _field(InvalidFileContent, "cv_file", "The file is no PDF inside. Export the CV again."),
        _url(InsecureWebhookUrl),
        _url(PrivateWebhookUrl),
        InsufficientCredits.of(cost=3, balance=4, held=3),
        reworded(MissingPermission(), KeyRefused),
        PipelineUnavailable,
        InternalError,
        outside_handler=key_errors(KeyRefused, submits=True),
    ),
}

POLL: dict[str, Any] = {
    "operation_id": "pollCvDeepMatch",
    "tags": [LIFECYCLE_TAG["name"]],
    "summary": "Poll CV DeepMatch",
    "description": "How the match stands. Unfinished ones may be polled once in 10 seconds each; ended ones freely. One"
    " that `failed` says why in `error`, inside a 200 answer, and cost nothing.",
    "response_description": "The match.",
    "responses": {200: {"content": {"application/json": {"examples": examples.POLLED}}}}
    | errors(
        RequestNotFound,
        reworded(MissingPermission(), Unauthenticated),
        RateLimited(details={"retry_after_seconds": 7}, retry_after=7),
        InternalError,
        outside_handler=(*key_errors(Unauthenticated), NOT_HTTP),
    ),
}

LIST: dict[str, Any] = {
    "operation_id": "listCvDeepMatch",
    "tags": [LIFECYCLE_TAG["name"]],
    "summary": "List CV DeepMatch",
    "description": "Your matches, newest first, without their results. Filters combine with AND; one that is sent empty"
    " counts as left out.",
    "openapi_extra": {"parameters": list_parameters(WORDS, "next_cursor")},
    "response_description": "A page of matches.",
    "responses": {
        200: {
            "content": {"application/json": {"examples": examples.LISTED}},
            "links": {
                "poll": {**_POLL_LINK, "parameters": {"id": "$response.body#/data/0/id"}},
                "next": {
                    "operationId": "listCvDeepMatch",
                    "parameters": {"cursor": "$response.body#/next_cursor"},
                    "description": "The page after this one, unless it is null.",
                },
            },
        }
    }
    | errors(
        raised(parse_query, {"status": ["success"]}),
        reworded(MissingPermission(), Unauthenticated),
        InternalError,
        outside_handler=(*key_errors(Unauthenticated), NOT_HTTP),
    ),
}

_TEXT = {"type": "string"}
_FINISHED_FIELDS = {
    "external_request_id": {**_TEXT, "description": "The match's id, under its older name."},
    "id": {**_TEXT, "description": "The match's id."},
    "application_id": {**_TEXT, "description": "A handle of this match for your own records, the same each time."},
    "status": {**_TEXT, "enum": ["finished", "failed"], "description": "How the match ended."},
    "cv2jd_result": {
        "type": ["object", "null"],
        "description": "The scores, without evidence; null on failed ones. All else is in a poll.",
        "properties": {
            "overall_score": {"type": "number", "description": "As in a poll."},
            "breakdown": {
                "type": "object",
                "additionalProperties": {"type": "number"},
                "description": "As in a poll.",
            },
        },
    },
    "error": {
        "type": "object",
        "description": "Why the match failed; only on failed ones.",
        "properties": {
            "code": {**_TEXT, "description": "Stable code, as in a poll."},
            "message": {**_TEXT, "description": "For people."},
        },
    },
}

WEBHOOKS: dict[str, Any] = {
    "cvDeepMatchFinished": webhook(
        CVDEEPMATCH_FINISHED,
        operation_id="cvDeepMatchFinished",
        tag=LIFECYCLE_TAG["name"],
        summary="CV DeepMatch finished",
        schema={
            "type": "object",
            "required": ["external_request_id", "id", "application_id", "status", "cv2jd_result"],
            "properties": _FINISHED_FIELDS,
        },
        example=examples.FINISHED,
    )
}
