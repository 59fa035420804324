"""Django's entry to this domain."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "wanli.domains.errands"
    label = "errands"

    def ready(self) -> None:
        from wanli.domains.errands.personal import COLLECTED
        from wanli.domains.errands.photos import SHELF
        from wanli.domains.errands.vault import SEALED
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.ground.pictures import register_shelf
        from wanli.kernel import personal

        personal.register(COLLECTED)
        register_sealed(SEALED)
        register_shelf(SHELF)
