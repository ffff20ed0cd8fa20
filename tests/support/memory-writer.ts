// A process that stores entities in the memory of this user until it is done or killed; prints each name once it is stored.
// Arguments: a name to begin with, how many.
import { toCaller } from '../../src/core/caller.js';
import { MemoryService } from '../../src/services/memory/memory-service.js';

const [prefix = '', count = '0'] = process.argv.slice(2);
const memory = new MemoryService({ workspace: null });
const asker = { caller: toCaller(`test:${prefix}`), tool: 'test' };

await Promise.all(
  Array.from({ length: Number(count) }, async (_, index) => {
    const name = `${prefix}_${index}`;
    await memory.createEntities(asker, [{ name, entityType: 'test', observations: [`seen by ${prefix}`] }]);
    process.stdout.write(`${name}\n`);
  }),
);
await memory.close();
