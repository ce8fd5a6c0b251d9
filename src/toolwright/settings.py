"""Process settings, read once from the environment (`TOOLWRIGHT_…`) and validated."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything the operator may set. Each field is `TOOLWRIGHT_` plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="TOOLWRIGHT_", extra="ignore", frozen=True)

    home: Path = Field(Path("toolwright-data"), description="Directory that holds all state.")
    database_url: SecretStr | None = Field(
        None,
        description=(
            "PostgreSQL database that holds metadata and internal tables instead of files in the home: "
            "postgresql://user:password@host:5432/database?sslmode=require."
        ),
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8400, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    workers: int = Field(1, ge=1, le=64, description="Number of serving processes.")
    public_url: str | None = Field(None, description="Address people use, for example https://tools.example.org.")
    insecure_http: bool = Field(
        False, description="Allow sign-in over plain HTTP from other machines. Loopback is always allowed."
    )
    trusted_proxies: str = Field("", description="Comma-separated addresses whose X-Forwarded-* headers are believed.")
    allow_private_hosts: str = Field(
        "",
        description=(
            "Comma-separated hosts and networks beyond the public internet that apps may connect to: "
            "db.corp.example, localhost:5432, 10.1.0.0/16."
        ),
    )
    database_networks: str = Field(
        "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7",
        description=(
            "Comma-separated private networks in which database servers may be. "
            "This machine, link-local addresses and the metadata services of clouds are never meant."
        ),
    )
    sqlite_folders: str = Field(
        "",
        description=(
            "Comma-separated folders of this machine whose SQLite files people may connect on the web: /srv/data. "
            "Files of the installation itself are never meant."
        ),
    )
    session_idle_minutes: int = Field(30, ge=1, description="A session ends after this long without a request.")
    session_hours: int = Field(12, ge=1, description="A session ends after this long in any case.")
    request_timeout_s: float = Field(10.0, gt=0, description="Longest time a data source may take for one request.")
    request_max_rows: int = Field(10_000, ge=1, description="Most rows one request may return.")
    request_max_bytes: int = Field(50_000_000, ge=1, description="Most bytes one request may return.")
    source_pool_size: int = Field(5, ge=1, le=100, description="Connections kept for each data source.")
    expect_existing: bool = Field(
        False, description="Refuse to begin a new installation in an empty home: set it once the first start is done."
    )
    body_max_bytes: int = Field(10_000_000, ge=1000, description="Largest request body, uploads excepted.")
    upload_max_bytes: int = Field(500_000_000, ge=1000, description="Largest body of an import or upload.")
    files_url: str = Field(
        "", description="Where files of rows are kept: file:///folder or s3://bucket/folder; below the home when empty."
    )
    file_max_bytes: int = Field(100_000_000, ge=1000, description="Largest file in a row; columns may allow less.")
    files_waiting_bytes: int = Field(
        2_000_000_000, ge=1000, description="Most that one person may have uploaded while no row holds it yet."
    )
    files_grace_hours: float = Field(
        24.0, ge=1, description="How long a file stays that no row, history or upload names any more."
    )
    log_level: str = Field("info", description="debug, info, warning or error.")

    @property
    def address(self) -> str:
        """The address people open: the public one, or where this machine listens."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  # compared, not listened on
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
