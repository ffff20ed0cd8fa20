// Asks systemd over D-Bus with `busctl` (org.freedesktop.systemd1(5)): one program, argument arrays, no library.
import { fileExists, ownerOf } from '../../host/cgroup-fs.js';
import { runCommand, type CommandResult } from '../../host/run-command.js';

export interface SystemdBus {
  /** Calls a method of the manager. */
  call(method: string, signature: string, args: readonly string[]): Promise<CommandResult>;
  /** Reads a property of a unit's type interface; undefined where it cannot be had. */
  readProperty(unit: string, property: string): Promise<unknown>;
}

const service = 'org.freedesktop.systemd1';
const managerPath = '/org/freedesktop/systemd1';
const timeoutMs = 15_000;

const noSystemdHint =
  'in a container, let its own limits hold everything together: --memory 1g --cpus 2 --pids-limit 1024; ' +
  'elsewhere start pymcp alone in a control group that its user owns';

/** Only where the system keeps it: nobody's PATH decides what root runs. */
const programs = ['/usr/bin/busctl', '/bin/busctl', '/run/current-system/sw/bin/busctl'] as const;

/**
 * The manager that this user may ask: root asks the system's, others their own.
 * @returns why there is none
 */
export function openSystemdBus(uid: number): SystemdBus | { readonly why: string; readonly hint: string } {
  const file = programs.find(fileExists);
  if (file === undefined || !isSystemdRunning()) {
    return { why: 'systemd is not running here', hint: noSystemdHint };
  }
  if (uid === 0) return toBus(file, ['--system'], {});
  // Some MCP clients start servers without the session's environment: the address is fixed by pam_systemd(8).
  const runtime = `/run/user/${uid}`;
  if (!fileExists(`${runtime}/bus`) || ownerOf(runtime) !== uid) {
    return {
      why: 'no systemd user manager runs for this user',
      hint: `sudo loginctl enable-linger ${uid}`,
    };
  }
  const address = `unix:path=${runtime}/bus`;
  return toBus(file, ['--user'], { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: address });
}

/** sd_booted(3). */
export function isSystemdRunning(): boolean {
  return fileExists('/run/systemd/system');
}

function toBus(file: string, which: readonly string[], env: Readonly<Record<string, string>>): SystemdBus {
  const run = (args: readonly string[]): Promise<CommandResult> =>
    runCommand(file, [...which, '--json=short', ...args], { timeoutMs, env: { LC_ALL: 'C', ...env } });
  return {
    call: (method, signature, args) =>
      run(['call', service, managerPath, `${service}.Manager`, method, signature, ...args]),
    async readProperty(unit, property) {
      const path = `${managerPath}/unit/${escapeLabel(unit)}`;
      const type = unit.endsWith('.scope') ? 'Scope' : 'Service';
      return parseData(await run(['get-property', service, path, `${service}.${type}`, property]));
    },
  };
}

/** sd_bus_path_encode(3): everything but letters and digits as _xx, a leading digit too. */
export function escapeLabel(unit: string): string {
  return unit.replace(/[^A-Za-z0-9]|^[0-9]/g, (sign) => `_${Buffer.from(sign).toString('hex')}`);
}

function parseData(result: CommandResult): unknown {
  if (result.status !== 0) return undefined;
  try {
    const answer: unknown = JSON.parse(result.stdout);
    return typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined;
  } catch {
    return undefined;
  }
}
