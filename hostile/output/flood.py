# Floods its output.
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
    os.write(1, b"line of a flood\n" * 4096)
