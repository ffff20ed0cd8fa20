// Proves: net.none. The proxy as it is in earnest (its own resolver, its judgement of addresses, its dial), between a program of Python and real
// servers, in a network namespace where an address of the internet is local. in-namespace.ts is what runs there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { slow } from '../support/time.js';
import type { Outcome } from './in-namespace.js';

describe('a program behind the proxy, on a network (net.none)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-netns-'));
  let outcome: Outcome;

  before(async () => {
    const program = fileURLToPath(new URL('in-namespace.js', import.meta.url));
    const child = spawn(
      'unshare',
      ['--map-root-user', '--net', '--mount', process.execPath, program, folder],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: slow(90_000),
      },
    );
    const [output, [status]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    assert.equal(status, 0, output);
    outcome = JSON.parse(output) as Outcome;
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('reaches the hosts that are named, by HTTP and HTTPS, and follows redirects between them', () => {
    assert.deepEqual(outcome.named, [
      { status: 200, text: 'GET /a ' },
      { status: 200, text: 'GET /b ' },
      { status: 200, text: 'GET /c ' },
      { status: 200, text: 'GET /d ' },
    ]);
  });

  it('reaches nothing else, and is told why', () => {
    for (const [url, { status, text: words }] of Object.entries(outcome.denied)) {
      assert.ok(!words.includes('secret'), url);
      assert.match(
        `${status ?? ''} ${words}`,
        /^(?:40[03] network: denied|502 network: failed| .*Tunnel connection failed: 403)/,
        url,
      );
    }
    assert.match(
      outcome.denied['http://rebind.example/']?.text ?? '',
      /its address 127\.0\.0\.1 may not be reached: it is loopback/,
    );
    assert.match(
      outcome.denied['http://metadata.example/']?.text ?? '',
      /link-local, where the metadata services/,
    );
    assert.match(outcome.denied['http://nothing.example/']?.text ?? '', /cannot be resolved \(ENOTFOUND\)/);
    assert.equal(outcome.trespasses, 0);
  });

  it('is held to methods, paths and addresses inside of TLS too', () => {
    const [named, other, local, metadata, mixed, evil] = outcome.ended;
    assert.deepEqual(named, { status: 200, text: 'GET /b ' });
    assert.match(other?.text ?? '', /^network: denied example\.org:443\nwhy: no rule .* permits GET \/c\n/);
    assert.match(local?.text ?? '', /127\.0\.0\.1 may not be reached: it is loopback/);
    assert.match(metadata?.text ?? '', /link-local/);
    assert.match(mixed?.text ?? '', /private network/);
    assert.match(evil?.text ?? '', /403 Network denied evil\.org:443/);
  });

  it('does not reach this machine by its public address either', () => {
    assert.equal(outcome.own?.status, 403);
    assert.match(outcome.own.text, /93\.184\.216\.34 may not be reached: it is of this machine/);
  });

  it('has no name asked for but those that a rule names, and none with a search list', () => {
    assert.ok(outcome.asked.includes('example.org'));
    assert.ok(!outcome.asked.some((name) => name.endsWith('evil.example')), outcome.asked.join(' '));
  });
});

alsoAsOrdinaryUser(import.meta.url);
