// A `pymcp connect` that is killed, at any moment, leaves a whole file: the old one or the new one.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { endOf, startPymcp } from '../support/command-line.js';
import { makeHome } from '../support/connect-home.js';

const rounds = 30;

describe('pymcp connect, killed', () => {
  it('leaves a whole file, and what it left beside it is gone with the next', async () => {
    const home = makeHome();
    const servers = Object.fromEntries(
      Array.from({ length: 4_000 }, (_, index) => [`s${index}`, { command: 'a' }]),
    );
    const old = JSON.stringify({ mcpServers: servers }, null, 2);
    home.write('.cursor/mcp.json', old);
    const whole = async (): Promise<number> => {
      const start = performance.now();
      assert.equal((await home.connect('cursor', '--yes')).exitCode, 0);
      return performance.now() - start;
    };
    const wholeMs = await whole();
    const connected = home.read('.cursor/mcp.json');
    let killed = 0;
    for (let round = 0; round < rounds; round += 1) {
      home.write('.cursor/mcp.json', old);
      const child = startPymcp(['connect', 'cursor', '--yes'], { env: home.env });
      // From before it reads to after it has written.
      const timer = setTimeout(() => child.kill('SIGKILL'), wholeMs * (0.4 + (0.7 * round) / rounds));
      child.stdin.end();
      const { signal } = await endOf(child);
      clearTimeout(timer);
      if (signal !== null) killed += 1;
      const now = home.read('.cursor/mcp.json');
      assert.ok(now === old || now === connected, `round ${round}: ${now.length} characters`);
      for (const copy of home.list('.cursor', 'mcp.json.pymcp-backup-')) {
        const text = home.read(join('.cursor', copy));
        assert.ok(text === old || text === connected, `${copy} is torn`);
      }
    }
    assert.ok(killed > 0, 'some were killed');
    home.write('.cursor/mcp.json', old);
    await whole();
    assert.deepEqual(
      home.list('.cursor').filter((name) => name.endsWith('.pymcp-tmp')),
      [],
    );
  });
});
