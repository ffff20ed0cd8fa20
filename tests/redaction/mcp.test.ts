// Proves: secret.unlogged. A gateway over stdio knows a secret; programs, sessions and their files write it in every way, calls repeat it,
// and nothing that the client receives, the log says, or the gateway keeps on the disk has it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type AuditHome, makeAuditHome } from '../support/audit-home.js';
import { RawClient } from '../support/mcp-client.js';
import { everythingIn, mask, plantSecret } from '../support/planted-secret.js';
import { slow } from '../support/time.js';

const secret = plantSecret();

interface Answer {
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Python that writes the secret in every way to both streams, in chunks that cut each of them. */
const writeSlowly = (name: string): string => `
import os, time
def ${name}():
    for number, blob in enumerate(blobs_of(v)):
        for start in range(0, len(blob), 7):
            os.write(1 + number % 2, blob[start:start + 7])
        os.write(1 + number % 2, b"\\n")
        if number % 5 == 0: time.sleep(0.3)
`;

class Talker {
  readonly home: AuditHome;
  readonly client: RawClient;
  #asked = 0;

  constructor(home: AuditHome) {
    this.home = home;
    const env = { ...process.env, ...secret.env, ...home.env };
    this.client = new RawClient(['--audit-code', 'text', '--log-level', 'trace'], { env });
  }

  async request(method: string, params: object): Promise<Record<string, unknown>> {
    this.#asked += 1;
    const { result, error } = await this.client.ask({ jsonrpc: '2.0', id: this.#asked, method, params });
    return result ?? { error };
  }

  async call(name: string, args: object, more: object = {}): Promise<Answer> {
    const result = await this.request('tools/call', { name, arguments: args, ...more });
    return { text: JSON.stringify(result), fields: (result['structuredContent'] ?? {}) as Answer['fields'] };
  }

  run(code: string, args: object = {}, more: object = {}): Promise<Answer> {
    return this.call('run_python', { code: secret.program(code), ...args }, more);
  }

  async openSession(): Promise<string> {
    const { fields } = await this.call('create_session', {});
    return (fields['session'] as { session_id: string }).session_id;
  }

  /** Until no file that the gateway holds open has the secret. */
  async untilGone(what: string): Promise<void> {
    const { pid } = this.client.child;
    const deadline = Date.now() + slow(10_000);
    while (Object.values(everythingIn(this.home.folder, pid)).some((bytes) => bytes.includes(secret.value))) {
      assert.ok(Date.now() < deadline, `the copy of ${what} stays`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Nothing of all that came has it: by line, and one after the other. */
  check(): void {
    const { lines, stderr, child } = this.client;
    const pid = child.exitCode === null ? child.pid : undefined;
    secret.assertNoPart({ lines: lines.join('\n'), stderr, ...everythingIn(this.home.folder, pid) });
    const texts = lines.map((line) => JSON.stringify(JSON.parse(line)));
    secret.assertNoPart(Object.fromEntries(texts.map((text, index) => [`line ${index}`, text])));
  }
}

describe('a gateway over stdio that knows a secret', () => {
  const talker = new Talker(makeAuditHome());
  before(() => talker.client.initialize());
  after(() => talker.client.child.kill('SIGKILL'));

  it('masks it in output, in progress, in values and in displayed HTML', async () => {
    const code = `${writeSlowly('leak')}
leak()
class Table:
    def __repr__(self): return "\\n".join(texts_of(v))
    def _repr_html_(self): return "<p>" + "</p><p>".join(texts_of(v)) + "</p>"
Table()`;
    const { fields, text } = await talker.run(code, {}, { _meta: { progressToken: 'p' } });
    assert.equal(fields['status'], 'completed', text);
    const { stdout, stderr } = fields as Record<'stdout' | 'stderr', string>;
    assert.equal(`${stdout}${stderr}`.split(mask).length - 1 >= 26, true, `${stdout}${stderr}`);
    assert.ok(talker.client.lines.some((line) => line.includes('notifications/progress')));
    talker.check();
  });

  it('masks it in exceptions, files, their names and the resources that serve them', async () => {
    const { fields, text } = await talker.run(`
for size in (0, 5_000, 262_100, 700_000):
    with open(f"file-{size}.txt", "wb") as file:
        for blob in blobs_of(v)[:-3]: file.write(b"x" * (size // 26) + blob + b"\\n")
open(urllib.parse.quote(v, safe="") + ".txt", "w").write("x" * 300_000 + v)
raise RuntimeError("\\n".join(texts_of(v)))`);
    assert.equal(fields['status'], 'raised', text);
    const files = fields['files'] as readonly { readonly path: string; readonly uri?: string }[];
    assert.ok(files.some(({ path }) => path === `${mask}.txt`));
    let parts = 0;
    for (const { uri } of files)
      for (let next: string | null = uri ?? null; next !== null; parts += 1) {
        const { contents } = await talker.request('resources/read', { uri: next });
        const [content] = contents as readonly { readonly _meta: Record<string, { next: string | null }> }[];
        next = content?._meta['isolated-pymcp/part']?.next ?? null;
      }
    assert.ok(parts >= 2, `${parts} parts`);
    await talker.request('resources/list', {});
    talker.check();
  });

  it('masks it in a session, across calls, in copies, and in parts of its files', async () => {
    const session = await talker.openSession();
    const inSession = { session_id: session };
    await talker.run(`${writeSlowly('leak')}\nleak()`, inSession);
    await talker.call('run_python', { code: 'leak(); print(v, end=""); v', ...inSession });
    await talker.call('run_python', {
      code: `
import threading
threading.Timer(0.2, lambda: print(v, flush=True)).start()
with open("kept.bin", "wb") as file:
    for blob in blobs_of(v)[:-3]: file.write(b"-" * 100 + blob)
open(v.encode().hex(), "w").write(v)`,
      ...inSession,
    });
    await new Promise((resolve) => setTimeout(resolve, slow(600)));
    const between = await talker.call('run_python', { code: '1', ...inSession });
    assert.match(String(between.fields['stdout']), /^\[secret GH_PAT\]\n$/);
    await talker.call('list_session_files', inSession);
    const read: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const part = await talker.call('read_session_file', {
        ...inSession,
        path: 'kept.bin',
        offset,
        length: 61,
      });
      assert.equal(part.fields['status'], 'done', part.text);
      read.push(String(part.fields['content']));
      offset = part.fields['next_offset'] as number | null;
    }
    secret.assertNoPart({ 'parts of a file': read.join('') });
    assert.equal(read.join('').split('-'.repeat(100)).length, 27);
    const uri = `pymcp://sessions/${session}/kept.bin`;
    await talker.request('resources/read', { uri });
    const copy = await talker.call('fork_session', inSession);
    const forked = (copy.fields['session'] as { session_id: string }).session_id;
    await talker.call('run_python', { code: 'leak(); raise ValueError(v)', session_id: forked });
    talker.check();
  });

  it('gives a program what it was given: what goes in is not redacted', async () => {
    const { fields, text } = await talker.run('print(open("in.txt").read() == v)', {
      files: [{ path: 'in.txt', content: secret.value }],
    });
    assert.equal(fields['stdout'], 'True\n', text);
    const session = await talker.openSession();
    await talker.run('open("f.txt", "w").write(v * 30_000); None', { session_id: session });
    const uri = `pymcp://sessions/${session}/f.txt`;
    const copied = await talker.run('print(open("in.txt").read() == v * 30_000)', {
      files: [{ path: 'in.txt', uri }],
    });
    assert.equal(copied.fields['stdout'], 'True\n', copied.text);
    // The copy was made for that run alone. It is closed when the answer is there, or a moment later.
    await talker.untilGone(uri);
    talker.check();
  });

  it('masks it where a call that is refused repeats it, as it was given or cut', async () => {
    const { value } = secret;
    const long = [value, `${'x'.repeat(60)}${value}`, `${'y '.repeat(20)}${value}${'z'.repeat(300)}`];
    for (const text of long) {
      const odd = { session_id: text, path: text, env: text, [text]: 1 };
      for (const name of ['run_python', 'create_session', 'read_session_file', 'close_session', text])
        await talker.call(name, odd);
      await talker.call('run_python', { code: '1', env: text });
      await talker.call('run_python', { code: '1', session_id: text });
      await talker.call('run_python', { code: '1', files: [{ path: `/${text}`, content: '' }] });
      await talker.call('run_python', {
        code: '1',
        files: [{ path: text, content: text, encoding: 'base64' }],
      });
      await talker.call('run_python', { code: '1', files: [{ path: 'a', uri: text }] });
      await talker.call('run_python', { code: '1', timeout_s: text });
      await talker.call('read_session_file', { session_id: 's1', path: `../${text}` });
      for (const uri of [
        text,
        `pymcp://results/${text}/a`,
        `pymcp://sessions/s1/${encodeURIComponent(text)}`,
      ]) {
        await talker.request('resources/read', { uri });
        await talker.request('resources/subscribe', { uri });
      }
      await talker.request('prompts/get', { name: text, arguments: { [text]: text } });
      await talker.request('prompts/get', {
        name: 'explain_error',
        arguments: { error: text, [text]: text },
      });
      await talker.request('prompts/get', {
        name: 'explain_error',
        arguments: { error: text, session_id: text },
      });
      await talker.request('completion/complete', {
        ref: { type: 'ref/resource', uri: text },
        argument: { name: text, value: text },
      });
      await talker.request(text, { [text]: text });
      await talker.request('tools/list', { cursor: text });
      talker.client.write(
        `{"jsonrpc": "2.0", "id": 1.5, "method": "${text.replaceAll('"', '\\"')}" ${text}\n`,
      );
    }
    await talker.request('ping', {});
    talker.check();
  });

  it('leaves nothing of it behind', async () => {
    talker.client.child.stdin.end();
    assert.equal(await talker.client.exited, 0);
    talker.check();
  });
});
