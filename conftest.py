"""Every test runs against a real PostgreSQL, as the application's role.

One cluster under ``build/`` serves all runs. Migrations (and the demo subdistrict in small) are
loaded once into a template database named by a hash of the sources; each run, and each xdist
worker, works on a copy of it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest

if TYPE_CHECKING:
    from tests.world import World

    from wanli.domains.places.models import Place

ROOT = Path(__file__).parent
SOURCE = ROOT / "src" / "wanli"
DATA = ROOT / "build" / "test"
os.environ["WANLI_DATA"] = str(DATA)
os.environ["WANLI_DEMO"] = "1"

from wanli.config.postgres import APPLICATION, OWNER, Server, rights, set_up  # noqa: E402

SERVER = Server(DATA / "postgres", durable=False)


def _template_name() -> str:
    # The demo is as old as the day on which it is loaded.
    digest = hashlib.sha256(date.today().isoformat().encode())  # noqa: DTZ011
    sources = ("domains/**/*.py", "domains/**/*.sql", "domains/**/*.json", "demo/**/*")
    for pattern in (*sources, "ground/**/*.py"):
        for file in sorted(SOURCE.glob(pattern)):
            if file.is_file() and "tests" not in file.parts and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(SOURCE)).encode() + file.read_bytes())
    digest.update((ROOT / "tests" / "template.py").read_bytes())
    return f"template_{digest.hexdigest()[:16]}"


def _ensure_template() -> str:
    """The template database of these sources, made at first need by one process."""
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        SERVER.start()
        name = _template_name()
        with SERVER.connect() as connection:
            known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if name in known:
                return name
            for old in known:
                if old.startswith("template_"):
                    connection.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        draft = f"draft_{os.getpid()}"
        set_up(SERVER, draft)
        subprocess.run(
            [sys.executable, "-m", "tests.template"],
            check=True,
            cwd=ROOT,
            env=os.environ | _addresses(draft),
        )
        with SERVER.connect() as connection:
            connection.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
        return name


def _addresses(database: str) -> dict[str, str]:
    def url(user: str) -> str:
        where = SERVER.conninfo(user=user, database=database)
        return " ".join(f"{key}={value}" for key, value in where.items())

    return {"WANLI_DATABASE_URL": url(APPLICATION), "WANLI_DATABASE_OWNER_URL": url(OWNER)}


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give this process a database of its own, before Django reads its settings."""
    if hasattr(config, "workerinput") or not _is_distributed(config):
        template = _ensure_template()
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        database = f"run_{worker}"
        with SERVER.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        with SERVER.connect(database) as connection:
            for statement in rights(database):
                connection.execute(statement)
        os.environ.update(_addresses(database))
        os.environ["DJANGO_SETTINGS_MODULE"] = "wanli.config.settings"
        django.setup(set_prefix=False)
        _make_middleware_once()


def _make_middleware_once() -> None:
    """Each test client would make its own, for which one reads the names of all static files."""
    from django.test.client import ClientHandler

    made = ClientHandler()
    make = ClientHandler.load_middleware

    def take(handler: Any, is_async: bool = False) -> None:
        assert not is_async
        if made._middleware_chain is None:
            make(made)
        handler._middleware_chain = made._middleware_chain

    ClientHandler.load_middleware = take


def _is_distributed(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "numprocesses", None) or getattr(config.option, "tx", None))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys first. Two processes then share out the many short tests at the end, instead
    of one waiting for the other's longest; and but one of them sets a demo and a browser up."""
    journeys = ROOT / "tests" / "journeys"
    items.sort(key=lambda item: journeys not in item.path.parents)


@pytest.fixture(autouse=True)
def _in_chinese() -> None:
    """Whoever read a page in English before, in the same process."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup() -> Iterator[None]:
    """The database is there already."""
    yield
    from wanli.config.running import close_pools

    close_pools()


@pytest.fixture
def own_database() -> Iterator[dict[str, str]]:
    """The environment of a process that works, and commits, on a copy of the demo of its own."""
    name = f"own_{os.getpid()}"
    with SERVER.connect() as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_ensure_template()}"')
    with SERVER.connect(name) as connection:
        for statement in rights(name):
            connection.execute(statement)
    yield _addresses(name) | {"WANLI_POOL_SIZE": "16"}
    with SERVER.connect() as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def empty_database() -> Iterator[dict[str, str]]:
    """The environment of a process whose database was prepared, and has no table yet."""
    name = f"empty_{os.getpid()}"
    set_up(SERVER, name)
    yield _addresses(name)
    with SERVER.connect() as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def everything(db: None) -> Iterator[None]:
    """The test itself reads and writes as the system does."""
    from wanli.ground.acting import acting
    from wanli.kernel.scope import EVERYTHING

    with acting(EVERYTHING):
        yield


@pytest.fixture
def world(everything: None) -> World:
    """The small demo subdistrict, and its personas signed in."""
    from tests.world import found

    return found()


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> None:
    """A key ring and pictures of its own, for a test that rotates keys: what it seals anew under a
    key that nobody else has must not be what the other tests, in other processes too, read."""
    for name in ("keys.json", "signing.json"):
        if (settings.OPTIONS.data / name).exists():
            shutil.copy(settings.OPTIONS.data / name, tmp_path / name)
    if Path(settings.MEDIA_ROOT).exists():
        shutil.copytree(settings.MEDIA_ROOT, tmp_path / "uploads")
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"data": tmp_path})
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def compound(world: World) -> Place:
    """A new compound of the first committee, without a single door."""
    from wanli.domains.places.operations.add import add_place
    from wanli.kernel.access import Access

    area = world.post("committee_worker").place
    return add_place(access=Access.system(), parent=area.label, kind="compound", name="桐荫里")
