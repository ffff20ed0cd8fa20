// Proves: fail.closed, jail.once. The backend docker keeps the contract of all backends. Needs a Docker daemon of its own, and fails
// without it.
import { dockerBackend } from '../../src/sandbox/backends/docker/backend.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { useDockerDaemon } from '../support/docker-daemon.js';
import { describeBackend } from './backend-contract.js';
import { describeUse } from './use.js';

useDockerDaemon();
describeBackend(dockerBackend);
describeUse(dockerBackend, { copies: false });

alsoAsOrdinaryUser(import.meta.url);
