# Draws random numbers in the hope that the run before drew the same.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: fresh-randomness
# runs: 2
# differ: yes

import os
import random
import secrets
import tempfile
import uuid

from attack import held

held(
    " ".join(
        [
            str(random.random()),
            secrets.token_hex(8),
            os.urandom(8).hex(),
            str(uuid.uuid4()),
            tempfile.mktemp(),
        ]
    )
)
