"""A Django application, in one file, that knows its callers by Gatepost's access tokens.

    pip install django          # and Gatepost, or a copy of its folder gatepost/verify
    ACCOUNTS_URL=http://127.0.0.1:8087 python django_app.py runserver 8000

ACCOUNTS_URL is Gatepost's public address: the one that stands in its tokens as ``iss``.
"""

import logging
import os
import sys
from functools import wraps

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import JsonResponse
from django.urls import path

from gatepost.verify import InvalidToken, KeysUnavailable, ReauthenticationRequired, Verifier

settings.configure(ALLOWED_HOSTS=["127.0.0.1", "localhost"], ROOT_URLCONF=__name__)
log = logging.getLogger(__name__)
verifier = Verifier(os.environ["ACCOUNTS_URL"])


def signed_in(max_age=None):
    """Let signed-in users in; with *max_age*, only if their log-in is at most so many seconds old."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer":
                return refused()
            try:
                request.claims = verifier.verify(token.strip(" "), max_age=max_age)
            except ReauthenticationRequired:
                return refused(f'error="insufficient_user_authentication", max_age="{max_age}"')
            except InvalidToken:
                return refused('error="invalid_token"')
            except KeysUnavailable:
                log.exception("The keys cannot be fetched, so no token can be verified")
                return JsonResponse({"message": "Try again later."}, status=503, headers={"Retry-After": "10"})
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def refused(why=""):
    """A request without a token learns only that one is needed (RFC 6750 section 3.1)."""
    challenge = 'Bearer realm="hello"' + (why and f", {why}")
    return JsonResponse({"message": "Sign in."}, status=401, headers={"WWW-Authenticate": challenge})


@signed_in()
def hello(request):
    return JsonResponse({"message": f"Hello, {request.claims['sub']}!"})


@signed_in(max_age=300)  # somebody who finds an open computer gets no further than /hello
def vault(request):
    return JsonResponse({"message": f"Your secrets, {request.claims['sub']}."})


urlpatterns = [path("hello", hello), path("vault", vault)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
