"""What the worker does for accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.accounts.operations.limit import forget_attempts


@app.periodic(cron="20 3 * * *")
@app.task(queue="keeping", pass_context=False)
def forget_old_attempts(timestamp: int) -> None:
    """Nightly."""
    forget_attempts()
