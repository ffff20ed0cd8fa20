# Announces files with paths that lead out of wherever the client will put them.
#
# promise: path.contained
# group: output
# expects: lost, completed
# stopped-by: frame-check

import base64
import time

from attack import frame, held, send

held("about to be sent")
# What was printed is read before what is forged.
time.sleep(0.2)
data = base64.b64encode(b"evil").decode()
for path in (
    "../../../../tmp/evil",
    "/etc/cron.d/evil",
    "a/../../evil",
    "~/evil",
    "a\0b",
    "C:\\evil",
    ".",
    "",
    "x" * 5000,
    "a//b",
    ".git/hooks/x",
):
    send(frame({"type": "file", "path": path, "size": 4, "content": "follows"}))
    send(frame({"type": "chunk", "data": data}))
send(frame({"type": "result", "status": "completed", "value": None, "valueCharacters": 0, "exitCode": 0}))
time.sleep(3600)
