# Makes one file larger than it may be, by writing, by a hole, by fallocate and by a far offset.
#
# promise: limit.memory
# group: files
# expects: completed
# stopped-by: rlimits

import os

from attack import attempt, judge

path = "sparse"
descriptor = os.open(path, os.O_CREAT | os.O_RDWR)
most = 1 << 40
answers = {
    "truncate": attempt(os.truncate, path, most),
    "ftruncate": attempt(os.ftruncate, descriptor, most),
    "fallocate": attempt(os.posix_fallocate, descriptor, 0, most),
    "far write": attempt(os.pwrite, descriptor, b"x", most),
}
os.close(descriptor)
os.unlink(path)
judge(answers)
