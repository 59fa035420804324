"""The notice of home observation, read and signed on the screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wanli.domains.observation.homes import Member, committee_of, members
from wanli.domains.observation.operations.sign_notice import sign_notice
from wanli.domains.observation.rules.signatures import HEIGHT, WIDTH
from wanli.domains.observation.visits import Visit
from wanli.domains.plans.language import said as in_words
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan
from wanli.ground.wording import listed
from wanli.kernel.errors import Refused
from wanli.web.errors import sentence
from wanli.web.resident.doors import for_opened


@require_http_methods(["GET", "POST"])
@for_opened
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is asked of the home; one signature for those who have none yet."""
    plan = plan_in_force(visit.link.path).plan
    standing = [one for one in members(visit.cases) if one.standing]
    said = _sentences(plan, standing, committee_of(visit.link.path), visit.link.call)
    name, error = request.POST.get("name", ""), ""
    if request.method == "POST":
        try:
            sign_notice(
                access=visit.access,
                case_ids=[one.case.pk for one in standing],
                link_id=visit.link.pk,
                notice="\n".join(said),
                name=name,
                drawn=request.POST.get("drawn", ""),
            )
        except Refused as refused:
            error = sentence(refused)
        else:
            return redirect("resident:home", visit.token)
    context = {
        "visit": visit,
        "said": said,
        "unsigned": [one for one in standing if not one.signed],
        "error": error,
        "typed": name,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "resident/notice.html", context, status=422 if error else 200)


def _sentences(plan: Plan, people: list[Member], committee: str, call: str) -> list[str]:
    checks = listed(
        _("{check}({by} 前)").format(check=in_words(one.name), by=one.by.strftime("%H:%M"))
        for one in plan.watch.checks
    )
    ends = [
        _("{names}观察到 {day} 24:00 为止。").format(
            names=listed(one.name for one in people if one.case.last_day == last),
            day=date_format(last, "MONTH_DAY_FORMAT"),
        )
        for last in sorted({one.case.last_day for one in people})
    ]
    return [
        *ends,
        _("这些天请不要出门,也不要让人进门。家里常开窗,各用各的毛巾和碗筷。"),
        _("每天报体温和有没有不舒服:{checks}。").format(checks=checks),
        _("体温到 {fever}℃,或者喘不上气、胸口闷:马上打 120,再打居委会。").format(
            fever=plan.watch.fever_celsius
        ),
        _("要买菜、买药、倒垃圾、看病,都打电话给{committee}:{call}。").format(
            committee=committee or _("居委会"), call=call
        ),
        _("我们记下的体温和需要加密保存,只有管您这一户的人看得到。"),
        _("签了名,就是看过、愿意照做。"),
    ]
