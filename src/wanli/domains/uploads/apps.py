"""Django's entry to this domain."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "wanli.domains.uploads"
    label = "uploads"

    def ready(self) -> None:
        from wanli.domains.uploads.personal import COLLECTED
        from wanli.kernel import personal

        personal.register(COLLECTED)
