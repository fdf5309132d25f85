"""Industries: what a name stands for, and which are akin."""

from __future__ import annotations

import re
from functools import lru_cache

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.words.industries import industry_of

# Names in configs that the words for employers do not tell.
_NAMES = {
    **dict.fromkeys(("it", "information technology", "technology", "tech", "saas", "internet"), "Software and IT"),
    **dict.fromkeys(("fintech", "finance", "financial services", "accounting"), "Banking and finance"),
    **dict.fromkeys(("health", "healthcare", "life sciences", "biotech", "biotechnology"), "Healthcare"),
    **dict.fromkeys(("e-commerce", "ecommerce", "fashion", "consumer goods", "fmcg", "apparel"), "Retail"),
    **dict.fromkeys(("food", "food and beverage", "food & beverage", "tourism", "gastronomy"), "Hospitality and food"),
    **dict.fromkeys(("supply chain", "transportation", "aviation", "airline"), "Logistics and transport"),
    **dict.fromkeys(("government", "public administration", "defense", "defence", "non-profit"), "Public sector"),
    **dict.fromkeys(("arts", "entertainment", "publishing", "design", "digital media"), "Media and design"),
    **dict.fromkeys(("engineering", "industrial", "electronics"), "Manufacturing"),
    **dict.fromkeys(("real estate", "architecture"), "Construction"),
    **dict.fromkeys(("advertising", "public relations", "pr", "marketing", "sales"), "Sales and marketing"),
    **dict.fromkeys(("hr", "human resources", "staffing", "recruiting", "recruitment"), "Human resources"),
    **dict.fromkeys(("bpo", "professional services", "management consulting"), "Consulting"),
    **dict.fromkeys(("sports", "wellness", "fitness", "beauty"), "Beauty and fitness"),
    **dict.fromkeys(("utilities", "oil and gas", "oil & gas", "renewables"), "Energy"),
}
_RELATED = (
    "Healthcare/Research/Beauty and fitness; Education/Research/Public sector; Software and IT/Telecommunications"
    "/Consulting; Banking and finance/Insurance/Consulting/Legal; Construction/Manufacturing/Energy; Logistics and"
    " transport/Retail/Manufacturing; Manufacturing/Automotive/Energy; Retail/Hospitality and food/Sales and marketing;"
    " Media and design/Sales and marketing/Software and IT; Public sector/Legal; Human resources/Consulting;"
    " Agriculture/Hospitality and food"
)


@lru_cache(maxsize=1)
def _related() -> frozenset[tuple[str, str]]:
    """Pairs: the first of each group with each other."""
    found = set()
    for group in _RELATED.split(";"):
        first, *others = (name.strip() for name in group.split("/"))
        found |= {(first, other) for other in others} | {(other, first) for other in others}
    return frozenset(found)


@lru_cache(maxsize=256)
def industry_named(name: str) -> str | None:
    """The industry that a name in a config stands for, None where it is none that is known."""
    plain = " ".join(fold(name).split())
    return _NAMES.get(plain) or industry_of(name, name)


def related(one: str, two: str) -> bool:
    """Whether work in one of two industries tells something about the other."""
    return (one, two) in _related()


def named_in(name: str, text: str) -> bool:
    """Whether an industry's name stands in a text, as words."""
    plain = " ".join(fold(name).split())
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", " ".join(fold(text).split())) is not None


def by_table(name: str, guess: str | None) -> tuple[float, str] | None:
    """How well a job's guessed industry answers a name, and by which rule."""
    asked = industry_named(name)
    if guess is None or asked is None:
        return None
    if guess == asked:
        return 1.0, "same"
    return (k.RELATED_INDUSTRY, "related") if related(asked, guess) else None
