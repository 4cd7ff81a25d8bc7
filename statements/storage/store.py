"""Keep and fetch a file by the SHA-256 of its bytes: a folder by default, an S3 bucket by its URL."""

import hashlib
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import fsspec

from statements import clock
from statements.errors import NotFound

SHA256 = re.compile(r"[0-9a-f]{64}")
AT_REST = timedelta(days=1)
"""How long after it was last put a file may be removed where nothing leads to it."""


class Store:
    """Files by their hash under one root URL ("file:///…", "s3://bucket/…", "memory://…").

    What is there is asked for anew each time: other nodes put and sweep files, which a kept listing would not know.
    """

    def __init__(self, url: str) -> None:
        self.filesystem, self.root = fsspec.core.url_to_fs(url, use_listings_cache=False)

    def put(self, content: bytes) -> str:
        """Keep these bytes and answer their SHA-256; the same bytes twice are kept once.

        A file at rest is written anew, so that a sweep which is about to remove it sees that it is wanted again.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not self.filesystem.exists(path) or self.is_at_rest(digest, clock.utc_now()):
            self.filesystem.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            self._write_whole(path, content)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this SHA-256. Raises NotFound, also when what is stored no longer has that hash."""
        if not SHA256.fullmatch(digest) or not self.filesystem.exists(self._path(digest)):
            raise NotFound("The file is not in the store.")
        content: bytes = self.filesystem.cat_file(self._path(digest))
        if hashlib.sha256(content).hexdigest() != digest:
            raise NotFound("The file in the store is damaged.")
        return content

    def digests(self) -> Iterator[str]:
        """The SHA-256 of every file."""
        for path in self.filesystem.find(self.root):
            name = path.rsplit("/", 1)[-1]
            if SHA256.fullmatch(name):
                yield name

    def is_at_rest(self, digest: str, at: datetime) -> bool:
        """Whether the file was last put longer ago than AT_REST. A file that is gone is not at rest."""
        try:
            put: datetime = self.filesystem.modified(self._path(digest))
        except FileNotFoundError:
            return False
        return put.astimezone(UTC) < at - AT_REST

    def remove(self, digest: str) -> None:
        """Forget a file. Whoever calls knows that nothing leads to it."""
        self.filesystem.rm_file(self._path(digest))

    def _path(self, digest: str) -> str:
        return f"{self.root}/{digest[:2]}/{digest[2:4]}/{digest}"

    def _write_whole(self, path: str, content: bytes) -> None:
        """Write beside and move into place, so that a crash never leaves half a file under a hash."""
        beside = f"{path}.{secrets.token_hex(4)}"
        self.filesystem.pipe_file(beside, content)
        self.filesystem.mv(beside, path)
