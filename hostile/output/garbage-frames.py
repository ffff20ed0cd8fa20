# Sends frames that are no message: no JSON, no UTF-8, other types, nothing.
#
# promise: jail.kernel
# group: output
# expects: lost
# stopped-by: frame-check

import time

from attack import frame, send

for body in (b"", b"[", b"null", b"\xff\xfe", b"1e999", b'"x"', b'{"type": 7}'):
    send(frame(body))
time.sleep(3600)
