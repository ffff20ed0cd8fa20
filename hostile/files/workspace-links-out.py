# Plants links in the workspace that lead out of it, and goes through them.
#
# promise: path.contained
# group: files
# expects: completed
# stopped-by: mounts, landlock
# workspace: writable

import os

from attack import attempt, judge, read, target

leads = {
    "up": "../../../../..",
    "root": "/",
    "proc": "/proc/1/root",
    "self": "/proc/self/root",
    "canary": target["canary"],
}
answers = {}
for name, lead in leads.items():
    os.symlink(lead, f"/workspace/out-{name}")
    answers[name] = attempt(read, f"/workspace/out-{name}" + ("" if name == "canary" else target["canary"]))
answers["rename out"] = attempt(
    os.rename, "/workspace/plain.txt", "/workspace/../" + target["folder"].strip("/") + "/x"
)
answers["hard link in"] = attempt(os.link, target["canary"], "/workspace/canary")
judge(answers)
