"""allauth's forms, without the link to a reset by e-mail: few here have one."""

from __future__ import annotations

from typing import Any

from allauth.account import forms


class _NoReset:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password", "oldpassword"):
            if name in self.fields:
                self.fields[name].help_text = ""


class LoginForm(_NoReset, forms.LoginForm):  # type: ignore[misc]
    """Signing in."""


class ReauthenticateForm(_NoReset, forms.ReauthenticateForm):  # type: ignore[misc]
    """Saying once more who one is."""


class ChangePasswordForm(_NoReset, forms.ChangePasswordForm):  # type: ignore[misc]
    """Changing one's own password."""
