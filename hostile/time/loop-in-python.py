# Loops for ever.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, limit:cpu
# stopped-by: wall-clock
# limits: wall=1

while True:
    pass
