"""Settings: messages, their senders, and the proofs that they carry."""

from datetime import timedelta

from gatepost.settings.policies import PolicySettings
from gatepost.settings.types import (
    Duration,
    HttpUrl,
    Locale,
    MailboxText,
    ServiceName,
    SigningSecret,
    SmtpUrl,
    TwilioAccount,
    TwilioSender,
    by_mode,
    fixed,
    secret,
)


class MessageSettings(PolicySettings):
    """What users are written, by whom, and how long it is good."""

    # Messages.
    service_name: ServiceName = fixed(
        "Gatepost", "what your service is called in messages", min_length=1, max_length=50
    )
    locale: Locale = fixed("en", "language of messages to those of whom none is known that we speak", max_length=35)
    deliver: bool = fixed(True, "send messages while serving; off where `gatepost worker` does")
    outbox_attempts: int = fixed(20, "how often a message is tried before it is given up", ge=1, le=1000)
    outbox_kept: Duration = fixed(timedelta(days=7), "how long a message that was sent or given up stays in its table")
    dev_inbox: bool = by_mode(True, False, "show all messages at /dev/inbox; never in production")

    # Senders of messages.
    smtp_url: SmtpUrl | None = secret(
        None, "mail server: smtp://user:password@host:587 (by STARTTLS) or smtps://… (TLS from the start)"
    )
    mail_from: MailboxText | None = fixed(
        None, "From of e-mails, such as Our Accounts <accounts@example.org>; unset: the user of SMTP_URL, if an address"
    )
    sms_gateway_url: HttpUrl | None = secret(None, "gateway for SMS: gets POST with JSON {to, text, id}; https://…")
    sms_gateway_secret: SigningSecret = secret("", "signs what the gateway gets: text, or whsec_ and base64")
    twilio_account_sid: TwilioAccount | None = fixed(None, "account of Twilio, in place of a gateway for SMS")
    twilio_auth_token: str = secret("", "auth token of that account")
    twilio_from: TwilioSender | None = fixed(None, "number, sender name or messaging service (MG…) that SMS come from")
    twilio_url: HttpUrl = fixed("https://api.twilio.com", "Twilio's API; another for a region or an edge of theirs")
    sender_timeout: Duration = fixed(
        timedelta(seconds=10), "longest time for handing over one message", gt=timedelta(0), le=timedelta(minutes=5)
    )

    # Proofs of addresses.
    code_lifetime: Duration = fixed(
        timedelta(minutes=10), "how long a code is good (NIST: ten minutes at most)", le=timedelta(minutes=10)
    )
    activation_link_lifetime: Duration = fixed(
        timedelta(days=1),
        "how long a link that proves an e-mail address is good (NIST: a day at most)",
        le=timedelta(days=1),
    )
    reset_link_lifetime: Duration = fixed(
        timedelta(minutes=30), "how long a link to a new password is good", le=timedelta(days=1)
    )
    message_interval: Duration = fixed(timedelta(seconds=30), "least time between two proofs sent to one address")
    messages_per_hour: int = fixed(10, "most proofs sent to one address in an hour", ge=1, le=1000)
    undo_lifetime: Duration = fixed(
        timedelta(days=7), "how long the address from before a change can be had back", le=timedelta(days=90)
    )
    unproven_kept: Duration = fixed(
        timedelta(days=7), "how long an address waits to be proven; an account never activated goes with it"
    )
    login_by_code: bool = fixed(True, "let users log in by a code or link instead of their password")
