# Sets up io_uring, whose requests no filter sees.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp
# outside: safe

from attack import call, judge

parameters = bytearray(120)
judge(
    {
        "setup": call("io_uring_setup", 8, bytes(parameters)),
        "setup with a high word": call("io_uring_setup", 8 | 1 << 32, bytes(parameters)),
        "enter": call("io_uring_enter", 3, 1, 1, 0, None, 0),
        "register": call("io_uring_register", -1, 13, None, 0),
    }
)
