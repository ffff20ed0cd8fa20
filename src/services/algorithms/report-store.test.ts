import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { parseAnalysisUri } from '../../core/resource-uri.js';
import { ReportStore } from './report-store.js';

const [mine, others] = [toCaller('me'), toCaller('others')];

function keep(store: ReportStore, caller = mine, size = 10): string {
  const [kept] = store.keep(caller, [{ path: 'sorting.html', bytes: Buffer.alloc(size, 'x') }]);
  assert.ok(kept !== null && kept !== undefined);
  return kept.uri;
}

function read(store: ReportStore, caller: typeof mine, uri: string, offset = 0): string {
  const address = parseAnalysisUri(uri);
  assert.ok(address !== null);
  return store.read(caller, address, offset, 100).bytes.toString();
}

describe('reports', () => {
  it('are read by whoever asked for the analysis, in parts', () => {
    const store = new ReportStore();
    const uri = keep(store);
    assert.match(uri, /^pymcp:\/\/analysis\/[0-9a-f]{16}\/sorting\.html$/);
    assert.equal(read(store, mine, uri, 4), 'xxxxxx');
    store.close();
  });

  it('are not there for another caller, whatever address it has', () => {
    const store = new ReportStore();
    const uri = keep(store);
    assert.throws(() => read(store, others, uri), { code: 'resource.unknown' });
    assert.deepEqual(store.list(others), []);
    store.close();
  });

  it('are bounded in number and bytes, the newest stay, and one caller takes no room of another', () => {
    const store = new ReportStore({ reports: 2, bytes: 100 });
    const theirs = keep(store, others);
    const first = keep(store);
    const last = [keep(store), keep(store)];
    assert.throws(() => read(store, mine, first), { code: 'resource.unknown' });
    assert.deepEqual(
      store.list(mine).map(({ uri }) => uri),
      last,
    );
    keep(store, mine, 95);
    assert.equal(store.list(mine).length, 1);
    assert.equal(read(store, others, theirs), 'x'.repeat(10));
    assert.deepEqual(store.keep(mine, [{ path: 'large.html', bytes: Buffer.alloc(101) }]), [null]);
    store.close();
  });

  it('go with their caller, and all of them stay below a bound', () => {
    const told: string[] = [];
    const store = new ReportStore({ allBytes: 25 }, (_, uri) => told.push(uri));
    const first = keep(store, others);
    keep(store);
    keep(store);
    assert.deepEqual(store.list(others), []);
    assert.equal(told.filter((uri) => uri === first).length, 2);
    store.forget(mine);
    assert.deepEqual(store.list(mine), []);
  });
});
