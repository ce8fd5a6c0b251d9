"""A real object storage with S3's interface: OpenStack Swift in a temporary folder, with one bucket."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.peers.server import MissingEngine, _running, free_port

PYTHON = "/usr/bin/python3"
"""Debian installs Swift for its own Python."""
KEY, SECRET, NAME = "test:files", "files-secret", "toolwright-files"


@dataclass(frozen=True)
class Bucket:
    """An empty bucket: where it is, and who may use it."""

    endpoint: str

    def address(self, folder: str) -> str:
        """The address of a folder of it, as operators write it."""
        return f"s3://{NAME}/{folder}?region=eu-test-1&endpoint={self.endpoint}"


@contextlib.contextmanager
def run_swift() -> Iterator[Bucket]:
    """Swift with a bucket."""
    known = subprocess.run([PYTHON, "-c", "import swift.proxy.server"], capture_output=True, check=False)
    if known.returncode != 0:
        raise MissingEngine("OpenStack Swift is not installed.")
    folder, port = Path(tempfile.mkdtemp(prefix="tw-swift-")), free_port()
    command = [PYTHON, str(Path(__file__).with_name("object_server.py")), str(folder), str(port), KEY, SECRET]
    try:
        with _running(command, None, port, folder), httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            who = client.get("/auth/v1.0", headers={"x-storage-user": KEY, "x-storage-pass": SECRET})
            place, token = httpx.URL(who.headers["x-storage-url"]).path, who.headers["x-auth-token"]
            client.put(f"{place}/{NAME}", headers={"x-auth-token": token}).raise_for_status()
            yield Bucket(f"http://127.0.0.1:{port}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
