"""The S3 store over real HTTP, against a small service that keeps objects in memory."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import pytest

from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.engines.store import FileMissing, StoreFull, StoreUnavailable, open_store


class Service(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Requests)
        self.objects = {}
        self.signed_by = set()
        self.refusal = None

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.server_port}"


class Requests(BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.signed_by.add(self.headers["Authorization"].split("Credential=")[1].split("/")[0])
        if self.server.refusal:
            return self.answer(*self.server.refusal)
        self.server.objects[urlsplit(self.path).path] = body
        return self.answer(200, b"", ETag='"1"')

    def do_GET(self):
        url = urlsplit(self.path)
        if "list-type" in url.query:
            return self.answer(200, self.listing(url.path, parse_qs(url.query)["prefix"][0]))
        body = self.server.objects.get(url.path)
        if body is None:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        first, last = self.wanted(len(body))
        span = f"bytes {first}-{last}/{len(body)}"
        return self.answer(206, body[first : last + 1], **{"Content-Range": span, "ETag": '"1"'})

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        """Delete the objects listed in the body: the service's bulk removal, which obstore always uses."""
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        keys = re.findall("<Key>(.*?)</Key>", body)
        for key in keys:
            self.server.objects.pop(f"{url.path}/{key}", None)
        gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self.answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def wanted(self, length):
        first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
        return int(first), min(int(last or length - 1), length - 1)

    def listing(self, bucket, prefix):
        keys = [path.removeprefix(f"{bucket}/") for path in self.server.objects]
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>1</Size><ETag>1</ETag>"
            "<LastModified>2026-11-16T10:00:00.000Z</LastModified></Contents>"
            for key in keys
            if key.startswith(prefix)
        )
        return f"<ListBucketResult>{contents}</ListBucketResult>".encode()

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Last-Modified", "Mon, 16 Nov 2026 10:00:00 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def service():
    with Service() as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield service
        service.shutdown()
        thread.join()


def test_a_file_goes_through_the_service_and_back_under_the_prefix(service):
    store = open_store(
        f"s3://KEY:SE%2FCRET@pieces/dossiers/2026?endpoint={service.endpoint}&region=eu-west-3"
    )

    stored = store.put(b"0123456789")

    assert list(service.objects) == [f"/pieces/dossiers/2026/{stored.key}"]
    assert service.signed_by == {"KEY"}
    assert store.size(stored.key) == 10
    assert list(store.keys()) == [stored.key]
    with store.open(stored.key) as file:
        assert file.read() == b"0123456789"
    store.delete(stored.key)
    assert service.objects == {}
    with pytest.raises(FileMissing):
        store.open(stored.key)


def test_a_service_without_room_says_so(service):
    service.refusal = (507, b"<Error><Code>XMinioStorageFull</Code><Message>Full</Message></Error>")
    store = open_store(f"s3://KEY:SECRET@pieces?endpoint={service.endpoint}")

    with pytest.raises(StoreFull):
        store.put(b"x")


def test_a_service_that_refuses_us_is_unavailable_in_one_line(service):
    service.refusal = (403, b"<Error><Code>AccessDenied</Code></Error>")
    store = open_store(f"s3://KEY:SECRET@pieces?endpoint={service.endpoint}")

    with pytest.raises(StoreUnavailable) as refusal:
        store.put(b"x")

    assert "\n" not in str(refusal.value)
    assert not store.health().ok


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("s3://?endpoint=http://x", "store_url must name a bucket"),
        ("s3://pieces?endpint=http://x", "store_url has the unknown option “endpint”"),
    ],
)
def test_a_bad_url_is_refused_in_one_sentence(url, sentence):
    with pytest.raises(BadEngineUrl, match=sentence):
        open_store(url)
