# Floods both streams without ever ending a line.
#
# promise: limit.cpu
# group: output
# expects: limit:output
# stopped-by: output-cap
# limits: wall=10

import os

import attack  # bounds its processor time

assert attack.target
while True:
    os.write(1, b"x" * 65536)
    os.write(2, b"\xff" * 65536)
