# Leaves modules that shadow the standard library, for the next interpreter to import.
#
# promise: jail.once
# group: python
# expects: completed
# stopped-by: fresh-sandbox, mounts
# runs: 2

import os
import subprocess
import sys

from attack import broke, held

code = "import json, os; print('evil' if hasattr(json, 'EVIL') or hasattr(os, 'EVIL') else 'clean')"
seen = subprocess.run(
    [sys.executable, "-c", code], capture_output=True, text=True, cwd="/", check=False
).stdout.strip()
if seen != "clean" or os.path.exists("/home/mcp/json.py"):
    broke("a module of the run before was imported")
else:
    for folder in ("/home/mcp", "/tmp", "/home/mcp/.local/lib/python3.11/site-packages"):
        os.makedirs(folder, exist_ok=True)
        for name in ("json.py", "sitecustomize.py", "usercustomize.py"):
            with open(f"{folder}/{name}", "w") as file:
                file.write("EVIL = True\n")
    held("nothing of the run before")
