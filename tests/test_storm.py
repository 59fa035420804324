"""The books stay right with many hands at work: figures add up at every moment read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_books_stay_right_in_a_storm(own_database: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.storm", "40"],
        cwd=ROOT,
        env=os.environ | own_database,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["faults"] == []
    assert said["samples"] > 1
    assert said["done"]["move"] > 0
