"""Django's entry to this domain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wanli.domains.audit"
    label = "audit"
