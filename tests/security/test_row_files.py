"""Files from hostile hands: names, contents that lie, bombs, sizes, and files of rows one may not read (security.md 1.11, 1.17, 1.18)."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.files.conftest import API, PDF, Office, picture
from toolwright.api.row_files import disposition
from toolwright.files.content import clean_name

ROWS = f"{API}/papers/rows"
NAMES = [
    "../../etc/passwd", "..\\..\\evil.exe", "/etc/shadow", "C:\\evil.txt", "\x00.txt", "..", ".", "", "a" * 5000 + ".txt", "x\r\nset-cookie: a=b",
    "\u202etxt.exe", 'a"; filename="b.html', "<script>alert(1)</script>.txt", "con\u200b.txt", "\uff0e\uff0e/x", "=cmd|'/c calc'!A1", "\ud800.txt",
]  # fmt: skip
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize("name", NAMES)
def test_asvs_V5_3_2_names_lead_nowhere(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert len(clean) <= 200
    assert not set(clean) & set('/\\\x00\r\n"<>:|\u202e\u200b')
    assert clean not in (".", "..")
    header = disposition(clean)
    assert header.isascii()
    assert header.startswith("attachment;")
    assert header.count('"') == 2


async def test_names_of_uploads_are_never_paths(office: Office) -> None:
    before = {path for path in office.home.parent.rglob("*") if path.is_file()}
    for name in NAMES[:-1]:
        answer = await office.upload("clerk", b"plain words", name)
        assert answer.status_code in (201, 400), (name, answer.text)
    made = {path for path in office.home.parent.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(office.home / "files" / "office") for path in made)


async def test_asvs_V5_4_1_nothing_that_could_run_is_shown(office: Office) -> None:
    """SVG and HTML, under whatever name and type, come as downloads that may do nothing."""
    for content, name in ((SVG, "logo.svg"), (HTML, "page.html"), (HTML, "notes.txt"), (b"\xef\xbb\xbf \n" + SVG, "x")):
        file = await office.uploaded("clerk", content, name)
        row = await office.paper(evidence=[file])
        answer = await office.clerk.get(f"{ROWS}/{row['id']}/files/evidence/{file}")
        assert answer.headers["content-type"] == "application/octet-stream", name
        assert answer.headers["content-disposition"].startswith("attachment"), name
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "private, no-cache"
        shown = await office.clerk.get(f"{ROWS}/{row['id']}/files/evidence/{file}", params={"thumbnail": 96})
        assert shown.status_code == 400


async def test_asvs_V5_2_2_contents_that_lie_are_refused(office: Office) -> None:
    lies = [
        (HTML, "photo.png", "evidence"), (SVG, "photo.png", "evidence"), (b"MZ\x90\0" + b"\0" * 60, "plan.pdf", "evidence"), (SVG, "photo.svg", "photo"),
        (PDF, "photo.jpg", "photo"), (b"\x89PNG\r\n\x1a\n" + b"not one" * 9, "photo.png", "photo"), (picture(), "scan.pdf", "contract"), (HTML, "x.txt", "contract"),
        (picture(form="BMP"), "x.bmp", "photo"),
    ]  # fmt: skip
    for content, name, column in lies:
        answer = await office.clerk.post(
            f"{API}/papers/files/upload",
            params={"column": column},
            files={"file": (name, content, "image/png")},
        )
        assert answer.status_code == 400, (name, column, answer.text)
        assert answer.json()["code"].startswith("file."), answer.text


def png_of(width: int, height: int) -> bytes:
    """A picture that says it has so many pixels, and takes a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")
    )


async def test_asvs_V5_2_5_bombs_are_not_unpacked(office: Office) -> None:
    for size in ((50_000, 50_000), (60_000_000, 1), (2**31 - 1, 2**31 - 1)):
        answer = await office.upload("clerk", png_of(*size), "bomb.png", "photo")
        assert (answer.status_code, answer.json()["code"]) == (400, "file.bad_picture"), answer.text
    file = await office.uploaded("clerk", png_of(30_000, 30_000), "bomb.png", "evidence")  # any file may be kept there
    row = await office.paper(evidence=[file])
    shown = await office.clerk.get(f"{ROWS}/{row['id']}/files/evidence/{file}", params={"thumbnail": 1280})
    assert (shown.status_code, shown.json()["code"]) == (400, "file.no_preview")


async def test_asvs_V5_2_1_sizes_have_limits(office: Office) -> None:
    large = await office.upload("clerk", b"x" * 600_000, "a.txt", "contract")
    assert (large.status_code, large.json()["code"]) == (413, "file.too_large")
    larger = await office.upload("clerk", b"x" * 3_100_000, "a.txt")
    assert (larger.status_code, larger.json()["code"]) == (413, "file.too_large")
    empty = await office.upload("clerk", b"", "a.txt")
    assert empty.json()["code"] == "file.empty"
    asked = {"column": "evidence", "name": "a.txt", "size": "4000000"}
    begun = await office.clerk.post(f"{API}/papers/files/uploads", params=asked)
    assert begun.status_code == 413
    small = await office.clerk.post(f"{API}/papers/files/uploads", params={**asked, "size": "5"})
    more = await office.clerk.patch(
        small.headers["location"],
        content=b"x" * 50,
        headers={"upload-offset": "0", "content-type": "application/offset+octet-stream"},
    )
    assert more.status_code == 413
    assert list((office.home / "files" / "_incoming").glob("*")) == []
    for _ in range(14):
        waiting = await office.mate.post(f"{API}/papers/files/uploads", params={**asked, "size": "2900000"})
    assert (waiting.status_code, waiting.json()["code"]) == (413, "file.too_much_waiting")


async def test_asvs_V8_2_2_files_of_rows_one_may_not_read(office: Office) -> None:
    """Who may read the row and the column may read the file, and nobody else, whatever they know of it."""
    contract = await office.uploaded("clerk", PDF, "c.pdf", "contract")
    photo = await office.uploaded("clerk", picture(), "p.png", "photo")
    log = await office.uploaded("clerk", b"log", "l.txt")
    red = await office.paper(team="red", contract=contract, photo=photo, evidence=[log])
    blue = await office.paper(team="blue", contract=contract, photo=photo, evidence=[log])

    async def status(who: str, row: str, column: str, file: str, **query: str) -> int:
        return (await office.clients[who].get(f"{ROWS}/{row}/files/{column}/{file}", params=query)).status_code

    assert await status("reader", red["id"], "evidence", log) == 200
    assert await status("reader", red["id"], "contract", contract) == 404  # hidden column
    assert await status("reader", red["id"], "photo", photo) == 404  # masked column
    assert await status("reader", red["id"], "photo", photo, thumbnail="96") == 404
    assert await status("reader", blue["id"], "evidence", log) == 404  # a row outside the rule
    assert await status("reader", red["id"], "evidence", contract) == 404  # a file of another column
    assert await status("reader", red["id"], "title", log) == 404
    assert await status("reader", "9999", "evidence", log) == 404
    assert await status("nobody", red["id"], "evidence", log) == 401
    await office.clerk.patch(f"{ROWS}/{red['id']}", json={"contract": None, "evidence": None})
    refused = await office.corrector.patch(f"{ROWS}/{red['id']}", json={"evidence": [contract]})
    assert refused.json()["errors"][0]["code"] == "no_upload", "was in a column that is hidden from them"
    back = await office.corrector.patch(f"{ROWS}/{red['id']}", json={"evidence": [log]})
    assert [one["id"] for one in back.json()["values"]["evidence"]] == [log], "was in a column that they see"
    assert (await office.clerk.patch(f"{ROWS}/{red['id']}", json={"evidence": None})).status_code == 200
    change = (await office.clerk.get(f"{ROWS}/{red['id']}/history")).json()["items"][0]["number"]
    assert await status("reader", red["id"], "evidence", log, change=change) == 200
    taken_out = (await office.clerk.get(f"{ROWS}/{red['id']}/history")).json()["items"][2]["number"]
    assert await status("clerk", red["id"], "contract", contract, change=taken_out) == 200
    assert await status("reader", red["id"], "contract", contract, change=taken_out) == 404
    assert await status("reader", blue["id"], "evidence", log, change=change) == 404
    sent = await office.upload("reader", b"x", "a.txt")
    assert sent.status_code == 403
    assert (await office.upload("nobody", b"x", "a.txt")).status_code == 401


async def test_an_upload_belongs_to_whoever_sent_it(office: Office) -> None:
    """Neither a stolen id, nor the name of a content, nor a forged reference gets at a file of somebody else."""
    mine = await office.upload("clerk", b"mine alone", "mine.txt")
    held = await office.paper(evidence=[await office.uploaded("clerk", b"held by the clerk", "held.txt")])
    reference = held["values"]["evidence"][0]
    theirs = await office.paper("mate")
    forged = {**reference, "id": "01kb0000000000000000000009"}
    for stolen in (mine.json()["id"], {"id": mine.json()["id"], **forged}, forged, reference, reference["id"]):
        for verb, place in (("POST", ROWS), ("PATCH", f"{ROWS}/{theirs['id']}")):
            answer = await office.mate.request(verb, place, json={"title": "x", "evidence": [stolen]})
            assert answer.status_code == 400, answer.text
            assert answer.json()["errors"][0]["code"] == "no_upload"
    own = await office.uploaded("mate", b"own", "own.txt")
    lie = {"id": own, "name": "../lie.txt", "type": "text/html", "size": 1, "sha256": reference["sha256"]}
    stored = await office.mate.patch(f"{ROWS}/{theirs['id']}", json={"evidence": [lie]})
    assert stored.json()["values"]["evidence"][0] == {**lie, "name": "own.txt", "type": "text/plain", "size": 3,
                                                      "sha256": stored.json()["values"]["evidence"][0]["sha256"]}  # fmt: skip
    assert stored.json()["values"]["evidence"][0]["sha256"] != reference["sha256"]
    bulk = {"verb": "update", "id": theirs["id"], "values": {"evidence": [reference]}}
    for more in ({}, {"is_vouched": True}):
        assert (await office.mate.post(f"{ROWS}/bulk", json={"changes": [{**bulk, **more}]})).status_code in (400, 422)
