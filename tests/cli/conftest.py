"""For the tests of this folder."""

from tests.cli.run import typed as typed
