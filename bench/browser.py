"""A browser as far as the bench needs one: it signs in on the page for it, and keeps the cookies."""

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from bench.client import USER_AGENT, Client
from bench.environment import CannotMeasure

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def signed_in(client: Client, username: str, password: str) -> dict[str, str]:
    """The headers of a browser in which this user has signed in. Raises CannotMeasure."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.addheaders = [("User-Agent", USER_AGENT), ("Origin", client.address)]
    address = f"{client.address}/account/login"
    with opener.open(address, timeout=30) as answer:
        hidden = dict(_HIDDEN.findall(answer.read().decode()))
    form = urllib.parse.urlencode({**hidden, "name": username, "password": password})
    try:
        with opener.open(address, form.encode(), timeout=30):
            pass
    except urllib.error.HTTPError as refusal:
        raise CannotMeasure(f"{username} cannot sign in: {refusal.read().decode()[:2000]}") from None
    return {"User-Agent": USER_AGENT, "Cookie": "; ".join(f"{each.name}={each.value}" for each in jar)}
