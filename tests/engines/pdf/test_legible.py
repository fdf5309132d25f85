"""Which pages need text recognition."""

from __future__ import annotations

import pytest

from zenhire.engines.pdf.base import PdfPage, PdfStyle, PdfWord
from zenhire.engines.pdf.legible import is_garbled, is_picture

PROSE = "Led a team of nine bakers through the night shift and cut the waste of flour by a third within two years " * 3


def page(text: str, *, mode: int = 0, image_share: float = 0.0, unreadable: float = 0.0) -> PdfPage:
    words = tuple(PdfWord(part, (0, 0, 10, 10), 8, PdfStyle("", 10, mode=mode)) for part in text.split())
    return PdfPage(1, 595, 842, 0, words, image_share=image_share, unreadable=unreadable)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "Software: C++, C#, .NET, Node.js, CI/CD, k8s, S3, R&D, ann@example.org, https://example.org/a_b?c=d " * 4,
        "软件工程师负责开发和维护公司的主要产品并带领一个小团队完成项目" * 4,
        "Опытный пекарь с пятнадцатилетним стажем работы в ночную смену и любовью к ржаному хлебу " * 3,
        "مهندس برمجيات يعمل على تطوير المنتجات الرئيسية للشركة ويقود فريقا صغيرا " * 4,
        "Doświadczony piekarz, który przez piętnaście lat piekł chleb żytni dla czterech targów w mieście " * 3,
    ],
)
def test_writing_is_not_garbled(text: str) -> None:
    assert not is_garbled(page(text))


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(ord(letter) + 0xE100) if letter != " " else " " for letter in PROSE),
        "".join(chr(ord(letter) - 29) if letter != " " else " " for letter in PROSE),
        "".join(chr(ord("!") + (ord(letter) * 7) % 15) if letter != " " else " " for letter in PROSE),
        "\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd\ufffd " * 20,
        "xkcd bcdfg hjklm npqrst vwxz bcd fghj klmn pqrs tvwx " * 6,
    ],
)
def test_what_no_human_writes_is_garbled(text: str) -> None:
    assert is_garbled(page(text))


def test_icons_do_not_make_a_page_garbled() -> None:
    assert not is_garbled(page("\uf3c5 Leeds \uf0e0 ann@example.org \uf095 Baker \uf1d2 " * 8))


def test_few_characters_are_never_garbled() -> None:
    assert not is_garbled(page("\ue001\ue002\ue003"))


def test_a_picture_with_a_stamp_is_a_picture() -> None:
    assert is_picture(page("Scanned by a phone", image_share=0.9))
    assert not is_picture(page(PROSE, image_share=0.9))
    assert not is_picture(page("Ann Example", image_share=0.1))
