// Proves: secret.unlogged. What is cut off in the middle of a secret, by a limit, by a cancel, by the death of the program or by the cap of what
// is kept, shows no half of it; and what a gateway dies of is told without it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeAuditHome } from '../support/audit-home.js';
import { pymcp } from '../support/command-line.js';
import { withGateway } from '../support/gateway.js';
import { RawClient } from '../support/mcp-client.js';
import { everythingIn, mask, plantSecret, secretVariable } from '../support/planted-secret.js';
import { slow } from '../support/time.js';
import { parseSecretName } from '../../src/core/names.js';
import { compileRedactor } from '../../src/secrets/redact/compile-redactor.js';

const secret = plantSecret();
const redactor = compileRedactor([{ name: parseSecretName(secretVariable), value: secret.value }]);

/** Half of it, flushed, in several encodings of which each may be what is under way. */
const half = (way: string, rest: string): string =>
  secret.program(`
import os, signal, sys, time
whole = ${way}
os.write(1, b"> " + whole[:len(whole) * 2 // 3])
os.write(2, b"> " + whole[:len(whole) - 2])
${rest}`);

const ways = [
  'v.encode()',
  'v.encode().hex().encode()',
  'base64.b64encode(v.encode())',
  'json.dumps(v)[1:-1].encode()',
];

describe('a run that knows a secret', () => {
  it('and is cut off in the middle of it shows no half of it', async () => {
    await withGateway({ redactor }, async (gateway) => {
      for (const way of ways) {
        const results = [
          await gateway.run(half(way, 'while True: pass'), { limits: { wallMs: 700 } }),
          await gateway.run(half(way, 'os.kill(os.getpid(), signal.SIGKILL)')),
          await gateway.run(half(way, 'os._exit(3)')),
          await gateway.run(half(way, 'time.sleep(60)'), { signal: AbortSignal.timeout(slow(1_500)) }),
          await gateway.run(half(way, 'while True: os.write(1, b"." * 65536)'), {
            limits: { streamBytes: 300_000 },
          }),
        ];
        for (const { stdout, stderr, outcome } of results) {
          assert.ok(['limit', 'lost', 'cancelled'].includes(outcome.status), outcome.status);
          assert.ok(stderr.text.length < 12, `${way}: ${stderr.text}`);
          secret.assertNoPart({ stderr: stderr.text });
          // A dot that comes after it proves that it is no secret after all.
          if (outcome.status !== 'limit' || outcome.limit !== 'output')
            assert.ok(stdout.text.length < 12, `${way}: ${stdout.text}`);
        }
      }
    });
  });

  it('and floods shows no half of it at the cuts of what is kept, nor where the flood is ended', async () => {
    await withGateway({ redactor }, async (gateway) => {
      const code = secret.program(`
import os
whole = v.encode() * 1000
while True: os.write(1, whole)`);
      for (let extra = 0; extra < 8; extra += 1) {
        const { stdout, outcome } = await gateway.run(code, {
          limits: { outputBytes: 1024 + 7 * extra, streamBytes: 2_000_000 + 4099 * extra },
        });
        assert.equal(outcome.status, 'limit');
        assert.ok(stdout.truncated);
        secret.assertNoPart({ stdout: stdout.text });
      }
    });
  });

  it('and is cut off in a session shows no half of it, in that call or the next', async () => {
    await withGateway({ redactor }, async (gateway) => {
      const session = await gateway.create();
      for (const way of ways) {
        const code = half(way, 'time.sleep(60)');
        const { outcome, stdout, stderr } = await gateway.call(session, code, { limits: { wallMs: 700 } });
        assert.equal(outcome.status, 'limit');
        assert.ok(stdout.text.length < 12 && stderr.text.length < 12, stdout.text);
        const next = await gateway.call(session, 'os.write(1, v.encode()); os.write(2, b"x" + whole)');
        assert.equal(next.stdout.text, mask);
        assert.equal(next.stderr.text, `x${mask}`);
      }
    });
  });

  it('and raises more than fits shows no half of it where that was cut', async () => {
    await withGateway({ redactor }, async (gateway) => {
      for (let shift = 0; shift < 60; shift += 6) {
        const code = secret.program(
          `raise ValueError("x" * ${4096 - shift} + v + " " + "y" * 9000 + " " + v)`,
        );
        const { outcome } = await gateway.run(code);
        assert.ok(outcome.status === 'raised');
        secret.assertNoPart({ message: outcome.error.message, traceback: outcome.error.traceback });
        const { outcome: long } = await gateway.run(
          secret.program(`"x" * ${65_536 - shift} + v + "y" * 9000`),
        );
        assert.ok(long.status === 'completed');
        secret.assertNoPart({ value: long.value ?? '' });
      }
    });
  });
});

describe('a process that fails where nobody catches it', () => {
  /** Makes Node.js fail when it gets the signal, or as soon as somebody would hear of it. */
  const breakdown = (failure: string, when: 'on SIGUSR2' | 'at once'): string => {
    const soon = `const timer = setInterval(() => {
      if (process.listenerCount('uncaughtException') === 0) return;
      clearInterval(timer);
      fail();
    })`;
    const how = when === 'at once' ? soon : `process.on('SIGUSR2', fail)`;
    return `--import=data:text/javascript,${encodeURIComponent(`const fail = () => { ${failure} }; ${how};`)}`;
  };
  const failures = [
    `throw new Error('broke at ' + process.env.${secretVariable})`,
    `Promise.reject(new TypeError(Buffer.from(process.env.${secretVariable}).toString('hex')))`,
    `throw process.env.${secretVariable}`,
    `throw Object.assign(new Error('x'), { cause: process.env.${secretVariable} })`,
  ];

  it('says so in the log of the gateway, without the secret, and ends', async () => {
    for (const failure of failures) {
      const home = makeAuditHome();
      const NODE_OPTIONS = breakdown(failure, 'on SIGUSR2');
      const client = new RawClient([], { env: { ...process.env, ...secret.env, ...home.env, NODE_OPTIONS } });
      await client.initialize();
      client.child.kill('SIGUSR2');
      assert.equal(await client.exited, 70, client.stderr);
      assert.match(
        client.stderr,
        /Z fatal: pymcp itself failed: .*\n\S+Z hint: please report it, with this text\n$/,
      );
      secret.assertNoPart({
        stderr: client.stderr,
        lines: client.lines.join('\n'),
        ...everythingIn(home.folder),
      });
    }
  });

  it('says so in every command, also before it has read its settings', async () => {
    for (const failure of failures)
      for (const args of [['run', '-'], ['stdio'], ['doctor']]) {
        const NODE_OPTIONS = breakdown(failure, 'at once');
        const env = { ...process.env, ...secret.env, NODE_OPTIONS };
        const { exitCode, stdout, stderr } = await pymcp(args, 'print(1)', { env });
        assert.equal(exitCode, 70, stderr);
        assert.match(stderr, /^error: pymcp itself failed: .*\nhint: please report it, with this text\n$/s);
        secret.assertNoPart({ stdout, stderr });
      }
  });
});
