"""One box: people, homes, places and pages, each as far as one's posts go."""

from __future__ import annotations

import pytest

from tests.world import World


def found(world: World, key: str, said: str, **more: str) -> str:
    answer = world.client(key).get("/search/", {"q": said, **more})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("said", ["松风", "songfeng", "sf"])
def test_a_compound_by_name_pinyin_or_initials(world: World, said: str) -> None:
    compound = world.post("property_manager").place
    assert "松风" in compound.name
    assert f"/places/{compound.label}/" in found(world, "committee_secretary", said)


@pytest.mark.parametrize("said", ["导入", "daoru", "dr"])
def test_a_page_by_name_or_sound(world: World, said: str) -> None:
    assert 'href="/imports/"' in found(world, "committee_worker", said, part="1")


def test_pages_that_are_not_hers_are_not_found(world: World) -> None:
    assert 'href="/audit/"' in found(world, "privacy_officer", "查阅", part="1")
    assert 'href="/audit/"' not in found(world, "committee_worker", "查阅", part="1")


def test_what_the_box_shows_is_short(world: World) -> None:
    part = found(world, "leading_group_head", "wang", part="1")
    whole = found(world, "leading_group_head", "wang")
    assert "<html" not in part
    assert 0 < part.count('href="/people/') <= 5 < whole.count('href="/people/')


@pytest.mark.parametrize("said", ["\x00", "%", "_", "'", "((((", "a" * 5000, "\u202e王"])
def test_odd_words_find_nothing_and_break_nothing(world: World, said: str) -> None:
    found(world, "committee_worker", said)


@pytest.mark.parametrize("at", ["/contacts/?which=due", "/routines/?which=done"])
def test_the_box_holds_only_what_was_searched_for(world: World, at: str) -> None:
    answer = world.client("committee_worker").get(at)
    assert 'value="which=' not in answer.content.decode()
    assert 'value="songfeng"' in found(world, "committee_worker", "songfeng")
