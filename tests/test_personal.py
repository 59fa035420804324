"""Whatever is kept of people is in the register: what for, on what ground, how long."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from pghistory.models import Event

from tests.world import World
from wanli.domains.plans.models import Version
from wanli.domains.plans.rules.reading import starter
from wanli.ground.fields import PathField
from wanli.kernel.personal import collected, columns

MAY_HOLD_ANYTHING = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField,
)  # fmt: skip
MACHINERY = {"contenttypes", "auth", "pghistory", "procrastinate"}
"""Apps whose tables hold nothing that anybody typed; jobs carry ids only."""
NOT_OF_PEOPLE = {
    "account.EmailConfirmation.key", "accounts.Seat.title", "accounts.User.language",
    "audit.Opening.subject_kind", "audit.Seal.digest", "audit.Seal.parts", "audit.Seal.previous",
    "axes.AccessAttempt.get_data", "axes.AccessAttempt.http_accept",
    "axes.AccessAttempt.path_info", "axes.AccessAttempt.post_data",
    "axes.AccessFailureLog.http_accept", "axes.AccessFailureLog.path_info",
    "axes.AccessLog.http_accept", "axes.AccessLog.path_info", "axes.AccessLog.session_hash",
    "canvass.Campaign.name", "canvass.Campaign.question_set", "canvass.Campaign.questions",
    "canvass.Campaign.results", "canvass.Sheet.code",
    "ledger.Day.label", "ledger.Day.measure", "ledger.Entry.measure", "ledger.Entry.reason",
    "ledger.Entry.source_kind", "ledger.Stock.label", "ledger.Stock.measure",
    "ledger.Tail.measure", "people.KnownLayout.fingerprint", "people.KnownLayout.mapping",
    "people.Merge.after", "people.Merge.moved", "people.Merge.taken",
    "people.Roster.mapping", "people.RosterBatch.history",
    "accounts.Attempts.key", "places.Place.code", "places.Place.geometry", "places.Place.label",
    "places.Place.name", "plans.Version.content", "plans.Version.returned",
    "plans.Version.summary", "plans.Version.touched", "sessions.Session.session_key",
    "socialaccount.SocialAccount.provider", "socialaccount.SocialApp.client_id",
    "socialaccount.SocialApp.key", "socialaccount.SocialApp.name",
    "socialaccount.SocialApp.provider", "socialaccount.SocialApp.provider_id",
    "socialaccount.SocialApp.secret", "socialaccount.SocialApp.settings",
    "usersessions.UserSession.session_key",
}  # fmt: skip
"""Columns that could hold something of people, and do not."""


def _columns() -> dict[str, models.Field]:  # type: ignore[type-arg]
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
