"""What is kept of the people who work here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

STAFF = _("工作人员")
SECURITY = _("《网络安全法》第二十一条;《个人信息保护法》第五十一条")


def _of(model: str, *fields: str) -> tuple[str, ...]:
    return tuple(f"{model}.{field}" for field in fields)


COLLECTED = (
    Collected(
        _("姓名和登录名"),
        STAFF,
        _of("accounts.User", "name", "username"),
        _("知道谁在哪个岗位、谁办了什么"),
        _("《突发公共卫生事件应急条例》第四十条;民办发〔2020〕5号"),
        "accounts",
    ),
    Collected(
        _("电子邮箱(自愿填写)"),
        STAFF,
        (*_of("accounts.User", "email"), *_of("account.EmailAddress", "email")),
        _("忘记密码时找回"),
        _("《个人信息保护法》第十三条第一项:本人同意"),
        "accounts",
    ),
    Collected(
        _("密码、登录卡和第二重验证(只存校验值)"),
        STAFF,
        (
            *_of("accounts.User", "password"),
            *_of("accounts.Card", "token", "pin", "phone"),
            *_of("mfa.Authenticator", "data"),
            *_of("socialaccount.SocialAccount", "uid", "extra_data"),
            *_of("socialaccount.SocialToken", "token", "token_secret"),
        ),
        _("确认登录的是本人"),
        SECURITY,
        "accounts",
    ),
    Collected(
        _("登录记录:时间、网络地址、浏览器"),
        STAFF,
        (
            *_of("usersessions.UserSession", "ip", "user_agent", "data"),
            *_of("sessions.Session", "session_data"),
            *_of("axes.AccessAttempt", "username", "ip_address", "user_agent"),
            *_of("axes.AccessFailureLog", "username", "ip_address", "user_agent"),
            *_of("axes.AccessLog", "username", "ip_address", "user_agent"),
        ),
        _("发现和挡住猜密码的人,让本人看到自己在哪里登录着"),
        SECURITY,
        "sign_in",
    ),
)
