"""What the worker does of uploads."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.uploads.operations.forget import forget_uploads
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="50 * * * *")
@app.task(queue="keeping", queueing_lock="forget_uploads", pass_context=False)
def forget_old_uploads(timestamp: int) -> None:
    """Hourly."""
    with acting(EVERYTHING):
        forget_uploads()
