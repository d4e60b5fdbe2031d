#!/usr/bin/env bash
# normalizeEmail gives another mailbox than the user entered: without the part behind a hyphen, or at another domain.
#
# Expected: to normalize an e-mail address is to write its domain in lower case, perhaps the whole of it. Mail to the
#   result reaches the same person.
# Seen: normalizeEmail of validator 13.15.35 (npm; express-validator has it as a sanitizer that replaces the input) cuts what
#   is behind a hyphen at the domains of Yahoo: anne-marie@yahoo.fr becomes anne@yahoo.fr. It turns yandex.com and other
#   domains of Yandex into yandex.ru, and googlemail.com into gmail.com. isEmail accepts each before and after. Each
#   rule is an option, and on by default. email-validator 2.4.0 (Python) keeps all of them, and lowers the domain only.
# Why it matters: the account has an address that nobody entered. The code goes to another name, and a second service in
#   another language does not find the user by the address that was typed. Keep what was entered for sending, at least.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" validator@13.15.35
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check email-validator==2.4.0

addresses=(Ada@Example.org Anne-Marie@yahoo.fr ada@yandex.com ada.king@googlemail.com ada+shop@icloud.com)

cat >"$folder/normalize.cjs" <<'JAVASCRIPT'
const validator = require("validator");

for (const address of process.argv.slice(2)) {
  const made = validator.normalizeEmail(address);
  const valid = validator.isEmail(address) && validator.isEmail(made);
  console.log(`validator: ${address} becomes ${made}, ${valid ? "both valid" : "not both valid"}`);
}
JAVASCRIPT

cat >"$folder/normalize.py" <<'PYTHON'
import sys

import email_validator

for address in sys.argv[1:]:
    made = email_validator.validate_email(address, check_deliverability=False).normalized
    print(f"email-validator: {address} becomes {made}")
PYTHON

seen=$(
    timeout 60 node "$folder/normalize.cjs" "${addresses[@]}" 2>&1
    timeout 60 "$folder/venv/bin/python" "$folder/normalize.py" "${addresses[@]}" 2>&1
) || true
expected='validator: Ada@Example.org becomes ada@example.org, both valid
validator: Anne-Marie@yahoo.fr becomes anne@yahoo.fr, both valid
validator: ada@yandex.com becomes ada@yandex.ru, both valid
validator: ada.king@googlemail.com becomes adaking@gmail.com, both valid
validator: ada+shop@icloud.com becomes ada@icloud.com, both valid
email-validator: Ada@Example.org becomes Ada@example.org
email-validator: Anne-Marie@yahoo.fr becomes Anne-Marie@yahoo.fr
email-validator: ada@yandex.com becomes ada@yandex.com
email-validator: ada.king@googlemail.com becomes ada.king@googlemail.com
email-validator: ada+shop@icloud.com becomes ada+shop@icloud.com'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
