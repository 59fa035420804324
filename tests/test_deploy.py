"""What docs/deploy.md tells an operator to type is there to be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from wanli.config.cli import main
from wanli.config.doctor import LOOKS
from wanli.config.options import PREFIX, Options

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "deploy.md").read_text(encoding="utf-8")
UNITS = sorted((DOCS / "deploy").glob("*.service"))
PASSPHRASE = "BACKUP_PASSPHRASE"
"""Read by ``wanli backup`` itself: it is no setting."""


def _understood(line: str, *, whole: bool = True) -> click.Command:
    """The command that a line runs; fails unless it takes these options, and, where the
    ``whole`` line is given, has all it needs."""
    words = shlex.split(line)
    command: click.Command = main
    context = click.Context(main)
    taken = main.make_parser(context)
    options, rest, _order = taken.parse_args(words[1:])
    while isinstance(command, click.Group) and rest:
        found = command.get_command(context, rest[0])
        assert found is not None, f"{line}: no command {rest[0]}"
        command, context = found, click.Context(found, parent=context)
        options, rest, _order = command.make_parser(context).parse_args(rest[1:])
    assert not isinstance(command, click.Group), f"{line}: which command?"
    missing = [
        parameter.name
        for parameter in command.params
        if parameter.required and not options.get(parameter.name or "")
    ]
    assert not (whole and missing), f"{line}: {missing}"
    return command


def _typed() -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", TEXT, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    parts = [part.strip() for line in lines for part in line.split("|")]
    return [part for part in parts if part.startswith("wanli ")]


def _started(unit: Path) -> str:
    (line,) = re.findall(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.M)
    return re.sub(r"^.*/opt/wanli/\.venv/bin/(wanli [^']*)'?$", r"\1", line)


@pytest.mark.parametrize("line", _typed())
def test_a_command_to_be_typed_is_whole(line: str) -> None:
    assert _understood(line)


@pytest.mark.parametrize("line", sorted(set(re.findall(r"`(wanli [^`]+)`", TEXT))))
def test_a_command_that_is_named_exists(line: str) -> None:
    assert _understood(line, whole=False)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    assert _understood(_started(unit))


@pytest.mark.parametrize("unit", [*UNITS, *(DOCS / "deploy").glob("*.timer")], ids=lambda u: u.name)
def test_a_unit_needs_only_units_that_are_there(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    named = set(re.findall(r"\bwanli[\w-]*\.(?:service|timer)\b", text))
    assert {name for name in named if not (DOCS / "deploy" / name).exists()} == set()


@pytest.mark.parametrize("file", ["wanli.env", "owner.env"])
def test_what_the_environment_sets_are_settings(file: str) -> None:
    lines = (DOCS / "deploy" / file).read_text(encoding="utf-8").split()
    names = re.findall(r"^([A-Z_]+)=", "\n".join(lines), re.M)
    settings = {PREFIX + name.upper() for name in Options.model_fields} | {PREFIX + PASSPHRASE}
    assert names
    assert set(names) <= settings


def test_settings_named_in_the_text_exist() -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", TEXT))
    assert named <= {name.upper() for name in Options.model_fields} | {PASSPHRASE}


def test_whatever_the_doctor_looks_at_is_explained() -> None:
    said = TEXT[TEXT.index("## Looking it over") :]
    rows = re.findall(r"^\| (`.+?) \|", said, re.M)
    explained = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert len(explained) >= len(LOOKS)
    assert {"schema", "disk", "clock", "jobs", "ledger", "transport"} <= explained
