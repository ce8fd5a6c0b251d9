"""Files of the sample, made from nothing but numbers, so that they are the same everywhere: logs, charts, invoices."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from toolwright.extend.translation import Say
from toolwright.gallery.sample import SampleFile

_WIDTH, _HEIGHT = 640, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 24, 616, 20, 256
_PALETTE = ((252, 252, 253), (226, 229, 234), (20, 110, 150), (205, 70, 60), (120, 128, 140))
_PAPER, _GRID, _LINE, _ALARM, _AXIS = range(5)


def vpn_log(seed: int, moment: datetime) -> SampleFile:
    """What a VPN client wrote while it lost its connection."""
    chance = random.Random(seed)  # noqa: S311  # believable lines, not secrets
    lines, at = [], moment - timedelta(minutes=58)
    for number in range(1, 7):
        lines += [
            f"{_clock(at)} INFO  session 0x{chance.randrange(16**6):06x} established with gw-lis-01 (198.51.100.7:443)",
            f"{_clock(at + timedelta(minutes=9, seconds=41))} WARN  re-keying: no answer after 15 s, attempt 1 of 3",
            f"{_clock(at + timedelta(minutes=9, seconds=57))} ERROR session lost (#{number}): re-keying timed out",
        ]
        at += timedelta(minutes=10, seconds=chance.randint(20, 55))
    head = "Example VPN client 5.1.2\nsystem: 10.0.26100, adapter: wlan0, mtu: 1400\n\n"
    return SampleFile("vpn-client.log", "text/plain", (head + "\n".join(lines) + "\n").encode())


def erp_log(seed: int, moment: datetime) -> SampleFile:
    """How long the ERP took to post invoices."""
    chance = random.Random(seed)  # noqa: S311  # as above
    lines = [
        f"{_clock(moment - timedelta(minutes=40 - 3 * n))} post_invoice INV-{20810 + seed % 90 + n} "
        f"took {chance.uniform(36, 44):.2f} s  (plan: seq scan on posting)"
        for n in range(12)
    ]
    return SampleFile("erp-timings.log", "text/plain", ("\n".join(lines) + "\n").encode())


def members(seed: int) -> SampleFile:
    """A list of people for a distribution list."""
    chance = random.Random(seed)  # noqa: S311  # as above
    names = chance.sample(("ada", "elif", "farid", "ines", "kaya", "mateus", "nora", "omar", "rosa", "uma"), 6)
    rows = ["name,e-mail", *(f"{name.title()},{name}@example.com" for name in names)]
    return SampleFile("members.csv", "text/csv", ("\n".join(rows) + "\n").encode())


def latency_picture(seed: int) -> SampleFile:
    """A chart of round-trip times with the gaps of a connection that is lost again and again."""
    chance = random.Random(seed)  # noqa: S311  # as above
    values: list[float | None] = []
    for step in range(148):
        lost = 11 <= step % 25 <= 14
        values.append(None if lost else 0.18 + 0.06 * chance.random() + (0.5 if step % 25 == 10 else 0.0))
    return SampleFile("latency.png", "image/png", _picture(values))


def disk_picture(seed: int) -> SampleFile:
    """A chart of a disk that fills up until it is full."""
    chance = random.Random(seed)  # noqa: S311  # as above
    full, values = 0.42, list[float | None]()
    for _ in range(148):
        full = min(0.985, full + chance.uniform(0.0, 0.0085))
        values.append(full)
    return SampleFile("disk-usage.png", "image/png", _picture(values, limit=0.95))


def invoice(what: tuple[int, str, Decimal, date], say: Say) -> SampleFile:
    """An invoice for one thing (number, model, net price, day of delivery), as a page of PDF."""
    number, model, price, bought = what

    def amount(part: str) -> str:
        return format_decimal(price * Decimal(part), "#,##0.00", say.language)

    lines = [
        (18, say("Invoice {number}", number=f"2{number:05}")),
        (11, "Example Hardware GmbH, Hafenstrasse 12, 20457 Hamburg"),
        (11, say("Date of delivery: {day}", day=format_date(bought, "long", say.language))), (11, ""),
        (11, f"1 x {model}"), (11, say("Net amount: EUR {amount}", amount=amount("1"))),
        (11, say("VAT 19 %: EUR {amount}", amount=amount("0.19"))),
        (12, say("Total: EUR {amount}", amount=amount("1.19"))), (11, ""),
        (10, say("Payable within 30 days. Thank you.")),
    ]  # fmt: skip
    return SampleFile(say("invoice-{number}.pdf", number=f"2{number:05}"), "application/pdf", _page(lines))


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


# --- pictures ---------------------------------------------------------------------------------------------------------


def _picture(values: Sequence[float | None], limit: float | None = None) -> bytes:
    """A line over time as PNG, values from 0 to 1 from the bottom up; red above `limit` and where it is lost."""
    pixels = [bytearray([_PAPER]) * _WIDTH for _ in range(_HEIGHT)]
    for step in range(5):
        y = _TOP + (_BOTTOM - _TOP) * step // 4
        pixels[y][_LEFT:_RIGHT] = bytes([_AXIS if step == 4 else _GRID]) * (_RIGHT - _LEFT)
    width = (_RIGHT - _LEFT) // len(values)
    last: int | None = None
    for place, value in enumerate(values):
        x = _LEFT + place * width
        if value is None:
            last = None
            for y in range(_BOTTOM - 6, _BOTTOM):
                pixels[y][x : x + width] = bytes([_ALARM]) * width
            continue
        y = _BOTTOM - round((_BOTTOM - _TOP) * value)
        ink = _ALARM if limit is not None and value > limit else _LINE
        for row in range(min(y, last or y), max(y, last or y) + 2):
            pixels[row][x : x + 2] = bytes([ink]) * 2
        pixels[y][x : x + width] = pixels[y + 1][x : x + width] = bytes([ink]) * width
        last = y
    return _png(pixels)


def _png(pixels: Sequence[bytearray]) -> bytes:
    """The file format: https://www.w3.org/TR/png-3/."""
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in pixels), 9)
    palette = b"".join(bytes(colour) for colour in _PALETTE)
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# --- pages ------------------------------------------------------------------------------------------------------------


def _page(lines: Sequence[tuple[int, str]]) -> bytes:
    """One page of PDF with these lines, each with its size (ISO 32000-1, one of the fonts every reader has)."""
    text, y = [], 770
    for size, line in lines:
        y -= size + 10
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        text.append(f"BT /F1 {size} Tf 72 {y} Td ({escaped}) Tj ET")
    stream = "\n".join(text)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    file, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    return (file + end).encode("latin-1")
