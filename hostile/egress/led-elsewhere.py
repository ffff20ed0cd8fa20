# Follows a host that is permitted to where it leads on: to this machine, to metadata, to an unnamed host.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: egress-rules, public-addresses
# network: named

import http.client
import urllib.error
import urllib.request

from attack import judge

answers = {}
places = [
    "127.0.0.1",
    "[::1]",
    "169.254.169.254",
    "loopback.example",
    "evil.example",
    "open.example:8080",
    "key.example",
]
for place in places:
    try:
        with urllib.request.urlopen(f"http://open.example/to?http://{place}/", timeout=5):
            answers[place] = "done"
    except urllib.error.HTTPError as error:
        answers[place] = str(error.code)
    except http.client.HTTPException:
        # Somebody has answered, and not in HTTP.
        answers[place] = "done"
    except OSError as error:
        answers[place] = type(error).__name__
judge(answers)
