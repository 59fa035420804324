"""Whatever is kept of people is in the register: what for, on what ground, how long."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.plans.models import Version
from wanli.domains.plans.rules.reading import starter
from wanli.kernel.personal import collected


def test_everything_has_a_purpose_a_ground_and_an_end() -> None:
    kinds = {rule.key for rule in starter().retention}
    for one in collected():
        assert str(one.purpose)
        assert str(one.basis)
        assert one.kept_as in kinds, one.name


@pytest.mark.parametrize("key", ["stairwell_leader", "privacy_officer", "inspector"])
def test_all_who_see_the_plan_read_what_is_collected(world: World, key: str) -> None:
    page = world.client(key).get(reverse("plan:personal")).content.decode()
    for said in ("证件号码", "加密保存", "不把两个人当成一个", "从应急响应结束之日起 180 天"):
        assert said in page


def test_a_term_that_data_hangs_on_cannot_leave_the_plan(world: World) -> None:
    version = Version.objects.get(adopted_at=None)
    content = version.content
    content["retention"] = [one for one in content["retention"] if one["key"] != "canvass"]
    Version.objects.filter(pk=version.pk).update(content=content)
    answer = world.client("subdistrict_leader").post(reverse("plan:adopt", args=[version.pk]))
    assert answer.status_code == 422
    assert "排摸的回答和备注" in answer.content.decode()


def test_a_longer_term_says_whose_data_it_touches(world: World) -> None:
    version = Version.objects.get(adopted_at=None)
    content = version.content
    content["retention"][0]["days"] = 700
    Version.objects.filter(pk=version.pk).update(content=content)
    url = reverse("plan:version", args=[version.pk])
    page = world.client("subdistrict_leader").get(url).content.decode()
    assert "原来保存 180 天,改为 700 天" in page
    assert "证件号码" in page
