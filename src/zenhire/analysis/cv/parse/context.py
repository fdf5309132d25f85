"""What every reader of a part of the CV is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zenhire.analysis.cv.parse.dates.ranges import DateRange
from zenhire.analysis.cv.parse.rows import Pages, Quote
from zenhire.analysis.cv.parse.schema import Location, Span, Spans
from zenhire.analysis.cv.parse.words.places import country_code


@dataclass(frozen=True, slots=True)
class Context:
    """The CV's text, its pages, the day that 'present' means, and how its numeric dates are written.

    `edges`: the right end of each column of each page.
    """

    text: str
    pages: Pages
    as_of: date
    day_comes_first: bool | None
    edges: Mapping[tuple[int, int], float] = field(default_factory=dict)

    def quote(self, start: int, end: int) -> Quote:
        """A part of the text."""
        return Quote(self.text[start:end], start, end)

    def spans(self, **quotes: Quote | list[Quote] | None) -> Spans:
        """Where values stand, those that are null left out."""
        found: Spans = {}
        for name, quote in quotes.items():
            some = quote if isinstance(quote, list) else [quote] if quote else []
            if some:
                found[name] = [self.pages.of(item) for item in some]
        return found

    def date_spans(self, item: DateRange | None, offset: int) -> dict[str, list[Span]]:
        """Where the ends of a range stand, in a line that begins at `offset`."""
        if item is None:
            return {}
        ends = {"startDate": (item.first, item.first_at), "endDate": (item.last, item.last_at)}
        found = {name: [self._moved(at, offset)] for name, (value, at) in ends.items() if value}
        if item.current:
            found["current"] = [self._moved((item.start, item.end), offset)]
        return found

    def _moved(self, at: tuple[int, int], offset: int) -> Span:
        return self.pages.span(offset + at[0], offset + at[1])


def location(quote: Quote | None) -> Location | None:
    """The place in the CV's words, with the country that it names."""
    return Location(quote.text, country_code(quote.text)) if quote else None


def value(quote: Quote | None) -> str | None:
    """The words, white space made plain."""
    return " ".join(quote.text.split()) if quote else None
