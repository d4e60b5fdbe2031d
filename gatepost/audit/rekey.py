"""Prove the ends of the chain with a new ``SECRET_KEY``, after the installation got one."""

from gatepost.audit.chain import move_end
from gatepost.audit.record import record
from gatepost.audit.verify_chain import Verdict, verify_unproven_chain
from gatepost.database import db


def rekey_chain() -> Verdict:
    """Prove the ends of the record as it is now, and record that, if it is whole in itself. Otherwise nothing changes.

    The operator has to know that nobody else changed the proofs.
    """
    verdict, ends = verify_unproven_chain()
    if verdict.problems:
        return verdict
    for name, end in ends.items():
        if not move_end(name, before=end, sequence=end.sequence, seal=end.seal):
            db.session.rollback()
            verdict.problems.append("The chain has grown in this moment: try again.")
            return verdict
    record("audit.accepted", user_uuid=None)
    db.session.commit()
    return verdict
