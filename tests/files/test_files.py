"""Files of rows over HTTP: sent, held by a row, handed out, kept by history, and gone on with after a lost connection."""

from __future__ import annotations

import hashlib

from tests.files.conftest import API, PDF, Office, picture

ROWS = f"{API}/papers/rows"


async def test_a_file_goes_in_and_comes_out(office: Office) -> None:
    sent = await office.upload("clerk", PDF, "Plan für März.pdf", "contract")
    assert sent.status_code == 201
    assert sent.json() | {"type": "application/pdf", "size": len(PDF), "name": "Plan für März.pdf"} == sent.json()
    row = await office.paper(contract=sent.json()["id"])
    held = row["values"]["contract"]
    assert held == {
        "id": sent.json()["id"],
        "name": "Plan für März.pdf",
        "type": "application/pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }
    address = f"{ROWS}/{row['id']}/files/contract/{held['id']}"
    answer = await office.clerk.get(address)
    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert "filename*=UTF-8''Plan%20f%C3%BCr%20M%C3%A4rz.pdf" in answer.headers["content-disposition"]
    again = await office.clerk.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    part = await office.clerk.get(address, headers={"range": "bytes=0-8"})
    assert (part.status_code, part.content) == (206, PDF[:9])
    assert part.headers["content-range"] == f"bytes 0-8/{len(PDF)}"
    tail = await office.clerk.get(address, headers={"range": "bytes=-4"})
    assert tail.content == PDF[-4:]
    assert (await office.clerk.get(address, headers={"range": f"bytes={len(PDF)}-"})).status_code == 416


async def test_content_is_stored_once(office: Office) -> None:
    content = b"the very same text"
    for who, name in (("clerk", "a.txt"), ("mate", "b.txt")):
        await office.paper(who, evidence=[await office.uploaded(who, content, name)])
    kept = [path for path in (office.home / "files" / "office").rglob("*") if path.is_file()]
    assert len([path for path in kept if path.read_bytes() == content]) == 1
    assert list((office.home / "files" / "_incoming").glob("*")) == []


async def test_several_files_of_a_row(office: Office) -> None:
    first, second, third, fourth = [await office.uploaded("clerk", b"text %d" % n, f"{n}.txt") for n in range(4)]
    row = await office.paper(evidence=[first, {"id": second}])
    assert [one["name"] for one in row["values"]["evidence"]] == ["0.txt", "1.txt"]
    place = f"{ROWS}/{row['id']}"
    changed = await office.mate.patch(place, json={"evidence": [second]})
    assert [one["id"] for one in changed.json()["values"]["evidence"]] == [second]
    full = await office.clerk.patch(place, json={"evidence": [first, second, third, fourth]})
    assert (full.status_code, full.json()["errors"][0]["code"]) == (400, "too_many")
    emptied = await office.clerk.patch(place, json={"evidence": []})
    assert emptied.json()["values"]["evidence"] is None
    for filter_, count in (("evidence == None", 1), ("len(evidence or []) > 0", 0)):
        found = await office.clerk.get(ROWS, params={"filter": f"id == {row['id']} and {filter_}", "count": "exact"})
        assert found.json()["count"] == count, filter_


async def test_filters_ask_for_names(office: Office) -> None:
    row = await office.paper(
        title="asked for",
        contract=await office.uploaded("clerk", PDF, "offer 7.pdf", "contract"),
        evidence=[await office.uploaded("clerk", b"x", "log.txt")],
    )
    for filter_ in (
        "contains(contract.name, 'offer')",
        "contract.type == 'application/pdf' and contract.size > 10",
        "any(f.name == 'log.txt' for f in evidence or [])",
        "contract is not None",
        "not (contract == None or evidence is none)",
    ):
        found = await office.clerk.get(ROWS, params={"filter": f"title == 'asked for' and {filter_}", "ids": "true"})
        assert found.json()["ids"] == [row["id"]], (filter_, found.text)
        assert bool(found.json()["completed"]) == ("None" not in filter_), filter_  # the database knows what is there


async def test_history_and_bin_keep_files(office: Office) -> None:
    file = await office.uploaded("clerk", b"of history", "history.txt")
    row = await office.paper(evidence=[file])
    place = f"{ROWS}/{row['id']}"
    assert (await office.clerk.patch(place, json={"evidence": None})).status_code == 200
    history = (await office.clerk.get(f"{place}/history")).json()["items"]
    assert history[0]["fields"][0]["before"][0]["name"] == "history.txt"
    undone = await office.clerk.post(f"{API}/papers/undo", json={})
    assert undone.json()["items"][0]["values"]["evidence"][0]["id"] == file
    assert (await office.clerk.delete(place)).status_code == 204
    assert (await office.clerk.get(f"{place}/files/evidence/{file}")).status_code == 404
    gone = (await office.clerk.get(f"{API}/papers/deleted")).json()["items"][0]
    then = {"change": gone["number"]}
    assert (await office.clerk.get(f"{place}/files/evidence/{file}", params=then)).content == b"of history"
    for who, wrong in (("reader", {"change": gone["number"] + 1}), ("clerk", {"change": 10**9}), ("nobody", then)):
        answer = await office.clients[who].get(f"{place}/files/evidence/{file}", params=wrong)
        assert answer.status_code in (401, 404), (who, answer.text)
    assert (await office.clerk.get(f"{place}/files/contract/{file}", params=then)).status_code == 404
    assert (await office.clerk.get(f"{place}/files/evidence/{file}", params={"change": "x"})).status_code == 400
    # Restored by somebody else, who has never uploaded it: the row's own history vouches for it.
    back = await office.mate.post(f"{place}/restore", json={"change": gone["number"]})
    assert back.json()["values"]["evidence"][0]["id"] == file
    assert (await office.mate.get(f"{place}/files/evidence/{file}")).content == b"of history"


async def test_history_says_of_which_files_the_content_is_lost(office: Office) -> None:
    lost = await office.uploaded("clerk", b"soon to be lost", "lost.txt")
    kept = await office.uploaded("clerk", b"to be kept for ever", "kept.txt")
    row = await office.paper(evidence=[lost, kept])
    place = f"{ROWS}/{row['id']}"
    assert (await office.clerk.patch(place, json={"evidence": None})).status_code == 200
    name = hashlib.sha256(b"soon to be lost").hexdigest()
    (content,) = (path for path in office.home.rglob(f"*{name}*") if path.is_file())
    content.unlink()
    change = (await office.clerk.get(f"{place}/history")).json()["items"][0]
    first, second = change["fields"][0]["before"]
    assert (first["name"], first["is_lost"]) == ("lost.txt", True)
    assert (second["name"], "is_lost" in second) == ("kept.txt", False)
    page = (await office.clerk.get(f"/apps/office/office/papers/{row['id']}")).text
    assert '<s class="tw-file-name">lost.txt</s>' in page
    assert f"files/evidence/{lost}" not in page
    assert f"files/evidence/{kept}" in page
    restored = await office.clerk.post(f"{place}/restore", json={"change": change["number"] - 1})
    assert "is_lost" not in restored.json()["values"]["evidence"][0], "a row does not keep what is only said of it"


async def test_an_upload_piece_by_piece(office: Office) -> None:
    content = bytes(range(256)) * 4000
    asked = {"column": "evidence", "name": "big.bin", "size": str(len(content))}
    begun = await office.clerk.post(f"{API}/papers/files/uploads", params=asked)
    assert begun.status_code == 201
    place = begun.headers["location"]
    headers = {"content-type": "application/offset+octet-stream"}

    async def add(start: int, end: int, said: int | None = None):
        offset = {"upload-offset": str(start if said is None else said)}
        return await office.clerk.patch(place, content=content[start:end], headers={**headers, **offset})

    assert (await add(0, 400_000)).json()["offset"] == 400_000
    wrong = await add(500_000, 600_000)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "upload.offset")
    assert (await office.clerk.get(place)).headers["upload-offset"] == "400000"
    assert (await office.mate.get(place)).status_code == 404
    assert (await office.clerk.post(ROWS, json={"title": "x", "evidence": [begun.json()["id"]]})).status_code == 400
    done = await add(400_000, len(content))
    assert done.json()["sha256"] == hashlib.sha256(content).hexdigest()
    row = await office.paper(evidence=[begun.json()["id"]])
    file = await office.clerk.get(f"{ROWS}/{row['id']}/files/evidence/{begun.json()['id']}")
    assert file.content == content
    other = await office.clerk.post(f"{API}/papers/files/uploads", params={**asked, "size": "5"})
    assert (await office.clerk.delete(other.headers["location"])).status_code == 204
    assert (await office.clerk.get(other.headers["location"])).status_code == 404


async def test_views_hand_out_files_of_their_rows(office: Office) -> None:
    file = await office.uploaded("clerk", b"seen in a view", "seen.txt")
    red, blue = await office.paper(evidence=[file]), await office.paper(team="blue", evidence=[file])
    assert (await office.clerk.get(f"{API}/open_papers/rows/{red['id']}/files/evidence/{file}")).status_code == 200
    assert (await office.clerk.get(f"{API}/open_papers/rows/{blue['id']}/files/evidence/{file}")).status_code == 404


async def test_exports_name_files_and_imports_say_what_to_do(office: Office) -> None:
    file = await office.uploaded("clerk", b"exported", "out.txt")
    await office.paper(title="exported", evidence=[file])
    text = (
        await office.clerk.get(f"{API}/papers/export", params={"format": "csv", "filter": "title == 'exported'"})
    ).text
    assert f"out.txt ({file})" in text
    given = {"content": text.encode(), "headers": {"content-type": "text/csv"}}
    refused = await office.clerk.post(
        f"{API}/papers/import", params={"mode": "insert", "columns": "evidence=evidence"}, **given
    )
    assert refused.status_code == 400
    assert "imported from a ZIP archive" in refused.text


async def test_pictures_are_shown_smaller(office: Office) -> None:
    content = picture((2000, 1000), "JPEG", comment=b"SECRET PLACE")
    file = await office.uploaded("clerk", content, "photo.jpg", "photo")
    row = await office.paper(photo=file)
    address = f"{ROWS}/{row['id']}/files/photo/{file}"
    small = await office.clerk.get(address, params={"thumbnail": 96})
    assert small.status_code == 200
    assert small.headers["content-type"] == "image/webp"
    assert small.content[8:12] == b"WEBP"
    assert b"SECRET PLACE" not in small.content
    assert len(small.content) < 2000
    assert (await office.clerk.get(address, params={"thumbnail": 97})).status_code == 400
    text = await office.uploaded("clerk", b"no picture", "x.txt")
    other = await office.paper(evidence=[text])
    none = await office.clerk.get(f"{ROWS}/{other['id']}/files/evidence/{text}", params={"thumbnail": 96})
    assert (none.status_code, none.json()["code"]) == (400, "file.no_preview")
