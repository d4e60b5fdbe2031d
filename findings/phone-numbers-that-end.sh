#!/usr/bin/env bash
# A phone number that was possible is not possible any more after a patch release of phonenumbers.
#
# Expected: is_possible_number looks at the length of a number only, so its answer stays. A patch release does not
#   take away the numbers of existing users.
# Seen: Benin put 01 before its numbers of eight digits. For phonenumbers 9.0.40 a number of eight digits is possible.
#   For 9.0.43 it is not, and the same line with 01 is another number in E.164. The library does not carry one over to
#   the other.
# Why it matters: a service that checks each number that it is given, at login too, locks out the users who registered
#   with the old form, after an update that a loose requirement installs unasked. If it looks for the new form, it
#   finds no account, or makes a second one for the same person. Check new numbers only, and move the old ones by
#   hand.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"

run() {
    timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "phonenumbers==$1"
    timeout 60 "$folder/venv/bin/python" - 2>&1 <<'PYTHON'
import phonenumbers

print(f"phonenumbers {phonenumbers.__version__}")
for text in ("+229 97 00 00 01", "+229 01 97 00 00 01"):
    number = phonenumbers.parse(text)
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    possible, valid = phonenumbers.is_possible_number(number), phonenumbers.is_valid_number(number)
    print(f"  {form}: possible {possible}, valid {valid}")
PYTHON
}

seen=$(run 9.0.40; run 9.0.43) || true
expected='phonenumbers 9.0.40
  +22997000001: possible True, valid False
  +2290197000001: possible True, valid True
phonenumbers 9.0.43
  +22997000001: possible False, valid False
  +2290197000001: possible True, valid True'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
