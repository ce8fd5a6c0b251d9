"""Files in published apps, as pages and plain forms have them: what a browser without JavaScript can do."""

from __future__ import annotations

import re
from html import unescape

from tests.files.conftest import API, PDF, Office, picture

APP = "/apps/office/office"


def hidden(page: str) -> dict[str, str]:
    """The hidden inputs of the page's form."""
    form = page[page.index('<form class="tw-form"') :]
    form = form[: form.index("</form>")]
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    }


async def test_a_plain_form_sends_files(office: Office) -> None:
    page = (await office.clerk.get(f"{APP}/new")).text
    assert 'enctype="multipart/form-data"' in page
    assert page.count("<tw-file-field") == 3
    assert page.count("<tw-signature-field") == 1
    files = [
        ("contract", ("plan.pdf", PDF, "application/pdf")),
        ("evidence", ("a.txt", b"first", "text/plain")),
        ("evidence", ("b.txt", b"second", "text/plain")),
        ("signed", ("", b"", "application/octet-stream")),
    ]
    done = await office.clerk.post(f"{APP}/_event", data={**hidden(page), "title": "Plain form"}, files=files)
    assert done.status_code == 303, done.text[:2000]
    found = await office.clerk.get(f"{API}/papers/rows", params={"filter": "title == 'Plain form'", "ids": "true"})
    row = found.json()["items"][0]
    assert row["contract"]["name"] == "plan.pdf"
    assert [one["name"] for one in row["evidence"]] == ["a.txt", "b.txt"]
    assert row["signed"] is None

    place = f"{APP}/papers/{found.json()['ids'][0]}/change"
    page = (await office.clerk.get(place)).text
    boxes = [
        unescape(value) for value in re.findall(r'<input type="checkbox" name="evidence" value="([^"]+)" checked', page)
    ]
    assert len(boxes) == 2
    kept = {**hidden(page), "title": "Plain form", "evidence": ["", boxes[1]], "contract": ""}
    more = [("evidence", ("c.txt", b"third", "text/plain"))]
    done = await office.clerk.post(f"{APP}/_event", data=kept, files=more)
    assert done.status_code == 303, done.text[:2000]
    found = await office.clerk.get(f"{API}/papers/rows", params={"filter": "title == 'Plain form'"})
    row = found.json()["items"][0]
    assert [one["name"] for one in row["evidence"]] == ["b.txt", "c.txt"]
    assert row["contract"] is None


async def test_a_file_that_is_refused_is_said_at_its_field(office: Office) -> None:
    page = (await office.clerk.get(f"{APP}/new")).text
    files = [("photo", ("photo.png", b"<svg/>", "image/png")), ("evidence", ("ok.txt", b"kept", "text/plain"))]
    answer = await office.clerk.post(f"{APP}/_event", data={**hidden(page), "title": "Refused"}, files=files)
    assert answer.status_code == 400
    assert "called .png, but its content is" in answer.text
    assert 'value="Refused"' in answer.text
    assert "ok.txt" in answer.text  # what was taken need not be sent again
    stray = await office.clerk.post(
        f"{APP}/_event", data=hidden(page), files=[("title", ("x.txt", b"x", "text/plain"))]
    )
    assert stray.status_code == 404


async def test_pages_show_files_as_far_as_one_may_read(office: Office) -> None:
    photo = await office.uploaded("clerk", picture(), "photo <b>.png", "photo")
    log = await office.uploaded("clerk", b"log", "log.txt")
    row = await office.paper(title="shown", photo=photo, evidence=[log])
    for address in (f"{APP}/", f"{APP}/papers/{row['id']}"):
        page = (await office.clerk.get(address)).text
        place = f"{API}/papers/rows/{row['id']}/files"
        assert f'href="{place}/evidence/{log}"' in page
        assert f'src="{place}/photo/{photo}?thumbnail=' in page
        assert "log.txt" in page
        assert "<b>.png" not in page
        assert "island-file_field" not in page
    shown = (await office.clerk.get(f"{API}/papers/rows/{row['id']}/files/photo/{photo}?thumbnail=96")).headers
    assert shown["content-type"] == "image/webp"
    assert "island-file_field" in (await office.clerk.get(f"{APP}/new")).text


async def test_lists_are_filtered_by_who_has_files(office: Office) -> None:
    log = await office.uploaded("clerk", b"filtered", "log.txt")
    await office.paper(title="with filter", evidence=[log])
    await office.paper(title="without filter")
    for asked, shown, hidden_ in (("any", "with filter", "without filter"), ("none", "without filter", "with filter<")):
        page = (await office.clerk.get(f"{APP}/", params={"papers.f.evidence": asked, "papers.search": "filter"})).text
        assert shown in page, asked
        assert hidden_ not in page, asked
        assert 'name="papers.f.evidence"' in page
