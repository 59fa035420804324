"""Django's entry to this domain."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "wanli.domains.privacy"
    label = "privacy"

    def ready(self) -> None:
        from wanli.domains.audit.digests import seal_also
        from wanli.domains.plans import effects
        from wanli.domains.privacy.effects import foresee
        from wanli.domains.privacy.models import Deletion

        effects.register(foresee)
        seal_also(Deletion)
