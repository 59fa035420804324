"""The house keeps the order that it says it has."""

from __future__ import annotations

import configparser
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field, ForeignKey
from pghistory.models import Event

from tests.not_of_people import MACHINERY, MAY_HOLD_ANYTHING, NOT_OF_PEOPLE
from wanli.domains.accounts.roles import PERMISSIONS
from wanli.domains.observation.operations.purge import HANGS_ON, OF_A_HOME
from wanli.ground.fields import PathField
from wanli.kernel.personal import columns

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "wanli"
VENDORED = (SOURCE / "web" / "desk" / "shell" / "static" / "vendor", ROOT / "tests" / "vendor")
# In pieces, so that this file does not find itself.
REGISTRY = re.compile(
    "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "unpkg" + r"\.com",
        "jsdeli" + "vr", "cdnjs" + r"\.", r"/simp" + r"le/", r"--(extra-)?index" + r"-url[ =]\S",
        r"--find" + r"-links")),
    re.I,
)  # fmt: skip


def _tracked() -> list[Path]:
    said = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in said.stdout.split("\0") if name and (ROOT / name).is_file()]


def _layers() -> list[str]:
    """The domains from the highest to the lowest, as import-linter keeps them."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return [
        name.strip(" ()") for name in parser["importlinter:contract:domains"]["layers"].split("\n")
    ][1:]


def test_foreign_keys_point_the_way_the_layers_do() -> None:
    layers, seen = _layers(), 0
    domains = [app for app in apps.get_app_configs() if app.name.startswith("wanli.domains.")]
    assert {app.label for app in domains} <= set(layers)
    for app in domains:
        for model in app.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey):
                    target = field.related_model._meta
                    if target.app_label in layers:
                        seen += 1
                        up = layers.index(target.app_label) < layers.index(app.label)
                        assert not up, f"{model.__name__}.{field.name} points up"
                    else:
                        assert target.app_label == "pghistory", f"{model.__name__}.{field.name}"
    assert seen > 20


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.parent.name)
def test_what_is_brought_along_is_what_the_manifest_says(folder: Path) -> None:
    known: dict[str, str] = {}
    for part in json.loads((folder / "MANIFEST.json").read_text()):
        assert part["name"]
        assert part["version"]
        assert part["licence"]
        assert part["licence_file"] in part["sha256"], f"{part['name']} has no licence"
        known |= part["sha256"]
    found = {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "MANIFEST.json"
    }
    assert found == known


def test_no_script_or_font_is_brought_along_elsewhere() -> None:
    for file in _tracked():
        if re.search(r"[.-]min\.(js|mjs|css)$|\.(woff2?|ttf|otf|wasm)$", file.name):
            assert any(folder in file.parents for folder in VENDORED), file


@pytest.mark.parametrize("name", ["runtime", "dev", "tools"])
def test_every_locked_dependency_has_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    needs = [one for one in re.split(r"\n(?=\S)", text) if one and not one.startswith("#")]
    assert needs
    for need in needs:
        assert re.match(r"[\w.\[\],-]+==\S+", need), need
        assert "--hash=sha256:" in need, need.splitlines()[0]


def test_no_file_says_where_packages_come_from() -> None:
    for file in _tracked():
        found = REGISTRY.search(file.read_bytes().decode("utf-8", "ignore"))
        assert not found or file.suffix in (".mo", ".xlsx", ".png"), f"{file}: {found and found[0]}"


def test_every_permission_is_asked_for() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for file in SOURCE.rglob("*.py")
        if file.name != "roles.py" and "tests" not in file.parts
    )
    unasked = {name for name in PERMISSIONS if f'"{name}"' not in code}
    assert unasked == set()


def test_no_permission_is_asked_for_that_nobody_can_have() -> None:
    families = "|".join(sorted({name.split(".")[0] for name in PERMISSIONS}))
    for file in SOURCE.rglob("*.py"):
        asked = re.findall(
            rf'(?:access\.\w+\(|_for\(access, [^)]*|permission: str = )"((?:{families})\.\w+)"',
            file.read_text(encoding="utf-8"),
        )
        assert set(asked) <= set(PERMISSIONS), file


def _columns() -> dict[str, Field]:  # type: ignore[type-arg]
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models()
        if model._meta.app_label not in MACHINERY and not issubclass(model, Event)
        for field in model._meta.concrete_fields
    }


def test_every_column_that_may_hold_something_of_people_is_registered_or_known_not_to() -> None:
    free = {
        name
        for name, field in _columns().items()
        if isinstance(field, MAY_HOLD_ANYTHING)
        and not isinstance(field, PathField)
        and not field.choices
    }
    unsaid = free - columns() - NOT_OF_PEOPLE
    assert not unsaid, f"say in the domain's personal.py what these are for: {sorted(unsaid)}"
    assert free >= NOT_OF_PEOPLE
    assert not columns() & NOT_OF_PEOPLE


def test_what_is_registered_is_there() -> None:
    assert columns() <= set(_columns())


def test_whatever_refers_to_a_case_goes_with_it_when_its_term_is_over() -> None:
    known = {model for model, _ways in HANGS_ON} | set(OF_A_HOME)
    refers = {
        model
        for model in apps.get_models()
        if not issubclass(model, Event)
        and any(isinstance(f, ForeignKey) and f.related_model in known for f in model._meta.fields)
    }
    forgotten = {model._meta.label for model in refers - known}
    assert not forgotten, f"observation/operations/purge.py says nothing of {forgotten}"
    assert len(refers) >= len(known) - 2
