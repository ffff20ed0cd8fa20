// Proves: secret.unseen, secret.unlogged. `pymcp analyze --explain`: the explanation is asked for by this process alone, what is sent is
// said and masked, and each failure of the other side is an error with a hint, beside a report that is whole.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Ended, pymcp } from '../support/command-line.js';
import { type Answer, errorOf, type Received, startAnthropicServer, streamOf } from './anthropic-server.js';

// Assembled here: this repository refuses a key as such.
const key = ['sk', 'ant', 'api03', 'q7Rk2mVx9LpT4wZsB1nHdY6cJf8eGa'].join('-');
const other = ['a', 'password', 'of', 'somebody', '81Kq'].join('-');

const program = `
# ${other}
import os
def doubled(n: int) -> int:
    """Complexity: time O(1), space O(1)"""
    assert "ANTHROPIC_API_KEY" not in os.environ
    return 2 * n
`;

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pymcp-explain-'));
  await writeFile(join(folder, 'doubled.py'), program);
});
after(async () => {
  await rm(folder, { recursive: true });
});

const analyze = (environment: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> =>
  pymcp(['analyze', './doubled.py', '--budget', '1', '--explain', ...args], '', {
    cwd: folder,
    env: { ...process.env, ANTHROPIC_API_KEY: key, ...environment },
  });

async function explainBy(
  answer: Answer,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly ended: Ended; readonly received: readonly Received[] }> {
  const server = await startAnthropicServer(answer);
  try {
    const ended = await analyze({ ANTHROPIC_BASE_URL: server.address, ...environment }, '--no-save');
    return { ended, received: server.received };
  } finally {
    await server.close();
  }
}

describe('an explanation', () => {
  it('is of the report and the source, with secrets masked, and its text obeyed by no terminal', async () => {
    const parts = ['It doubles, ', 'whatever n is.\n', `\u001b[31mThe key is ${key}.`];
    const { ended, received } = await explainBy(streamOf(parts, 'end_turn'), {
      PYMCP_REDACT: 'ANTHROPIC_API_KEY,OTHER',
      OTHER: other,
    });
    const { exitCode, stdout, stderr } = ended;
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /doubled +any +O\(1\)/);
    assert.match(stdout, /It doubles, whatever n is\.\n/);
    assert.ok(!stdout.includes('\u001b') && !(stdout + stderr).includes(key));
    assert.match(stderr, /sending the report and the source, \d+ characters, to 127\.0\.0\.1:\d+ \(claude-/);
    const [request, ...more] = received;
    assert.deepEqual(more, []);
    assert.ok(request !== undefined);
    assert.equal(request.path, '/v1/messages');
    assert.equal(request.key, key);
    assert.ok(request.body.includes('def doubled(n: int)'));
    assert.ok(!request.body.includes(other) && !request.body.includes(key));
  });

  it('that fails leaves the report whole, with an error that names the fix', async () => {
    const { ended } = await explainBy(errorOf(401, 'authentication_error', 'no such key'));
    assert.equal(ended.exitCode, 3);
    assert.match(ended.stdout, /doubled +any +O\(1\)/);
    assert.match(ended.stderr, /does not accept the key: no such key\nhint: pymcp secrets set/);
  });
});

describe('an explanation without what it needs', () => {
  it('is refused before anything runs: no key', async () => {
    const { exitCode, stdout, stderr } = await analyze({ ANTHROPIC_API_KEY: '' });
    assert.notEqual(exitCode, 0);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /--explain needs the secret ANTHROPIC_API_KEY[^]*hint: pymcp secrets set ANTHROPIC_API_KEY/,
    );
  });

  it('is refused where the key would go out unencrypted, or to who knows whom', async () => {
    for (const address of ['http://api.example', 'https://user@api.example']) {
      const { exitCode, stdout, stderr } = await analyze({ ANTHROPIC_BASE_URL: address });
      assert.equal(exitCode, 2, address);
      assert.equal(stdout, '');
      assert.match(stderr, /ANTHROPIC_BASE_URL is no address that a key may be sent to/);
    }
  });
});
