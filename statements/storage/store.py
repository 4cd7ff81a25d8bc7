"""Keep and fetch a file by the SHA-256 of its bytes: a folder by default, an S3 bucket by its URL."""

import hashlib
import re
import secrets

import fsspec

from statements.errors import NotFound

SHA256 = re.compile(r"[0-9a-f]{64}")


class Store:
    """Files by their hash under one root URL ("file:///…", "s3://bucket/…", "memory://…")."""

    def __init__(self, url: str) -> None:
        self.filesystem, self.root = fsspec.core.url_to_fs(url)

    def put(self, content: bytes) -> str:
        """Keep these bytes and answer their SHA-256; the same bytes twice are kept once."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not self.filesystem.exists(path):
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

    def _path(self, digest: str) -> str:
        return f"{self.root}/{digest[:2]}/{digest[2:4]}/{digest}"

    def _write_whole(self, path: str, content: bytes) -> None:
        """Write beside and move into place, so that a crash never leaves half a file under a hash."""
        beside = f"{path}.{secrets.token_hex(4)}"
        self.filesystem.pipe_file(beside, content)
        self.filesystem.mv(beside, path)
