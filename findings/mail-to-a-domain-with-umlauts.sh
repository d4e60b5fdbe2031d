#!/usr/bin/env bash
# Mail to ada@müller.example is refused before it is sent, although every mail server can take it.
#
# Expected: only what is before the @ needs SMTPUTF8 (RFC 6531). A domain has a form in ASCII, which a client writes for a
#   server without that extension.
# Seen: smtplib of Python 3.11 and aiosmtplib 5.1.3 look at the whole address. For ada@müller.example they raise
#   SMTPNotSupportedError and SMTPNotSupported, when the server offers no SMTPUTF8. nodemailer 10.6.1 (npm) writes
#   ada@xn--mller-kva.example, and so the mail arrives. ascii_email of email-validator 2.4.0 is that form, and with it both of
#   Python send.
# Why it matters: the server of the tests, or the big one of the office, offers SMTPUTF8, and the relay of production does
#   not. Its users at such a domain get no code, and the service may answer 500.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" nodemailer@10.6.1
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    aiosmtplib==5.1.3 aiosmtpd==1.4.6 email-validator==2.4.0

cat >"$folder/send.mjs" <<'JAVASCRIPT'
import nodemailer from "nodemailer";

const [port, to] = process.argv.slice(2);
const transport = nodemailer.createTransport({ host: "127.0.0.1", port: Number(port), ignoreTLS: true });
await transport.sendMail({ from: "accounts@example.org", to, subject: "Your code", text: "123456" });
JAVASCRIPT

cat >"$folder/run.py" <<'PYTHON'
import asyncio
import smtplib
import socket
import subprocess
from email.message import EmailMessage

import aiosmtplib
from aiosmtpd.controller import Controller
from email_validator import validate_email

ADDRESS = "ada@müller.example"
IN_ASCII = "ada@xn--mller-kva.example"


class Inbox:
    def __init__(self):
        self.recipients = []

    async def handle_DATA(self, server, session, envelope):
        self.recipients += envelope.rcpt_tos
        return "250 OK"


def mail(to):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "accounts@example.org", to, "Your code"
    made.set_content("123456")
    return made


def by_smtplib(port, to):
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        server.send_message(mail(to))


libraries = {
    "smtplib": by_smtplib,
    "aiosmtplib": lambda port, to: asyncio.run(aiosmtplib.send(mail(to), hostname="127.0.0.1", port=port)),
    "nodemailer": lambda port, to: subprocess.run(["node", "send.mjs", str(port), to], check=True, timeout=60),
}
assert "müller" in ADDRESS and IN_ASCII == "ada@" + "müller.example".encode("idna").decode()
print("ascii_email:", validate_email("ada@müller.de", check_deliverability=False).ascii_email)
for extended in (True, False):
    print("a server with SMTPUTF8" if extended else "a server without SMTPUTF8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=port, enable_SMTPUTF8=extended)
    server.start()
    for to in (ADDRESS, IN_ASCII):
        for name, send in libraries.items():
            inbox.recipients.clear()
            try:
                send(port, to)
                print(f"  {name}, {to}: sent to {' '.join(inbox.recipients)}")
            except Exception as error:
                print(f"  {name}, {to}: {type(error).__name__}")
    server.stop()
PYTHON

seen=$(cd "$folder" && timeout 120 venv/bin/python -W ignore run.py 2>&1) || true
expected='ascii_email: ada@xn--mller-kva.de
a server with SMTPUTF8
  smtplib, ada@müller.example: sent to ada@müller.example
  aiosmtplib, ada@müller.example: sent to ada@müller.example
  nodemailer, ada@müller.example: sent to ada@xn--mller-kva.example
  smtplib, ada@xn--mller-kva.example: sent to ada@xn--mller-kva.example
  aiosmtplib, ada@xn--mller-kva.example: sent to ada@xn--mller-kva.example
  nodemailer, ada@xn--mller-kva.example: sent to ada@xn--mller-kva.example
a server without SMTPUTF8
  smtplib, ada@müller.example: SMTPNotSupportedError
  aiosmtplib, ada@müller.example: SMTPNotSupported
  nodemailer, ada@müller.example: sent to ada@xn--mller-kva.example
  smtplib, ada@xn--mller-kva.example: sent to ada@xn--mller-kva.example
  aiosmtplib, ada@xn--mller-kva.example: sent to ada@xn--mller-kva.example
  nodemailer, ada@xn--mller-kva.example: sent to ada@xn--mller-kva.example'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
