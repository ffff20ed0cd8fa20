import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OutputContent, SpoolWriter, StoredBytes } from '../core/exchanged-file.js';
import { sleep } from '../host/clock.js';
import type { UnnamedFile } from '../host/unnamed-file.js';
import { OutputSpool } from './output-spool.js';

/** A disk whose files the test sees. */
class Disk {
  readonly open: MemoryFile[] = [];
  opened = 0;
  /** Bytes that it still takes. */
  freeBytes = Infinity;

  readonly make = (): Promise<UnnamedFile> => {
    const file = new MemoryFile(this);
    this.open.push(file);
    this.opened += 1;
    return Promise.resolve(file);
  };
}

class MemoryFile implements UnnamedFile {
  readonly #disk: Disk;
  #bytes = Buffer.alloc(0);

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  write(bytes: Buffer, position: number): Promise<void> {
    this.#disk.freeBytes -= bytes.length;
    if (this.#disk.freeBytes < 0)
      return Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    this.#bytes = Buffer.concat([this.#bytes.subarray(0, position), bytes]);
    return Promise.resolve();
  }

  read(position: number, length: number): Promise<Buffer> {
    return Promise.resolve(this.#bytes.subarray(position, position + length));
  }

  close(): Promise<void> {
    this.#disk.open.splice(this.#disk.open.indexOf(this), 1);
    return Promise.resolve();
  }
}

async function fill(writer: SpoolWriter, text: string): Promise<OutputContent> {
  for (const character of text) void writer.write(Buffer.from(character));
  return writer.finish();
}

async function store(spool: OutputSpool, text: string): Promise<StoredBytes> {
  const content = await fill(spool.store(text.length), text);
  assert.ok(content.kind === 'stored', JSON.stringify(content));
  return content.bytes;
}

function whyOf(content: OutputContent): string {
  assert.ok(content.kind === 'left out');
  return content.why;
}

describe('OutputSpool', () => {
  it('gives back what was stored, in parts', async () => {
    const bytes = await store(new OutputSpool({}, new Disk().make), 'abcdef');
    assert.equal(bytes.length, 6);
    const parts = await Promise.all([
      bytes.read(0, 2),
      bytes.read(2, 100),
      bytes.read(6, 1),
      bytes.read(9, 9),
    ]);
    assert.deepEqual(parts.map(String), ['ab', 'cdef', '', '']);
  });

  it('lets the oldest go where a new one needs the room, and closes its file', async () => {
    const disk = new Disk();
    const spool = new OutputSpool({ bytes: 10 }, disk.make);
    const first = await store(spool, '1234');
    const second = await store(spool, '5678');
    const third = await store(spool, '90');
    assert.deepEqual([first.isThere, second.isThere, third.isThere], [true, true, true]);
    const fourth = await store(spool, 'abcde');
    assert.deepEqual(
      [first.isThere, second.isThere, third.isThere, fourth.isThere],
      [false, false, true, true],
    );
    await assert.rejects(first.read(0, 1), /removed/);
    assert.equal((await third.read(0, 2)).toString(), '90');
    assert.equal(disk.open.length, 2);
  });

  it('has a number of files, too', async () => {
    const disk = new Disk();
    const spool = new OutputSpool({ files: 3 }, disk.make);
    for (let count = 0; count < 10; count += 1) await store(spool, 'x');
    assert.equal(disk.open.length, 3);
  });

  it('leaves out what is larger than all of it, and lets nothing go for that', async () => {
    const spool = new OutputSpool({ bytes: 10 }, new Disk().make);
    const first = await store(spool, '1234');
    assert.match(whyOf(await fill(spool.store(11), 'x'.repeat(11))), /more than the gateway has room for/);
    assert.ok(first.isThere);
  });

  it('takes nothing away from a run that is under way', async () => {
    const spool = new OutputSpool({ bytes: 10 }, new Disk().make);
    const slow = spool.store(8);
    await slow.write(Buffer.from('1234'));
    assert.match(whyOf(await fill(spool.store(4), 'abcd')), /more than the gateway has room for/);
    await slow.write(Buffer.from('5678'));
    assert.equal((await slow.finish()).kind, 'stored');
  });

  it('leaves out what a full disk does not take, closes it and goes on with the next', async () => {
    const disk = new Disk();
    const spool = new OutputSpool({ bytes: 10 }, disk.make);
    disk.freeBytes = 3;
    assert.match(whyOf(await fill(spool.store(8), '12345678')), /disk of the gateway is full/);
    assert.equal(disk.open.length, 0);
    disk.freeBytes = 10;
    await store(spool, '1234567890');
  });

  it('leaves out what no folder takes', async () => {
    const spool = new OutputSpool({}, () =>
      Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' })),
    );
    assert.match(whyOf(await fill(spool.store(3), 'abc')), /EACCES/);
  });

  it('takes another length than was announced, where there is room for it', async () => {
    const spool = new OutputSpool({ bytes: 10 }, new Disk().make);
    const [shorter, longer] = [await fill(spool.store(4), 'abc'), await fill(spool.store(3), 'abcdef')];
    assert.ok(shorter.kind === 'stored' && longer.kind === 'stored');
    assert.deepEqual([shorter.bytes.length, longer.bytes.length], [3, 6]);
    assert.equal(String(await longer.bytes.read(0, 9)), 'abcdef');
    assert.match(whyOf(await fill(spool.store(1), 'a'.repeat(11))), /more than the gateway has room for/);
    // What was counted for it is free again.
    assert.equal((await fill(spool.store(9), 'a'.repeat(9))).kind, 'stored');
  });

  it('forgets what is given up, half or whole, and what has become too old', async () => {
    const disk = new Disk();
    const spool = new OutputSpool({ bytes: 10, ageMs: 30 }, disk.make);
    const half = spool.store(10);
    await half.write(Buffer.from('12345'));
    half.discard();
    half.discard();
    const whole = spool.store(10);
    await fill(whole, '1234567890');
    whole.discard();
    const old = await store(spool, '1234567890');
    assert.ok(old.isThere);
    await sleep(100);
    assert.ok(!old.isThere);
    assert.deepEqual([disk.opened, disk.open.length], [3, 0]);
  });

  it('removes everything in the end', async () => {
    const disk = new Disk();
    const spool = new OutputSpool({}, disk.make);
    await Promise.all(['a', 'b', 'c'].map((text) => store(spool, text)));
    await spool.close();
    assert.equal(disk.open.length, 0);
  });
});
