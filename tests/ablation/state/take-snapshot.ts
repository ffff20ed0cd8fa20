// Takes a snapshot of a sandbox of a gateway, in the pen. Knows the state of an ordinary run only: nothing hostile runs.
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { familyOf } from '../../../src/host/process-tree.js';
import { runCommand } from '../../../src/host/run-command.js';
import { locateGroup } from '../../../src/sandbox/cgroup/locate-group.js';
import { parseMountinfo } from '../../../src/sandbox/cgroup/parse-mountinfo.js';
import { parseProcCgroup } from '../../../src/sandbox/cgroup/parse-proc-cgroup.js';
import { AttackedGateway } from '../../../src/verify/attacked-gateway.js';
import { PlantedWorkspace } from '../../../src/verify/canaries.js';
import { namespaceKinds, parentOf, waitFor } from '../../support/host-processes.js';
import type { Inside, Outside, Snapshot } from './snapshot.js';

export interface LookOrder {
  /** look.py */
  readonly look: string;
  /** Programs that print `SEEN ` and JSON. */
  readonly refused: string;
  readonly byArgument: string;
  readonly others: string;
  readonly workspace: 'yes' | 'no';
}

const groupFiles = ['memory.limit_in_bytes', 'memory.oom_control', 'pids.max', 'cpu.cfs_quota_us'] as const;
const quotas = ['max_user_namespaces', 'max_inotify_instances', 'max_inotify_watches'] as const;

const readQuotas = `
import ctypes, json, os, sys
if ctypes.CDLL(None, use_errno=True).setns(os.open(f"/proc/{sys.argv[1]}/ns/user", os.O_RDONLY), 0):
    raise OSError(ctypes.get_errno(), "setns")
print(json.dumps({name: int(open(f"/proc/sys/user/{name}").read()) for name in ${JSON.stringify(quotas)}}))
`;

/** A daemon is left, and the process ends without an answer. */
const crash = `
import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(30)
os._exit(3)
`;

const environment = {
  PATH: '/usr/bin:/bin',
  HOME: '/tmp',
  TMPDIR: '/mnt',
  SECRET_OF_THE_GATEWAY: 'x',
} as const;

export type Taken = Omit<Snapshot, 'groups' | 'as' | 'landlockAbi'>;

export async function takeSnapshot(program: string, order: LookOrder): Promise<Taken> {
  const gateway = await AttackedGateway.start({ program, workspace: null, environment });
  try {
    const looking = ask<Inside>(gateway, order.look);
    const outside = await lookFromOutside(gateway.pid);
    const inside = await looking;
    const refused = await ask<Snapshot['refused']>(gateway, order.refused);
    const byArgument = await ask<Snapshot['byArgument']>(gateway, order.byArgument);
    const others = await ask<Snapshot['others']>(gateway, order.others);
    const started = performance.now();
    await gateway.run({ code: crash, files: {}, limits: {} });
    const crashMs = performance.now() - started;
    const workspace = order.workspace === 'yes' ? await lookInWorkspace(program, order.look) : null;
    return { inside, outside, refused, byArgument, others, workspace, crashMs };
  } finally {
    await gateway.close();
  }
}

async function lookInWorkspace(program: string, look: string): Promise<Snapshot['workspace']> {
  const planted = await PlantedWorkspace.plant('no secret');
  try {
    const workspace = { folder: planted.folder, access: 'read-only' } as const;
    const gateway = await AttackedGateway.start({ program, workspace, environment });
    try {
      const { mounts } = await ask<Inside>(gateway, look);
      return mounts.filter(({ point }) => `${point}/`.startsWith('/workspace/'));
    } finally {
      await gateway.close();
    }
  } finally {
    await planted.remove();
  }
}

async function ask<Answer>(gateway: AttackedGateway, code: string): Promise<Answer> {
  const answer = await gateway.run({ code, files: {}, limits: {} });
  const text = answer?.kind === 'result' ? answer.result.stdout : '';
  const line = text.split('\n').find((one) => one.startsWith('SEEN '));
  if (line === undefined) throw new Error(`nothing was seen: ${JSON.stringify(answer).slice(0, 2000)}`);
  return JSON.parse(line.slice('SEEN '.length)) as Answer;
}

async function lookFromOutside(gateway: number): Promise<Outside> {
  const pid = await waitFor('the process that looks', () => familyOf(gateway).find(isLooking));
  const template = parentOf(parentOf(pid));
  const { stdout, stderr } = await runCommand('/usr/bin/python3', ['-I', '-c', readQuotas, String(pid)], {
    timeoutMs: 10_000,
    env: {},
  });
  if (stdout === '') throw new Error(stderr);
  return {
    namespaces: Object.fromEntries(
      namespaceKinds.map((kind) => [
        kind,
        [namespace(pid, kind), namespace(template, kind), namespace(gateway, kind)],
      ]),
    ),
    uid: statSync(`/proc/${pid}`).uid,
    gatewayUid: process.getuid?.() ?? -1,
    oomScore: Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8')),
    groupFiles: readGroupFiles(pid),
    quotas: JSON.parse(stdout) as Outside['quotas'],
  };
}

function isLooking(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8') === 'looked-at\n';
  } catch {
    return false;
  }
}

const namespace = (pid: number, kind: string): string => readlinkSync(`/proc/${pid}/ns/${kind}`);

function readGroupFiles(pid: number): Readonly<Record<string, string>> {
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  const own = parseProcCgroup(readFileSync(`/proc/${pid}/cgroup`, 'utf8'));
  const found: Record<string, string> = {};
  for (const { controllers, path } of own) {
    const folder = locateGroup(mounts, controllers[0] ?? 'unified', path);
    if (folder === undefined || !path.includes('/gw-')) continue;
    for (const file of groupFiles) {
      try {
        found[file] = readFileSync(`${folder}/${file}`, 'utf8').trim();
      } catch {
        // A file of another controller.
      }
    }
  }
  return found;
}
