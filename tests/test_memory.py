"""What a picture needed while it was drawn is not kept by the process."""

from __future__ import annotations

import subprocess
import sys

import pytest

DRAWS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from PIL import Image
from wanli.config.memory import give_back

if sys.argv[1] == "give back":
    give_back()
drawn = BytesIO()
Image.effect_noise((3000, 2000), 60).convert("RGB").save(drawn, "JPEG")

def draw(_n):
    Image.open(BytesIO(drawn.getvalue())).resize((1600, 1200)).save(BytesIO(), "JPEG")

with ThreadPoolExecutor(8) as threads:
    for _round in range(2):
        list(threads.map(draw, range(8)))
    with open("/proc/self/status") as status:
        print(next(int(line.split()[1]) for line in status if line.startswith("VmRSS")))
"""


def _kilobytes(how: str) -> int:
    said = subprocess.run(
        [sys.executable, "-c", DRAWS, how], check=True, capture_output=True, text=True
    )
    return int(said.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_eight_threads_that_drew_a_picture_keep_none_of_it() -> None:
    assert _kilobytes("give back") * 2 < _kilobytes("keep")
