"""Django's entry to this domain."""

from django.apps import AppConfig


class ObservationConfig(AppConfig):
    name = "wanli.domains.observation"
    label = "observation"

    def ready(self) -> None:
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.notices.registry import register as register_kind
        from wanli.domains.observation.diaries import DIARY_SHELF
        from wanli.domains.observation.effects import foresee
        from wanli.domains.observation.hospitals import foresee as foresee_hospitals
        from wanli.domains.observation.ladder import LATE
        from wanli.domains.observation.lately import touches
        from wanli.domains.observation.measures import MEASURES
        from wanli.domains.observation.operations.merge_places import MERGER
        from wanli.domains.observation.operations.tell_medical import ALARM
        from wanli.domains.observation.papers import SHELF
        from wanli.domains.observation.personal import COLLECTED
        from wanli.domains.observation.vault import SEALED
        from wanli.domains.people.lately import register_lately
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.domains.plans import effects
        from wanli.ground.pictures import register_shelf
        from wanli.kernel import personal

        register(MEASURES)
        register_kind(LATE)
        register_kind(ALARM)
        personal.register(COLLECTED)
        effects.register(foresee)
        effects.register(foresee_hospitals)
        register_merger(MERGER)
        register_sealed(SEALED)
        register_shelf(SHELF)
        register_shelf(DIARY_SHELF)
        register_lately(touches)
