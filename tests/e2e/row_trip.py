"""A row's whole life through the forms of a generated app: made, seen, changed, deleted."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from playwright.async_api import Page, TimeoutError

from tests.e2e.generated_app import GeneratedApp, GeneratedTable
from tests.e2e.walker import Walker

ATTEMPTS = 3
_WAIT_MS = 90_000
_CONTROLS = """
form => [...form.elements]
  .filter((it) => it.name && !it.name.startsWith('_') && it.type !== 'hidden' && !it.disabled && !it.readOnly)
  .map((it) => ({
    name: it.name, tag: it.tagName, type: it.type, value: it.value,
    search: it.parentElement.querySelector('[role=combobox]')?.id ?? '',
    required: it.required || it.parentElement.querySelector('[role=combobox]')?.required === true,
    longest: it.maxLength ?? -1, min: it.min ?? '', max: it.max ?? '', step: it.step ?? '',
    options: it.options ? [...it.options].filter((option) => option.value !== '' && !option.text.startsWith('Walk'))
      .map((option) => option.value) : [],
  }))
"""
_ANSWERED = """
from => location.href !== from
  || document.querySelector('.tw-form-errors, .tw-error, .tw-message[data-tone=danger]') !== null
"""
_ERRORS = """
() => [...document.querySelectorAll('.tw-form-errors, .tw-error, .tw-field-error, .tw-message[data-tone=danger]')]
  .map((it) => it.innerText).join(' / ')
"""
_WHERE_IT_IS = """
() => ({
  held: [...document.querySelectorAll('form[data-form] :invalid')]
    .map((it) => `${it.name || it.id}=${JSON.stringify(it.value)}: ${it.validationMessage}`),
  fields: [...document.querySelectorAll('form[data-form] [name]')].map((it) => `${it.name}=${it.value}`.slice(0, 60)),
  busy: [...document.querySelectorAll('[aria-busy=true]')].map((it) => it.outerHTML.slice(0, 200)),
  focus: document.activeElement?.outerHTML.slice(0, 200),
  ready: document.readyState,
  messages: document.querySelector('.tw-messages')?.innerText,
})
"""
Control = dict[str, Any]  # Any: what the page says about a control
_numbers = itertools.count(1)


@dataclass
class Trips:
    """What came of them."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


async def round_trip(walker: Walker, app: GeneratedApp, table: GeneratedTable, trips: Trips) -> None:
    """Make a row with the form, change it, delete it, and see each in the app."""
    before = set(app.row_ids(table))
    for attempt in range(ATTEMPTS):
        refusal = await _create(walker, app, table, attempt)
        if refusal is None:
            break
        trips.refused[table.ref] = refusal
    else:
        return
    trips.refused.pop(table.ref, None)
    fresh = set(app.row_ids(table)) - before
    if len(fresh) != 1:
        walker.note(f"the form said it made a row of {table.ref}, but there are {len(fresh)} new ones")
        return
    trips.made.append(table.ref)
    row_id = fresh.pop()
    if not table.has_detail:
        return
    detail = f"{app.base}{table.address}/{quote(row_id)}"
    if await walker.open(f"{app.base}{table.address}") == 200 and len(before) < 20:
        link = walker.page.locator(f"a.tw-row-link[href='{detail}']")
        if await link.count() != 1:
            walker.note(f"the list does not show the new row {row_id}")
    if table.has_edit and await _change(walker, table, detail):
        trips.changed.append(table.ref)
    if await _delete(walker, app, table, detail, row_id):
        trips.deleted.append(table.ref)


async def _create(walker: Walker, app: GeneratedApp, table: GeneratedTable, attempt: int) -> str | None:
    await walker.open(f"{app.base}{table.address}/new")
    page = walker.page
    form = page.locator("form[data-form]").first
    for control in await form.evaluate(_CONTROLS):
        if control["required"] and control["type"] != "checkbox":
            await _fill(page, control, table.types.get(control["name"], "text"), attempt)
    return await _submit(walker)


async def _change(walker: Walker, table: GeneratedTable, detail: str) -> bool:
    """Change one plain field; True when the page of the row then shows the new value."""
    await walker.open(f"{detail}/edit")
    page = walker.page
    controls = await page.locator("form[data-form]").first.evaluate(_CONTROLS)
    control = next((it for it in controls if _is_plain(it, table)), None)
    if control is None:
        return False
    value = await _fill(page, control, table.types[control["name"]], 0)
    refusal = await _submit(walker)
    if refusal is not None:
        walker.note(f"{table.ref}: {control['name']} could not be changed to {value}: {refusal}")
        return False
    await walker.open(detail)
    if value not in (await page.locator("main").inner_text()).replace(",", ""):
        walker.note(f"{table.ref}: {control['name']} was changed to {value}, which is not shown")
        return False
    return True


async def _delete(walker: Walker, app: GeneratedApp, table: GeneratedTable, detail: str, row_id: str) -> bool:
    page = walker.page
    if page.url != f"{app.url}{detail}":
        await walker.open(detail)
    here = page.url
    await page.get_by_role("button", name="More actions").first.click()
    await page.get_by_role("button", name="Delete", exact=True).locator("visible=true").click()
    question = page.locator("dialog.tw-question")
    await question.get_by_role("button", name="Delete").click()
    await page.wait_for_function(_ANSWERED, arg=here, timeout=_WAIT_MS, polling=100)
    await page.wait_for_load_state("load")
    if row_id in app.row_ids(table):
        walker.note(f"{table.ref}: row {row_id} was deleted but is still there: {await page.evaluate(_ERRORS)}")
        return False
    await walker.look()
    return True


async def _submit(walker: Walker) -> str | None:
    """Send the form; None when it was saved, otherwise what the person is told."""
    page = walker.page
    here = page.url
    await page.locator("form[data-form] button[type=submit]").last.click()
    try:
        await page.wait_for_function(_ANSWERED, arg=here, timeout=_WAIT_MS, polling=100)
    except TimeoutError:
        raise AssertionError(
            f"{here}: nothing happened after the form was sent: {await page.evaluate(_WHERE_IT_IS)}; "
            f"requests: {walker.requests[-12:]}; noted before: {walker.problems[-5:]}"
        ) from None
    if page.url != here:
        await page.wait_for_load_state("load")
        await walker.look()
        return None
    told = str(await page.evaluate(_ERRORS))  # before looking around, which takes longer than some messages stay
    await walker.look()
    if not told:
        walker.note("a form was not saved and does not say why")
    return told


async def _fill(page: Page, control: Control, type_: str, attempt: int) -> str:
    place = page.locator(f"form[data-form] [name='{control['name']}']:not([type=hidden])").first
    if control["tag"] == "SELECT":
        return await _choose(page, control, attempt)
    value = _value(control, type_)
    await place.fill(value)
    return value


async def _choose(page: Page, control: Control, attempt: int) -> str:
    """Choose from a list as people do, but no row that another tab made and is about to delete."""
    options = control["options"]
    if not options:
        return ""
    if not control["search"]:
        value = options[attempt % len(options)]
        await page.locator(f"form[data-form] select[name='{control['name']}']").select_option(value)
        return str(value)
    field = page.locator(f"[id='{control['search']}']")
    await field.click()
    choices = field.locator("xpath=..").get_by_role("option").filter(has_not_text="Walk")
    await choices.first.wait_for()
    await choices.nth(attempt % await choices.count()).click()
    return await field.input_value()


def _value(control: Control, type_: str) -> str:
    number = next(_numbers)
    by_type = {
        "uuid": str(uuid.UUID(int=number + (1 << 100))),
        "json": f'{{"walk": {number}}}',
        "list": "[]",
        "date": "2026-03-04",
        "datetime": "2026-03-04T05:06",
        "time": "05:06",
    }
    kinds = {"email": f"walk{number}@example.org", "url": f"https://example.org/{number}", "color": "#123456"}
    if type_ in by_type:
        return by_type[type_]
    if control["type"] in kinds:
        return kinds[control["type"]]
    if control["type"] == "number":
        top = float(control["max"]) if control["max"] else 9_000.0
        return str(int(min(top, 100 + number % 900)))
    text = f"Walk {number}"
    longest = int(control["longest"])
    return text if longest < 0 or longest >= len(text) else _short(number, longest)


def _short(number: int, length: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = ""
    while len(text) < length:
        number, rest = divmod(number, len(letters))
        text += letters[rest]
    return text


def _is_plain(control: Control, table: GeneratedTable) -> bool:
    is_key = control["name"] in (table.definition.get("primary_key") or ())
    return control["type"] in ("text", "textarea") and not is_key and table.types.get(control["name"]) == "text"
