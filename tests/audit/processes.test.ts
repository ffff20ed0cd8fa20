// Proves: audit.chain, fail.closed. Several processes write at once, are killed at any moment, find no room or no permission:
// what was said to be written is there, in a chain that is whole, and what cannot be written is refused.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { type Audit, openAudit } from '../../src/audit/open-audit.js';
import type { AuditOptions } from '../../src/audit/audit-journal.js';
import { verifyAudit } from '../../src/audit/verify-audit.js';
import type { PymcpError } from '../../src/core/errors.js';
import { packageRoot } from '../../src/host/package-root.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type AuditHome, hashesIn, hashOf, makeAuditHome } from '../support/audit-home.js';
import { describedRun, madeUpResult } from '../support/audit-run.js';
import { refusedWith } from '../support/gateway.js';
import { slow } from '../support/time.js';

const writer = join(packageRoot(), 'dist-test/tests/support/audit-writer.js');

interface Written {
  readonly exitCode: number | null;
  readonly said: readonly string[];
  readonly stderr: string;
}

/** @param killMs from the first record on */
async function write(
  { env }: AuditHome,
  args: readonly number[],
  { killMs = null, before = [] }: { killMs?: number | null; before?: readonly string[] } = {},
): Promise<Written> {
  const [program = process.execPath, ...rest] = [...before, process.execPath, writer, ...args.map(String)];
  const child = spawn(program, rest, { env: { ...process.env, ...env }, timeout: slow(60_000) });
  if (killMs !== null) child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killMs));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  // The last line may be cut by the kill.
  const said = stdout.split('\n').slice(0, -1);
  return { exitCode: child.exitCode, said, stderr };
}

async function assertWhole(home: AuditHome): Promise<void> {
  const logs = await verifyAudit(home.places);
  assert.deepEqual(
    logs.flatMap(({ problems }) => problems),
    [],
  );
}

async function assertHas(home: AuditHome, said: readonly string[]): Promise<void> {
  const hashes = hashesIn(await home.records());
  assert.deepEqual(
    said.filter((code) => !hashes.has(hashOf(code))),
    [],
  );
}

function open(home: AuditHome, more: Partial<AuditOptions> = {}): { audit: Audit; problems: PymcpError[] } {
  const problems: PymcpError[] = [];
  const audit = openAudit({
    places: home.places,
    command: 'test',
    sync: 'second',
    code: 'hash',
    fileBytes: 1024 * 1024,
    keepMs: null,
    onProblem: (error) => problems.push(error),
    ...more,
  });
  return { audit, problems };
}

async function run({ journal }: Audit, code = '1'): Promise<void> {
  (await journal.begin(describedRun(code))).end(madeUpResult);
}

describe('writers', () => {
  it('of four processes at once each have a log, and lose nothing', async () => {
    const home = makeAuditHome();
    const written = await Promise.all([1, 2, 3, 4].map(() => write(home, [200, 20_000])));
    for (const { exitCode, stderr } of written) assert.deepEqual([exitCode, stderr], [0, '']);
    await assertWhole(home);
    await assertHas(
      home,
      written.flatMap(({ said }) => said),
    );
    assert.equal(hashesIn(await home.records()).size, 800);
  });

  it('go on with the log of one that has ended', async () => {
    const home = makeAuditHome();
    for (let round = 0; round < 3; round += 1) await write(home, [2]);
    assert.equal((await verifyAudit(home.places)).length, 1);
    assert.deepEqual(
      (await home.records()).map(({ kind }) => kind),
      [1, 2, 3].flatMap(() => ['opened', 'begin', 'end', 'begin', 'end', 'closed']),
    );
  });

  it('may be killed at any moment: all that was said to be written is there, and the chain goes on', async () => {
    const home = makeAuditHome();
    const said: string[] = [];
    for (let round = 0; round < 25; round += 1) {
      said.push(...(await write(home, [0, 30_000], { killMs: round * 3 })).said);
      await assertWhole(home);
    }
    assert.ok(said.length > 500, `${said.length}`);
    await assertHas(home, said);
    assert.equal((await verifyAudit(home.places)).length, 1);
  });

  it('go on behind a record that was half written, and say so', async () => {
    const home = makeAuditHome();
    await write(home, [2]);
    const [[path = '', bytes = Buffer.alloc(0)] = []] = home.files();
    const torn = bytes.subarray(0, 100);
    writeFileSync(path, Buffer.concat([bytes, torn]));
    const [log] = await verifyAudit(home.places);
    assert.deepEqual([log?.problems, log?.tornBytes], [[], 100]);
    await write(home, [1]);
    await assertWhole(home);
    const recovered = (await home.records()).find(({ kind }) => kind === 'recovered');
    assert.equal(recovered?.['torn_bytes'], 100);
  });

  it('keep all of it from others, whatever the umask is', async () => {
    const home = makeAuditHome();
    const before = process.umask(0);
    try {
      await write(home, [1]);
    } finally {
      process.umask(before);
    }
    const { logs, heads, key } = home.places;
    for (const folder of [logs, heads, key]) {
      assert.equal(statSync(folder).mode & 0o7777, 0o700);
      for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o7777, 0o600);
    }
  });
});

describe('a log that grows', () => {
  it('goes on in another file, in the same chain', async () => {
    const home = makeAuditHome();
    await write(home, [50, 10_000]);
    const files = home.files();
    assert.ok(files.size > 5);
    for (const bytes of files.values()) assert.ok(bytes.length <= 10_000);
    await assertWhole(home);
    for (const path of files.keys()) {
      renameSync(path, `${path}.away`);
      const [log] = await verifyAudit(home.places);
      assert.ok((log?.problems.length ?? 0) > 0, path);
      renameSync(`${path}.away`, path);
    }
  });

  it('loses what is older than it is kept, and stays whole', async () => {
    const home = makeAuditHome();
    await write(home, [50, 10_000]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { audit, problems } = open(home, { fileBytes: 10_000, keepMs: 40 });
    for (let count = 0; count < 12; count += 1) await run(audit);
    await audit.close();
    assert.deepEqual(problems, []);
    await assertWhole(home);
    const records = await home.records();
    assert.ok(records.some(({ kind }) => kind === 'expired'));
    assert.ok(records.length < 100, `${records.length}`);
    const [log] = await verifyAudit(home.places);
    assert.equal(
      log?.last?.number,
      2 + 2 * 50 + 2 + 2 * 12 + records.filter(({ kind }) => kind === 'expired').length,
    );
  });
});

describe('an execution is refused', () => {
  const readOnly = (folder: string): readonly string[] => [
    'bwrap',
    '--dev-bind',
    '/',
    '/',
    '--ro-bind',
    folder,
    folder,
  ];

  it('where the log cannot be written', async () => {
    const home = makeAuditHome();
    await write(home, [1]);
    const refused = await write(home, [1], { before: readOnly(join(home.folder, 'state')) });
    assert.deepEqual([refused.exitCode, refused.said], [3, []]);
    assert.match(refused.stderr, /audit\.not-written/);
    assert.equal((await write(home, [1])).exitCode, 0);
    await assertWhole(home);
  });

  it('where the disk is full, and not before; what is written stays whole', async () => {
    const home = makeAuditHome();
    const state = join(home.folder, 'state');
    mkdirSync(state, { mode: 0o700 });
    const copy = join(home.folder, 'copy');
    mkdirSync(copy);
    const script = `set -e; "$0" "$@" || status=$?; cp -a ${state}/. ${copy}/; exit "\${status:-0}"`;
    const full = await write(home, [0], {
      before: [
        ...['bwrap', '--dev-bind', '/', '/', '--size', '200000', '--tmpfs', state, '--chmod', '0700', state],
        ...['--bind', copy, copy, 'bash', '-c', script],
      ],
    });
    assert.equal(full.exitCode, 3, full.stderr);
    assert.match(full.stderr, /audit\.not-written: .*no space left/i);
    assert.ok(full.said.length > 20);
    rmSync(state, { recursive: true });
    renameSync(copy, state);
    await assertWhole(home);
    await assertHas(home, full.said);
    assert.equal((await write(home, [1])).exitCode, 0);
    await assertWhole(home);
  });

  for (const [what, spoil] of [
    [
      'its folder is open to others',
      ({ places }) => {
        chmodSync(places.logs, 0o755);
      },
    ],
    [
      'the folder of its heads is open to others',
      ({ places }) => {
        chmodSync(places.heads, 0o770);
      },
    ],
    [
      'its key is open to others',
      ({ places }) => {
        chmodSync(join(places.key, 'key'), 0o644);
      },
    ],
    [
      'its key is a link',
      ({ places }) => {
        renameSync(join(places.key, 'key'), join(places.key, 'other'));
        symlinkSync('other', join(places.key, 'key'));
      },
    ],
    [
      'its folder is a link',
      ({ places }) => {
        renameSync(places.logs, `${places.logs}-other`);
        symlinkSync(`${places.logs}-other`, places.logs);
      },
    ],
    [
      'its file is a link',
      ({ places }) => {
        const [name = ''] = readdirSync(places.logs);
        const path = join(places.logs, name);
        renameSync(path, join(places.key, 'moved'));
        symlinkSync(join(places.key, 'moved'), path);
      },
    ],
  ] as const satisfies readonly (readonly [string, (home: AuditHome) => void])[]) {
    it(`where ${what}`, async () => {
      const home = makeAuditHome();
      await write(home, [1]);
      spoil(home);
      const { audit } = open(home);
      await assert.rejects(run(audit), refusedWith('audit.not-written', 'audit.unsafe'));
      await audit.close();
    });
  }
});

describe('a log that somebody changes while it is written', () => {
  for (const [what, change] of [
    [
      'grows',
      (path) => {
        writeFileSync(path, 'x\n', { flag: 'a' });
      },
    ],
    [
      'is cut',
      (path) => {
        writeFileSync(path, '');
      },
    ],
    [
      'is removed',
      (path) => {
        rmSync(path);
      },
    ],
    [
      'is replaced',
      (path) => {
        rmSync(path);
        writeFileSync(path, '', { mode: 0o600 });
      },
    ],
    [
      'is opened to others',
      (path) => {
        chmodSync(path, 0o644);
      },
    ],
  ] as const satisfies readonly (readonly [string, (path: string) => void])[]) {
    it(`${what}: the next execution is refused, and those after it are written elsewhere or behind it`, async () => {
      const home = makeAuditHome();
      const { audit, problems } = open(home);
      await run(audit, 'before');
      const [path = ''] = [...home.files().keys()];
      change(path);
      await assert.rejects(run(audit, 'refused'), refusedWith('audit.not-written'));
      if (what === 'is opened to others') chmodSync(path, 0o600);
      await run(audit, 'after');
      await audit.close();
      const verified = await verifyAudit(home.places);
      if (what === 'is opened to others') await assertWhole(home);
      else {
        assert.ok((verified[0]?.problems.length ?? 0) > 0);
        assert.deepEqual(verified[1]?.problems, []);
        assert.deepEqual(
          problems.map(({ code }) => code),
          ['audit.damaged'],
        );
      }
    });
  }

  it('keeps an end that could not be written, and writes it before anything else begins', async () => {
    const home = makeAuditHome();
    const { audit, problems } = open(home);
    const entry = await audit.journal.begin(describedRun('long'));
    const [path = ''] = [...home.files().keys()];
    chmodSync(path, 0o644);
    entry.end(madeUpResult);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['audit.not-written'],
    );
    await assert.rejects(run(audit, 'refused'), refusedWith('audit.not-written'));
    chmodSync(path, 0o600);
    await run(audit, 'next');
    await audit.close();
    await assertWhole(home);
    const kinds = (await home.records()).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['opened', 'begin', 'opened', 'end', 'begin', 'end', 'closed']);
    assert.ok(lstatSync(path).isFile());
  });
});

describe('a log of another key', () => {
  it('is left as it is, and others are begun; nothing can be said of it', async () => {
    const home = makeAuditHome();
    await write(home, [2]);
    rmSync(join(home.places.key, 'key'));
    const { stderr, exitCode } = await write(home, [1]);
    assert.deepEqual([exitCode, stderr], [0, '']);
    const found = (await verifyAudit(home.places)).map(({ problems }) => problems.map(({ kind }) => kind));
    assert.deepEqual(found.sort(), [[], ['key']]);
  });
});

alsoAsOrdinaryUser(import.meta.url);
