"""Metrics: counts of all processes together, for Prometheus, with nothing personal in them."""

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from gatepost import __version__
from gatepost.metrics.catalogue import CATALOGUE
from tests.serving.test_addresses import free_port
from tests.serving.test_gunicorn import running
from tests.serving.test_stop import workers_of
from tests.serving.test_workers import kill_worker
from tests.serving.wire import ask, join, log_in
from tests.support.live import GATEPOST, Live

TOKEN = "a-token-of-the-monitor-with-enough-characters"
PORT = {"GATEPOST_METRICS_PORT": "0"}


class Scraped(dict[tuple[str, ...], float]):
    """The samples of a scrape: the name of each with its labels, sorted, such as ``("x_total", "code=a")``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                self[sample.name, *sorted(f"{name}={value}" for name, value in sample.labels.items())] = sample.value

    def sum(self, name: str, *labels: str) -> float:
        """The sum of all samples of this name that have these labels."""
        return sum(value for key, value in self.items() if key[0] == name and set(labels) <= set(key))


def port_of(service: Live) -> str:
    found = re.search(r"metrics for Prometheus: (\S+)", service.log)
    assert found is not None, service.log
    return found[1]


def scrape(url: str, token: str = "") -> Scraped:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = httpx.get(url, headers=headers, trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return Scraped(answer.text)


def test_requests_of_all_processes_count_together(live: Callable[..., Live]) -> None:
    service = live("--workers", "2", **PORT)
    before = scrape(port_of(service)).sum("gatepost_requests_total", "route=/healthz")
    for _ in range(40):
        assert ask(service.url, "GET /healthz").status == 200
    for _ in range(5):
        assert ask(service.url, "GET /nowhere/else").status == 404
    found = scrape(port_of(service))
    assert found["gatepost_requests_total", "method=GET", "route=/healthz", "status=200"] == before + 40
    assert found["gatepost_requests_total", "method=GET", "route=(unknown)", "status=404"] == 5
    assert found["gatepost_request_seconds_count", "method=GET", "route=/healthz"] == before + 40
    assert found["gatepost_refusals_total", "code=not_found", "route=(unknown)"] == 5
    service.wait_until(lambda: len(processes(service)) == 2)


def processes(service: Live) -> list[tuple[str, ...]]:
    return [key for key in scrape(port_of(service)) if key[0] == "gatepost_process_start_time_seconds"]


def test_a_killed_worker_loses_no_counter_and_leaves_no_gauge(live: Callable[..., Live]) -> None:
    service = live("--workers", "2", **PORT)
    for _ in range(30):
        assert ask(service.url, "GET /healthz").status == 200
    service.wait_until(lambda: scrape(port_of(service)).sum("gatepost_request_threads") == 8)
    before = scrape(port_of(service)).sum("gatepost_requests_total")
    for worker in workers_of(service):
        os.kill(worker, signal.SIGSTOP)
    for worker in workers_of(service):
        os.kill(worker, signal.SIGKILL)
    service.wait_until(lambda: service.log.count("worker.died") == 2)
    service.wait_until(lambda: scrape(port_of(service)).sum("gatepost_request_threads") == 8)
    found = scrape(port_of(service))
    assert found.sum("gatepost_requests_total") >= before
    assert len(processes(service)) == 2
    assert len(list((service.instance / "metrics").glob("counter_*.db"))) <= 4
    kill_worker(service)
    assert scrape(port_of(service)).sum("gatepost_requests_total") >= before


@pytest.mark.asvs("16.2.5")
def test_log_ins_count_and_nothing_personal_is_shown(live: Callable[..., Live]) -> None:
    service = live("--workers", "2", **PORT)
    ada = join(service.url, "ada.lovelace")
    log_in(service.url, ada)
    wrong = {"username": "ada.lovelace", "password": "wrong-password"}
    assert ask(service.url, "POST /user/login", wrong).status == 401
    assert ask(service.url, "POST /user/login", {**wrong, "username": "nobody.known"}).status == 401
    assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
    assert ask(service.url, f"GET /nowhere/{ada.uuid}?mobile={ada.mobile}").status == 404
    assert ask(service.url, f"{'X' * 5} /healthz").status in (404, 405)
    text = httpx.get(port_of(service), trust_env=False).text
    found = Scraped(text)
    assert found["gatepost_logins_total", "proof=pwd"] == 2
    assert found["gatepost_refusals_total", "code=invalid_credentials", "route=/user/login"] == 2
    assert found["gatepost_hash_seconds_count",] >= 5
    assert found["gatepost_requests_total", "method=GET", "route=/user/<uuid:uuid>", "status=200"] == 1
    assert found.sum("gatepost_requests_total", "method=other") == 1
    assert found.sum("gatepost_database_wait_seconds_count", "pool=writer") > 0
    assert found.sum("gatepost_database_wait_seconds_count", "pool=reader") > 0
    personal = (ada.uuid, "lovelace", "nobody", ada.mobile, ada.mobile[1:], "127.0.0.1", ada.access_token, "XXXXX")
    assert [word for word in personal if word in text] == []


def test_the_labels_are_those_of_the_catalogue(live: Callable[..., Live]) -> None:
    service = live(**PORT)
    join(service.url, "ada")
    service.wait_until(lambda: scrape(port_of(service)).sum("gatepost_outbox_asked_timestamp_seconds") > 0)
    found = scrape(port_of(service))
    known = {metric.name: metric for metric in CATALOGUE}
    for name, *labels in found:
        metric = known[re.sub("_(total|bucket|sum|count)$", "", name)]
        assert {label.partition("=")[0] for label in labels} - {"le"} == set(metric.labels)
    assert found.sum("gatepost_build_info", f"version={__version__}") == 1
    assert found.sum("gatepost_bulkhead_slots") > 16
    assert found.sum("gatepost_database_connections", "pool=reader") == 8
    assert found.sum("gatepost_process_resident_memory_bytes") > 10_000_000


def test_entries_of_the_outbox_are_shown_by_kind(live: Callable[..., Live]) -> None:
    service = live(GATEPOST_DELIVER="off", **PORT)
    join(service.url, "ada")
    assert ask(service.url, "POST /user/login/code", {"username": "ada"}).status == 202
    service.wait_until(lambda: scrape(port_of(service)).sum("gatepost_outbox_entries", "state=due") == 1)
    found = scrape(port_of(service))
    assert found["gatepost_outbox_entries", "kind=request", "state=due"] == 1
    assert found["gatepost_outbox_entries", "kind=email", "state=due"] == 0


def test_attempts_of_the_outbox_are_counted_by_their_outcome(live: Callable[..., Live]) -> None:
    service = live(GATEPOST_SMS_GATEWAY_URL=f"http://127.0.0.1:{free_port()}", GATEPOST_OUTBOX_ATTEMPTS="2", **PORT)
    join(service.url, "ada")
    assert ask(service.url, "POST /user/login/code", {"username": "ada"}).status == 202
    attempts = "gatepost_outbox_attempts_total"
    service.wait_until(lambda: scrape(port_of(service)).sum(attempts, "outcome=given_up") == 1)
    found = scrape(port_of(service))
    assert found[attempts, "kind=request", "outcome=done"] == 1
    assert found[attempts, "kind=sms", "outcome=failed"] == 1


@pytest.mark.asvs("13.4.5")
def test_without_the_settings_there_are_no_metrics(live: Callable[..., Live]) -> None:
    service = live()
    assert "Prometheus" not in service.log
    assert ask(service.url, "GET /metrics").status == 404
    assert not (service.instance / "metrics").exists()


@pytest.mark.asvs("13.4.5")
def test_the_token_is_asked_for_on_both_ports(live: Callable[..., Live]) -> None:
    service = live("--workers", "2", GATEPOST_METRICS_TOKEN=TOKEN, **PORT)
    for url in (port_of(service), f"{service.url}/metrics"):
        for header in ({}, {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": f"Bearer {TOKEN}x"}):
            answer = httpx.get(url, headers=header, trust_env=False)
            assert (answer.status_code, "gatepost_" in answer.text) == (401, False)
            assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="gatepost"')
        assert scrape(url, TOKEN).sum("gatepost_requests_total") > 0


@pytest.mark.parametrize(("chosen", "host"), [({}, "127.0.0.1"), ({"GATEPOST_METRICS_HOST": "::1"}, "[::1]")])
def test_the_port_answers_nothing_else(live: Callable[..., Live], chosen: dict[str, str], host: str) -> None:
    service = live(**PORT, **chosen)
    url = port_of(service)
    assert url.startswith(f"http://{host}:")
    assert scrape(url)
    assert httpx.get(url.replace("/metrics", "/healthz"), trust_env=False).status_code == 404
    assert httpx.post(url, trust_env=False).status_code == 405


def test_counts_begin_anew_with_the_service(tmp_path: Path) -> None:
    port = str(free_port())
    service = Live(tmp_path, command=[*GATEPOST, "serve", "--port", "0"], GATEPOST_METRICS_PORT=port)
    url = f"http://127.0.0.1:{port}/metrics"
    with service:
        for _ in range(50):
            ask(service.url, "GET /healthz")
        assert scrape(url).sum("gatepost_requests_total") >= 50
        assert service.stop() == 0
    with service:
        assert scrape(url).sum("gatepost_requests_total") < 50


def test_a_taken_metrics_port_is_refused_in_one_line(live: Callable[..., Live], tmp_path: Path) -> None:
    first = live(**PORT)
    taken = port_of(first).split(":")[2].split("/")[0]
    second = Live(tmp_path / "second", GATEPOST_METRICS_PORT=taken)
    second.launch()
    assert second.process.wait(timeout=30) == 1
    assert f"GATEPOST_METRICS_PORT: Cannot listen at 127.0.0.1, port {taken}: Address already in use" in second.log


def test_gunicorn_shows_metrics_to_the_token(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "gatepost.wsgi:app", "--no-control-socket", "--workers", "2"]
    command += ["--bind", f"127.0.0.1:{port}"]
    with running(tmp_path, url, *command, PORT=str(port), GATEPOST_METRICS_TOKEN=TOKEN):
        before = scrape(f"{url}/metrics", TOKEN).sum("gatepost_requests_total", "route=/readyz")
        for _ in range(30):
            assert ask(url, "GET /readyz").status == 200
        found = scrape(f"{url}/metrics", TOKEN)
        assert found.sum("gatepost_requests_total", "route=/readyz") == before + 30
        assert ask(url, "GET /metrics").status == 401
