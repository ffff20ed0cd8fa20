# Raises an error whose name, message and notes are megabytes of controls.
#
# promise: limit.memory
# group: output
# expects: raised, lost, limit:memory
# stopped-by: output-cap, frame-check

name = "E" + "x" * 2_000_000
kind = type(name, (Exception,), {"__str__": lambda self: "\x1b[2J\0" * 500_000, "__module__": "os"})
raise kind("x") from kind("y")
