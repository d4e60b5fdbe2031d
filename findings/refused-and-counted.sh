#!/usr/bin/env bash
# A request that limits refuses for its cost uses up the rest of the limit, by one of its three strategies.
#
# Expected: with ten a day, of which eight are used, a request that costs four is refused and one that costs two passes. A
#   refused request takes nothing, or takes it by all strategies.
# Seen: FixedWindowRateLimiter of limits 5.8.0 adds the cost and compares then. After the refused request, two and even one
#   are refused until the window ends, and get_window_stats tells 0 remaining where it told 2. MovingWindowRateLimiter and
#   SlidingWindowCounterRateLimiter let two pass. With a cost of one, as in the examples, all three agree.
# Why it matters: an account service counts the segments of an SMS as the cost. One long message in Hindi is refused, and then
#   each short code, too, until the day of the window is over. Ask test() with the cost first.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check limits==5.8.0

cat >"$folder/run.py" <<'PYTHON'
import time

from limits import RateLimitItemPerDay, storage, strategies

if time.time() % 86400 > 86370:  # not across midnight, when a sliding window begins
    time.sleep(40)


def tell(limiter, title, cost, *, first_ask=False):
    ten = RateLimitItemPerDay(10)
    asked = limiter.test(ten, "ada", cost=cost) if first_ask else True
    passed = asked and limiter.hit(ten, "ada", cost=cost)
    remaining = limiter.get_window_stats(ten, "ada").remaining
    print(f"  {title}: {'passes' if passed else 'is refused'}; {remaining} remaining")


for strategy in (
    strategies.FixedWindowRateLimiter,
    strategies.MovingWindowRateLimiter,
    strategies.SlidingWindowCounterRateLimiter,
):
    for first_ask in (False, True):
        limiter = strategy(storage.MemoryStorage())
        print(f"{strategy.__name__}{', test() first' if first_ask else ''}")
        tell(limiter, "eight", 8, first_ask=first_ask)
        tell(limiter, "then four", 4, first_ask=first_ask)
        tell(limiter, "then two", 2, first_ask=first_ask)
PYTHON

seen=$(timeout 120 "$folder/venv/bin/python" "$folder/run.py" 2>&1) || true
expected='FixedWindowRateLimiter
  eight: passes; 2 remaining
  then four: is refused; 0 remaining
  then two: is refused; 0 remaining
FixedWindowRateLimiter, test() first
  eight: passes; 2 remaining
  then four: is refused; 2 remaining
  then two: passes; 0 remaining
MovingWindowRateLimiter
  eight: passes; 2 remaining
  then four: is refused; 2 remaining
  then two: passes; 0 remaining
MovingWindowRateLimiter, test() first
  eight: passes; 2 remaining
  then four: is refused; 2 remaining
  then two: passes; 0 remaining
SlidingWindowCounterRateLimiter
  eight: passes; 2 remaining
  then four: is refused; 2 remaining
  then two: passes; 0 remaining
SlidingWindowCounterRateLimiter, test() first
  eight: passes; 2 remaining
  then four: is refused; 2 remaining
  then two: passes; 0 remaining'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
