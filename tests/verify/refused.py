"""For tests of what the verifier refuses."""

import pytest

from gatepost.verify import InvalidToken, Verifier


def assert_refused(verifier: Verifier, *tokens: object) -> None:
    for token in tokens:
        with pytest.raises(InvalidToken):
            verifier.verify(token)
