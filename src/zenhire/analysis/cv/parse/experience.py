"""Jobs and unpaid work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from zenhire.analysis.cv.parse.comma_runs import whole_titles
from zenhire.analysis.cv.parse.context import Context, location, value
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.dates.totals import months_between
from zenhire.analysis.cv.parse.entries import Divider, Entry, dated_line, is_length
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.job_readings import WEIGHTS, JobTold, features, is_settled
from zenhire.analysis.cv.parse.labels import labelled, without_table_heads
from zenhire.analysis.cv.parse.names import Named, named
from zenhire.analysis.cv.parse.pieces import Cut, Piece, at_commas, dates_of, heads, rejoined, unlabelled, without_place
from zenhire.analysis.cv.parse.readings import Reader, best_reading
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import Work
from zenhire.analysis.cv.parse.sections import Part, is_inner_label, whole_parts
from zenhire.analysis.cv.parse.words.industries import industry_of
from zenhire.analysis.cv.parse.words.jobs import org_score, title_score
from zenhire.analysis.cv.parse.words.places import place_score

_MOST_NAME_WORDS, _MOST_TITLE_WORDS, _BEGINNING = 14, 5, 80
_MOST_TITLE_LINE = 8

_TITLE, _PLACE, _CERTAIN_PLACE, _MOST_PLACE_WORDS = 0.8, 0.6, 0.85, 5
_MOSTLY = 0.6
_LETTERS = re.compile(r"[\W_]+")
_WORKED_AS = re.compile(
    r"(?:i\s+)?(?:(?:have\s+)?(?:worked|served|employed|hired|working|serving|engaged)(?:\s+\w+ly)?\s+as|tatig als|"
    r"anstellung als|en tant que|trabaje como|ho lavorato come|trabalhei como|werkzaam als)\s+"
    r"(?:(?:an?|the|un[ae]?)\s+)?"
)
_JOINT_WORD = re.compile(
    r"(?<!\w)(?:for|at|with|and|who|where|to|bei|und|chez|para|con|presso|voor|bij|who)(?!\w)|[,;]"
)
_PARTING = re.compile(r"\s*,\s+|\s+[–—|-]\s+")

Job = tuple[Entry, Named, int, list[Quote]]


def jobs(parts: Sequence[Part], context: Context) -> list[Work]:
    """The jobs of all such parts of the CV, in its order."""
    found: list[Job] = []
    for index, rows in whole_parts(parts):
        by_labels = labelled(rows, "work", partial(dated_line, day_comes_first=context.day_comes_first))
        if by_labels is not None:
            found += [(entry, _placed(name), index, []) for entry, name in by_labels]
            continue
        told = best_reading(job_reader(rows, context), features, WEIGHTS, is_settled, len(parts))
        found += _within_company([(entry, name, index, beside) for entry, name, beside in told])
    return list(_once(_work(job, context) for job in found if _is_job(job[0], job[1])))


def job_reader(rows: Sequence[Row], context: Context) -> Reader[list[JobTold]]:
    """How the rows of a section are read as jobs."""
    plain = [row for row in without_table_heads(rows, "work") if not is_inner_label(row)]
    divider = Divider(plain, context.day_comes_first, naming=_begins_with_title, whole=_names_both)

    def divide(around: tuple[int, int] | None) -> list[Entry]:
        return [entry for entry in divider.divided(around) if entry.head]

    def cut(some: Sequence[Entry], how: Cut) -> list[list[Piece]]:
        whole = rejoined(heads(some, _both_names, how), title_score, org_score, context.text)
        return whole_titles(whole, title_score, org_score, context.text)

    def name(some: Sequence[Entry], pieces: Sequence[Sequence[Piece]]) -> list[JobTold]:
        told_beside = [_told_beside(entry, head, context) for entry, head in zip(some, pieces, strict=True)]
        names = named([head for head, _ in told_beside], title_score, org_score, context.text, unknown_places=True)
        _take_titles_below(some, names)
        return [(entry, name, beside) for entry, name, (_, beside) in zip(some, names, told_beside, strict=True)]

    return Reader(divide, cut, name)


def _both_names(piece: Piece) -> list[Piece]:
    """A piece divided at its commas if one part is a title and another certainly an employer."""
    if "," not in piece.text or piece.place >= _PLACE:
        return [piece]
    parts = list(at_commas(piece))
    titles = [title_score(part.text) >= 1.0 and org_score(part.text) == 0 for part in parts]
    employers = [org_score(part.text) >= 1.0 and title_score(part.text) == 0 for part in parts]
    return parts if any(titles) and any(employers) else [piece]


def _placed(name: Named) -> Named:
    """The names, the place apart that stands at the end of the employer's."""
    if name.org is not None and name.place is None:
        name.org, name.place = without_place(name.org)
    return name


def _begins_with_title(row: Row) -> bool:
    """Whether a long line begins with a title, which a sentence rarely does, or has an employer's place soon."""
    words = row.text.split()
    if "company name" in fold(row.text[:_BEGINNING]):
        return True
    return any(title_score(" ".join(words[:count]).strip(",.;")) >= 1.0 for count in range(1, _MOST_TITLE_WORDS + 1))


def _names_both(row: Row) -> bool:
    """Whether one cell of a line has a title and, parted from it, another name that is no place."""
    for cell in row.cells:
        parts = [part for part in _PARTING.split(cell.text) if part.strip()]
        titles = [part for part in parts if title_score(part) >= _TITLE]
        others = [part for part in parts if part not in titles and place_score(part) < _PLACE and not is_length(part)]
        if titles and any(not any(sign.isdigit() for sign in part) for part in others):
            return True
    return False


def _once(found: Iterable[Work]) -> Iterator[Work]:
    """The jobs; one that a CV tells twice, in mostly the same words, counts once."""
    seen: dict[tuple[object, ...], list[frozenset[str]]] = {}
    for job in found:
        told = frozenset(_LETTERS.sub("", fold(text)) for text in (job.summary or "", *job.highlights)) - {""}
        before = seen.setdefault((job.name, job.position, job.start_date, job.end_date), [])
        if not any(_is_the_same(told, other) for other in before):
            yield job
        before.append(told)


def _is_the_same(told: frozenset[str], other: frozenset[str]) -> bool:
    """Whether most of what is told of the one job is told of the other, whatever the white space."""
    return told == other or len(told & other) >= _MOSTLY * max(len(told), len(other), 1)


def _told_beside(entry: Entry, head: Sequence[Piece], context: Context) -> tuple[list[Piece], list[Quote]]:
    """The pieces that may be names, and the running text that follows them on their line."""
    first = next((piece for piece in head if _is_told(piece, context.text)), None)
    if first is None or not any(piece.start < first.start for piece in head):
        return list(head), []
    row = next(row for row in entry.head if row.start <= first.start < row.end)
    return [piece for piece in head if not first.start <= piece.start < row.end], [context.quote(first.start, row.end)]


def _is_told(piece: Piece, text: str) -> bool:
    """Whether a piece is no name: as long as a sentence, or the item of a list beside the names."""
    item = text[max(0, piece.start - 2) : piece.start].strip() in ("•", "·", "▪", "◦")
    return len(piece.text.split()) > _MOST_NAME_WORDS or (item and piece.slot[1] > 0)


def _is_job(entry: Entry, name: Named) -> bool:
    if name.role is None and name.org is None:
        return False
    return bool(entry.dates) or bool(name.role and title_score(name.role.text)) or bool(entry.body)


def _within_company(found: Sequence[Job]) -> list[Job]:
    """Several roles within one company: a role without an employer has that of the one before."""
    kept: list[Job] = []
    employer: Named | None = None
    for at, (entry, name, index, beside) in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if name.org and not name.role and not entry.body and following and following[1].role and not following[1].org:
            employer = name
            continue
        if name.org:
            employer = name
        elif name.role and employer and title_score(name.role.text) >= 0.5:
            name.org = employer.org
            name.place = name.place or employer.place
        kept.append((entry, name, index, beside))
    return kept


def _take_titles_below(some: Sequence[Entry], names: Sequence[Named]) -> None:
    """Gives jobs without a title the short line that stands first below their heads, apart from what is told.

    It is one by its words, or by its place, where most jobs have no title and all of those have such a line. A name in
    the head that is no title makes way for one; it is the place then.
    """
    lines = [_short_line_below(entry) for entry in some]
    bare = [line for name, line in zip(names, lines, strict=True) if name.role is None]
    usual = len(bare) > 1 and len(bare) * 2 >= len(some) and all(bare)
    for entry, name, line in zip(some, names, lines, strict=True):
        if line is None or not (title_score(line.text) >= _TITLE or (usual and name.role is None)):
            continue
        if name.role is not None and (title_score(name.role.text) > 0 or name.place is not None):
            continue
        name.role, name.place = unlabelled(line), name.role or name.place
        entry.body.remove(line)


def _short_line_below(entry: Entry) -> Row | None:
    """The first line below a head with dates, if it may be a name: more is told below it, or it is a title."""
    if not entry.dates or not entry.body:
        return None
    line = entry.body[0]
    short = not line.bullet and not line.prose and line.words <= _MOST_TITLE_LINE and line.text[:1].isupper()
    if not short or len(line.cells) > 1 or place_score(line.text) >= _PLACE or date_ranges(line.text):
        return None
    if len(entry.body) == 1:
        return line if title_score(line.text) >= 1.0 else None
    after = entry.body[1]
    apart = after.bullet or after.prose or after.gap or after.text.endswith(":")
    return line if apart or (line.first.bold, line.first.size) != (after.first.bold, after.first.size) else None


def _take_place_below(entry: Entry, name: Named) -> list[Row]:
    """The lines below the head; a place that stands alone on the first of them is the job's."""
    first = next(iter(entry.body), None)
    if name.place is not None or first is None or first.bullet or first.words > _MOST_PLACE_WORDS:
        return entry.body
    if place_score(first.text) >= _CERTAIN_PLACE:
        name.place = first
        return entry.body[1:]
    return entry.body


def _parted(name: Named) -> Named:
    """The names; where a job has none but one that begins with a title and goes on as an employer, that is divided."""
    if name.role is not None or name.org is None:
        return name
    words = list(re.finditer(r"\S+", name.org.text))
    for count in range(min(len(words) - 1, _MOST_TITLE_WORDS), 0, -1):
        title, rest = name.org.text[: words[count - 1].end()], name.org.text[words[count].start() :]
        if title_score(title) >= 1.0 and title_score(words[count - 1].group()) > 0 and _goes_on_as_employer(rest):
            name.role = name.org.part(0, len(title))
            name.org = name.org.part(words[count].start(), len(name.org.text))
            break
    return name


def _title_told(entry: Entry, name: Named) -> Named:
    """The names; a job without a title has that which its first sentence tells ("Worked as a cook")."""
    first = next(iter(entry.body), None)
    told = _WORKED_AS.match(fold(first.text)) if first is not None and name.role is None else None
    if first is not None and told is not None:
        words = list(re.finditer(r"[^\s,;:.()]+", first.text[told.end() : told.end() + _BEGINNING]))
        for count in range(min(len(words), _MOST_TITLE_WORDS), 0, -1):
            title = first.part(told.end(), told.end() + words[count - 1].end())
            if not _JOINT_WORD.search(fold(title.text)) and title_score(title.text) >= _TITLE:
                name.role = title
                break
    return name


def _goes_on_as_employer(rest: str) -> bool:
    capital = all(word[:1].isupper() or not word[:1].isalpha() for word in rest.split()[:2])
    return capital and org_score(rest) >= _TITLE and title_score(rest) == 0


def _work(job: Job, context: Context) -> Work:
    entry, name, index, beside = job
    name = _title_told(entry, _parted(name))
    body = _take_place_below(entry, name)
    dates = dates_of(entry)
    offset = entry.head[entry.dated].start if entry.dated is not None else 0
    summary, highlights = told(body, beside)
    spans = context.spans(
        name=name.org, position=name.role, location=name.place, summary=summary, highlights=highlights
    ) | context.date_spans(dates, offset)
    first, last, current = (dates.first, dates.last, dates.current) if dates else (None, None, False)
    return Work(
        name=value(name.org),
        position=value(name.role),
        location=location(name.place),
        start_date=first,
        end_date=last,
        current=current,
        months=months_between(first, last, current, context.as_of),
        industry=industry_of(value(name.org) or "", value(name.role) or ""),
        summary=value(summary),
        highlights=[value(item) or "" for item in highlights],
        section=index,
        spans=spans,
    )


def told(body: Sequence[Row], beside: Sequence[Quote] = ()) -> tuple[Quote | None, list[Quote]]:
    """What is told about an entry: a paragraph before the items, perhaps `beside` its names, and the items."""
    if beside:
        return beside[0], [*beside[1:], *body]
    if len(body) == 1 and not body[0].bullet:
        return body[0], []
    if body and not body[0].bullet and any(row.bullet for row in body):
        return body[0], list(body[1:])
    return None, list(body)
