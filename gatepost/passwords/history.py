"""Former passwords: kept as their hashes where PASSWORD_HISTORY says so, and not chosen again.

It is off by default. NIST SP 800-63B-4 section 3.1.1.2 asks for no history, because it wants no change of a password
without a reason. Each hash that is kept is one more for a thief of the database to crack. A new password always differs
from the present one.
"""

from sqlalchemy import delete, insert, select

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.errors import InvalidInput, Reason
from gatepost.passwords.hashing import verify_password
from gatepost.passwords.legacy.verify import is_foreign
from gatepost.passwords.models import FormerPassword
from gatepost.settings import settings
from gatepost.users.models import NO_PASSWORD, User


def check_differs(password: str, user: User, *, field: str) -> None:
    """Refuse the present password of *user*, and the last PASSWORD_HISTORY before it, in any Unicode normal form.

    Call it while no transaction is open, because each comparison takes as long as a hash. Raises InvalidInput.
    """
    if verify_password(password, user.password_hash):
        raise InvalidInput({field: [Reason("Choose one that differs from the old password.")]})
    for hashed in _last(user.uuid, settings.password_history):
        if verify_password(password, hashed):
            raise InvalidInput({field: [Reason("You have used this password before: choose another.")]})


def keep_former(user: User, hashed: str) -> None:
    """Keep *hashed*, of the password that this transaction replaces, and only the newest PASSWORD_HISTORY of them.

    A hash of another system is not kept, because some are cracked soon. The caller has locked the user's row.
    """
    room = settings.password_history
    if room and hashed != NO_PASSWORD and not is_foreign(hashed):
        row = {"user_uuid": user.uuid, "version": user.credentials_version, "password_hash": hashed}
        write(insert(FormerPassword).values(**row, replaced_at=clock.now()))
        room -= 1
    mine = FormerPassword.user_uuid == user.uuid
    versions = select(FormerPassword.version).where(mine, FormerPassword.version < user.credentials_version)
    for (version,) in read_all(versions.order_by(FormerPassword.version.desc()).offset(room).limit(1)):
        write(delete(FormerPassword).where(mine, FormerPassword.version <= version))


def purge_former(most: int) -> int:
    """Remove up to *most* former passwords, if PASSWORD_HISTORY was switched off. Returns how many."""
    if settings.password_history:
        return 0
    columns = (FormerPassword.user_uuid, FormerPassword.version)
    over = read_all(select(*columns).limit(most))
    if not over:
        return 0
    purged = sum(
        write(delete(FormerPassword).where(FormerPassword.user_uuid == uuid, FormerPassword.version == version))
        for uuid, version in over
    )
    db.session.commit()
    return purged


def _last(user_uuid: str, most: int) -> list[str]:
    if not most:
        return []
    hashes = select(FormerPassword.password_hash).where(FormerPassword.user_uuid == user_uuid)
    return [hashed for (hashed,) in read_all(hashes.order_by(FormerPassword.version.desc()).limit(most))]
