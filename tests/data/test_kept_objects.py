"""Kept files in an object store: the same promises as in a folder, against a real S3 server."""

import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from data.kept_files import Kept
from data.kept_objects import KeptObjects
from data.store import Store, kept_at
from models.errors import StoreFault

ADDRESS = "s3://forms/site"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    """Start an S3 server with an empty bucket."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    urllib.request.urlopen(f"{endpoint}/moto-api/reset", data=b"").close()  # buckets outlive the servers of a process
    settings = {"ACCESS_KEY_ID": "k", "SECRET_ACCESS_KEY": "s", "REGION": "cn-north-1", "ENDPOINT": endpoint, "ALLOW_HTTP": "true"}
    for name, value in settings.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    _client(endpoint).create_bucket(Bucket="forms", CreateBucketConfiguration={"LocationConstraint": "cn-north-1"})
    yield running
    running.stop()


@pytest.fixture
def kept(server: ThreadedMotoServer) -> Kept:
    return KeptObjects(ADDRESS)


def test_bytes_come_back_as_they_were_kept_and_are_kept_once(kept: Kept) -> None:
    first = kept.keep("自评表".encode())
    again = kept.keep("自评表".encode())
    other = kept.keep(b"")

    assert first == again
    assert [kept.read(digest) for digest in (first, other)] == ["自评表".encode(), b""]
    assert list(kept.digests()) == sorted([first, other])


def test_bytes_that_are_gone_or_changed_are_told(kept: Kept, server: ThreadedMotoServer) -> None:
    digest = kept.keep(b"form")
    host, port = server.get_host_and_port()
    _client(f"http://{host}:{port}").put_object(Bucket="forms", Key=f"site/kept/{digest[:2]}/{digest}", Body=b"other")

    with pytest.raises(StoreFault, match="已损坏"):
        kept.read(digest)
    with pytest.raises(StoreFault, match="找不到"):
        kept.read("ff" * 32)


def test_a_server_that_does_not_answer_is_told_before_anything_is_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")

        with pytest.raises(StoreFault, match="文件存不进 s3://forms/site"):
            KeptObjects(ADDRESS).keep(b"form")


def test_a_store_keeps_its_files_where_it_is_told(server: ThreadedMotoServer, tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path, ADDRESS)
    digest = store.kept.keep(b"form")
    store.close()

    assert kept_at(ADDRESS, tmp_path).read(digest) == b"form"
    assert not (tmp_path / "kept").exists()


def _client(endpoint: str) -> "boto3.client":
    return boto3.client("s3", endpoint_url=endpoint, aws_access_key_id="k", aws_secret_access_key="s", region_name="cn-north-1")
