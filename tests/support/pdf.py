"""Small PDFs for tests, written by hand: text at places, boxes, pictures, links, form fields, a password."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field

FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique", "mono": "Courier"}
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def escaped(text: str) -> bytes:
    """A PDF string of WinAnsi characters."""
    data = text.encode("cp1252", "replace")
    return b"(" + data.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") + b")"


@dataclass
class PdfPage:
    """One page under construction. Places are points from the upper left corner."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    content: list[bytes] = field(default_factory=list)
    notes: list[bytes] = field(default_factory=list)
    images: list[bytes] = field(default_factory=list)
    extra: bytes = b""
    resources: bytes = b""

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 10.0,
        font: str = "regular",
        color: tuple[float, float, float] = (0, 0, 0),
        mode: int = 0,
        angle: tuple[float, float] = (1.0, 0.0),
        spacing: float = 0.0,
    ) -> PdfPage:
        """Writes a line whose base line is at `y`."""
        name = list(FONTS).index(font)
        cos, sin = angle
        self.content.append(
            b"BT /F%d %g Tf %g %g %g rg %d Tr %g Tc %g %g %g %g %g %g Tm %s Tj ET"
            % (name, size, *color, mode, spacing, cos, sin, -sin, cos, x, self.height - y, escaped(text))
        )
        return self

    def lines(self, x: float, y: float, *texts: str, size: float = 10.0, font: str = "regular") -> PdfPage:
        """Lines below one another, 1.2 em apart; an empty one leaves space."""
        for row, text in enumerate(texts):
            if text:
                self.text(x, y + row * 1.2 * size, text, size=size, font=font)
        return self

    def box(self, left: float, top: float, right: float, bottom: float, color: tuple[float, float, float]) -> PdfPage:
        """A filled rectangle."""
        place = (left, self.height - bottom, right - left, bottom - top)
        self.content.append(b"q %g %g %g rg %g %g %g %g re f Q" % (*color, *place))
        return self

    def outline(
        self, left: float, top: float, right: float, bottom: float, color: tuple[float, float, float]
    ) -> PdfPage:
        """A rectangle's border, a hair's breadth wide."""
        place = (left, self.height - bottom, right - left, bottom - top)
        self.content.append(b"q %g %g %g RG 0.1 w %g %g %g %g re S Q" % (*color, *place))
        return self

    def image(self, left: float, top: float, right: float, bottom: float, grey: bytes, columns: int) -> PdfPage:
        """A picture of 8-bit grey samples."""
        rows = len(grey) // columns
        packed = zlib.compress(grey)
        head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray" % (columns, rows)
        self.images.append(
            head + b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
        )
        matrix = (right - left, bottom - top, left, self.height - bottom)
        self.content.append(b"q %g 0 0 %g %g %g cm /I%d Do Q" % (*matrix, len(self.images) - 1))
        return self

    def _rect(self, left: float, top: float, right: float, bottom: float) -> bytes:
        return b"[%g %g %g %g]" % (left, self.height - bottom, right, self.height - top)

    def link(self, left: float, top: float, right: float, bottom: float, uri: str) -> PdfPage:
        """An active area."""
        action = b"<</S/URI/URI %s>>" % escaped(uri)
        self.notes.append(b"<</Type/Annot/Subtype/Link/Rect %s/A %s>>" % (self._rect(left, top, right, bottom), action))
        return self

    def form_field(self, left: float, top: float, right: float, bottom: float, name: str, value: str) -> PdfPage:
        """A filled text field."""
        self.notes.append(
            b"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T %s/V %s/DA(/F0 10 Tf)/Rect %s>>"
            % (escaped(name), escaped(value), self._rect(left, top, right, bottom))
        )
        return self


def pdf(*pages: PdfPage, compress: bool = True, password: str = "", catalog: bytes = b"") -> bytes:
    """The file. With a password it opens by that one only (40-bit RC4)."""
    return _File(compress, password, catalog).write(pages)


class _File:
    def __init__(self, compress: bool, password: str, catalog: bytes) -> None:
        self._compress = compress
        self._catalog = catalog
        self._objects: list[bytes] = [b"", b""]
        self._identity = hashlib.md5(b"identity", usedforsecurity=False).digest()
        self._key, self._encrypt = b"", b""
        if password:
            self._lock(password.encode("latin-1"))

    def _lock(self, password: bytes) -> None:
        padded = (password + _PADDING)[:32]
        owner = _rc4(hashlib.md5(padded, usedforsecurity=False).digest()[:5], padded)
        allowed = (-4 & 0xFFFFFFFF).to_bytes(4, "little")
        self._key = hashlib.md5(padded + owner + allowed + self._identity, usedforsecurity=False).digest()[:5]
        user = _rc4(self._key, _PADDING)
        self._encrypt = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (owner.hex().encode(), user.hex().encode())

    def _add(self, data: bytes) -> int:
        self._objects.append(data)
        return len(self._objects)

    def _stream(self, head: bytes, data: bytes) -> int:
        if self._compress:
            head, data = head + b"/Filter/FlateDecode", zlib.compress(data)
        number = len(self._objects) + 1
        if self._key:
            salt = number.to_bytes(3, "little") + b"\0\0"
            data = _rc4(hashlib.md5(self._key + salt, usedforsecurity=False).digest()[:10], data)
        return self._add(b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(data), data))

    def write(self, pages: tuple[PdfPage, ...]) -> bytes:
        fonts = [
            self._add(b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % name.encode())
            for name in FONTS.values()
        ]
        named = b"".join(b"/F%d %d 0 R" % pair for pair in enumerate(fonts))
        widgets: list[int] = []
        kids = [self._page(page, named, widgets) for page in pages]
        form = b"/AcroForm<</Fields[%s]>>" % b" ".join(b"%d 0 R" % n for n in widgets) if widgets else b""
        self._objects[0] = b"<</Type/Catalog/Pages 2 0 R%s%s>>" % (form, self._catalog)
        references = b" ".join(b"%d 0 R" % kid for kid in kids)
        self._objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (references, len(kids))
        return self._whole()

    def _page(self, page: PdfPage, fonts: bytes, widgets: list[int]) -> int:
        images = b"".join(b"/I%d %d 0 R" % (at, self._add(data)) for at, data in enumerate(page.images))
        content = self._stream(b"", b"\n".join(page.content))
        notes = [self._add(note) for note in page.notes]
        widgets += [number for number, note in zip(notes, page.notes, strict=True) if b"/Widget" in note]
        return self._add(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<<%s>>/XObject<<%s>>%s>>/Annots[%s]%s>>"
            % (
                page.width,
                page.height,
                page.rotate,
                content,
                fonts,
                images,
                page.resources,
                _references(notes),
                page.extra,
            )
        )

    def _whole(self) -> bytes:
        if self._encrypt:
            self._add(self._encrypt)
        out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
        for number, data in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        lock = b""
        if self._encrypt:
            identity = self._identity.hex().encode()
            lock = b"/Encrypt %d 0 R/ID[<%s><%s>]" % (len(places), identity, identity)
        out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, lock, start)
        return bytes(out)


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
