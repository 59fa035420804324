"""Roles and what each may do: the one table of rights.

The page that shows it and the access tests read this same table.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERMISSIONS: dict[str, Promise] = {
    "place.view": _("看地点和数字"),
    "place.edit": _("改地点"),
    "people.view": _("看人员名册(脱敏)"),
    "people.open": _("说明理由后看原文"),
    "people.edit": _("改人员和住户"),
    "people.export": _("导出名册"),
    "import.run": _("导入表格"),
    "canvass.view": _("看排摸进度"),
    "canvass.record": _("记排摸结果"),
    "canvass.manage": _("组织排摸"),
    "observation.view": _("看居家观察"),
    "observation.record": _("记每日体温和症状"),
    "observation.manage": _("办理居家观察"),
    "observation.decide": _("同意解除、缩短观察期"),
    "arrival.view": _("看返沪登记"),
    "arrival.verify": _("核实返沪登记"),
    "arrival.decide": _("改返沪人员的分类"),
    "arrival.manage": _("移交、删除返沪登记,管小区群码"),
    "contact.view": _("看联系住户的进度"),
    "contact.record": _("记联系和探望"),
    "contact.manage": _("转交联系、管关爱名单"),
    "checklist.manage": _("收上级名单、交回"),
    "checklist.answer": _("答名单上的人"),
    "lead.report": _("报线索"),
    "lead.clear": _("查线索"),
    "errand.view": _("看代办"),
    "errand.ask": _("替住户登记代办"),
    "errand.run": _("接单跑腿"),
    "errand.manage": _("排代办、管代买的钱"),
    "routine.view": _("看日常工作"),
    "routine.record": _("记日常工作做没做"),
    "posting.print": _("印楼道公示"),
    "remark.view": _("看居民意见"),
    "remark.answer": _("答复居民意见"),
    "notice.send": _("提醒值班的人"),
    "notice.configure": _("设发消息的通道"),
    "counsel.give": _("做心理疏导"),
    "counsel.read": _("看心理疏导的内容"),
    "gate.pass": _("在门岗放行请假的人"),
    "post.view": _("看组织架构"),
    "post.assign": _("任免岗位"),
    "plan.view": _("看预案"),
    "plan.draft": _("起草预案"),
    "plan.adopt": _("通过预案"),
    "audit.view": _("看查阅记录"),
    "user.manage": _("管理账号"),
    "wall.view": _("看挂图"),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the practice. ``places``: the kinds of place at which it may be held."""

    key: str
    name: Promise
    places: tuple[str, ...]
    permissions: frozenset[str]
    second_factor: bool = False
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One of the seven working groups, with what its members may do besides their role."""

    key: str
    name: Promise
    permissions: frozenset[str] = frozenset()
    of_head: frozenset[str] = frozenset()
    """What its head may do beyond that."""


_SEE = frozenset({"place.view", "wall.view", "post.view", "plan.view", "routine.view"})
_KNOW = _SEE | {
    "people.view",
    "canvass.view",
    "observation.view",
    "errand.view",
    "arrival.view",
    "contact.view",
}
_SERVE = _KNOW | {
    "people.open",
    "canvass.record",
    "observation.record",
    "routine.record",
    "arrival.verify",
    "contact.record",
    "checklist.answer",
    "lead.report",
    "lead.clear",
    "errand.ask",
    "errand.run",
}
_KEEP = _SERVE | {
    "people.edit",
    "people.export",
    "import.run",
    "canvass.manage",
    "observation.manage",
    "arrival.manage",
    "contact.manage",
    "checklist.manage",
    "errand.manage",
    "posting.print",
    "remark.view",
    "remark.answer",
    "notice.send",
    "place.edit",
}

_ALL = (
    Role(
        "subdistrict_leader",
        _("街道领导"),
        ("subdistrict",),
        _KNOW | {"people.open", "remark.view", "notice.send", "plan.draft", "plan.adopt"},
        second_factor=True,
    ),
    Role(
        "leading_group_head",
        _("领导小组组长"),
        ("subdistrict",),
        _KNOW
        | {
            "people.open",
            "post.assign",
            "canvass.manage",
            "posting.print",
            "remark.view",
            "notice.send",
            "plan.draft",
            "plan.adopt",
        },
        second_factor=True,
    ),
    Role(
        "working_group_head",
        _("工作组组长"),
        ("subdistrict",),
        _SEE | {"plan.draft"},
        second_factor=True,
        in_group=True,
    ),
    Role(
        "working_group_member",
        _("工作组成员"),
        ("subdistrict",),
        _SEE,
        second_factor=True,
        in_group=True,
    ),
    Role(
        "committee_secretary",
        _("居民区书记"),
        ("area",),
        _KEEP | {"post.assign", "observation.decide", "arrival.decide"},
    ),
    Role("committee_worker", _("居委干部"), ("area",), _KEEP),
    Role("stairwell_leader", _("楼组长"), ("stairwell",), _SERVE),
    Role(
        "gate_guard",
        _("门岗值守"),
        ("compound", "gate"),
        frozenset({"place.view", "gate.pass", "routine.view", "routine.record", "lead.report"}),
    ),
    Role("grid_worker", _("网格员"), ("area", "compound"), _SERVE),
    Role(
        "cadre",
        _("下沉干部"),
        ("area", "compound"),
        _KNOW
        | {
            "canvass.record",
            "observation.record",
            "routine.record",
            "errand.run",
            "arrival.verify",
            "contact.record",
            "checklist.answer",
            "lead.report",
            "lead.clear",
        },
    ),
    Role(
        "counsellor",
        _("心理疏导员"),
        ("subdistrict", "area"),
        _SEE | {"people.view", "people.open", "observation.view", "counsel.give"},
        second_factor=True,
    ),
    Role("inspector", _("督查员"), ("subdistrict",), _SEE, second_factor=True),
    Role(
        "property_manager",
        _("物业经理"),
        ("compound", "tower", "park"),
        _SEE - {"plan.view"} | {"routine.record", "errand.run", "lead.report"},
    ),
    Role(
        "workplace_contact",
        _("企业联络人"),
        ("tower", "park", "room"),
        frozenset({"place.view"}),
    ),
    Role("volunteer", _("志愿者"), ("area", "compound"), frozenset({"place.view", "errand.run"})),
    Role(
        "privacy_officer",
        _("个人信息保护专员"),
        ("subdistrict",),
        frozenset({"place.view", "post.view", "plan.view", "audit.view"}),
        second_factor=True,
    ),
    Role(
        "system_administrator",
        _("系统管理员"),
        ("subdistrict", "district"),
        frozenset({"place.view", "place.edit", "post.view", "user.manage", "notice.configure"}),
        second_factor=True,
    ),
)

ROLES: dict[str, Role] = {role.key: role for role in _ALL}

_GROUPS = (
    Group("environment", _("环境整治组")),
    Group(
        "medical_aid",
        _("医疗救助组"),
        frozenset(
            {
                "people.view",
                "people.open",
                "observation.view",
                "observation.record",
                "observation.decide",
            }
        ),
        frozenset({"counsel.read"}),
    ),
    Group("publicity", _("宣传引导组")),
    Group("duty", _("值班值守组")),
    Group("security", _("安全维稳组"), frozenset({"people.view"})),
    Group(
        "residential",
        _("居民区组"),
        frozenset(
            {
                "people.view",
                "people.open",
                "canvass.view",
                "canvass.manage",
                "observation.view",
                "errand.view",
                "arrival.view",
                "contact.view",
                "checklist.manage",
                "remark.view",
                "notice.send",
            }
        ),
    ),
    Group("workplaces", _("企业园区组")),
)

GROUPS: dict[str, Group] = {group.key: group for group in _GROUPS}


def permissions_of(role: str, group: str = "") -> frozenset[str]:
    """What a post with this role, in this group if any, may do at its place and below."""
    if not group:
        return ROLES[role].permissions
    extra = GROUPS[group].permissions
    if role == "working_group_head":
        extra |= GROUPS[group].of_head
    return ROLES[role].permissions | extra


def roles_at(kind: str) -> list[Role]:
    """The roles that may be held at this kind of place."""
    return [role for role in _ALL if kind in role.places]
