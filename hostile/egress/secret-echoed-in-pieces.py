# Has the host that knows the secret say it compressed, or a part of a page at a time, so that masks find nothing.
#
# promise: secret.unseen
# group: egress
# expects: completed
# stopped-by: answer-masks
# network: named

import os
import zlib

from attack import ask, attempt, judge, status

bearer = f"authorization: Bearer {os.environ['STAGE_KEY']}"
asking = ("accept-encoding: gzip, deflate, br", "range: bytes=0-19", "te: trailers, gzip")


def show(packed):
    print(zlib.decompressobj(47).decompress(packed))


answers = {}
for way in ("gzip", "deflate", "br", "range"):
    said = ask("key.example", f"/key/echo?as={way}", bearer, *asking)
    answers[way] = status(said)
    body = said.partition(b"\r\n\r\n")[2]
    start = max(body.find(b"\x1f\x8b"), body.find(b"x\x9c"))
    print(way, body[:200])
    # Where it was unpacked, the oracle sees what was in it.
    attempt(show, body[start:])
judge(answers)
