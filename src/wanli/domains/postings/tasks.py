"""What the worker does for notices."""

from wanli.domains.jobs.registry import Work, register
from wanli.domains.postings.operations.ask_posters import KIND, make_posters

register(KIND, Work("posting.print", make_posters))
