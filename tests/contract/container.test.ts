// Proves: fail.closed, jail.once. The backend container keeps the contract of all backends. Needs Podman, and fails without it.
import { containerBackend } from '../../src/sandbox/backends/container/backend.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { describeBackend } from './backend-contract.js';
import { describeUse } from './use.js';

describeBackend(containerBackend);
describeUse(containerBackend, { copies: false });

alsoAsOrdinaryUser(import.meta.url, [], true);
