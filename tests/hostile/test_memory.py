"""The real server keeps nothing of what it refuses."""

from itertools import islice
from pathlib import Path

import pytest

from tests.hostile.corpus.documents import malformed, unfitting
from tests.serving.wire import ask, join
from tests.support.live import Live
from tests.web.endpoints import BODIES, ENDPOINTS, path_of
from tests.web.test_hostile_tokens import unchanged_memory
from tests.web.test_raw_requests import Connection

pytestmark = pytest.mark.walks_again

DOCUMENTS = [*malformed().values(), *unfitting().values()]
PLAIN = {400, 401, 403, 404, 413, 415, 422}


@pytest.mark.asvs("1.4.3")
@pytest.mark.asvs("15.2.2")
def test_thousands_of_documents_leave_nothing_behind(tmp_path: Path) -> None:
    with Live(tmp_path, GATEPOST_LOG_LEVEL="warning") as live:
        ada = join(live.url, "ada")
        endpoints = [ENDPOINTS[name] for name in BODIES]
        requests = [(endpoint, document) for document in DOCUMENTS for endpoint in endpoints]

        def send(*, every: int) -> None:
            with Connection(live) as connection:
                for endpoint, document in islice(requests, 0, None, every):
                    line = f"{endpoint.method} {path_of(endpoint, ada)} HTTP/1.1".encode()
                    signed = f"Authorization: {ada.signed['Authorization']}".encode()
                    connection.send(line, signed, b"Content-Length: %d" % len(document), body=document)
                    status, headers, answer = connection.answer()
                    assert status in PLAIN, (line, document[:80], answer)
                    assert headers["content-type"] == "application/json"

        with unchanged_memory(live, at_most=12 * 1024, warm_up=lambda: send(every=11)):
            send(every=3)
        assert ask(live.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
        assert "Traceback" not in live.log
