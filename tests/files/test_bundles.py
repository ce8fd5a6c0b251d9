"""Rows go out with their files as one archive and come in again: whole, checked file by file, all or nothing."""

from __future__ import annotations

import hashlib
import io
import json
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.files.conftest import API, PDF, Office, picture
from tests.files.test_command_line import home, run  # noqa: F401  # a fixture
from toolwright.cli import app
from toolwright.exchange import enclosed

ZIP = {"content-type": "application/zip"}
COLUMNS = ("title", "contract", "evidence", "photo", "signed")


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def contents(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


async def exported(office: Office, who: str, table: str = "papers", **given: str) -> dict[str, bytes]:
    answer = await office.clients[who].get(f"{API}/{table}/export", params={"format": "zip", **given})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return contents(answer.content)


async def rows_of(office: Office, table: str, filter_: str) -> list[dict[str, Any]]:
    answer = await office.clerk.get(f"{API}/{table}/rows", params={"filter": filter_, "fields": ",".join(COLUMNS)})
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def taken_in(office: Office, files: dict[str, bytes], table: str = "copies", **given: str) -> Any:
    return await office.clerk.post(f"{API}/{table}/import", params=given, content=packed(files), headers=ZIP)


async def test_rows_go_out_with_their_files_and_come_in_again(office: Office) -> None:
    text = b"the same words"
    for title in ("round 1", "round 2"):
        await office.paper(
            title=title,
            contract=await office.uploaded("clerk", PDF, "Plan für März.pdf", "contract"),
            evidence=[await office.uploaded("clerk", text, "a.txt"), await office.uploaded("clerk", text, "b.txt")],
            photo=await office.uploaded("clerk", picture(), "photo.png", "photo"),
        )
    await office.paper(title="round 3")
    found = await exported(office, "clerk", filter="starts_with(title, 'round')", fields=",".join(COLUMNS))
    assert set(found) == {
        "rows.ndjson", *(f"files/{hashlib.sha256(one).hexdigest()}" for one in (PDF, text, picture()))
    }  # fmt: skip
    assert found[f"files/{hashlib.sha256(PDF).hexdigest()}"] == PDF
    tried = await taken_in(office, found, dry_run="true")
    assert (tried.json()["inserted"], tried.json()["is_stored"]) == (3, False), tried.text
    answer = await taken_in(office, found)
    assert (answer.status_code, answer.json()["inserted"]) == (200, 3), answer.text
    before = await rows_of(office, "papers", "starts_with(title, 'round')")
    after = await rows_of(office, "copies", "starts_with(title, 'round')")
    assert after == before
    again = await exported(office, "clerk", "copies", filter="starts_with(title, 'round')", fields=",".join(COLUMNS))
    assert again == found
    changed = await taken_in(office, found, mode="upsert", key="title")
    assert (changed.json()["updated"], changed.json()["inserted"]) == (3, 0), changed.text
    assert await rows_of(office, "copies", "starts_with(title, 'round')") == before
    row = (await office.clerk.get(f"{API}/copies/rows", params={"filter": "title == 'round 1'", "ids": "true"})).json()
    held = row["items"][0]["contract"]
    file = await office.clerk.get(f"{API}/copies/rows/{row['ids'][0]}/files/contract/{held['id']}")
    assert (file.content, file.headers["content-type"]) == (PDF, "application/pdf")
    async with office.services.db.read() as connection:
        waiting = (await connection.exec_driver_sql("SELECT count(*) FROM upload WHERE owner LIKE 'import%'")).scalar()
    assert waiting == 0


async def test_nobody_gets_files_they_may_not_read(office: Office) -> None:
    hidden, dotted, plain = PDF + b"hidden", picture((30, 30)), b"plain evidence"
    await office.paper(
        title="rights",
        contract=await office.uploaded("clerk", hidden, "a.pdf", "contract"),
        photo=await office.uploaded("clerk", dotted, "b.png", "photo"),
        evidence=[await office.uploaded("clerk", plain, "c.txt")],
    )
    await office.paper(
        title="rights", team="blue", evidence=[await office.uploaded("clerk", b"of another team", "d.txt")]
    )
    found = await exported(office, "reader", filter="title == 'rights'")
    assert sorted(found.values(), key=len)[0] == plain
    assert set(found) == {"rows.ndjson", f"files/{hashlib.sha256(plain).hexdigest()}"}
    assert set(await exported(office, "clerk", filter="title == 'rights'", fields="title")) == {"rows.ndjson"}
    of_view = await exported(office, "clerk", "open_papers", filter="title == 'rights'", fields="title,contract")
    assert hidden in of_view.values()
    refused = await office.reader.post(f"{API}/papers/import", content=packed(found), headers=ZIP)
    assert refused.status_code == 403
    # Naming content is not having it: what the archive does not hold is not taken from the installation.
    stolen = {
        "title": "stolen",
        "evidence": [{"id": "0" * 26, "name": "x", "sha256": hashlib.sha256(hidden).hexdigest()}],
    }
    answer = await taken_in(office, {"rows.ndjson": json.dumps(stolen).encode()})
    assert (answer.status_code, answer.json()["extra"]["problems"][0]["code"]) == (400, "no_file")
    whole = {"id": "0" * 26, "name": "x", "type": "a/b", "size": 1, "sha256": hashlib.sha256(hidden).hexdigest()}
    lines = json.dumps({"title": "stolen", "evidence": [whole]}).encode()
    header = {"content-type": "application/x-ndjson"}
    told = await office.clerk.post(f"{API}/copies/import", content=lines, headers=header)
    assert told.json()["left_out"] == {"evidence": "evidence is not written by imports"}


async def test_every_row_whose_files_do_not_fit_is_named(office: Office) -> None:
    sha256 = hashlib.sha256(b"what it was").hexdigest()
    files = {
        "rows.csv": "\n".join(
            (
                "Title,Contract,Evidence,Photo",
                "mixed good,papers/plan.pdf,papers/a.txt; papers/b.txt,",
                "mixed type,papers/photo.png,,",
                "mixed lie,papers/lie.pdf,,",
                "mixed large,papers/large.txt,,",
                "mixed none,papers/nothing.pdf,,",
                "mixed many,papers/plan.pdf;papers/a.txt,,",
                "mixed picture,,,papers/a.txt",
                "mixed empty,,papers/empty.txt,",
                f'mixed damaged,,"[{{""name"": ""x"", ""sha256"": ""{sha256}""}}]",',
            )
        ).encode(),
        "papers/plan.pdf": PDF,
        "papers/a.txt": b"a",
        "papers/b.txt": b"b",
        "papers/photo.png": picture(),
        "papers/lie.pdf": picture(),
        "papers/large.txt": b"x" * 600_000,
        "papers/empty.txt": b"",
        f"files/{sha256}": b"what it is",
        "__MACOSX/rows.csv": b"litter",
        ".DS_Store": b"litter",
    }
    answer = await taken_in(office, files)
    assert answer.status_code == 400, answer.text
    problems = {(one["line"], one["column"]): one["code"] for one in answer.json()["extra"]["problems"]}
    assert problems == {
        (3, "contract"): "wrong_type",
        (4, "contract"): "type_mismatch",
        (5, "contract"): "too_large",
        (6, "contract"): "no_file",
        (7, "contract"): "too_many",
        (8, "photo"): "bad_picture",
        (9, "evidence"): "empty",
        (10, "evidence"): "damaged_file",
    }
    assert await rows_of(office, "copies", "starts_with(title, 'mixed')") == []
    kept = await taken_in(office, files, skip_wrong="true")
    assert (kept.json()["inserted"], kept.json()["rejected"]) == (1, 8), kept.text
    (row,) = await rows_of(office, "copies", "starts_with(title, 'mixed')")
    assert (row["contract"]["name"], row["contract"]["type"]) == ("plan.pdf", "application/pdf")
    assert [one["name"] for one in row["evidence"]] == ["a.txt", "b.txt"]


async def test_archives_that_are_none_or_too_much(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for files, words in (
        ({"folder/rows.csv": b"title\nx\n"}, "no table at its top"),
        ({"a.csv": b"title\nx\n", "b.json": b"[]"}, "several tables at its top"),
        ({"rows.csv": b""}, "empty"),
    ):
        answer = await taken_in(office, files)
        assert (answer.status_code, answer.json()["code"]) == (400, "import.malformed"), answer.text
        assert words in answer.json()["detail"]
    broken = bytearray(packed({"rows.csv": b"title\nbroken\n", "papers/a.txt": b"some words"}))
    broken[broken.index(b"papers/a.txt") + 14] ^= 0xFF
    answer = await office.clerk.post(f"{API}/copies/import", content=bytes(broken), headers=ZIP)
    assert answer.status_code == 200, answer.text  # nobody asked for the damaged file
    monkeypatch.setattr(enclosed, "_SUSPICIOUS_FROM", 1_000_000)
    bomb = await taken_in(office, {"rows.csv": b"title\nx\n", "files/zero": bytes(3_000_000)})
    assert (bomb.status_code, bomb.json()["code"]) == (413, "import.too_large")


def test_the_command_line_makes_a_table_with_files(home: Path, tmp_path: Path) -> None:  # noqa: F811
    common = ["--workspace", "office", "--home", str(home)]
    out = tmp_path / "papers.zip"

    def toolwright(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*words, *common])
        return done.exit_code, done.stdout

    assert toolwright("export", "--table", "papers", "-o", str(out), "--fields", "title,evidence")[0] == 0
    assert len(contents(out.read_bytes())) == 3
    code, said = toolwright("import", str(out), "--table", "made", "--create", "--json")
    assert (code, json.loads(said)["inserted"]) == (0, 2), said
    code, said = toolwright("export", "--table", "made", "--format", "ndjson", "--fields", "evidence")
    assert [json.loads(line)["evidence"][0]["name"] for line in said.splitlines()] == ["a.pdf", "a.txt"]
    assert run(home, "check") == (0, [{"workspace": "office", "named": 2, "missing": [], "damaged": []}])


KILLED = """
from toolwright.cli import main
from toolwright.commands.import_files import ImportFiles

whole = ImportFiles.attached

def told(*given):
    print("batch", flush=True)
    return whole(*given)

ImportFiles.attached = told
main()
"""


def test_a_killed_import_leaves_neither_rows_nor_lost_files(home: Path, tmp_path: Path) -> None:  # noqa: F811
    """Killed when its files are in and half of its rows are stored, which is the latest that anything is half done."""
    many = 3000
    lines = [json.dumps({"title": f"killed {n}", "evidence": [{"path": f"files/{n % 40}.txt"}]}) for n in range(many)]
    files = {"rows.ndjson": "\n".join(lines).encode(), **{f"files/{n}.txt": b"content %d" % n for n in range(40)}}
    path = tmp_path / "many.zip"
    path.write_bytes(packed(files))
    place = ["import", str(path), "--workspace", "office", "--table", "papers", "--home", str(home)]
    with subprocess.Popen([sys.executable, "-c", KILLED, *place], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline().strip() == b"batch"
        process.send_signal(signal.SIGKILL)
    found = run(home, "check")
    assert found == (0, [{"workspace": "office", "named": found[1][0]["named"], "missing": [], "damaged": []}])
    count = ["export", "--workspace", "office", "--table", "papers", "--format", "ndjson", "--home", str(home)]
    assert len(CliRunner().invoke(app, count).stdout.splitlines()) == 2
    assert CliRunner().invoke(app, place).exit_code == 0
    assert len(CliRunner().invoke(app, count).stdout.splitlines()) == 2 + many
    assert run(home, "check")[1][0]["missing"] == []
