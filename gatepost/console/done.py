"""The sentences that a page shows after a deed. Its address names one of them, and nothing else of it is shown."""

from gatepost.pages.words import marked

DONE = {
    "suspend_user": marked("The user is suspended."),
    "unsuspend_user": marked("The user is not suspended."),
    "lift_waits_of_user": marked("No wait holds any more."),
    "begin_reset_of_user": marked("A message with a code is on its way."),
    "create": marked("The user was created. A message is on its way to them."),
    "activate": marked("The account is active."),
    "change_fields": marked("The fields were changed."),
    "replace": marked("A message is on its way to the new address."),
    "remove_factor_of_user": marked("The factor was removed."),
    "end_session_of_user": marked("The session has ended."),
    "end": marked("You act as yourself again."),
    "delete_user": marked("The user was deleted."),
    "end_sessions_of_user": marked("All sessions have ended."),
    "give_roles": marked("The roles were changed."),
    "rotate": marked("The next key was made."),
    "revoke": marked("The key was revoked."),
    "end_old": marked("The old secret was ended."),
    "remove": marked("The service was removed."),
    "send_invitation": marked("The invitation is on its way."),
    "withdraw": marked("The invitation was withdrawn."),
    "save_webhook": marked("The webhook was changed."),
    "disable_webhook": marked("The webhook is disabled."),
    "enable_webhook": marked("The webhook is active."),
    "replay_webhook": marked("They will be sent again."),
    "delete_webhook": marked("The webhook was removed."),
    "define": marked("The role was saved."),
    "change": marked("The role was saved."),
    "delete": marked("The role was deleted."),
}
