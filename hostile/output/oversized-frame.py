# Announces a frame of four gigabytes.
#
# promise: jail.kernel
# group: output
# expects: lost
# stopped-by: frame-check

import time

from attack import send

send((0xFFFFFFFF).to_bytes(4, "big") + b"x" * 65536)
time.sleep(3600)
