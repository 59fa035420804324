"""GCJ-02 at points that others have published."""

from __future__ import annotations

import pytest

from wanli.reading.datum import from_gcj, metres, to_gcj

KNOWN = (
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((120.596931, 31.280844), (120.60109998322247, 31.278648624428175)),
)


@pytest.mark.parametrize(("earth", "map_"), KNOWN)
def test_known_points_go_there_and_back(
    earth: tuple[float, float], map_: tuple[float, float]
) -> None:
    assert max(map(abs, metres(to_gcj(earth), map_))) < 0.02
    assert max(map(abs, metres(from_gcj(map_), earth))) < 0.02


def test_outside_china_nothing_moves() -> None:
    assert to_gcj((2.35, 48.85)) == (2.35, 48.85)
    assert from_gcj((-0.12, 51.5)) == (-0.12, 51.5)
