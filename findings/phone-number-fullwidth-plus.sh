#!/usr/bin/env bash
# libphonenumber-js makes a valid number of somebody else from a number with the wide plus of a Japanese keyboard.
#
# Expected: "＋86 131 2345 6789" is the number +8613123456789, as with a plain plus. libphonenumber, of which this is a
#   rewrite, knows the fullwidth plus (U+FF0B).
# Seen: libphonenumber-js 1.13.16 drops this plus, and reads the rest as a national number of the default country: with
#   Germany it is +498613123456789, which is valid by its own test. With the country of the number the result is right,
#   because the code of the country is then recognised among the digits. phonenumbers 9.0.43 reads it right always.
# Why it matters: keyboards for Japanese and Chinese write the wide plus, so a form that is tried in its own country
#   works. A visitor from abroad never gets the code, and somebody in Germany does.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" libphonenumber-js@1.13.16
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43

cases=('+86 131 2345 6789' DE '＋86 131 2345 6789' DE '＋86 131 2345 6789' CN '＋81 90-1234-5678' DE '＋1 415 555 2671' AT)

cat >"$folder/read.py" <<'PYTHON'
import sys

import phonenumbers

for text, country in zip(sys.argv[1::2], sys.argv[2::2]):
    number = phonenumbers.parse(text, country)
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    print(f"phonenumbers, {country}: {text} is {form}, valid {phonenumbers.is_valid_number(number)}")
PYTHON

cat >"$folder/read.cjs" <<'JAVASCRIPT'
const { parsePhoneNumber } = require("libphonenumber-js/max");

const given = process.argv.slice(2);
for (let place = 0; place < given.length; place += 2) {
  const number = parsePhoneNumber(given[place], given[place + 1]);
  console.log(`libphonenumber-js, ${given[place + 1]}: ${given[place]} is ${number.number}, valid ${number.isValid()}`);
}
JAVASCRIPT

seen=$(
    cd "$folder"
    timeout 60 venv/bin/python read.py "${cases[@]}" 2>&1
    timeout 60 node read.cjs "${cases[@]}" 2>&1
) || true
expected='phonenumbers, DE: +86 131 2345 6789 is +8613123456789, valid True
phonenumbers, DE: ＋86 131 2345 6789 is +8613123456789, valid True
phonenumbers, CN: ＋86 131 2345 6789 is +8613123456789, valid True
phonenumbers, DE: ＋81 90-1234-5678 is +819012345678, valid True
phonenumbers, AT: ＋1 415 555 2671 is +14155552671, valid True
libphonenumber-js, DE: +86 131 2345 6789 is +8613123456789, valid true
libphonenumber-js, DE: ＋86 131 2345 6789 is +498613123456789, valid true
libphonenumber-js, CN: ＋86 131 2345 6789 is +8613123456789, valid true
libphonenumber-js, DE: ＋81 90-1234-5678 is +49819012345678, valid true
libphonenumber-js, AT: ＋1 415 555 2671 is +4314155552671, valid true'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
