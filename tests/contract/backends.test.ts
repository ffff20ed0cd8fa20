// Proves: fail.closed, jail.once. Every backend of the registry keeps the contract.
import { backendNames, loadBackend } from '../../src/sandbox/registry.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { describeBackend } from './backend-contract.js';

for (const name of backendNames) describeBackend(await loadBackend(name));

alsoAsOrdinaryUser(import.meta.url);
