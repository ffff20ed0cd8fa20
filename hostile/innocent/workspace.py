# A program reads and writes its workspace, and finds what it is meant to find.
#
# promise: path.contained
# group: innocent
# expects: completed
# stopped-by: none
# workspace: writable

import os

from attack import broke, held

with open("plain.txt") as file:
    text = file.read()
with open("result.txt", "w") as file:
    file.write(text.upper())
os.rename("result.txt", "renamed.txt")
held("workspace") if text == "plain\n" and os.path.getsize("renamed.txt") == 6 else broke(repr(text))
