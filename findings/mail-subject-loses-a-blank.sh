#!/usr/bin/env bash
# Python joins two words of a long subject, where it folds the line between two words that are not ASCII.
#
# Expected: a subject that goes into EmailMessage comes out of the mail as it was. Folding may put a line break where a
#   blank is, and it keeps the blank.
# Seen: email of Python 3.11.7 encodes the words on both sides of such a break (RFC 2047) and writes the blank into neither.
#   Section 6.2 of that RFC has readers drop white space between encoded words, so postal-mime 4.0.0 (npm) shows
#   one word. A subject in ASCII stays right. email.header.Header of the same version,
#   and nodemailer 10.6.1 (npm), write them all right.
# Why it matters: the subjects of an account service ("Confirm your new e-mail address") are long enough for it in Arabic,
#   Bengali, French and Hindi. They look like the bad spelling of a fraud, and a test with a short or an English
#   subject shows nothing.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" postal-mime@4.0.0 nodemailer@10.6.1

cat >"$folder/subjects.json" <<'JSON'
[
  "Votre code",
  "Une clé d’accès de votre compte Atlas a peut-être été copiée",
  "تأكيد بريدك الإلكتروني الجديد في Atlas",
  "Atlas के लिए अपने नए ईमेल पते की पुष्टि करें",
  "Ein Wiederherstellungscode Ihres Kontos bei Atlas Universal wurde benutzt"
]
JSON

cat >"$folder/write.py" <<'PYTHON'
import json
from email import policy
from email.header import Header
from email.message import EmailMessage

written = []
for subject in json.load(open("subjects.json")):
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = subject
    by_header = f"Subject: {Header(subject, header_name='Subject').encode(linesep=chr(13) + chr(10))}\r\n\r\n"
    written.append({"EmailMessage": mail.as_string(), "Header": by_header})
print(json.dumps(written))
PYTHON

cat >"$folder/read.mjs" <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import nodemailer from "nodemailer";
import PostalMime from "postal-mime";

const [subjects, written] = ["subjects.json", "written.json"].map((name) => JSON.parse(readFileSync(name)));
const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
for (const [place, subject] of subjects.entries()) {
  const mails = { ...written[place], nodemailer: (await transport.sendMail({ subject })).message };
  console.log(subject);
  for (const [writer, mail] of Object.entries(mails)) {
    const { subject: read } = await PostalMime.parse(mail);
    console.log(`  ${writer}: ${read === subject ? "the same" : `"${read}"`}`);
  }
}
JAVASCRIPT

seen=$(
    cd "$folder"
    timeout 60 python3 write.py 2>&1 >written.json && timeout 60 node read.mjs 2>&1
) || true
expected='Votre code
  EmailMessage: the same
  Header: the same
  nodemailer: the same
Une clé d’accès de votre compte Atlas a peut-être été copiée
  EmailMessage: "Une clé d’accès de votre compte Atlas apeut-être été copiée"
  Header: the same
  nodemailer: the same
تأكيد بريدك الإلكتروني الجديد في Atlas
  EmailMessage: "تأكيد بريدك الإلكترونيالجديد في Atlas"
  Header: the same
  nodemailer: the same
Atlas के लिए अपने नए ईमेल पते की पुष्टि करें
  EmailMessage: "Atlas के लिए अपने नएईमेल पते की पुष्टिकरें"
  Header: the same
  nodemailer: the same
Ein Wiederherstellungscode Ihres Kontos bei Atlas Universal wurde benutzt
  EmailMessage: the same
  Header: the same
  nodemailer: the same'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
