"""What tests of the grid do in it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def cell(page: Page, row: int, column: str) -> Locator:
    """The cell of a column, in the row of that number as people count."""
    heads = page.locator("[role='columnheader']")  # also while a dialog closes that hides them from readers
    heads.last.wait_for()
    place = next(i for i in range(heads.count()) if heads.nth(i).inner_text().strip() == column)
    index = heads.nth(place).get_attribute("aria-colindex")
    return page.locator(f"[data-row='{row - 1}'] [aria-colindex='{index}']")


def menu(page: Page, column: str, item: str) -> None:
    """Choose from the menu of a column."""
    page.get_by_role("button", name=f"Menu of {column}", exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def paste(page: Page, text: str) -> None:
    """Paste a text where the grid is."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")
