"""/user/login/with/<provider>, its callback, POST /user/login/exchange, /user/providers"""

from flask import Response

from gatepost.api import PUBLIC, RECENT, SIGNED_IN, Answer, Room, client, client_at_log_in
from gatepost.api.fields import read_query
from gatepost.caller import Caller
from gatepost.errors import (
    AccountNotActive,
    AlreadyLinked,
    EmailTaken,
    ForPrograms,
    InvalidInput,
    InvalidProof,
    InvitationRequired,
    LastWayIn,
    NotOffered,
    ProviderLinkNotFound,
    ProviderRefused,
    ProviderUnavailable,
    SecondFactorRequired,
    SignUpClosed,
    UnknownProvider,
    UnprovenEmail,
)
from gatepost.factors.own_factors import rfc3339
from gatepost.http.present import present
from gatepost.http.state_cookie import remember_state, sent_state
from gatepost.login.routes import AT_LOG_IN, tell
from gatepost.pages import Room as Pages
from gatepost.providers.begin import PATH, begin_link, begin_log_in
from gatepost.providers.bodies import (
    Begin,
    Callback,
    Exchange,
    LinkBegun,
    LinkData,
    Linking,
    LinksAnswer,
    Native,
    Posted,
)
from gatepost.providers.finish import finish
from gatepost.providers.form_post import callback_with
from gatepost.providers.links import list_links
from gatepost.providers.log_in import log_in_with_code, log_in_with_id_token
from gatepost.providers.own_links import link_with_code, link_with_id_token, unlink
from gatepost.sessions.answers import LoggedIn
from gatepost.users.answers import StatusAnswer

room = Room("providers")
pages = Pages("provider_pages")

_PROVIDER = f"{PATH}/<name:provider>"
_FOUND, _SEE_OTHER = 302, 303


@pages.page(_PROVIDER, access=PUBLIC, limit="30/minute")
def begin(provider: str) -> Response:
    """Send the browser to the provider."""
    query = read_query(Begin)
    challenge = query.code_challenge or ""
    begun = begin_log_in(provider, return_to=query.return_to, challenge=challenge, ticket=query.link)
    return _redirect(begun.url, begun.cookie)


@pages.page(f"{_PROVIDER}/callback", access=PUBLIC, limit="30/minute")
def come_back(provider: str) -> Response:
    """Take the browser that comes back from the provider, and send it on to the app."""
    query, cookie = read_query(Callback), sent_state(present())
    back = {"code": query.code, "error": query.error, "issuer": query.iss}
    return _redirect(finish(provider, value=query.state, **back, cookie=cookie, client=client()), "")


@pages.page(
    f"{_PROVIDER}/callback",
    access=PUBLIC,
    limit="30/minute",
    form=Posted,
    from_anywhere="the provider's page sends it; it uses nothing up, and leads to what a link could lead to as well",
)
def come_back_by_form(provider: str, form: Posted) -> Response:
    """Send the browser that comes back with a form on to the same address, where it shows its state."""
    location = callback_with(provider, form.model_dump(exclude_none=True))
    return Response(status=_SEE_OTHER, headers={"Location": location})


@room.post(
    "/user/login/with/<name:provider>",
    access=PUBLIC,
    limit="30/minute",
    body=Native,
    answer=LoggedIn,
    refuses=(
        UnknownProvider,
        NotOffered,
        ProviderRefused,
        ProviderUnavailable,
        UnprovenEmail,
        EmailTaken,
        AccountNotActive,
        SecondFactorRequired,
        SignUpClosed,
        InvitationRequired,
        *AT_LOG_IN,
    ),
)
def login_with_id_token(provider: str, body: Native) -> Answer:
    """Log in with an ID token that your app got from a provider (GATEPOST_PROVIDERS). It counts once.

    Without an account it registers one, with the e-mail address that the provider says is proven. In a browser begin
    with GET on the same path instead.
    """
    known = client_at_log_in(body.session, scope=body.scope, audience=body.audience)
    return tell(log_in_with_id_token(provider, body.id_token, nonce=body.nonce, client=known))


@room.post(
    "/user/login/exchange",
    access=PUBLIC,
    limit="30/minute",
    body=Exchange,
    answer=LoggedIn,
    refuses=(InvalidProof, AccountNotActive, SecondFactorRequired, *AT_LOG_IN),
)
def exchange_code(body: Exchange) -> Answer:
    """Exchange the code that the browser brought back from a provider. It is good once, for a minute."""
    known = client_at_log_in(body.session, scope=body.scope, audience=body.audience)
    return tell(log_in_with_code(body.code, verifier=body.code_verifier, client=known))


@room.get("/user/providers", access=SIGNED_IN.or_token("account:read"), limit="120/minute", answer=LinksAnswer)
def get_links(caller: Caller) -> LinksAnswer:
    """List the accounts at providers with which you can log in."""
    data: list[LinkData] = [
        {
            "id": link.id,
            "provider": link.provider,
            "created_at": rfc3339(link.created_at),
            "last_used_at": None if link.last_used_at is None else rfc3339(link.last_used_at),
        }
        for link in list_links(caller.uuid)
    ]
    return {"data": data, "message": "Success!", "status": 200}


@room.post(
    "/user/providers/with/<name:provider>",
    access=RECENT,
    limit="30/minute",
    body=Linking,
    answer=LinkBegun,
    also={201: StatusAnswer},
    refuses=(UnknownProvider, NotOffered, ProviderRefused, ProviderUnavailable, InvalidProof, AlreadyLinked),
)
def add_provider(provider: str, body: Linking, caller: Caller) -> Answer:
    """Link an account at a provider, to log in with it.

    With return_to the answer is 200 and an address for the browser, good for five minutes. The code that the browser
    brings back from there links the account, in the session that began. An app that has an ID token links at once.
    """
    given = body.model_fields_set
    if body.return_to is not None and given == {"return_to"}:
        url = begin_link(caller, provider, return_to=body.return_to)
        return Answer({"url": url, "message": "Go on at this address.", "status": 200})
    if body.code is not None and given <= {"code", "code_verifier"}:
        link_with_code(caller, provider, body.code, verifier=body.code_verifier, client=client())
    elif body.id_token is not None and body.nonce is not None and given == {"id_token", "nonce"}:
        link_with_id_token(caller, provider, body.id_token, nonce=body.nonce, client=client())
    else:
        raise InvalidInput({"body": [ForPrograms("Give a return_to, a code, or an id_token and its nonce.")]})
    return Answer({"message": "Provider linked.", "status": 201}, status=201)


@room.delete(
    "/user/providers/<id:provider>",
    access=RECENT,
    limit="30/minute",
    answer=StatusAnswer,
    refuses=(ProviderLinkNotFound, LastWayIn),
)
def remove_provider(provider: str, caller: Caller) -> StatusAnswer:
    """Remove an account at a provider, by the id in the list, but not your last way in. Your other sessions end."""
    unlink(caller, provider, client=client())
    return {"message": "Provider unlinked.", "status": 200}


def _redirect(url: str, state: str) -> Response:
    """The addresses hold a code; no answer of ours lets a browser tell them as a referrer (http/middleware.py)."""
    return Response(status=_FOUND, headers={"Location": url} | remember_state(state))
