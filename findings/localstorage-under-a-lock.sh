#!/usr/bin/env bash
# A tab that gets a Web Lock reads from localStorage what was there before the tab that had the lock wrote.
#
# Expected: two tabs that read and write localStorage only while they hold the same Web Lock see each other's writes, as
#   threads with a mutex do.
# Seen: in Chromium 150 the second tab read the old value in 22 of 50 turns. Each tab is a process with its own copy of
#   the storage; the write and the release of the lock reach the other one by different ways. The standard of HTML
#   allows it: it advises to assume no locking. With IndexedDB in place of localStorage it was 0 of 50.
# Why it matters: pages with tokens in localStorage take a Web Lock, so that one tab refreshes and the others find its
#   tokens. Every other time the second tab finds the old refresh token and sends it again. A service that takes that
#   for theft ends the session.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1

browser=$(command -v chromium || command -v chromium-browser)
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "playwright==1.65.2"

seen=$(HOME="$folder" timeout 300 "$folder/venv/bin/python" - "$browser" <<'PYTHON'
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import sync_playwright

TURNS = 50
SETUP = """() => {
  const opened = new Promise((resolve) => {
    const request = indexedDB.open("tokens", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("tokens");
    request.onsuccess = () => resolve(request.result);
  });
  const transact = async (mode, act) => {
    const transaction = (await opened).transaction("tokens", mode);
    const request = act(transaction.objectStore("tokens"));
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    return request.result;
  };
  window.places = {
    localStorage: {
      read: async () => localStorage.getItem("token"),
      write: async (value) => localStorage.setItem("token", value),
    },
    IndexedDB: {
      read: () => transact("readonly", (store) => store.get("token")),
      write: (value) => transact("readwrite", (store) => store.put(value, "token")),
    },
  };
}"""
HOLD = """([place, value]) => new Promise((begun) => navigator.locks.request("refresh", async () => {
  const told = new Promise((resolve) => (window.go_on = resolve));
  begun();
  await told;
  await places[place].write(value);
}))"""
WAIT = "(place) => { window.read = navigator.locks.request('refresh', () => places[place].read()); }"
IS_WAITING = "async () => (await navigator.locks.query()).pending.length > 0"


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A page</title>")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    options = [] if os.geteuid() else ["--no-sandbox"]
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=options)
    context = browser.new_context()
    one, two = context.new_page(), context.new_page()
    for tab in (one, two):
        tab.goto(f"http://127.0.0.1:{server.server_port}/")
        tab.evaluate(SETUP)
    for place in ("localStorage", "IndexedDB"):
        old = 0
        for turn in range(TURNS):
            one.evaluate(HOLD, [place, str(turn)])
            two.evaluate(WAIT, place)
            two.wait_for_function(IS_WAITING)
            one.evaluate("go_on()")
            old += two.evaluate("window.read") != str(turn)
        print(f"{place}: the second tab reads an old value {'sometimes' if old else 'never'}")
        print(f"Chromium {browser.version}, {place}: {old} of {TURNS}", file=sys.stderr)
    browser.close()
server.shutdown()
PYTHON
) || true
expected="localStorage: the second tab reads an old value sometimes
IndexedDB: the second tab reads an old value never"

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
