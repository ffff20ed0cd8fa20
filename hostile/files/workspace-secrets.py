# Reads the secrets of the workspace: by name, link, rename, descriptor, mapping, and by another name of the same file.
#
# promise: path.protected
# group: files
# expects: completed
# stopped-by: masks
# workspace: writable

import mmap
import os

from attack import attempt, judge, read


def chmod(path):
    """gVisor's kernel does not pass on that the host has refused it: what counts is what has become of the file."""
    os.chmod(path, 0o777)
    if os.stat(path).st_mode & 0o777 != 0o777:
        raise PermissionError(13, "not changed")


answers = {}
for path in (
    ".env",
    ".ENV.local",
    "sub/.env",
    "keys/server.pem",
    ".ssh/id_ed25519",
    "notes.txt",
    ".npmrc",
    "home/.aws/credentials",
):
    answers[path] = attempt(read, path)
    answers[path + " absolute"] = attempt(read, "/workspace/./sub/../" + path)
    answers[path + " link"] = attempt(lambda p=path: (os.link(p, p + ".copy"), read(p + ".copy")))
    answers[path + " rename"] = attempt(os.rename, path, "x")
    answers[path + " chmod"] = attempt(chmod, path)
    answers[path + " unlink"] = attempt(os.unlink, path)
    answers[path + " O_PATH"] = attempt(lambda p=path: read(f"/proc/self/fd/{os.open(p, os.O_PATH)}"))
    answers[path + " map"] = attempt(lambda p=path: mmap.mmap(os.open(p, os.O_RDWR), 0))
os.symlink("/workspace/.env", "/tmp/link")
answers["symlink"] = attempt(read, "/tmp/link")
answers["move the folder away"] = attempt(os.rename, "sub", "sub2")
answers["exchange"] = attempt(os.rename, "plain.txt", ".env")
judge(answers)
