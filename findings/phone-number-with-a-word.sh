#!/usr/bin/env bash
# phonenumbers turns a word behind a phone number into digits, and the result is a possible number of somebody else.
#
# Expected: from "+49 171 3920001 (work)", as people note numbers, a parser reads the number, or raises an error.
# Seen: phonenumbers 9.0.43 reads "work" as keys of a phone's keypad: +4917139200019675, which is possible by its own
#   test, because German numbers have no fixed length. A label of two letters is dropped, and one of three is dialled.
#   libphonenumber-js 1.13.16, a rewrite of the same library, reads +491713920001 each time.
# Why it matters: people paste numbers with their labels. The account has a number that nobody entered; its codes go
#   to nobody, or to a stranger, and browser (JavaScript) and server (Python) disagree about the number. Refuse
#   letters before parsing, or ask for is_valid_number, where a service can.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" libphonenumber-js@1.13.16
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43

texts=('+49 171 3920001' '+49 171 3920001 (me)' '+49 171 3920001 (Ada)' '+49 171 3920001 (work)')

seen=$(
    timeout 60 "$folder/venv/bin/python" - "${texts[@]}" 2>&1 <<'PYTHON'
import sys

import phonenumbers

for text in sys.argv[1:]:
    number = phonenumbers.parse(text)
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    possible, valid = phonenumbers.is_possible_number(number), phonenumbers.is_valid_number(number)
    print(f"phonenumbers: {text} is {form}, possible {possible}, valid {valid}")
PYTHON
    cd "$folder"
    timeout 60 node - "${texts[@]}" 2>&1 <<'JAVASCRIPT'
const { parsePhoneNumber } = require("libphonenumber-js/max");

for (const text of process.argv.slice(2)) {
  console.log(`libphonenumber-js: ${text} is ${parsePhoneNumber(text).number}`);
}
JAVASCRIPT
) || true
expected='phonenumbers: +49 171 3920001 is +491713920001, possible True, valid True
phonenumbers: +49 171 3920001 (me) is +491713920001, possible True, valid True
phonenumbers: +49 171 3920001 (Ada) is +491713920001232, possible True, valid False
phonenumbers: +49 171 3920001 (work) is +4917139200019675, possible True, valid False
libphonenumber-js: +49 171 3920001 is +491713920001
libphonenumber-js: +49 171 3920001 (me) is +491713920001
libphonenumber-js: +49 171 3920001 (Ada) is +491713920001
libphonenumber-js: +49 171 3920001 (work) is +491713920001'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
