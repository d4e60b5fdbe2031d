"""Names, numbers and languages as people write them; and the defaults of production."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, Person, appoint, join, log_in, register
from tests.corpus.scenarios.scenario import scenario

LANGUAGES = ("en", "ar", "de", "es", "bn", "fr", "in-ID", "pt-BR", "zh-TW", "gl-ES", "x-nonsense")


def _numbers(at: FrontDoor) -> None:
    written = (
        "01712345678",
        "+8801712345678",
        "017-1234 5679",
        "1-800-FLOWERS",
        "০১৭১২৩৪৫৬৭০",
        "+49 30 123456",
        "12",
        "+1",
        "x",
    )
    for number, mobile in enumerate(written):
        register(at, f"user{number}", mobile)
        at.post("/user/activate-account/", {"mobile": mobile})
    at.post("/user/activate-account/", {"mobile": "+880 1712-345678"})


@scenario(phone_region="bare")
def numbers_bare(at: FrontDoor) -> None:
    _numbers(at)


@scenario(phone_region="BD")
def numbers_of_a_country(at: FrontDoor) -> None:
    _numbers(at)


@scenario(phone_region="international")
def numbers_international(at: FrontDoor) -> None:
    _numbers(at)


@scenario()
def names_and_addresses(at: FrontDoor) -> None:
    names = (
        "ada",
        "ＡＤＡ",
        "Straße",
        "STRASSE",
        "আদা",
        "O'Brien",
        "a b",
        "x" * 50,
        "x" * 51,
        "été",
        "e\u0301té",
        "İ",
        ".",
        "a\u200bb",
    )
    for number, name in enumerate(names):
        register(at, name, f"0170000010{number:02}")
    emails = (
        "a@example.org",
        "A@EXAMPLE.ORG",
        "a@",
        "ü@exämple.org",
        "a b@example.org",
        '"a b"@example.org',
        "a@localhost",
        "a@[127.0.0.1]",
    )
    for number, email in enumerate(emails):
        at.post("/user", {"username": f"mail{number}", "email": email, "password": PASSWORD})


@scenario(activation="code", service_name="Ünser Dienst", locale="es")
def languages(at: FrontDoor) -> None:
    """Each message in each language, by the account's or else by what the browser asks for."""
    for number, language in enumerate(LANGUAGES):
        name, mobile, mail = f"user{number}", f"017000000{number:02}", f"user{number}@example.org"
        at.post("/user", {"username": name, "email": mail, "password": PASSWORD}, headers={"Accept-Language": language})
        sent = at.message("activation")
        at.post("/user/activate-account/", {"email": mail, "code": sent["code"]})
        user = log_in(at, Person(name, mobile))
        at.wait(60)
        uuid = at.get(f"/user?q={name}", headers=user.signed).json["data"][0]["uuid"]
        at.patch(f"/user/{uuid}", {"locale": language}, headers=user.signed)
        at.patch(f"/user/{uuid}", {"mobile": mobile}, headers=user.signed)
        for path in ("/user/forgot-password", "/user/login/code"):
            at.post(path, {"email": mail})
            at.wait(60)
            at.messages()
        log_in(at, user, headers={"User-Agent": "another"})
        change = {"old_password": PASSWORD, "new_password": "another password"}
        at.post(f"/user/change-password/{uuid}", change, headers=user.signed)
        at.messages()


@scenario(
    mode="production",
    limits=True,
    public_url="https://accounts.example.org",
    strict_start=False,
    log_format="readable",
)
def production(at: FrontDoor) -> None:
    """Its defaults, as far as they can be met without a sender of messages."""
    for path in ("/", "/docs", "/link", "/dev/inbox", "/healthz", "/readyz", "/nothing"):
        at.get(path, headers={"Accept": "text/html"})
    register(at, "ada", "01700000001")
    register(at, "ada", "+8801712345678", password="shorter than 15")
    register(at, "ada", "+8801712345678", password="passwordpassword")
    register(at, "ada", "+8801712345678")
    register(at, "eve", "+8801712345678")
    at.post("/user/activate-account/", {"mobile": "+8801712345678"})
    at.post("/user/activate-account/", {"mobile": "+8801712345678", "code": "000000"})
    at.post("/user/login", {"username": "ada", "password": PASSWORD})
    root = appoint(at)
    at.get("/user", headers=root.signed)
    at.get("/user/sessions", headers=root.signed)
    at.wait(301)
    at.delete("/user/sessions", headers=root.signed)
    at.patch(f"/user/{root.uuid}", {"mobile": "+8801712345670"}, headers=root.signed)
    at.post("/user/reauthenticate", {"password": PASSWORD}, headers=root.signed)
    at.patch(f"/user/{root.uuid}", {"mobile": "+8801712345670"}, headers=root.signed)
    at.delete(f"/user/{root.uuid}/pending/mobile", headers=root.signed)
    at.get("/admin/events", headers=root.signed)


@scenario()
def events(at: FrontDoor) -> None:
    ada, root = join(at, "ada", "01700000001"), appoint(at)
    at.post(
        "/user/login",
        {"username": "ada", "password": "wrong"},
        headers={"User-Agent": "a burglar"},
        address="198.51.100.7",
    )
    at.patch(f"/user/{ada.uuid}", {"gender": "female"}, headers=root.signed)
    path = f"/user/{ada.uuid}/events"
    at.get(path, headers=ada.signed)
    page = at.get(f"{path}?limit=2", headers=ada.signed)
    while "Link" in page.headers:
        page = at.get(page.headers["Link"].partition(">")[0].removeprefix("<"), headers=ada.signed)
    for query in ("limit=0", "limit=201", "cursor=x", "event=logout", "page=1"):
        at.get(f"{path}?{query}", headers=ada.signed)
    at.get("/admin/events", headers=ada.signed)
    at.get("/admin/events/", headers=root.signed)
    page = at.get("/admin/events?limit=3", headers=root.signed)
    while "Link" in page.headers:
        page = at.get(page.headers["Link"].partition(">")[0].removeprefix("<"), headers=root.signed)
    for query in (
        f"user={ada.uuid}",
        "user=ada",
        "event=login.failed",
        "event=nothing",
        "since=2026-11-23T09:30:02Z",
        "until=2026-11-23T09:30:02%2B00:00",
        "since=yesterday",
        "since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z&limit=1",
    ):
        at.get(f"/admin/events?{query}", headers=root.signed)
    at.type("audit", "list")
    at.type("audit", "list", "--user", "ada", "--limit", "1")
    at.type("audit", "list", "--event", "login.failed")
    at.type("outbox", "list")
