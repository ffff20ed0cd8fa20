// Proves: net.none. The relay that is to run in a sandbox (guest/pymcp_guest/relay.py) and the proxy understand each other: programs reach through
// both what a rule names, and are told of the rest.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { packageRoot } from '../../src/host/package-root.js';
import { askPython } from './ask-python.js';
import { Stage } from './stage.js';

const program = `
import os, socket, sys
sys.path.insert(0, sys.argv[1])
from pymcp_guest.relay import Relay
listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)
Relay(listener, sys.argv[2], sys.stdin.readline().strip()).run()
`;

describe('through relay and proxy (net.none)', () => {
  let stage: Stage;
  let relay: ChildProcess;
  let address = '';
  before(async () => {
    stage = await Stage.open({ policy: [{ host: 'example.org', ports: [80, 443] }] });
    const args = ['-I', '-c', program, join(packageRoot(), 'guest'), stage.path];
    const child = spawn('/usr/bin/python3', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    relay = child;
    child.stdin.write(`${stage.run.token}\n`);
    address = `http://127.0.0.1:${String((await once(child.stdout, 'data'))[0]).trim()}`;
  });
  after(async () => {
    relay.kill();
    await stage.close();
  });

  it('a program gets what is named, small and large, in the clear and by TLS', async () => {
    const urls = ['http://example.org/a', 'https://example.org/b', 'https://example.org/bytes?n=5000000'];
    const [plain, tls, large] = await askPython(address, urls, stage.origin.cert);
    assert.deepEqual([plain?.text, tls?.text, large?.text.length], ['GET /a ', 'GET /b ', 5_000_000]);
  });

  it('and is told of what is not', async () => {
    const [plain, tls] = await askPython(address, ['http://evil.example/', 'https://evil.example/']);
    assert.match(plain?.text ?? '', /^network: denied evil\.example:80\n/);
    assert.match(tls?.text ?? '', /403 Network denied evil\.example:443/);
  });

  it('until the run ends, when its connections end too', async () => {
    const dialled = stage.dialled.length;
    const hanging = askPython(address, ['http://example.org/hang']);
    while (stage.dialled.length === dialled) await delay(10);
    stage.run.close();
    const [answer] = await hanging;
    assert.equal(answer?.status, null);
  });
});
