"""Fields of a CV: who, jobs, studies, skills, languages. `parse` makes them, `scorable` takes the person out."""

from zenhire.analysis.cv.parse.parser import parse
from zenhire.analysis.cv.parse.schema import ParsedCv, from_json, to_json
from zenhire.analysis.cv.parse.scorable import ScorableCv, scorable

__all__ = ["ParsedCv", "ScorableCv", "from_json", "parse", "scorable", "to_json"]
