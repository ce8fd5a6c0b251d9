"""What people do in the designer, as steps of tests."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect


def picture(page: Page) -> FrameLocator:
    """The screen as it is drawn."""
    return page.frame_locator('iframe[title="Picture of the screen"]')


def inspector(page: Page) -> Locator:
    """Where the settings of what is selected stand."""
    return page.get_by_role("region", name="Inspector")


def add(page: Page, kind: str) -> None:
    """Insert a component of that title."""
    page.get_by_role("tab", name="Components").click()
    page.get_by_role("button", name=kind, exact=True).click()
    expect(inspector(page).get_by_role("heading", name=kind, exact=True)).to_be_visible()


def line_of_screen(page: Page) -> None:
    """Select the screen itself."""
    page.get_by_role("tab", name="Tree").click()
    page.get_by_role("treeitem", name="Screen").click()
