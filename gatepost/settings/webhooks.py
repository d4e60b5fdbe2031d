"""Settings: webhooks."""

from datetime import timedelta

from gatepost.settings.hooks import HookSettings
from gatepost.settings.types import Duration, Names, by_mode, fixed

_HERE = ("localhost", "127.0.0.1", "::1")


class WebhookSettings(HookSettings):
    """Webhooks: servers that are told what happened."""

    # Webhooks.
    webhook_hosts: Names = by_mode(
        _HERE,
        (),
        "hosts of webhooks that may have loopback, private or link-local addresses, such as hooks.internal; without"
        " brackets. All others must have public addresses",
    )
    webhook_timeout: Duration = fixed(
        timedelta(seconds=15),
        "longest time for one delivery to a webhook, connection and answer together (Standard Webhooks: 15 s to 30 s)",
        gt=timedelta(0),
        le=timedelta(minutes=1),
    )
    webhook_disable_after: Duration = fixed(
        timedelta(days=5),
        "how long a webhook may fail, without one success, until it is disabled",
        ge=timedelta(hours=1),
    )
    webhook_old_secret: Duration = fixed(
        timedelta(days=1), "how long the old secret of a webhook signs, too, after a rotation", le=timedelta(days=30)
    )
    webhook_kept: Duration = fixed(
        timedelta(days=30),
        "how long a delivery that is done or given up can be seen and replayed",
        ge=timedelta(hours=1),
    )
