"""Read on a Dask cluster: on this machine, or behind the scheduler at an address. Needs the extra `cluster`.

Loaded by name, and only where a scheduler is asked for: Dask is no part of the portal without the extra.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from dask.distributed import Client

from portal.rescoring import Map, read_one


@contextmanager
def cluster(scheduler: str, count: int) -> Iterator[Map]:
    """Read by the workers behind this scheduler ("tcp://host:8786"); "local" starts one with `count` processes here."""
    local = {"n_workers": count, "threads_per_worker": 1, "dashboard_address": None, "processes": True}
    with Client(**local) if scheduler == "local" else Client(scheduler) as client:
        yield lambda tasks: client.gather([client.submit(read_one, task, pure=False) for task in tasks])
