"""How well skills are recognised: pairs of names that are the same, related or neither; traps; spans named in job ads.

Pairs come from O*NET's technology skills: `same` are a phrase and its abbreviation (`Structured query language SQL`),
and a product with and without its maker; `related` two products of one commodity; `unrelated` two of different
families of commodities. Of ESCO's groups of skills `same` are a group and its other labels, `related` two groups of one
parent, `unrelated` two of different pillars. Traps are pairs of names that look alike. Of SkillSpan's sentences each
labelled knowledge or skill is asked for in its own sentence, and in one where it does not stand. AUC is against
`unrelated`. The scale of the similarity is chosen on four fifths of the pairs and measured on the last, for each fifth.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from zenhire.analysis.cv.skills import RULES, Book, Rule, book, match_skills, similarity
from zenhire.analysis.cv.skills.normal import words
from zenhire.analysis.cv.skills.reading import read
from zenhire.analysis.cv.skills.requirement import MAKERS
from zenhire.analysis.cv.skills.tables import enlarged
from zenhire.engines.embedder import similarities
from zenhire.engines.embedder.minilm import from_store
from zenhire.kit.settings import default_models_dir

SEED, FOLDS, PAIRS, SPANS = 20261122, 5, 400, 1200
Pair = tuple[str, str]
STAGES: Mapping[str, tuple[Rule, ...]] = {
    "exact": ("exact",),
    "+ alias": ("exact", "alias"),
    "+ spelling": ("exact", "alias", "spelling"),
    "+ words": ("exact", "alias", "spelling", "words"),
    "+ related": ("exact", "alias", "spelling", "words", "implied", "near"),
    "+ part": ("exact", "alias", "spelling", "words", "implied", "near", "part"),
    "all": RULES,
    **{f"all but {rule}": tuple(one for one in RULES if one != rule) for rule in RULES if rule != "exact"},
    "similar only": ("similar",),
}
_ALIKE = (
    "Java/JavaScript; C/C++; C/C#; C++/C#; C#/F#; R/R&D; Go/Google Ads; Go/Django; SAS/SAP; SAS/Sass; SQL/NoSQL;"
    " Scala/Scalability; Rust/Rust removal; Swift/SWIFT payments; React/Reactive person; Spring/Spring cleaning;"
    " Spring Boot/Boot repair; Excel/Excellence; Access/Access control; Word/Word of mouth;"
    " Oracle/The oracle of Delphi; Python/Monty Python; Ruby/Ruby ring; Perl/Pearl jewellery; Unity/Unity of command;"
    " Chef/Sous chef; Spark/Spark plugs; Outlook/Economic outlook; Windows/Window cleaning; Salesforce/Sales force;"
    " Workday/A long workday; Node.js/Lymph node; Logistics/Logistic regression; Accounting/Account opening;"
    " Marketing/Supermarket; Nursing/Nursery; Electronics/Electronic mail; HTML/XML; TypeScript/Manuscript;"
    " Angular/Angular momentum; Pandas/Panda bears; Airflow/Airflow testing; Hive/Beehive; Tableau/Table setting;"
    " Docker/Dock worker; Puppet/Puppet show; Project Management/Program evaluation; .NET/Internet; Flask/Vacuum flask"
)
TRAPS: tuple[Pair, ...] = tuple(
    pair for row in _ALIKE.split(";") for one, two in [row.strip().split("/")] for pair in ((one, two), (two, one))
)


def _technology(data: Path) -> dict[str, str]:
    """Product -> commodity."""
    with (data / "onet_tables" / "Technology Skills.txt").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["Example"].removesuffix(" software"): row["Commodity Code"] for row in rows}


def _same(names: Iterable[str]) -> list[Pair]:
    found: list[Pair] = []
    for name in names:
        parts = name.split()
        initials = "".join(part[0] for part in re.split(r"[\s-]+", " ".join(parts[:-1])) if part)
        if len(parts) > 2 and parts[-1].isupper() and initials.lower() == parts[-1].lower():
            found.append((" ".join(parts[:-1]), parts[-1]))
        elif len(parts) > 1 and parts[0].lower() in MAKERS and len(" ".join(parts[1:])) > 4:
            found.append((name, " ".join(parts[1:])))
    return found


def _pairs(data: Path) -> dict[str, list[Pair]]:
    chance, of = random.Random(SEED), _technology(data)
    names = sorted(of)
    groups = defaultdict(list)
    for name in names:
        groups[of[name]].append(name)
    same = _same(names)
    related = [(one, two) for group in groups.values() if len(group) > 1 for one, two in [chance.sample(group, 2)]]
    drawn = [tuple(chance.sample(names, 2)) for _ in range(3 * PAIRS)]
    unrelated = [
        (one, two) for one, two in drawn if of[one][:6] != of[two][:6] and not set(words(one)) & set(words(two))
    ]
    picked = {"same": same, "related": related, "unrelated": unrelated}
    return {kind: sorted(chance.sample(pairs, min(PAIRS, len(pairs)))) for kind, pairs in picked.items()}


def _esco(data: Path) -> dict[str, list[Pair]]:
    """Pairs from ESCO's groups of skills, which are phrases rather than names."""
    chance, others = random.Random(SEED), dict[str, list[str]]()
    code_of: dict[str, str] = {}
    with (data / "esco_title_retrieval" / "skillGroups.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if "/skill/" in row["ORIGINURI"]:
                code_of.setdefault(row["PREFERREDLABEL"], row["CODE"])
                others.setdefault(row["PREFERREDLABEL"], []).extend(row["ALTLABELS"].split("\n"))
    labels = sorted(code_of)
    same = {(one, two.strip()) for one in labels for two in others[one] if two.strip() not in ("", one)}
    pairs = [(one, two) for one in labels for two in labels if one < two]
    related = [pair for pair in pairs if len({code_of[one].rpartition(".")[0] or "-" for one in pair} - {"-"}) == 1]
    related = [(one, two) for one, two in related if "." in code_of[one] and "." in code_of[two]]
    unrelated = [
        (one, two)
        for one, two in pairs
        if code_of[one][:2] != code_of[two][:2] and not set(words(one)) & set(words(two))
    ]
    picked = {"same": sorted(same), "related": related, "unrelated": unrelated, "traps": list[Pair]()}
    return {kind: sorted(chance.sample(some, min(PAIRS, len(some)))) for kind, some in picked.items()}


def auc(ones: Sequence[float], others: Sequence[float]) -> float:
    """How often one of `ones` is above one of `others`; ties count half."""
    if not ones or not others:
        return float("nan")
    left, right = np.array(ones)[:, None], np.array(others)[None, :]
    return float(((left > right) + 0.5 * (left == right)).mean())


class Cosines:
    """The embedder with a memory, as `match_skills` wants it."""

    def __init__(self, models_dir: Path) -> None:
        self._embedder = from_store(str(models_dir))
        self._vector = lru_cache(maxsize=None)(lambda text: self._embedder.embed([text])[0])

    def __call__(self, these: Sequence[str], those: Sequence[str]) -> Any:
        left, right = (np.stack([self._vector(text) for text in texts]) for texts in (these, those))
        return similarities(left, right)


def _trust(pair: Pair, cosines: Cosines, rules: Iterable[Rule], tables: Book) -> float:
    return match_skills([pair[0]], pair[1], similar=cosines, rules=rules, tables=tables)[0].trust


def _stages(pairs: Mapping[str, Sequence[Pair]], cosines: Cosines, tables: Book) -> list[dict[str, Any]]:
    rows = []
    for stage, rules in STAGES.items():
        trusts = {kind: [_trust(pair, cosines, rules, tables) for pair in group] for kind, group in pairs.items()}
        rows.append(
            {
                "rules": stage,
                "AUC same": auc(trusts["same"], trusts["unrelated"]),
                "AUC related": auc(trusts["related"], trusts["unrelated"]),
                "same found %": 100 * float(np.mean(np.array(trusts["same"]) > 0)),
                "unrelated matched %": 100 * float(np.mean(np.array(trusts["unrelated"]) > 0)),
                "traps matched": sum(trust > 0 for trust in trusts["traps"]),
            }
        )
    return rows


def _false(pairs: Mapping[str, Sequence[Pair]], cosines: Cosines, tables: Book) -> list[dict[str, Any]]:
    rows = []
    for kind in ("traps", "unrelated"):
        for one, two in pairs[kind]:
            (found,) = match_skills([one], two, similar=cosines, tables=tables)
            if found.trust > 0:
                best = found.mentions[0]
                rows.append({"kind": kind, "asked": one, "text": two, "trust": found.trust, "rule": best.rule})
    return rows


def _scaled(cosine: float, floor: float, ceiling: float) -> float:
    return min(1.0, max(0.0, (cosine - floor) / (ceiling - floor)))


def _scale(pairs: Mapping[str, Sequence[Pair]], cosines: Cosines) -> list[dict[str, Any]]:
    """Per fold: the lowest floor that lets through at most 2 % of the unrelated, and what it does to the rest."""
    chance, values = random.Random(SEED), {}
    for kind, group in pairs.items():
        shuffled = chance.sample(list(group), len(group))
        values[kind] = [float(cosines([one], [two])[0, 0]) for one, two in shuffled]
    rows = []
    for fold in range(FOLDS):
        train = {kind: [one for at, one in enumerate(group) if at % FOLDS != fold] for kind, group in values.items()}
        test = {kind: group[fold::FOLDS] for kind, group in values.items()}
        floor = round(float(np.quantile(train["unrelated"], 0.98)), 2)
        ceiling = round(float(np.quantile(train["same"], 0.75)), 2)
        passed = {kind: 100 * float(np.mean(np.array(group) > floor)) for kind, group in test.items()}
        scaled = {kind: [_scaled(one, floor, ceiling) for one in group] for kind, group in test.items()}
        rows.append(
            {
                "fold": fold,
                "floor": floor,
                "ceiling": ceiling,
                **{f"{kind} above floor %": share for kind, share in passed.items()},
                "AUC same": auc(scaled["same"], scaled["unrelated"]),
            }
        )
    return rows


def _spans(data: Path, tag: str) -> list[tuple[str, str, str]]:
    """(labelled words, sentence, source), each pair once."""
    found: dict[tuple[str, str], str] = {}
    for part in ("train", "dev"):
        for line in (data / "skillspan" / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            current: list[str] = []
            for token, mark in [*zip(row["tokens"], row[tag], strict=True), ("", "O")]:
                if mark != "I" and current:
                    found[" ".join(current), " ".join(row["tokens"])] = row["source"]
                    current = []
                if mark in "BI":
                    current.append(token)
    return [(span, sentence, source) for (span, sentence), source in found.items() if re.search(r"\w", span)]


def _named(data: Path, tag: str, tables: Book) -> dict[str, Any]:
    spans = _spans(data, tag)
    chance = random.Random(SEED)
    spans = chance.sample(spans, min(SPANS, len(spans)))
    plain = tuple(rule for rule in RULES if rule != "similar")
    own, elsewhere, known, missed, false = 0, 0, 0, [], []
    for span, sentence, _ in spans:
        (found,) = match_skills([span], sentence, tables=tables)
        own += found.trust > 0
        if found.trust == 0:
            missed.append(f"{span} | {sentence[:70]}")
        hits = read(span, tables)
        known += bool(hits.hits or hits.others)
        other = chance.choice(spans)[1]
        if not set(words(span)) & set(words(other)):
            (wrong,) = match_skills([span], other, rules=plain, tables=tables)
            elsewhere += wrong.trust > 0
            if wrong.trust > 0:
                best = wrong.mentions[0]
                false.append(f"{span} <- {best.quote} ({best.rule} {best.trust})")
    return {
        "spans": len(spans),
        "found in own sentence %": 100 * own / len(spans),
        "named by the tables %": 100 * known / len(spans),
        "found elsewhere %": 100 * elsewhere / len(spans),
        "missed": missed[:40],
        "found elsewhere": false,
    }


def run(data: Path) -> dict[str, Any]:
    """Figures for pairs and traps by rule, the false matches, the similarity's scale, and spans named in job ads."""
    cosines, pairs, esco = Cosines(default_models_dir()), {**_pairs(data), "traps": list(TRAPS)}, _esco(data)
    tables, more = book(), enlarged(sorted(_technology(data)))
    return {
        "pairs": {kind: len(group) for kind, group in pairs.items()},
        "by rule": _stages(pairs, cosines, tables),
        "false matches": _false(pairs, cosines, tables),
        "pairs of ESCO": {kind: len(group) for kind, group in esco.items()},
        "by rule, ESCO": _stages(esco, cosines, tables),
        "false matches, ESCO": _false(esco, cosines, tables),
        "scale": _scale(pairs, cosines),
        "scale used": [{"floor": similarity.FLOOR, "ceiling": similarity.CEILING, "greatest": similarity.GREATEST}],
        "knowledge": _named(data, "tags_knowledge", tables),
        "skill": _named(data, "tags_skill", tables),
        "knowledge, with the names of O*NET": _named(data, "tags_knowledge", more),
    }
