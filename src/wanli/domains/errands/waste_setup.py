"""What waste rounds tell the other domains when Django starts."""

from __future__ import annotations


def set_up_waste() -> None:
    """Called once, by the domain's entry."""
    from wanli.domains.errands.operations.waste_merge import MERGER
    from wanli.domains.errands.waste_alarm import MISSING
    from wanli.domains.errands.waste_measures import MEASURES
    from wanli.domains.errands.waste_personal import COLLECTED
    from wanli.domains.ledger.mergers import register_merger
    from wanli.domains.ledger.registry import register
    from wanli.domains.notices import registry as notices
    from wanli.kernel import personal

    register(MEASURES)
    personal.register(COLLECTED)
    register_merger(MERGER)
    notices.register(MISSING)
