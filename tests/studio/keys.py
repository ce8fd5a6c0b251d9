"""People who use no mouse: everything is reached with Tab and arrows and done with Enter, Space and typing.

A step ends in an error when the focus cannot be brought where a mouse would click.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

_MOST_STEPS = 400
_STEP = """
(wanted) => {
  // Where to go from the element that has the focus: a key to press, 'there', or why there is no way.
  const groups = {radio: 'radiogroup, fieldset, [role=radiogroup]', option: '[role=listbox]', menuitem: '[role=menu]',
                  menuitemcheckbox: '[role=menu]', menuitemradio: '[role=menu]', treeitem: '[role=tree]', tab: '[role=tablist]',
                  gridcell: '[role=grid]'};
  const role = wanted.getAttribute('role') ?? (wanted.type === 'radio' ? 'radio' : '');
  const active = document.activeElement;
  if (active === wanted) return 'there';
  if (role === 'option') {
    const list = wanted.closest('[role=listbox]');
    const marked = list.querySelector('[data-combobox-selected], [aria-selected=true][data-active], [data-highlighted]')
      ?? (active.getAttribute('aria-activedescendant') && document.getElementById(active.getAttribute('aria-activedescendant')));
    if (marked === wanted) return 'there';
    const owner = active.getAttribute('aria-controls') === list.id || active.getAttribute('aria-owns') === list.id;
    return owner || list.contains(active) ? 'ArrowDown' : 'the list is not that of the field with the focus';
  }
  const group = groups[role] && wanted.closest(groups[role]);
  const order = active && active !== document.body ? active.compareDocumentPosition(wanted) : 4;
  const isBehind = (order & Node.DOCUMENT_POSITION_PRECEDING) !== 0 && (order & Node.DOCUMENT_POSITION_CONTAINS) === 0;
  if (group && group.contains(active) && (role !== 'radio' || active.type === 'radio' || active.getAttribute('role') === 'radio')
      && (wanted.tabIndex < 0 || role === 'radio' || role === 'menuitem')) {
    if (role === 'tab') return isBehind ? 'ArrowLeft' : 'ArrowRight';
    return isBehind ? 'ArrowUp' : 'ArrowDown';
  }
  return isBehind ? 'Shift+Tab' : 'Tab';
}
"""


@dataclass
class Keys:
    """A person at the keyboard of a page."""

    page: Page

    def reach(self, wanted: Locator) -> None:
        """Bring the focus to an element, or mark it in its list."""
        expect(wanted).to_be_attached()
        told = ""
        for _ in range(_MOST_STEPS):
            told = str(wanted.evaluate(_STEP))
            if told == "there":
                return
            if " " in told:
                break
            self.page.keyboard.press(told)
        where = self.page.evaluate("document.activeElement?.outerHTML.slice(0, 300)")
        raise AssertionError(f"no way by keys to {wanted}: {told}; the focus is on {where}")

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        """Do what a click does."""
        self.reach(wanted)
        self.page.keyboard.press(key)

    def check(self, wanted: Locator) -> None:
        """Have a checkbox or a radio be checked."""
        self.reach(wanted)
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def fill(self, wanted: Locator, text: str) -> None:
        """Have a field hold that text."""
        self.reach(wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, field: Locator, option: str) -> None:
        """Choose from the list of a field."""
        self.reach(field)
        if field.evaluate("it => it.tagName") == "SELECT":
            self.page.keyboard.type(option)  # which is how a list of the browser's own is chosen from
            assert field.evaluate("it => it.selectedOptions[0].text") == option
            return
        if field.get_attribute("aria-expanded") != "true":
            self.page.keyboard.press("ArrowDown" if field.evaluate("it => it.tagName") == "INPUT" else "Enter")
        self.press(self.page.get_by_role("option", name=option, exact=True))

    def go(self, words: str, place: str) -> None:
        """Go to a place by the command palette: what its name begins with, and its whole name."""
        self.page.keyboard.press("Control+k")
        field = self.page.get_by_placeholder("Go to a page, app or table")
        expect(field).to_be_focused()
        self.page.keyboard.insert_text(words)
        found = self.page.get_by_role("dialog").get_by_role("button", name=place).first
        expect(found).to_be_visible()
        for _ in range(20):
            self.page.keyboard.press("ArrowDown")
            if found.get_attribute("data-selected") is not None:
                break
        self.page.keyboard.press("Enter")
        expect(field).to_have_count(0)


def add_user(keys: Keys, name: str, email: str) -> str:
    """Fill in the dialog for a new person; answers the link that signs them in."""
    page = keys.page
    dialog = page.get_by_role("dialog")
    keys.fill(dialog.get_by_label("Name", exact=True), name)
    keys.fill(dialog.get_by_label("E-mail address"), email)
    keys.press(dialog.get_by_role("button", name="Add user"))
    link = page.get_by_role("textbox", name="Sign-in link").input_value()
    keys.press(page.get_by_role("button", name="Done"))
    return link
