"""Makes and fills the tables of another product in a database of ours."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DJANGO = ("wagtail>=8,<9", "django-oscar[sorl-thumbnail]>=4.2,<5")
PACKAGES = {
    "wagtail": DJANGO,
    "oscar": DJANGO,
    "airflow": ("apache-airflow-core>=3.3,<3.4",),
}
DRIVERS = ("pymysql>=1.1", "psycopg[binary]>=3.2", "sqlalchemy>=2")


@dataclass(frozen=True, slots=True)
class ForeignSchema:
    """Where the tables are, and what was put into them."""

    product: str
    url: str
    summary: str


def make_schema(product: str, url: str, rows: int = 12) -> ForeignSchema:
    """Create the tables of `wagtail`, `oscar` or `airflow` at `url` (empty database) and about `rows` rows in each."""
    script = "make_airflow.py" if product == "airflow" else "make_django.py"
    arguments = [url] if product == "airflow" else [product, url]
    _run(product, script, *arguments)
    return ForeignSchema(product, url, _run(product, "fill.py", url, str(rows)))


def _run(product: str, script: str, *arguments: str) -> str:
    uv = shutil.which("uv") or str(HERE.parents[1] / ".tools" / "bin" / "uv")
    command = [uv, "run", "--no-project", "--quiet", "--python", "3.11"]
    for package in (*PACKAGES[product], *DRIVERS):
        command += ["--with", package]
    command += ["python", str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{script} {product} failed:\n{done.stderr[-3000:]}"
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
