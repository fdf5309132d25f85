"""JSON objects of the API, and whole answers: fields that this version does not know are kept."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic.alias_generators import to_camel

from zenhire.client.errors import UnexpectedAnswer

SNAKE_CASE = ConfigDict(alias_generator=None)
"""For objects whose fields are in snake case on the wire, too."""


class Wire(BaseModel):
    """A JSON object of the API."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow", frozen=True)


class SnakeWire(Wire):
    """A JSON object whose names are in snake case, but for those that say otherwise."""

    model_config = SNAKE_CASE


class Answer(Wire):
    """The whole body of an answer."""

    _body: bytes = PrivateAttr(b"")

    @property
    def body(self) -> bytes:
        """The JSON as the platform sent it."""
        return self._body

    @classmethod
    def parse(cls, status: int, body: bytes) -> Self:
        """The answer in these bytes. Raises UnexpectedAnswer when they hold something else."""
        try:
            answer = cls.model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "body"
            raise UnexpectedAnswer(
                f"The answer is not a {cls.__name__} of this API ({where}: {first['msg']})."
                " Is the address that of a zenhire platform?",
                status=status,
            ) from None
        answer._body = body
        return answer
