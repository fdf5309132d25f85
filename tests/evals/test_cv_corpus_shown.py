"""What a printed CV shows of a person's gold."""

from __future__ import annotations

from typing import Any

import pytest

from evals.cv_corpus.__main__ import SEED
from evals.cv_corpus.people import WORDS_PUBLIC, gold, people
from evals.cv_corpus.shown import shown


def _gold(**more: Any) -> dict[str, Any]:
    job = {"name": "Hafen AG", "position": "Gärtner", "location": "Kiel", "highlights": ["Rosen geschnitten", "Mähen"]}
    return {
        **{"language": "de", "name": "Jörg Straße", "email": "j@example.org", "phone": "+49 1", "location": "Kiel"},
        **{"summary": None, "education": [], "skills": ["R", "SAP FI"], "certificates": [], "languages": []},
        "experience": [{**job, "startDate": "2019-03", "endDate": "2021-10"}],
        **more,
    }


def _shown(gold: dict[str, Any], text: str) -> dict[str, Any]:
    german = next(person for person in people(20, SEED, WORDS_PUBLIC) if person.language == "de")
    return shown(gold, text, german)


def _start(text: str) -> str | None:
    told = _shown(_gold(), f"Gärtner {text}")
    return told["experience"][0]["startDate"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "written",
    [
        *("März 2019", "MÄRZ 2019", "March 2019", "Mar 2019", "Mar. 2019", "Mar '19", "Mar 1, 2019", "1 March 2019"),
        *("03/2019", "3/2019", "03.2019", "3.2019", "2019-03", "2019/03", "2019-03-01", "01.03.2019", "3/1/2019"),
        *("March, 2019", "March of 2019", "2019 March", "03/19", "2019-\r\n03"),
    ],
)
def test_a_month_stays_in_any_way_of_writing_it(written: str) -> None:
    assert _start(f"{written} - 2021") == "2019-03"


@pytest.mark.parametrize("written", ["2019", "2018-2019", "May 2019", "13/2019", "2019-01", "März 2018, 2019"])
def test_a_date_without_its_month_becomes_a_year(written: str) -> None:
    assert _start(written) == "2019"


@pytest.mark.parametrize("written", ["", "März", "12019", "20190"])
def test_a_date_without_its_year_is_none(written: str) -> None:
    assert _start(written) is None


def test_values_stay_when_parted_or_in_capitals_and_go_when_missing() -> None:
    told = _shown(_gold(), "JORG STRASSE, Kiel\r\nGärtner, Ha-\r\nfen AG. Rosen ge\ufffeschnitten. Rost, SAP/FI")
    assert (told["name"], told["location"], told["email"]) == ("Jörg Straße", "Kiel", None)
    job = told["experience"][0]
    assert (job["name"], job["position"], job["highlights"]) == ("Hafen AG", "Gärtner", ["Rosen geschnitten"])
    assert job["location"] is None, "Kiel stands there once, as the person's"
    assert told["skills"] == ["SAP FI"], "R is no word of the text"


def test_a_job_of_which_nothing_stands_there_is_none() -> None:
    assert _shown(_gold(), "2019")["experience"] == []


def test_the_level_of_a_language_is_told_by_words_or_code() -> None:
    spoken = _gold(languages=[{"language": "Englisch", "level": "C1"}])
    levels = [_shown(spoken, text)["languages"][0]["level"] for text in ("Englisch C1", "Englisch")]
    assert levels == ["C1", None]
    person = people(1, SEED, WORDS_PUBLIC)[0]
    name, said, level = person.spoken[0]
    told = shown(gold(person, "any"), f"{name}: {said}", person)
    assert told["languages"] == [{"language": name, "level": level}]
