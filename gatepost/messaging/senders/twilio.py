"""SMS by Twilio's Messages API."""

import json
import ssl
from base64 import b64encode
from datetime import timedelta
from urllib.parse import urlencode

from gatepost.messaging.message import Message
from gatepost.messaging.senders.post import Answer, post
from gatepost.outbox.kinds import NotDelivered
from gatepost.server_addresses import http_address

# Twilio's codes for numbers and texts that cannot work. Other errors are temporary, or can be mended.
_PERMANENT = {
    21211: "this is not a phone number",
    21610: "the recipient wants no messages",
    21614: "this is not a mobile number",
    21617: "the text is too long",
    21635: "this is not a mobile number",
}


class TwilioSender:
    """Sends SMS by Twilio."""

    def __init__(self, url: str, *, account: str, token: str, sender: str, timeout: timedelta) -> None:
        self.server = f"Twilio, {http_address(url).netloc}"
        self._url = f"{url.rstrip('/')}/2010-04-01/Accounts/{account}/Messages.json"
        self._sender = {"MessagingServiceSid" if sender.startswith("MG") and len(sender) == 34 else "From": sender}  # noqa: PLR2004  MG and 32 digits
        self._headers = {
            "Authorization": f"Basic {b64encode(f'{account}:{token}'.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        self._timeout = timeout
        self._tls = ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Return once Twilio has accepted *message*. Raises NotDelivered."""
        form = urlencode({"To": message.to, **self._sender, "Body": message.text}).encode()
        answer = post(self._url, form, headers=self._headers, timeout=self._timeout, tls=self._tls)
        if not answer.good:
            code = _code(answer)
            reason = f": {_PERMANENT[code]}" if code in _PERMANENT else ""
            said = f"Twilio answered {answer.status}" + (f", error {code}{reason}" if code else "")
            raise NotDelivered(said, permanent=code in _PERMANENT)


def _code(answer: Answer) -> int:
    """Twilio's own error code; 0 if there is none."""
    try:
        found = json.loads(answer.body)
        return int(found["code"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return 0
