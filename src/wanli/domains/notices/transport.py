"""Out through apprise, which knows the groups, mail servers and gateways."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apprise

log = logging.getLogger(__name__)
AT_HOME = {"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"}
"""What would only speak on the server itself."""


def understood(address: str) -> bool:
    """Whether apprise knows what to do with such an address."""
    import apprise  # here: a start needs no messenger

    schema = address.partition("://")[0].lower()
    if schema in AT_HOME:
        return False
    return (
        apprise.Apprise.instantiate(address, asset=_asset(), suppress_exceptions=True) is not None
    )


def deliver(address: str, text: str) -> bool:
    """Send a text; whether the other side took it. Any fault of the way is a no."""
    import apprise

    sender = apprise.Apprise(asset=_asset())
    if not sender.add(address):
        return False
    try:
        return bool(sender.notify(body=text))
    except Exception as error:
        # Addresses hold keys and numbers: only the kind of the fault may be logged.
        log.warning("a channel failed: %s", type(error).__name__)
        return False


def _asset() -> apprise.AppriseAsset:
    import apprise

    return apprise.AppriseAsset(
        app_id="Wanli", app_desc="Wanli", app_url="", secure_logging=True, async_mode=False
    )
