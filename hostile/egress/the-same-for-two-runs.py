# Has another run, born later, hold the same placeholder, or come through with the token of this one.
#
# promise: secret.unseen
# group: egress
# expects: completed
# stopped-by: run-token
# network: named
# runs: 2
# differ: yes

import os

from attack import broke, held, say, status

# A second token is no request, whosever it is: the relay has said already whose the connection is.
stolen = status(
    say(b"A" * 43 + b"\nGET http://open.example/ HTTP/1.1", "host: open.example", "connection: close")
)
if stolen == "done":
    broke("a second token was taken")
else:
    held(os.environ["STAGE_KEY"])
