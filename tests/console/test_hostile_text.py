"""Text that somebody chose is shown as text on every page of the console, whatever it looks like."""

import re
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import update

from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.oauth.clients import create_client
from gatepost.outbox.models import Outbox
from gatepost.sessions.models import Session
from gatepost.users.models import User
from gatepost.users.roles import Role
from tests.console.visitor import Visitor
from tests.support.people import Person

EVIL = '<img src=x onerror="alert(1)">\'{{7*7}}{%x%}${8*8}</script><script>alert(2)</script>'
PAGES = ("/users", "/users/{}", "/users/{}/suspend", "/users/{}/roles", "/users/{}/messages", "/events", "/messages")
PAGES += ("/roles", "/roles/label/change", "/clients", "/clients/{client}/remove", "/invitations", "")


@pytest.fixture
def evil(app: Flask, root: Visitor, ada: Person) -> str:
    """All texts of ada are EVIL, and so are those of roles, services and reasons. It is the id of a service."""
    root.do("/roles/define", name="label", description="x")
    root.do("/invitations/create", email="guest@example.org")
    root.do(f"/users/{ada.uuid}/reset", reason=EVIL)
    with app.app_context():
        client_id = create_client(EVIL).client_id
        of = User.uuid == ada.uuid
        db.session.execute(update(User).where(of).values(username=EVIL[:50], gender=EVIL[:10], locale=EVIL[:20]))
        db.session.execute(update(Contact).where(Contact.user_uuid == ada.uuid).values(value=EVIL))
        db.session.execute(update(Session).values(user_agent=EVIL, address=EVIL[:45]))
        db.session.execute(update(Outbox).values(masked_to=EVIL, error=EVIL, name="<b>x"))
        db.session.execute(update(Role).where(Role.name == "label").values(description=EVIL))
        record("logout", user_uuid=ada.uuid, client=Client(EVIL[:45], EVIL), reason=EVIL)
        db.session.commit()
    return client_id


@pytest.mark.asvs("1.2.1", "1.3.7", "3.2.2")
def test_hostile_text_stays_text(root: Visitor, ada: Person, evil: str) -> None:
    for page in PAGES:
        answer = root.get(page.format(ada.uuid, client=evil))
        assert answer.status_code == 200, page
        assert "<img" not in answer.text, page
        assert "<b>" not in answer.text, page
        assert not re.search(r"<script(?! src=\"\.\./\.\./assets/console/htmx\.min\.js\" defer></script>)", answer.text)
        assert "&#39;49" not in answer.text.replace("&#x27;", "&#39;")
    assert "&lt;img src=x onerror=&#34;" in root.get("/clients").text.replace("&quot;", "&#34;")


@pytest.mark.asvs("1.2.1")
def test_hostile_text_that_is_typed_stays_text(root: Visitor, ada: Person) -> None:
    pages = [
        root.get(f"/users?{urlencode({'q': EVIL})}"),
        root.send(f"/users/{ada.uuid}/suspend", reason=EVIL + "x" * 200, until=EVIL),
        root.send("/roles/define", name=EVIL, description=EVIL + "x" * 300),
        root.send("/invitations/create", email=EVIL, mobile=EVIL, locale=EVIL),
        root.send("/clients/create", name=EVIL + "x" * 100, reason=EVIL),
        root.get(f"/keys/{EVIL[:20].replace('/', '')}/revoke"),
        root.get("/events?user=%3Cimg&event=%3Cimg&since=%3Cimg"),
    ]
    for answer in pages:
        assert "<img" not in answer.text
        assert "<script>" not in answer.text
