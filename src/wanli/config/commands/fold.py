"""``wanli fold``"""

from __future__ import annotations

import click

from wanli.config.running import as_json, report, working


@click.command()
@as_json
def command(as_json: bool) -> None:
    """Fold all waiting ledger entries into the balances, once."""
    with working():
        from wanli.domains.ledger.operations.fold import fold_all

        folded = fold_all()
    report({"folded": folded}, as_json=as_json, lines=[f"{folded} entries folded."])
