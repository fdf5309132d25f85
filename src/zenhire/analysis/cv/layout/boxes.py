"""What wraps within one small box, such as a skill that is printed as a chip, is told as one line."""

from __future__ import annotations

from collections.abc import Iterable

from zenhire.analysis.cv.layout.asides import joined
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.types import Box

# In em: a space between words, and the least space between a box's text and its edge.
_SPACE, _PADDING = 0.25, 0.25
_NEXT_LINE = 1.75


def join_in_boxes(found: Iterable[Segment]) -> list[Segment]:
    """A page's segments; those that go on within their small box are one each."""
    boxes: dict[Box, list[list[Segment]]] = {}
    for item in found:
        groups = boxes.setdefault(item.frame, []) if item.frame else []
        if groups and _wraps(groups[-1][-1], item, groups[-1][-1].frame):
            groups[-1].append(item)
        else:
            groups.append([item])
    told: dict[int, list[Segment]] = {}
    for group in (group for groups in boxes.values() for group in groups if len(group) > 1):
        told |= {id(item): [] for item in group}
        told[id(group[0])] = [joined(group, group[0].base)]
    return [part for item in found for part in told.get(id(item), [item])]


def _wraps(above: Segment, below: Segment, frame: Box | None) -> bool:
    """Whether the next line in a box is alike, and its first word had no room on the line above."""
    first = below.words[0]
    if frame is None or below.bullet or above.words[-1].style != first.style:
        return False
    word = first.box[2] - first.box[0] + (_SPACE + _PADDING) * above.size
    return 0 < below.base - above.base <= _NEXT_LINE * above.size and above.box[2] + word > frame[2]
