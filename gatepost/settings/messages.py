"""Settings: messages, their senders, and the codes and links in them."""

from datetime import timedelta

from gatepost.settings.policies import PolicySettings
from gatepost.settings.types import (
    Countries,
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
    """Messages to users, their senders, and the lifetime of codes and links."""

    # Messages.
    service_name: ServiceName = fixed("Gatepost", "name of your service in messages", min_length=1, max_length=50)
    locale: Locale = fixed("en", "language of messages if no supported language of the user is known", max_length=35)
    deliver: bool = fixed(True, "send messages while serving; off if `gatepost worker` does it")
    outbox_attempts: int = fixed(20, "attempts to send a message before it is given up", ge=1, le=1000)
    outbox_kept: Duration = fixed(
        timedelta(days=7), "how long the row of a sent or given-up message stays in its table"
    )
    dev_inbox: bool = by_mode(True, False, "show all messages at /dev/inbox; never in production")

    # Senders of messages.
    smtp_url: SmtpUrl | None = secret(
        None, "mail server: smtp://user:password@host:587 (by STARTTLS) or smtps://… (TLS from the start)"
    )
    mail_from: MailboxText | None = fixed(
        None, "From of e-mails, such as Our Accounts <accounts@example.org>; unset: the user of SMTP_URL, if an address"
    )
    sms_gateway_url: HttpUrl | None = secret(None, "gateway for SMS: it gets POST with JSON {to, text, id}; https://…")
    sms_gateway_secret: SigningSecret = secret("", "key that signs requests to the gateway: text, or whsec_ and base64")
    twilio_account_sid: TwilioAccount | None = fixed(None, "account of Twilio, instead of a gateway for SMS")
    twilio_auth_token: str = secret("", "auth token of that account")
    twilio_from: TwilioSender | None = fixed(None, "number, sender name or messaging service (MG…) of the SMS")
    twilio_url: HttpUrl = fixed(
        "https://api.twilio.com", "Twilio's API; another address for a region or an edge of Twilio"
    )
    sender_timeout: Duration = fixed(
        timedelta(seconds=10), "longest time for handing over one message", gt=timedelta(0), le=timedelta(minutes=5)
    )

    # The bill for SMS.
    sms_countries: Countries = fixed(
        (), "countries whose numbers get SMS, such as BD,IN; 001: numbers of no country, as of satellites; unset: all"
    )
    sms_budget: int = fixed(0, "most codes by SMS to one country in an hour; 0: no limit", ge=0, le=10_000_000)
    sms_stop: bool = fixed(
        True, "stop codes by SMS to a country for an hour or two while far fewer than usual are sent back"
    )

    # Codes and links.
    code_lifetime: Duration = fixed(
        timedelta(minutes=10), "lifetime of a code (NIST: ten minutes at most)", le=timedelta(minutes=10)
    )
    activation_link_lifetime: Duration = fixed(
        timedelta(days=1),
        "lifetime of a link that verifies an e-mail address (NIST: a day at most)",
        le=timedelta(days=1),
    )
    reset_link_lifetime: Duration = fixed(
        timedelta(minutes=30), "lifetime of a link to a new password", le=timedelta(days=1)
    )
    message_interval: Duration = fixed(
        timedelta(seconds=30), "least time between two codes or links sent to one address"
    )
    messages_per_hour: int = fixed(10, "most codes or links sent to one address in an hour", ge=1, le=1000)
    undo_lifetime: Duration = fixed(
        timedelta(days=7), "how long a change of address or of the ways in can be undone", le=timedelta(days=90)
    )
    unproven_kept: Duration = fixed(
        timedelta(days=7),
        "how long an address may stay unverified; an account that was never activated is deleted with it",
    )
    invitation_lifetime: Duration = fixed(
        timedelta(days=7), "how long an invitation registers", gt=timedelta(0), le=timedelta(days=90)
    )
    login_by_code: bool = fixed(True, "let users log in by a code or link instead of their password")
