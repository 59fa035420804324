"""Django's entry to this domain."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wanli.domains.notices"
    label = "notices"

    def ready(self) -> None:
        from wanli.domains.notices.personal import COLLECTED
        from wanli.domains.notices.vault import SEALED
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.kernel import personal

        personal.register(COLLECTED)
        register_sealed(SEALED)
