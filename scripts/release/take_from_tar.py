"""Writes those regular files of a tar on stdin that a bill of materials is made of, and nothing else of it.

take_from_tar.py FOLDER
"""

import os
import re
import sys
import tarfile

WANTED = re.compile(
    r"var/lib/dpkg/status|(?:etc|usr/lib)/os-release|usr/(?:local/)?bin/node|(?:[^/]+/)*node_modules/(?:[^/]+/)*package\.json"
)


def main() -> None:
    (folder,) = sys.argv[1:]
    with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as archive:
        for member in archive:
            path = member.name.removeprefix("./").removeprefix("/")
            if not member.isreg() or ".." in path.split("/") or not WANTED.fullmatch(path):
                continue
            source = archive.extractfile(member)
            place = os.path.join(folder, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "xb") as file:
                while source is not None and (part := source.read(1 << 20)):
                    file.write(part)


main()
