# Asks the hosts that its rules name, and is known where the secret is for it, by an ordinary client.
#
# promise: net.none
# group: innocent
# expects: completed
# stopped-by: none
# network: named

import os
import urllib.request

from attack import broke, held


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return answer.read().decode()


wanted = {
    "plain": (get("http://open.example/"), "this is open.example"),
    "tunnel": (get("https://open.example/"), "this is open.example"),
    "ended": (get("https://few.example/few"), "this is few.example"),
    "known": (
        get("https://key.example/key", Authorization=f"Bearer {os.environ['STAGE_KEY']}"),
        "you are known",
    ),
    "unknown": (get("https://key.example/key"), "you are not known"),
}
wrong = [name for name, (said, expected) in wanted.items() if said != expected]
if wrong:
    broke(", ".join(wrong))
else:
    held("it has the network that it was given")
