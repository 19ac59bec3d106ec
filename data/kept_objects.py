"""The kept files in an S3-compatible object store instead of a folder: for several app processes on several machines."""

import hashlib
from collections.abc import Iterator
from typing import Any

from models.errors import StoreFault


class KeptObjects:
    """Objects named by their content: `kept/ab/abcdef…` below the address; the AWS_… environment variables say how to reach it."""

    def __init__(self, url: str) -> None:
        # Loading it takes longer than most commands do, and most installations have a folder.
        import obstore
        from obstore.store import from_url

        self._objects: Any = obstore
        self._url = url
        self._fault: type[Exception] = obstore.exceptions.BaseError
        self._bucket = from_url(url, retry_config={"max_retries": 3})

    def keep(self, content: bytes) -> str:
        """Keep the bytes, once; give their sha256. When this returns the object store has them whole."""
        digest = hashlib.sha256(content).hexdigest()
        try:
            self._objects.put(self._bucket, _key(digest), content, mode="create")
        except self._objects.exceptions.AlreadyExistsError:
            return digest
        except self._fault as fault:
            raise self._told("存不进") from fault
        return digest

    def read(self, sha256: str) -> bytes:
        """Give the bytes back as they came."""
        try:
            content = bytes(self._objects.get(self._bucket, _key(sha256)).bytes())
        except (FileNotFoundError, self._fault) as fault:
            raise StoreFault(f"保存的原文件 {sha256[:12]}… 在 {self._url} 里找不到了。请从备份恢复。") from fault
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreFault(f"保存的原文件 {sha256[:12]}… 已损坏。请从备份恢复。")
        return content

    def digests(self) -> Iterator[str]:
        """Give the sha256 of every file, in their order."""
        try:
            found = [meta["path"].rpartition("/")[2] for page in self._objects.list(self._bucket, "kept") for meta in page]
        except self._fault as fault:
            raise self._told("读不了") from fault
        return iter(sorted(found))

    def _told(self, what: str) -> StoreFault:
        return StoreFault(f"文件{what} {self._url}。请检查 KEPT_URL、AWS_… 设置和对象存储服务。")


def _key(digest: str) -> str:
    return f"kept/{digest[:2]}/{digest}"
