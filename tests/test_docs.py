"""What the documents promise is there."""

from __future__ import annotations

import re
from pathlib import Path

from wanli.config.options import Options

ROOT = Path(__file__).parents[1]


def test_every_setting_is_documented() -> None:
    said = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \|.*\| (.+) \|$", said, re.M))
    assert listed == {n: field.description for n, field in Options.model_fields.items()}


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
