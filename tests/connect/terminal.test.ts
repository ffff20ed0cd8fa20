// Before a person, `pymcp connect` asks, and only a yes is one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { commandLine } from '../support/command-line.js';
import { type ConnectHome, makeHome } from '../support/connect-home.js';
import { slow } from '../support/time.js';

/** Runs argv[2:] on a terminal, types argv[1] when it is asked, prints what was shown, and ends as it did. */
const onTerminal = `
import os, pty, sys
typed = sys.argv[1].encode().decode("unicode_escape").encode()
pid, terminal = pty.fork()
if pid == 0: os.execv(sys.argv[2], sys.argv[2:])
shown = b""
while True:
    try: part = os.read(terminal, 4096)
    except OSError: break
    if not part: break
    shown += part
    if typed and b"[y/N]" in shown:
        os.write(terminal, typed)
        typed = b""
os.write(1, shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

async function connect(
  home: ConnectHome,
  typed: string,
  ...args: string[]
): Promise<{ exitCode: number; shown: string }> {
  const words = [process.execPath, commandLine, 'connect', ...args];
  const child = spawn('/usr/bin/python3', ['-I', '-c', onTerminal, typed, ...words], {
    env: { ...home.env, TERM: 'xterm' },
    timeout: slow(30_000),
  });
  const [shown, [exitCode]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { exitCode, shown };
}

describe('pymcp connect on a terminal', () => {
  it('shows the change in colours, asks, and writes after a yes', async () => {
    const home = makeHome();
    const { exitCode, shown } = await connect(home, 'y\\n', 'cursor');
    assert.equal(exitCode, 0, shown);
    assert.ok(shown.includes('\x1b[32m+   "mcpServers": {\x1b[0m'), shown);
    assert.match(shown, /Write it\? \[y\/N\] /);
    assert.ok(home.read('.cursor/mcp.json').includes('"pymcp"'));
  });

  it('writes nothing after anything else', async () => {
    for (const typed of ['n\\n', '\\n', 'yeah\\n', '\\x04', '\\x03']) {
      const home = makeHome();
      const { exitCode, shown } = await connect(home, typed, 'cursor');
      assert.notEqual(exitCode, 0, `${typed}: ${shown}`);
      assert.deepEqual(home.list('.'), [], typed);
    }
  });

  it('asks nothing where nothing would change', async () => {
    const home = makeHome();
    await home.connect('cursor', '--yes');
    const { exitCode, shown } = await connect(home, '', 'cursor');
    assert.equal(exitCode, 0);
    assert.ok(!shown.includes('[y/N]'));
  });
});
