#!/usr/bin/env bash
# Python writes a link for unsubscribing, or the thread of a mail, as an encoded word that no program may decode there.
#
# Expected: a header such as List-Unsubscribe: <https://…> goes out as it is, or folded at a blank. It is structured: RFC
#   2047, section 5, allows encoded words in text and names only, and RFC 2369 has a URI in angle brackets there.
# Seen: EmailMessage of Python 3.11.7 writes =?utf-8?q?=3Chttps=3A//…?= as soon as the link does not fit into a line of 78
#   characters. In-Reply-To and References become so with an identifier that is as long, while Message-ID, with the same
#   identifier, stays as it is. MIMEText of the same version and nodemailer 10.6.1 (npm) write all of them plainly. For
#   EmailMessage, max_line_length=998 in the policy helps, the limit of RFC 5322.
# Why it matters: a link with a token is longer than that. A mail program that keeps to the RFCs finds no link in the
#   header, so it offers no button, and it shows the mails about one request one by one, because no In-Reply-To fits.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" nodemailer@10.6.1

cat >"$folder/write.py" <<'PYTHON'
import sys
from email import policy
from email.message import EmailMessage
from email.mime.text import MIMEText

LINK = "<https://accounts.example/unsubscribe?token=" + "Q7xz2Lp9" * int(sys.argv[1]) + ">"
IDENTIFIER = "<" + "0123456789abcdef" * (int(sys.argv[1]) - 1) + "@accounts.example>"
HEADERS = {"List-Unsubscribe": LINK, "Message-ID": IDENTIFIER, "In-Reply-To": IDENTIFIER, "References": IDENTIFIER}

by_default = EmailMessage(policy=policy.SMTP)
with_long_lines = EmailMessage(policy=policy.SMTP.clone(max_line_length=998))
by_mime_text = MIMEText("hello", policy=policy.compat32)
for title, mail in {"EmailMessage": by_default, "EmailMessage, 998": with_long_lines, "MIMEText": by_mime_text}.items():
    for name, value in HEADERS.items():
        mail[name] = value
    raw = mail.as_string().replace("\r\n", "\n").replace("\n ", " ").split("\n")
    for name, value in HEADERS.items():
        (line,) = (line for line in raw if line.startswith(f"{name}:"))
        written = line.partition(":")[2].strip()
        print(f"  {title}, {name}: {'as it is' if written == value else written[:24] + '…'}")
PYTHON

cat >"$folder/write.mjs" <<'JAVASCRIPT'
import nodemailer from "nodemailer";

const size = Number(process.argv[2]);
const link = `https://accounts.example/unsubscribe?token=${"Q7xz2Lp9".repeat(size)}`;
const identifier = `<${"0123456789abcdef".repeat(size - 1)}@accounts.example>`;
const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
const { message } = await transport.sendMail({ inReplyTo: identifier, list: { unsubscribe: link } });
const raw = message.toString().replace(/\r\n\s+/g, " ");
for (const [name, value] of [["List-Unsubscribe", `<${link}>`], ["In-Reply-To", identifier]]) {
  const written = raw.match(new RegExp(`^${name}: *(.*?)\r?$`, "m"))[1];
  console.log(`  nodemailer, ${name}: ${written === value ? "as it is" : `${written.slice(0, 24)}…`}`);
}
JAVASCRIPT

seen=$(
    cd "$folder"
    for size in 2 6; do
        [ "$size" = 2 ] && echo 'short' || echo 'long'
        timeout 60 python3 write.py "$size" 2>&1
        timeout 60 node write.mjs "$size" 2>&1
    done
) || true
expected='short
  EmailMessage, List-Unsubscribe: as it is
  EmailMessage, Message-ID: as it is
  EmailMessage, In-Reply-To: as it is
  EmailMessage, References: as it is
  EmailMessage, 998, List-Unsubscribe: as it is
  EmailMessage, 998, Message-ID: as it is
  EmailMessage, 998, In-Reply-To: as it is
  EmailMessage, 998, References: as it is
  MIMEText, List-Unsubscribe: as it is
  MIMEText, Message-ID: as it is
  MIMEText, In-Reply-To: as it is
  MIMEText, References: as it is
  nodemailer, List-Unsubscribe: as it is
  nodemailer, In-Reply-To: as it is
long
  EmailMessage, List-Unsubscribe: =?utf-8?q?=3Chttps=3A//a…
  EmailMessage, Message-ID: as it is
  EmailMessage, In-Reply-To: =?utf-8?q?=3C0123456789a…
  EmailMessage, References: =?utf-8?q?=3C0123456789a…
  EmailMessage, 998, List-Unsubscribe: as it is
  EmailMessage, 998, Message-ID: as it is
  EmailMessage, 998, In-Reply-To: as it is
  EmailMessage, 998, References: as it is
  MIMEText, List-Unsubscribe: as it is
  MIMEText, Message-ID: as it is
  MIMEText, In-Reply-To: as it is
  MIMEText, References: as it is
  nodemailer, List-Unsubscribe: as it is
  nodemailer, In-Reply-To: as it is'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
