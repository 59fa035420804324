"""A rule changes: drafted by one, adopted by another, asked at the next door."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from wanli.kernel import clock

QUESTION = "家里的门铃响吗"


def test_a_question_goes_from_the_draft_to_the_door(site: Site) -> None:
    drafter = site.page("residential_head")
    drafter.goto("/plan/")
    drafter.get_by_role("link", name="看改了什么").click()
    drafter.get_by_role("button", name="撤回,接着改").click()
    drafter.get_by_role("link", name="改“排摸问题”").click()
    drafter.get_by_role("link", name="返岗前排摸", exact=True).click()
    drafter.get_by_role("button", name="添一条").click()
    added = drafter.locator("fieldset.line").last
    added.get_by_label("问什么", exact=True).fill(QUESTION)
    added.get_by_label("选项").fill("响 | Yes")
    drafter.get_by_role("button", name="存进草案").last.click()
    expect(added.get_by_role("alert")).to_contain_text("至少两个选项")
    added.get_by_label("选项").fill("响 | Yes\n不响 | No")
    added.get_by_role("button", name="上移").click()
    expect(drafter.locator("fieldset.line").nth(-2).get_by_label("选项")).to_have_value(
        "响 | Yes\n不响 | No"
    )
    drafter.get_by_role("button", name="存进草案").last.click()
    drafter.get_by_role("link", name="回草案").click()
    expect(drafter.locator(".changes").first).to_contain_text(QUESTION)
    drafter.locator("[name=summary]").fill("多问一句门铃")
    drafter.locator("[name=effective_on]").fill(str(clock.today()))
    drafter.get_by_role("button", name="提交,请另一位通过").click()
    expect(drafter.locator("main")).to_contain_text("这是您自己提交的")

    head = site.page("leading_group_head")
    head.get_by_role("listitem").filter(has_text="多问一句门铃").get_by_role("link").click()
    head.get_by_role("button", name="通过").click()
    expect(head.locator(".messages")).to_contain_text("通过了")
    head.goto("/canvass/")
    head.locator(".row a").first.click()
    head.get_by_text("结束这次排摸").click()
    head.get_by_role("button", name="结束", exact=True).click()

    worker = site.page("committee_worker")
    worker.goto("/canvass/start/")
    worker.get_by_role("checkbox").first.check()
    worker.get_by_role("button", name="开始").click()
    worker.locator(".row a.room, .row a.whole").first.click()
    expect(worker.get_by_role("group", name=QUESTION)).to_be_visible()
    assert drafter.errors == head.errors == worker.errors == []  # type: ignore[attr-defined]
