// Everything that the benchmark looks at, of a running container.
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import type { ContainerFacts, ImageFacts } from '../cis/facts.js';
import { parseImage, parseRuntime } from '../cis/parse-inspect.js';
import { parseProcesses } from '../cis/parse-processes.js';
import type { Box } from './box.js';
import type { Engine } from './engine.js';
import { findSecrets, openLayers } from './layers.js';

/** What no gateway needs, wherever it is. */
const unneeded =
  /\/(?:apt|apt-get|dpkg|rpm|apk|yum|dnf|pip3?|npm|npx|gcc|g\+\+|cc|c\+\+|clang|as|ld|make|gdb|strace|perl|curl|wget|nc|ncat|netcat|socat|ssh|sshd|telnet|sudo|su|passwd|mount|umount|chsh|newgrp|login|git|docker|podman)$/;

export async function gatherImage(engine: Engine, image: string, canary: string): Promise<ImageFacts> {
  const layers = await openLayers(engine, image);
  const { scanned, found } = await findSecrets(layers, { name: 'CANARY_KEY', value: canary });
  if (scanned < 1000) throw new Error(`only ${scanned} files were looked through`);
  return {
    ...parseImage(JSON.parse(await engine.run(['image', 'inspect', image]))),
    setidFiles: layers.entries.filter(({ mode }) => /^.{3}[sS]|^.{6}[sS]/.test(mode)).map(({ path }) => path),
    unneededPrograms: layers.entries
      .filter(({ mode, path }) => /^[-l].*x/.test(mode) && unneeded.test(path))
      .map(({ path }) => path),
    secrets: found,
  };
}

const readStatuses =
  'import glob\nfor path in glob.glob("/proc/[0-9]*/status"):\n try: print(open(path).read(), end="")\n except OSError: pass';

export async function gatherFacts(
  engine: Engine,
  box: Box,
  image: ImageFacts,
  tag: string,
): Promise<ContainerFacts> {
  // Where no systemd does it, the engine looks when it is told to.
  if (!engine.machine.looksAtHealth) await engine.try(['healthcheck', 'run', box.name]);
  const { stdout } = await box.python(readStatuses);
  return {
    image,
    runtime: parseRuntime(await box.inspect()),
    inside: { processes: parseProcesses(stdout) },
    buildFile: readFileSync('container/Containerfile', 'utf8'),
    machine: {
      hasAppArmor: existsSync('/sys/kernel/security/apparmor/profiles'),
      sharedNamespaces: listShared(await box.field('{{.State.Pid}}')),
      hasSelinux: existsSync('/sys/fs/selinux/enforce'),
      builtImageId: (await engine.run(['image', 'inspect', '--format', '{{.Id}}', tag])).trim(),
    },
  };
}

function listShared(pid: string): string[] {
  return ['net', 'pid', 'ipc', 'uts'].filter(
    (name) => readlinkSync(`/proc/${pid}/ns/${name}`) === readlinkSync(`/proc/self/ns/${name}`),
  );
}
