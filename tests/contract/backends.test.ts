// Proves: fail.closed, jail.once. Every backend of the registry keeps the contract; those that need an engine of their own have
// a file of their own beside this.
import { backendNames } from '../../src/core/backend-names.js';
import { isAble } from '../../src/sandbox/abilities.js';
import { loadBackend } from '../../src/sandbox/registry.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { describeBackend } from './backend-contract.js';
import { describeUse } from './use.js';

const ownFile: ReadonlySet<string> = new Set(['gvisor', 'container', 'docker']);

for (const name of backendNames.filter((one) => !ownFile.has(one))) {
  const backend = await loadBackend(name);
  describeBackend(backend);
  describeUse(backend, {
    copies: isAble(name, 'copies'),
    ownRoot: name !== 'contained',
  });
}

alsoAsOrdinaryUser(import.meta.url);
