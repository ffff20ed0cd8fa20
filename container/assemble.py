"""Puts the root of the image together: the files of the packages that are needed, what they stand on, and what is ours.

assemble.py FOLDER UID PACKAGE...: runs in the stage `system` of the Containerfile, as root, with the standard library alone.
The same packages give the same bytes: no log, no cache, no list of the package manager; bytecode by hash and not by time.
"""

import os
import py_compile
import shutil
import stat
import subprocess
import sys

# What packages name and nothing of the image needs: tools of the package manager and of its scripts.
# Of the data packages: compilers behind scipy, and what fonttools and Pillow can do without (windows, other fonts).
UNNEEDED = {
    *("dpkg", "debconf", "debconf-2.0", "debianutils", "openssl", "perl-base", "tar", "cdebconf"),
    *("python3-scipy", "python3-pythran", "python3-sympy", "python3-mpmath", "unicode-data", "python3-lxml", "python3-fs"),
    *("python3-pil.imagetk", "python3-tk", "libjs-jquery", "libjs-jquery-ui", "python3-lz4", "python3-brotli"),
}  # fmt: skip
ALWAYS = ["base-files"]

# Of packages that have much more: flock holds the lock of the audit log, C.UTF-8 is the locale of programs.
SINGLE = ("/usr/bin/flock", "/usr/lib/locale/C.utf8")

# Documents, translations, and what only somebody who builds or administers would read.
DROPPED = (
    "/usr/share/doc/", "/usr/share/man/", "/usr/share/locale/", "/usr/share/lintian/", "/usr/share/bug/",
    "/usr/share/info/", "/usr/share/doc-base/", "/usr/share/pixmaps/", "/usr/share/applications/",
    "/usr/share/menu/", "/usr/share/bash-completion/", "/usr/share/zsh/", "/usr/share/binfmts/",
    "/usr/share/gcc/", "/usr/share/python3/", "/usr/share/ca-certificates/", "/usr/share/base-files/",
    "/usr/share/debianutils/", "/usr/share/common-licenses/", "/usr/share/javascript/", "/usr/share/dict/",
    "/usr/share/icons/", "/usr/share/perl5/", "/etc/cron", "/etc/logrotate", "/etc/init", "/etc/apparmor.d/",
    "/etc/update-motd.d/", "/etc/kernel/", "/etc/python3", "/usr/sbin/", "/lib/systemd/", "/usr/lib/systemd/",
)  # fmt: skip


def main() -> None:
    target, uid, *wanted = sys.argv[1:]
    packages = read_packages()
    chosen = close_over(packages, [*wanted, *ALWAYS])
    make_folders(target, int(uid))
    for name in chosen:
        for path in list_files(name):
            take(target, path)
    take_generated(target)
    shutil.copytree("/opt/isolated-pymcp", f"{target}/opt/isolated-pymcp", symlinks=True)
    shutil.copytree("/container/root", target, symlinks=True, dirs_exist_ok=True)
    write_accounts(target, int(uid))
    write_status(target, packages, chosen)
    compile_python(target)
    finish(target)


def read_packages() -> dict[str, dict[str, str]]:
    """The stanzas of what is installed, by package name."""
    with open("/var/lib/dpkg/status", encoding="utf-8") as file:
        stanzas = file.read().split("\n\n")
    packages = {}
    for stanza in stanzas:
        fields: dict[str, str] = {"": stanza.strip("\n")}
        for line in stanza.splitlines():
            if ": " in line and not line.startswith(" "):
                name, value = line.split(": ", 1)
                fields[name] = value
        if fields.get("Status", "").endswith(" installed"):
            packages[fields["Package"]] = fields
    return packages


def close_over(packages: dict[str, dict[str, str]], wanted: list[str]) -> list[str]:
    provided = {
        name.split()[0]: package
        for package, fields in sorted(packages.items())
        for name in fields.get("Provides", "").split(", ")
        if name
    }
    chosen: set[str] = set()
    left = list(wanted)
    while left:
        name = left.pop()
        if name in chosen or name in UNNEEDED:
            continue
        if name not in packages:
            sys.exit(f"error: the package {name} is not installed in the base image")
        chosen.add(name)
        fields = packages[name]
        for group in ", ".join(fields.get(key, "") for key in ("Depends", "Pre-Depends")).split(", "):
            names = [one.strip().split(" ")[0].split(":")[0] for one in group.split("|")]
            found = [provided.get(one, one) for one in names if one in packages or one in provided]
            if any(one in UNNEEDED for one in names):
                continue
            left.extend(found[:1])
    return sorted(chosen)


def list_files(package: str) -> list[str]:
    output = subprocess.run(["dpkg-query", "-L", package], capture_output=True, check=True, text=True).stdout
    return sorted({line for line in output.splitlines() if line.startswith("/")})


def take(target: str, path: str) -> None:
    is_copyright = path.startswith("/usr/share/doc/") and path.endswith("/copyright")
    if path.startswith(DROPPED) and not is_copyright:
        return
    if "/__pycache__" in path or not os.path.lexists(path):
        return
    # Through the links of a merged /usr: /lib/x is /usr/lib/x.
    real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    copy(real, target + real)


def copy(source: str, place: str) -> None:
    mode = os.lstat(source).st_mode
    if stat.S_ISDIR(mode):
        return
    os.makedirs(os.path.dirname(place), mode=0o755, exist_ok=True)
    if os.path.lexists(place):
        return
    shutil.copy2(source, place, follow_symlinks=False)


def make_folders(target: str, uid: int) -> None:
    os.makedirs(target)
    for path in ("usr/bin", "usr/lib", "usr/sbin", "usr/local/bin", "etc", "tmp", "proc", "sys", "dev", "run", "workspace"):
        os.makedirs(f"{target}/{path}", exist_ok=True)
    for name in ("bin", "lib", "sbin", "lib64"):
        link = os.readlink(f"/{name}") if os.path.islink(f"/{name}") else None
        if link is not None:
            os.symlink(link, f"{target}/{name}")
            os.makedirs(f"{target}/{link}", exist_ok=True)
    # A new volume takes the owner and the mode of the folder that it covers.
    for path in ("var/lib/pymcp", "workspace"):
        os.makedirs(f"{target}/{path}", exist_ok=True)
        os.chown(f"{target}/{path}", uid, uid)
        os.chmod(f"{target}/{path}", 0o700)
    # runc gives a tmpfs the mode of the folder that it covers, whatever it was told.
    for path in ("tmp", "run/pymcp"):
        os.makedirs(f"{target}/{path}", exist_ok=True)
        os.chmod(f"{target}/{path}", 0o1777)
    # Where Debian's Python looks for packages, also while there are none.
    for path in ("run/secrets", "usr/lib/python3/dist-packages"):
        os.makedirs(f"{target}/{path}")


def take_generated(target: str) -> None:
    """What scripts of packages have made: certificates, the alternatives that lead to libraries, Node.js."""
    for path in (*SINGLE, "/usr/local/bin/node"):
        if os.path.isdir(path):
            shutil.copytree(path, target + path)
        else:
            copy(path, target + path)
    copy("/etc/ssl/certs/ca-certificates.crt", f"{target}/etc/ssl/certs/ca-certificates.crt")
    if os.path.isdir("/etc/alternatives"):
        for name in sorted(os.listdir("/etc/alternatives")):
            path = f"/etc/alternatives/{name}"
            if os.path.islink(path) and os.path.lexists(target + os.readlink(path)):
                copy(path, target + path)
    for folder, _, names in os.walk("/usr/lib"):
        for name in sorted(names):
            path = f"{folder}/{name}"
            if os.path.islink(path) and os.readlink(path).startswith("/etc/alternatives/"):
                if os.path.lexists(target + os.readlink(path)):
                    copy(path, target + path)


def write_accounts(target: str, uid: int) -> None:
    write(f"{target}/etc/passwd", f"root:x:0:0:root:/:/bin/false\nmcp:x:{uid}:{uid}:mcp:/var/lib/pymcp:/bin/false\n")
    write(f"{target}/etc/group", f"root:x:0:\nmcp:x:{uid}:\n")


def write_status(target: str, packages: dict[str, dict[str, str]], chosen: list[str]) -> None:
    """So that whoever looks for known vulnerabilities sees what is in the image."""
    os.makedirs(f"{target}/var/lib/dpkg", exist_ok=True)
    write(f"{target}/var/lib/dpkg/status", "\n\n".join(packages[name][""] for name in chosen) + "\n")


def compile_python(target: str) -> None:
    """Bytecode of the standard library, known by the hash of its source: the root is read-only, and times are all one."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for folder, names, files in os.walk(f"{target}/usr/lib"):
        names.sort()
        if "/python3" not in folder:
            continue
        for name in sorted(files):
            if name.endswith(".py"):
                path = f"{folder}/{name}"
                try:
                    py_compile.compile(path, dfile=path[len(target) :], doraise=True, invalidation_mode=mode, quiet=2)
                except py_compile.PyCompileError:
                    pass  # a template for another Python


def finish(target: str) -> None:
    subprocess.run(["ldconfig", "-r", target], check=True)
    for folder, names, files in os.walk(target):
        for name in [*names, *files]:
            path = f"{folder}/{name}"
            mode = os.lstat(path).st_mode
            if stat.S_ISREG(mode) and mode & 0o6000:
                sys.exit(f"error: {path} is setuid or setgid")
    # ldconfig's own cache has times in it.
    shutil.rmtree(f"{target}/var/cache", ignore_errors=True)


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


main()
