"""Django's entry to this domain."""

from django.apps import AppConfig


class SensorsConfig(AppConfig):
    name = "wanli.domains.sensors"
    label = "sensors"

    def ready(self) -> None:
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.notices.registry import register as register_kind
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.domains.plans import effects
        from wanli.domains.sensors.alarm import TO_ASK
        from wanli.domains.sensors.effects import foresee
        from wanli.domains.sensors.measures import MEASURES
        from wanli.domains.sensors.operations.merge_places import MERGER
        from wanli.domains.sensors.personal import COLLECTED
        from wanli.domains.sensors.vault import SEALED
        from wanli.kernel import personal

        register(MEASURES)
        register_kind(TO_ASK)
        personal.register(COLLECTED)
        register_merger(MERGER)
        register_sealed(SEALED)
        effects.register(foresee)
