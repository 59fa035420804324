"""Two batches of a roster at a time: nobody lost, nobody twice, and all of it can be taken back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_two_lanes_at_once_enter_everybody_once(own_database: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.lanes"],
        cwd=ROOT,
        env=os.environ | own_database,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["handed_in"] == said["entered"] == said["people"] == said["residents"] > 0
    assert (said["state"], said["differences"]) == ("done", 0)
    assert (said["undone"], said["left"], said["differences_after"]) == (True, 0, 0)
