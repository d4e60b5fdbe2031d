"""Words for what the deeds answer as codes."""

from gatepost.pages.words import marked

STATUS = {
    "active": marked("active"),
    "not_activated": marked("not activated"),
    "deactivated": marked("deactivated"),
    "suspended": marked("suspended"),
}
OUTCOME = {
    "sent": marked("sent"),
    "delivered": marked("delivered"),
    "waiting": marked("waiting"),
    "given_up": marked("given up"),
}
CHANNEL = {"email": marked("e-mail"), "sms": marked("SMS")}
WAIT = {
    "password": marked("wrong passwords"),
    "code": marked("wrong codes"),
    "factor": marked("wrong proofs of a second factor"),
}
KEY_STATE = {
    "revoked": marked("revoked"),
    "unreadable": marked("sealed with another SECRET_KEY"),
    "signs": marked("signs since"),
    "will_sign": marked("signs from"),
    "over": marked("over since"),
    "verifies": marked("verifies until"),
}
BECAUSE = {
    "by_hand": marked("disabled by hand"),
    "gone": marked("disabled, because it answered 410"),
    "failing": marked("disabled, because it failed for days"),
}
