"""Django's entry to this domain."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "wanli.domains.jobs"
    label = "jobs"

    def ready(self) -> None:
        from wanli.domains.jobs.personal import COLLECTED
        from wanli.kernel import personal

        personal.register(COLLECTED)
