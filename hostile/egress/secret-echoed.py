# Has the host that knows the secret say it, plain, encoded, in headers, in the line of the status, letter by letter.
#
# promise: secret.unseen
# group: egress
# expects: completed
# stopped-by: answer-masks
# network: named

import os

from attack import ask, held

bearer = f"authorization: Bearer {os.environ['STAGE_KEY']}"
ways = [
    "plain",
    "base64",
    "hex",
    "url",
    "json",
    "reversed",
    "header",
    "header-name",
    "cookie",
    "redirect",
    "status",
    "trailer",
    "pieces",
    "error",
]
for way in ways:
    # The oracle looks whether the secret is in it.
    print(way, ask("key.example", f"/key/echo?as={way}", bearer).decode("latin-1"))
held(f"{len(ways)} answers without it")
