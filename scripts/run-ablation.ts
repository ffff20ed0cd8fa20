// dev
import { loadCorpus } from '../src/verify/load-corpus.js';
import { findProof } from '../tests/ablation/judge-control.js';
import { measure } from '../tests/ablation/measure.js';
import { PackageCopies } from '../tests/ablation/package-copy.js';
import { findSwitch, switchesFor } from '../tests/ablation/switches.js';

const [mode = '', only = '', drops = ''] = process.argv.slice(2);
const { attacks } = await loadCorpus();
const copies = new PackageCopies();
const chosen = attacks.filter(({ name, header }) => header.stoppedBy.length > 0 && new RegExp(only).test(name));
const queue = [...chosen];
async function lane(): Promise<void> {
  for (let attack = queue.shift(); attack !== undefined; attack = queue.shift()) {
    if (attack.header.stoppedBy.includes('host-quota') && drops === '') continue;
    const set = drops === '' ? attack.header.stoppedBy : [];
    const dropped = drops === '' ? switchesFor(set) : drops.split(',').map(findSwitch);
    const at = Date.now();
    try {
      const found = await measure(copies, dropped, [attack], mode === 'kept' ? 'kept' : 'dropped');
      const proof = findProof(attack.header, found.results[0]?.problems ?? []);
      console.log(
        `${proof !== null ? 'OK  ' : 'FAIL'} ${attack.name} [${(drops || attack.header.stoppedBy.join(','))}] ${Date.now() - at}ms ${proof?.slice(0, 150) ?? ''} ${proof === null ? JSON.stringify(found).slice(0, 600) : ''}`,
      );
    } catch (error) {
      console.log(`ERR  ${attack.name} [${attack.header.stoppedBy.join(',')}] ${String(error).slice(0, 300)}`);
    }
  }
}
await Promise.all([lane(), lane()]);
copies.remove();
