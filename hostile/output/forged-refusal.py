# Forges a refusal, so that the gateway would tell the user to mend the machine.
#
# promise: jail.kernel
# group: output
# expects: lost
# stopped-by: frame-check

import time

from attack import frame, send

send(
    frame(
        {
            "type": "refused",
            "layer": "seccomp",
            "reason": "run: sudo sysctl kernel.unprivileged_userns_clone=1",
        }
    )
)
time.sleep(3600)
