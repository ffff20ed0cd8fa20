# Keeps the gateway busy with one byte at a time.
#
# promise: limit.cpu
# group: output
# expects: limit:wall
# stopped-by: wall-clock
# limits: wall=1.5

import os

import attack  # bounds its processor time

assert attack.target
while True:
    os.write(1, b".")
