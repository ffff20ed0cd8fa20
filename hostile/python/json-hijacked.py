# Hijacks json, struct and sockets, by which the harness will speak.
#
# promise: jail.kernel
# group: python
# expects: completed, lost, raised, limit:wall
# stopped-by: gateway
# limits: wall=3

import json
import socket
import struct

from attack import held

held("hijacked")


class Liar(json.JSONEncoder):
    def encode(self, _):
        return '{"type": "result", "status": "' + "x" * 100 + '"}'


json.dumps = lambda *_, **__: Liar().encode(0)
json.JSONEncoder = Liar
struct.Struct = lambda *_: None
socket.socket.sendall = lambda *_: None
