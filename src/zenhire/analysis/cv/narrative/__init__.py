"""A few sentences about a match in a language model's words, of which only what can be verified is kept.

`prompt` asks, `verify` checks. Nothing here asks a model, and nothing here changes a score.
"""

from zenhire.analysis.cv.narrative.prompt import prompt, schema
from zenhire.analysis.cv.narrative.types import Dropped, Narrative, NarrativeUnusable, Suggestion
from zenhire.analysis.cv.narrative.verify import verify

__all__ = ["Dropped", "Narrative", "NarrativeUnusable", "Suggestion", "prompt", "schema", "verify"]
