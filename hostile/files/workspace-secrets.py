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
    answers[path + " chmod"] = attempt(os.chmod, path, 0o777)
    answers[path + " unlink"] = attempt(os.unlink, path)
    answers[path + " O_PATH"] = attempt(lambda p=path: read(f"/proc/self/fd/{os.open(p, os.O_PATH)}"))
    answers[path + " map"] = attempt(lambda p=path: mmap.mmap(os.open(p, os.O_RDWR), 0))
os.symlink("/workspace/.env", "/tmp/link")
answers["symlink"] = attempt(read, "/tmp/link")
answers["move the folder away"] = attempt(os.rename, "sub", "sub2")
answers["exchange"] = attempt(os.rename, "plain.txt", ".env")
judge(answers)
