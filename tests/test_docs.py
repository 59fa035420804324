"""What the documents promise is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from wanli.config.cli import main
from wanli.config.options import Options

ROOT = Path(__file__).parents[1]
RUN_ON = {"wanli web", "wanli worker", "wanli folder"}
"""Processes: they report nothing, they run."""


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for word in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), word)
            assert found is not None
            yield from _commands(found, f"{name} {word}")
    else:
        yield name, command


def test_every_setting_is_documented() -> None:
    said = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \|.*\| (.+) \|$", said, re.M))
    assert listed == {n: field.description for n, field in Options.model_fields.items()}


def test_every_command_is_documented_and_reports_for_machines() -> None:
    rows = []
    for name, command in _commands(main, "wanli"):
        words = [p.name.upper() for p in command.params if isinstance(p, click.Argument) and p.name]
        options = [p.opts[0] for p in command.params if isinstance(p, click.Option)]
        assert ("--json" in options) != (name in RUN_ON), name
        listed = ", ".join(f"`{option}`" for option in options)
        rows.append(
            f"| `{' '.join([name, *words])}` | {command.get_short_help_str(300)} | {listed} |"
        )
    said = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [line for line in said.splitlines() if line.startswith("| `")] == rows


def test_links_between_documents_lead_somewhere() -> None:
    for file in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_the_roadmap_names_every_row_and_tests_that_exist() -> None:
    said = (ROOT / "docs" / "roadmap.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| M(\d+) \| (\w[\w ]*) \|(.*)\|$", said, re.M)
    assert [int(number) for number, _state, _note in rows] == list(range(1, 38))
    assert {state for _number, state, _note in rows} <= {"works", "under way", "missing"}
    for number, state, note in rows:
        tests = re.findall(r"`((?:src|tests)/[\w/]+\.py)`", note)
        assert tests or state == "missing", f"M{number} names no test"
        for test in tests:
            assert (ROOT / test).exists(), test
