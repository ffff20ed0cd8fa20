// The oracle of `pymcp verify` can fail: each thing that it looks for is shown to it once.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { get } from 'node:http';
import { connect, type NetConnectOpts } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { packageRoot } from '../../src/host/package-root.js';
import type { Attack } from '../../src/verify/attack.js';
import { AttackedGateway } from '../../src/verify/attacked-gateway.js';
import { Canaries, canaryVariable, PlantedWorkspace } from '../../src/verify/canaries.js';
import { loadCorpus } from '../../src/verify/load-corpus.js';
import { parseHeader } from '../../src/verify/parse-header.js';
import { site } from '../../src/verify/stage/stage-plan.js';
import { Stage, type StageWires } from '../../src/verify/stage/stage.js';
import { tryAttack } from '../../src/verify/try-attack.js';
import { gatewayEnvironment, gatewayProgram } from './gateway-under-test.js';

const { library } = await loadCorpus();
let canaries: Canaries;
let gateway: AttackedGateway;

before(async () => {
  canaries = await Canaries.plant();
  gateway = await start();
});
after(async () => {
  await gateway.close();
  await canaries.remove();
});

const leakyGateway = join(packageRoot(), 'dist-test/tests/hostile/leaky-gateway.js');

const start = (
  program = gatewayProgram(),
  variables: Readonly<Record<string, string>> = {},
): Promise<AttackedGateway> =>
  AttackedGateway.start({
    program,
    workspace: null,
    environment: { ...gatewayEnvironment(), [canaryVariable]: canaries.secret, ...variables },
  });

function toAttack(code: string, fields = ''): Attack {
  const header = `# Tries something.\n#\n# promise: jail.kernel\n# group: kernel\n# expects: completed\n# stopped-by: seccomp\n${fields}\n`;
  return { name: 'kernel/made-up', header: parseHeader(header), code };
}

async function problemsOf(code: string, fields = ''): Promise<readonly string[]> {
  const { problems } = await tryAttack({
    attack: toAttack(code, fields),
    gateway,
    canaries,
    workspace: null,
    library,
  });
  return problems;
}

describe('the oracle', () => {
  it('control: has nothing to say of a program that was held', async () => {
    assert.deepEqual(await problemsOf('from attack import held\nheld("it")'), []);
  });

  it('believes a program that says that it broke out, whatever it says besides', async () => {
    assert.deepEqual(await problemsOf('print("BROKE: all")\nprint("HELD: nothing")'), ['BROKE: all']);
  });

  it('takes silence, and any other end, for a failure', async () => {
    assert.match((await problemsOf('pass')).join(), /does not say that it was held/);
    assert.match((await problemsOf('print("HELD: x")\n1 / 0')).join(), /ended as raised: ZeroDivisionError/);
    assert.match((await problemsOf('import os\nos._exit(0)')).join(), /ended as lost/);
  });

  it('finds the secret in whatever comes out, encoded or not', async () => {
    const held = 'print("HELD: x")\n';
    const { secret } = canaries;
    const hidden = Buffer.from(secret).toString('hex');
    const decoded = `secret = bytes.fromhex(${JSON.stringify(hidden)})\n`;
    for (const way of [
      'print(secret.decode()[::-1])',
      'import base64, sys\nsys.stderr.write(base64.b64encode(b"x" + secret).decode())',
      'open("/home/mcp/out.txt", "wb").write(secret)',
      'open("/home/mcp/" + secret.decode(), "w").write("x")',
      'secret.hex()',
    ]) {
      assert.match(
        (await problemsOf(held + decoded + way)).join(),
        /the planted secret is in the result/,
        way,
      );
    }
  });

  it('finds the secret in an exception and in what is shown', async () => {
    const decoded = `secret = bytes.fromhex("${Buffer.from(canaries.secret).toString('hex')}")\n`;
    for (const way of [
      'raise ValueError(secret.decode())',
      'type(secret.decode().replace("-", ""), (Exception,), {})\nraise KeyError(secret[::-1])',
      'display(type("Shown", (), {"_repr_html_": lambda self: secret.decode()})())\nprint("HELD: x")',
    ])
      assert.match((await problemsOf(decoded + way)).join(), /the planted secret is in the result/, way);
  });

  it('sees that two runs have drawn the same', async () => {
    const found = await problemsOf('print("HELD: 1234")', '# runs: 2\n# differ: yes\n');
    assert.deepEqual(found, ['two runs drew the same: 1234']);
  });

  it('sees who has reached a server of the host, by each way that there is', async () => {
    const { port, port6, udp, abstract, socket: path } = canaries.describe();
    const ways: readonly NetConnectOpts[] = [
      { port: Number(port), host: '127.0.0.1' },
      ...(port6 === 0 ? [] : [{ port: Number(port6), host: '::1' }]),
      { path: `\0${String(abstract)}` },
      { path: String(path) },
    ];
    for (const way of ways) {
      const socket = connect(way);
      await once(socket, 'data');
      socket.destroy();
    }
    const datagrams = createSocket('udp4');
    datagrams.send('x', Number(udp), '127.0.0.1');
    await once(datagrams, 'message');
    datagrams.close();
    const found = `a server of the host was reached ${ways.length + 1} times`;
    assert.ok((await problemsOf('print("HELD: x")')).includes(found));
  });

  it('sees what has arrived at a host of the stage, and should not have', async () => {
    const stage = await Stage.open(canaries.secret, 1);
    const { routes } = JSON.parse(stage.wires) as StageWires;
    try {
      await new Promise((resolve, reject) => {
        const headers = { host: 'few.example', 'x-key': canaries.secret };
        get({ port: routes[`${site}:80`], path: '/all', headers }, resolve).on('error', reject);
      });
      const attack = toAttack('print("HELD: x")');
      const trial = { attack, gateway, canaries, workspace: null, library };
      const { problems } = await tryAttack({ ...trial, stage });
      assert.deepEqual(problems, [
        'a request arrived that no rule permits',
        'the secret was sent where it is not for',
      ]);
      assert.deepEqual((await tryAttack({ ...trial, stage })).problems, []);
    } finally {
      stage.close();
    }
  });

  it('sees a file of the gateway that is left', async () => {
    const [own] = gateway.atRest.files;
    assert.ok(own !== undefined);
    const left = join(dirname(own), `gw-${gateway.pid}-left`);
    mkdirSync(left);
    try {
      assert.ok((await problemsOf('print("HELD: x")')).includes(`${left} is left`));
    } finally {
      rmdirSync(left);
    }
  });

  it('sees a control group that is left, where there are any', async () => {
    const own = gateway.atRest.groups.find((path) => /\/gw-[^/]+$/.test(path));
    // As an ordinary user on cgroup v1; src/verify/compare-footprints.test.ts has the rule.
    if (own === undefined) return;
    const left = join(dirname(own), `gw-${gateway.pid}-left`);
    mkdirSync(left);
    try {
      assert.ok((await problemsOf('print("HELD: x")')).includes(`${left} is left`));
    } finally {
      rmdirSync(left);
    }
  });

  const faults: Readonly<Record<string, [string, RegExp]>> = {
    descriptor: ['print("HELD: x")', /^1 descriptors more than before$/m],
    process: ['print("HELD: x")', /^1 processes more than before\n\d+ mounts more than before$/m],
    log: ['print("HELD: x")', /^the planted secret is in what the gateway logs \(base64\)$/m],
    deaf: [
      'import time\ntime.sleep(3)\nprint("HELD: x")',
      /^the gateway answered after \d+ ms only while it ran$/m,
    ],
    slow: ['import time\ntime.sleep(1)\nprint("HELD: x")', /^the next run was served after \d+ ms only$/m],
    wrong: ['print("HELD: x")', /^the next run was not served$/m],
  };
  for (const [fault, [code, found]] of Object.entries(faults)) {
    it(`sees a gateway with a fault: ${fault}`, async () => {
      const faulty = await start(leakyGateway, { FAULT: fault });
      try {
        const tried = tryAttack({
          attack: toAttack(code),
          gateway: faulty,
          canaries,
          workspace: null,
          library,
        });
        if (code.includes('sleep')) await delay(500);
        process.kill(faulty.pid, 'SIGUSR2');
        assert.match((await tried).problems.join('\n'), found);
      } finally {
        await faulty.close();
      }
    });
  }

  it('sees a gateway that has ended', async () => {
    const other = await start();
    try {
      const trial = {
        attack: toAttack('import time\ntime.sleep(5)'),
        gateway: other,
        canaries,
        workspace: null,
        library,
      };
      const tried = tryAttack(trial);
      process.kill(other.pid, 'SIGKILL');
      assert.deepEqual((await tried).problems, ['the gateway has ended']);
    } finally {
      await other.close();
    }
  });

  it('sees what was planted and has changed: on the host, in a workspace', async () => {
    const own = await Canaries.plant();
    const workspace = await PlantedWorkspace.plant(own.secret);
    try {
      assert.deepEqual(own.problems(), []);
      assert.deepEqual(await workspace.problems(own.secret, [], false), []);
      writeFileSync(join(own.folder, 'new'), 'x');
      writeFileSync(join(workspace.folder, '.mcp.json'), 'x');
      mkdirSync(join(workspace.folder, 'sub/.vscode'));
      writeFileSync(join(workspace.folder, 'tool'), 'x');
      // Afterwards: a write by anybody but root takes the bit away (inode(7)).
      chmodSync(join(workspace.folder, 'tool'), 0o4755);
      assert.deepEqual(own.problems(), ['the planted folder of the host has changed']);
      const found = (await workspace.problems(own.secret, [], false)).join('\n');
      assert.match(found, /^\.mcp\.json of the workspace has changed$/m);
      assert.match(found, /^tool of the workspace is a file that the host would act on$/m);
      assert.match(found, /^sub\/\.vscode was made for the host to obey/m);
    } finally {
      await workspace.remove();
      await own.remove();
    }
  });
});
