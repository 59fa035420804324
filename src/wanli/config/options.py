"""Every setting there is, typed; read from ``wanli.toml`` in the data folder and the environment.

The environment wins: ``WANLI_PORT=8001`` overrides ``port = 8000``. docs/settings.md lists all of
them, and a test compares.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

PREFIX = "WANLI_"
DEFAULT_DATA = Path.home() / ".local" / "share" / "wanli"
MOST_WEB_PROCESSES = 4
"""Unless the options ask for more: each keeps database connections of its own."""


class Options(BaseModel):
    """What an installation may decide."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(DEFAULT_DATA, description="The data folder: database, keys, uploads.")
    host: str = Field("127.0.0.1", description="The address the web server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Its port; 0 takes a free one.")
    database_url: str = Field(
        "", description="PostgreSQL as the application's role; empty: the server Wanli brings."
    )
    database_owner_url: str = Field(
        "", description="The same database as its owner, who migrates; needed with database_url."
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1,[::1]", description="Host names the site answers to, comma-separated."
    )
    public_url: str = Field("", description="Address that QR codes lead to, e.g. https://….")
    https: bool = Field(False, description="Served through HTTPS: secure cookies and HSTS.")
    debug: bool = Field(False, description="Django's debug mode; never with real data.")
    demo: bool = Field(False, description="The data folder holds the demo subdistrict.")
    alive: bool = Field(False, description="The demo moves by itself; in a demo only.")
    upload_megabytes: int = Field(60, ge=1, le=400, description="Largest file accepted.")
    map_datum: Literal["WGS-84", "GCJ-02"] = Field(
        "WGS-84", description="Datum of the map files imported here."
    )
    oidc_name: str = Field("", description="Name of the OIDC provider on the sign-in page.")
    oidc_server: str = Field("", description="Its issuer address; empty: no OIDC.")
    oidc_client_id: str = Field("", description="Client id given by the provider.")
    oidc_secret: str = Field("", description="Client secret given by the provider.")
    web_workers: int = Field(
        0, ge=0, le=64, description="Web processes; 0: one for each processor, at most four."
    )
    pool_size: int = Field(8, ge=2, le=200, description="Database connections a process keeps.")
    page_seconds: int = Field(
        30, ge=1, le=600, description="How long a page may wait for one answer of the database."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged."
    )

    @property
    def web_processes(self) -> int:
        """How many processes answer pages: Python computes in one thread of each at a time."""
        return self.web_workers or min(len(os.sched_getaffinity(0)), MOST_WEB_PROCESSES)

    @property
    def keys_file(self) -> Path:
        """Where the keys of encrypted fields are kept."""
        return self.data / "keys.json"

    @property
    def signing_file(self) -> Path:
        """Where the keys are kept that sign what is handed out."""
        return self.data / "signing.json"

    @property
    def uploads(self) -> Path:
        """Where uploaded files are kept."""
        return self.data / "uploads"


def load(environment: dict[str, str] | None = None) -> Options:
    """The options in force. Raises ``pydantic.ValidationError`` with the name of a wrong one."""
    given = os.environ if environment is None else environment
    overrides = {
        name: given[PREFIX + name.upper()]
        for name in Options.model_fields
        if PREFIX + name.upper() in given
    }
    data = Path(overrides.get("data", DEFAULT_DATA)).expanduser().absolute()
    values: dict[str, Any] = {}
    file = data / "wanli.toml"
    if file.is_file():
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    return Options(**{**values, **overrides, "data": data})


def secret_key(data: Path) -> str:
    """The key that signs cookies and links; made at first use, kept beside the data."""
    file = data / "secret"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    return file.read_text()
