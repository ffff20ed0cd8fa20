// Proves: port.loopback. What listens is bound to loopback, whatever is asked for.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { pymcp } from '../support/command-line.js';
import { withServedGateway } from '../support/served-gateway.js';

/** Addresses at which a process listens, as the kernel says (proc(5), /proc/net/tcp). */
function listeningAddresses(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.slice(1) ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode ?? ''))
      .map(([, local = '']) => local.split(':')[0] ?? ''),
  );
}

const loopback4 = '0100007F';
const loopback6 = '00000000000000000000000001000000';

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (reached: boolean) => (): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

describe('the ports of the gateway', () => {
  it('are bound to 127.0.0.1, and to ::1 where that is asked for, at the same number', async () => {
    await withServedGateway(['--no-socket', '--ipv6'], ({ process: { pid = 0 }, urls }) => {
      assert.deepEqual(listeningAddresses(pid), [loopback4, loopback6]);
      const ports = urls.map((url) => new URL(url).port);
      assert.equal(new Set(ports).size, 1);
      return Promise.resolve();
    });
    await withServedGateway(['--no-socket'], async ({ process: { pid = 0 }, url }) => {
      assert.deepEqual(listeningAddresses(pid), [loopback4]);
      // Every other address of this machine, and another of loopback.
      const others = Object.values(networkInterfaces())
        .flatMap((list = []) => list)
        .filter(({ internal, scopeid = 0 }) => !internal && scopeid === 0)
        .map(({ address }) => address);
      for (const host of [...others, '127.0.0.2', '::1'])
        assert.equal(await canConnect(host, Number(new URL(url).port)), false, host);
    });
  });

  it('are refused on every other address, with the reason, and no option makes an exception', async () => {
    for (const host of [
      '0.0.0.0',
      '::',
      '[::]',
      '*',
      '',
      '127.0.0.2',
      '127.1',
      '0',
      '0x7f000001',
      '192.168.0.1',
      'example.org',
    ]) {
      const { exitCode, stderr } = await pymcp(['serve', '--no-socket', '--port', '0', `--host=${host}`]);
      assert.equal(exitCode, 2, `${host}: ${stderr}`);
      assert.match(stderr, /error: .*loopback.*\nhint: /s);
    }
    const { stdout } = await pymcp(['serve', '--help']);
    assert.doesNotMatch(stdout, /unsafe|insecure|public|bind-all/i);
    const flags = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag]) => flag);
    assert.ok(flags.includes('--host'));
    // What these allow is the network of the programs.
    assert.deepEqual(
      flags.filter((flag) => /allow|bind|listen|expose/.test(flag ?? '')),
      ['--allow', '--bind-secret'],
    );
  });

  it('are opened for a container by its image alone: here the entry point of the image is refused', async () => {
    for (const environment of [{}, { container: 'podman' }]) {
      const { exitCode, stdout, stderr } = await pymcp(['serve-in-image', '--no-socket', '--port', '0'], '', {
        env: { ...process.env, ...environment },
      });
      assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' }, stderr);
      assert.match(stderr, /error: .*not the image.*\nhint: use pymcp serve/s);
    }
    const { stdout } = await pymcp(['--help']);
    assert.doesNotMatch(stdout, /serve-in-image/);
  });
});
