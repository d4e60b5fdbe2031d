#!/usr/bin/env bash
# A webhook that is signed with the time of another zone than UTC is never verified, by the library that signed it.
#
# Expected: sign(msg_id, timestamp, data) takes a datetime that knows its zone as the moment that it is. Two datetimes
#   that are equal give one signature.
# Seen: standardwebhooks 1.1.0 and svix 2.9.1 (Python) replace the zone by UTC instead of converting to it. With 12:00 in
#   Berlin they sign 12:00 UTC, an hour or two later than the header webhook-timestamp says, and verify() finds no
#   matching signature. A datetime without a zone is taken for UTC, although its timestamp() is local.
# Why it matters: an account service that runs in containers has UTC, and so have its tests. With the time zone of its
#   office, all receivers refuse all webhooks, and the secret is suspected first. Pass datetime.now(timezone.utc).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    standardwebhooks==1.1.0 svix==2.9.1 tzdata==2026.6

cat >"$folder/sign.py" <<'PYTHON'
import base64
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import standardwebhooks
import svix

SECRET = "whsec_" + base64.b64encode(b"a secret of an example, 32 bytes").decode()
libraries = {"standardwebhooks": standardwebhooks, "svix": svix}
now = datetime.now(timezone.utc)
moments = {
    "UTC": now,
    "Berlin": now.astimezone(ZoneInfo("Europe/Berlin")),
    "no zone, on a machine in Berlin": now.astimezone().replace(tzinfo=None),
}

for name, library in libraries.items():
    webhook = library.Webhook(SECRET)
    for zone, moment in moments.items():
        headers = {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": webhook.sign("msg_1", moment, '{"type": "account.registered"}'),
        }
        assert moment.timestamp() == now.timestamp()
        try:
            answer = webhook.verify('{"type": "account.registered"}', headers)
            print(f"{name}, {zone}: {'verified' if answer in (None, {'type': 'account.registered'}) else answer}")
        except Exception as error:
            print(f"{name}, {zone}: {type(error).__name__}: {error}")
PYTHON

seen=$(TZ='CET-1CEST,M3.5.0,M10.5.0/3' PYTHONTZPATH='' timeout 60 "$folder/venv/bin/python" -W ignore "$folder/sign.py" 2>&1) || true
expected='standardwebhooks, UTC: verified
standardwebhooks, Berlin: WebhookVerificationError: No matching signature found
standardwebhooks, no zone, on a machine in Berlin: WebhookVerificationError: No matching signature found
svix, UTC: verified
svix, Berlin: WebhookVerificationError: No matching signature found
svix, no zone, on a machine in Berlin: WebhookVerificationError: No matching signature found'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
