"""Takes out of an image what tells its builds apart: names of containers and of intermediate images, in Docker's format.

normalise.py TAG <ARCHIVE >ARCHIVE: between `podman save --format docker-archive` and `podman load`. The layers stay as they
are. With this the same sources and the same base give the same id (docs/container.md).
"""

import hashlib
import io
import json
import sys
import tarfile
from typing import Any

# Of a build, not of an image; the names of `config` and `container_config` that are so too.
OF_BUILD = ("container", "container_config", "parent", "docker_version")
OF_BUILDER = "io.buildah.version"


def main() -> None:
    tag = sys.argv[1]
    with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as source:
        layers: dict[str, bytes] = {}
        texts: dict[str, bytes] = {}
        for member in source:
            content = source.extractfile(member) if member.isfile() else None
            if content is not None:
                (texts if member.name.endswith(".json") else layers)[member.name] = content.read()
    (described,) = json.loads(texts["manifest.json"])
    config = clean(json.loads(texts[described["Config"]]))
    text = json.dumps(config, sort_keys=True, separators=(",", ":")).encode()
    name = f"{hashlib.sha256(text).hexdigest()}.json"
    manifest = [{"Config": name, "RepoTags": [tag], "Layers": described["Layers"]}]
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as target:
        for path in described["Layers"]:
            add(target, path, layers[path])
        add(target, name, text)
        add(target, "manifest.json", json.dumps(manifest).encode())


def clean(config: dict[str, Any]) -> dict[str, Any]:
    for name in OF_BUILD:
        config.pop(name, None)
    inner = config["config"]
    inner["Hostname"] = ""
    inner.pop("Image", None)
    inner["Labels"] = {name: text for name, text in inner["Labels"].items() if name != OF_BUILDER}
    # One layer, put together by one stage.
    (_,) = config["rootfs"]["diff_ids"]
    config["history"] = [{"created": config["created"], "created_by": "container/Containerfile"}]
    return config


def add(target: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o644
    target.addfile(member, io.BytesIO(content))


main()
