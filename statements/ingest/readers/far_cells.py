"""Say where a workbook's farthest cell stands, when reading it took too much memory. Runs in the reading process."""

import json
from collections.abc import Mapping
from typing import IO

from statements.ingest.readers import containers, faults


def read(data: bytes, options: Mapping[str, str], out: IO[bytes]) -> None:
    """Write one line of JSON: what `faults.farthest` says, {} for what is not an .xlsx."""
    far = faults.farthest(data) if containers.kind_of(data) == "xlsx" else {}
    out.write(json.dumps(far).encode() + b"\n")
