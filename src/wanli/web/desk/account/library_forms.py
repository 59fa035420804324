"""allauth's forms in our words. What a field asks is said by its label, once."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("用户名"),
    "password": _("密码"),
    "oldpassword": _("现在的密码"),
    "password1": _("新密码"),
    "password2": _("新密码,再输一遍"),
    "code": _("六位数字"),
    "name": _("给它起个名字"),
    "passwordless": _("以后只用它登录,不用密码"),
}


class _Ours:
    """Labels of ours; no help that speaks of e-mail, no placeholder that repeats the label."""

    fields: dict[str, Any]
    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            if label := self.labels.get(name) or LABELS.get(name):
                field.label = label


class LoginForm(_Ours, forms.LoginForm):  # type: ignore[misc]
    """Signing in."""


class ReauthenticateForm(_Ours, forms.ReauthenticateForm):  # type: ignore[misc]
    """Saying once more who one is."""


class ChangePasswordForm(_Ours, forms.ChangePasswordForm):  # type: ignore[misc]
    """Changing one's own password."""


class SetPasswordForm(_Ours, forms.SetPasswordForm):  # type: ignore[misc]
    """A first password, for somebody who signs in without one."""


class AuthenticateForm(_Ours, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    labels = {"code": _("验证器上的六位数字,或一个备用码")}


class ReauthenticateCodeForm(_Ours, mfa.ReauthenticateForm):  # type: ignore[misc]
    """Saying once more who one is, with the second factor."""

    labels = AuthenticateForm.labels


class ActivateTOTPForm(_Ours, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator."""


class AddWebAuthnForm(_Ours, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""


class EditWebAuthnForm(_Ours, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""
