"""What the worker does for the canvass."""

from wanli.domains.canvass.operations.ask_sheets import KIND, make_sheets
from wanli.domains.jobs.registry import Work, register

register(KIND, Work("canvass.record", make_sheets))
