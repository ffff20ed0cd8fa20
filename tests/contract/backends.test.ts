// Proves: fail.closed, jail.once. Every backend of the registry keeps the contract; those that need an engine of their own have
// a file of their own beside this.
import { backendNames } from '../../src/core/backend-names.js';
import { loadBackend } from '../../src/sandbox/registry.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { describeBackend } from './backend-contract.js';

const ownFile: ReadonlySet<string> = new Set(['gvisor', 'container']);

for (const name of backendNames) if (!ownFile.has(name)) describeBackend(await loadBackend(name));

alsoAsOrdinaryUser(import.meta.url);
