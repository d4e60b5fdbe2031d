"""gatepost webhooks …"""

import click
from flask.cli import AppGroup

from gatepost.webhooks.add_webhook import add_webhook
from gatepost.webhooks.change_webhook import change_webhook, remove_webhook
from gatepost.webhooks.list_deliveries import list_deliveries
from gatepost.webhooks.list_webhooks import ListedWebhook, get_webhook
from gatepost.webhooks.list_webhooks import list_webhooks as read_webhooks
from gatepost.webhooks.replay import replay as replay_deliveries
from gatepost.webhooks.rotate_secret import rotate_secret

webhooks = AppGroup("webhooks", help="Servers that are told of events: create, list, deliveries, replay.")


@webhooks.command()
@click.argument("url")
@click.option("--event", "events", multiple=True, required=True, help="A name or a prefix such as account.*")
@click.option("--description", default="", help="For people.")
def create(url: str, events: tuple[str, ...], description: str) -> None:
    """Tell the server at URL of events from now on."""
    made = add_webhook(url, events, description=description)
    click.echo(f"webhook_id: {made.id}")
    click.echo(f"secret, shown this once: {made.secret}")


@webhooks.command("list")
def list_webhooks() -> None:
    """List the webhooks, the oldest first."""
    for each in read_webhooks():
        click.echo(f"{each.id}  {_state(each):<8}  {each.url}  {', '.join(each.events)}")


@webhooks.command()
@click.argument("webhook_id")
def show(webhook_id: str) -> None:
    """Show the webhook WEBHOOK_ID."""
    webhook = get_webhook(webhook_id)
    click.echo(f"url: {webhook.url}\nevents: {', '.join(webhook.events)}\nstate: {_state(webhook)}")
    click.echo(f"description: {webhook.description}\nsince: {webhook.created_at:%Y-%m-%d %H:%M:%S} UTC")
    if webhook.disabled_because:
        click.echo(f"disabled because: {webhook.disabled_because}")
    if webhook.failing_since:
        click.echo(f"failing since: {webhook.failing_since:%Y-%m-%d %H:%M:%S} UTC")
    if webhook.two_secrets:
        click.echo("secrets: two")


@webhooks.command()
@click.argument("webhook_id")
@click.option("--end-old", is_flag=True, help="End older secrets at once.")
def rotate(webhook_id: str, end_old: bool) -> None:
    """Give the webhook WEBHOOK_ID a new secret; the old one signs, too, for a time."""
    click.echo(f"secret, shown this once: {rotate_secret(webhook_id, end_old=end_old)}")


@webhooks.command()
@click.argument("webhook_id")
def disable(webhook_id: str) -> None:
    """Send nothing more to the webhook WEBHOOK_ID."""
    change_webhook(webhook_id, enabled=False)
    click.echo("Disabled. Deliveries that waited were given up; replay sends them once the webhook is enabled.")


@webhooks.command()
@click.argument("webhook_id")
def enable(webhook_id: str) -> None:
    """Tell the webhook WEBHOOK_ID of events again."""
    change_webhook(webhook_id, enabled=True)
    click.echo("Enabled. Every server process knows within two seconds.")


@webhooks.command()
@click.argument("webhook_id")
def delete(webhook_id: str) -> None:
    """Remove the webhook WEBHOOK_ID with its deliveries."""
    remove_webhook(webhook_id)
    click.echo("Removed.")


@webhooks.command()
@click.argument("webhook_id")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def deliveries(webhook_id: str, limit: int) -> None:
    """List the deliveries of the webhook WEBHOOK_ID, the newest first."""
    for each in list_deliveries(webhook_id, limit=limit).deliveries:
        last = each.status_code if each.reason is None else each.reason
        at = f"{each.at:%Y-%m-%d %H:%M:%S} UTC"
        click.echo(f"{each.id}  {at}  {each.event:<24} {each.state:<9} tried {each.attempts}  {last or ''}".rstrip())


@webhooks.command()
@click.argument("webhook_id")
@click.option("--message", help="The id of one delivery.")
@click.option("--all", "every", is_flag=True, help="All that were given up.")
def replay(webhook_id: str, message: str | None, every: bool) -> None:
    """Deliver again to the webhook WEBHOOK_ID. The receiver sees the same ids."""
    if every == (message is not None):
        raise click.UsageError("Name one delivery by --message, or all with --all.")
    click.echo(f"{replay_deliveries(webhook_id, message)} will be delivered again.")


def _state(webhook: ListedWebhook) -> str:
    if webhook.disabled_at is not None:
        return "disabled"
    return "failing" if webhook.failing_since is not None else "enabled"
