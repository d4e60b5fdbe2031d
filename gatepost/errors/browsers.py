"""Refusals about browsers: sessions in cookies, and forms of pages."""

from gatepost.errors.reason import ForPrograms
from gatepost.errors.refusal import Refusal


class TwoCredentials(Refusal):
    """The request has an access token and the session cookie. A page that uses tokens sends no cookies
    (``credentials: "omit"``), or ends the session of the cookie first.
    """

    status, code, message = 400, "two_credentials", ForPrograms("Send an access token or the session cookie, not both.")


class CrossSiteRequest(Refusal):
    """The page is of an origin that GATEPOST_BROWSER_ORIGINS does not name; or no header tells which page asks."""

    status, code = 403, "cross_site_request"
    message = ForPrograms("Pages of this origin may not do this with a session cookie.")


class SignInFirst(Refusal):
    """A browser opens a page of a protected application, and nobody is signed in there. The header `Location` leads to
    the page that signs in and leads back.
    """

    status, code, message = 303, "sign_in_first", "Sign in first."


class InvalidCsrfToken(Refusal):
    """The header Gatepost-CSRF is missing, or of another session or cookie: GET /user/session tells the right one."""

    status, code, message = 403, "invalid_csrf_token", "Send the CSRF token of this session: Gatepost-CSRF."


class CrossSiteForm(Refusal):
    """The form did not come from a page of this service."""

    status, code, message = 403, "cross_site_form", "Send this form from the page of this service."
