"""Django's entry to this domain."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "wanli.domains.errands"
    label = "errands"

    def ready(self) -> None:
        from wanli.domains.errands.measures import MEASURES
        from wanli.domains.errands.operations.merge_places import MERGER
        from wanli.domains.errands.personal import COLLECTED
        from wanli.domains.errands.photos import SHELF
        from wanli.domains.errands.vault import SEALED
        from wanli.domains.errands.waste_setup import set_up_waste
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.ground.pictures import register_shelf
        from wanli.kernel import personal

        register(MEASURES)
        register_merger(MERGER)
        personal.register(COLLECTED)
        register_sealed(SEALED)
        register_shelf(SHELF)
        set_up_waste()
