"""Django's entry to this domain."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "wanli.domains.contacts"
    label = "contacts"

    def ready(self) -> None:
        from wanli.domains.contacts.effects import foresee
        from wanli.domains.contacts.lately import touches
        from wanli.domains.contacts.measures import MEASURES
        from wanli.domains.contacts.operations.merge_places import MERGER
        from wanli.domains.contacts.personal import COLLECTED
        from wanli.domains.contacts.telling import MISSED, WORRY
        from wanli.domains.contacts.vault import SEALED
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.notices.registry import register as register_kind
        from wanli.domains.people.lately import register_lately
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.domains.plans.effects import register as register_foreseen
        from wanli.kernel import personal

        register(MEASURES)
        register_kind(WORRY)
        register_kind(MISSED)
        personal.register(COLLECTED)
        register_merger(MERGER)
        register_sealed(SEALED)
        register_lately(touches)
        register_foreseen(foresee)
