"""Django's entry to this domain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wanli.domains.audit"
    label = "audit"

    def ready(self) -> None:
        from wanli.domains.audit.personal import COLLECTED
        from wanli.kernel import personal

        personal.register(COLLECTED)
