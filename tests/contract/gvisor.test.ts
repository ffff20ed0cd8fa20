// Proves: fail.closed, jail.once. The backend gvisor keeps the contract of all backends. Needs runsc, and fails without it.
import { gvisorBackend } from '../../src/sandbox/backends/gvisor/backend.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { describeBackend } from './backend-contract.js';
import { describeUse } from './use.js';

describeBackend(gvisorBackend);
describeUse(gvisorBackend, { copies: false });

alsoAsOrdinaryUser(import.meta.url);
