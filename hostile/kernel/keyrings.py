# Reads and writes keyrings, which belong to a user and not to a namespace.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp

from attack import call, judge

answers = {f"keyring {number}": call("keyctl", 0, number, 1, 0, 0) for number in (-1, -2, -3, -4, -5, -8)}
answers["add"] = call("add_key", b"user", b"pymcp", b"x", 1, -4)
answers["request"] = call("request_key", b"user", b"pymcp", None, -4)
answers["join"] = call("keyctl", 1, b"pymcp", 0, 0, 0)
answers["search"] = call("keyctl", 10, -4, b"user", b"pymcp", 0)
answers["persistent"] = call("keyctl", 22, -1, -4, 0, 0)
judge(answers)
