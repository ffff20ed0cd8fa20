// Source archives made on the spot: building one runs the code that it brings, which is why they are refused without permission.
import { makeArchive } from '../../installs/make-archive.js';
import { type BuiltArchive, toBuilt, toFileName, toMetadata } from './make-wheel.js';

export interface SourcePlan {
  readonly name: string;
  readonly version?: string;
  readonly requires?: readonly string[];
  /** Statements of Python that run when it is built, before anything else. */
  readonly onBuild?: string;
  /**
   * `backend`: a build backend that the archive has in itself (PEP 517) and that needs nothing besides the standard library; `setup`:
   * a setup.py, which needs setuptools.
   */
  readonly way?: 'backend' | 'setup';
}

export function makeSdist(plan: SourcePlan): BuiltArchive {
  const { name, version = '1.0', onBuild = '', way = 'backend' } = plan;
  const module = toFileName(name);
  const top = `${module}-${version}`;
  const metadata = toMetadata(plan);
  const files: Readonly<Record<string, string>> = {
    'PKG-INFO': metadata,
    [`${module}/__init__.py`]: `__version__ = ${JSON.stringify(version)}\n`,
    ...(way === 'setup'
      ? { 'setup.py': toSetup(name, version, onBuild) }
      : { 'pyproject.toml': toProject(name, version), 'backend.py': `${onBuild}\n${backend}` }),
  };
  const bytes = makeArchive(Object.entries(files).map(([path, body]) => ({ name: `${top}/${path}`, body })));
  return { ...toBuilt(bytes, `${top}.tar.gz`), name, version, metadata };
}

/** Statements that leave a mark where code of an archive has run. */
export const leaveMark = (path: string): string =>
  `import pathlib\npathlib.Path(${JSON.stringify(path)}).write_text("ran")\n`;

const toProject = (name: string, version: string): string => `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = ${JSON.stringify(name)}
version = ${JSON.stringify(version)}
`;

const toSetup = (name: string, version: string, onBuild: string): string => `${onBuild}
from setuptools import find_packages, setup

setup(name=${JSON.stringify(name)}, version=${JSON.stringify(version)}, packages=find_packages())
`;

/** The two hooks of PEP 517 that pip needs. */
const backend = `
import base64, hashlib, pathlib, zipfile


def _read():
    text = pathlib.Path("PKG-INFO").read_text()
    lines = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    return text, lines["Name"].replace("-", "_").replace(".", "_").lower(), lines["Version"]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    text, name, version = _read()
    info = f"{name}-{version}.dist-info"
    files = {str(path): path.read_bytes() for path in sorted(pathlib.Path(name).rglob("*.py"))}
    files[f"{info}/METADATA"] = text.encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    record = ""
    for path, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(data)}\\n"
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\\n").encode()
    file = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, file), "w") as wheel:
        for path, data in files.items():
            wheel.writestr(path, data)
    return file


def build_sdist(sdist_directory, config_settings=None):
    raise NotImplementedError("it is one")
`;
