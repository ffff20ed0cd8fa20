// The services of a gateway: each is an endpoint and a scope of its own (DESIGN §6).
import { showStart } from './show-start.js';
import { PymcpError } from './errors.js';
import { nearestName } from './nearest-name.js';

export const serviceNames = ['python', 'files', 'code', 'algorithms', 'memory', 'github'] as const;

export type ServiceName = (typeof serviceNames)[number];

/** Those that a gateway offers where nobody chooses. */
export const defaultServices: readonly ServiceName[] = ['python', 'files', 'code', 'algorithms'];

export function isServiceName(text: string): text is ServiceName {
  return serviceNames.some((name) => name === text);
}

/**
 * `all`, or names with commas between; the order of the table, each once.
 * @throws PymcpError `input.name-invalid`
 */
export function parseServiceNames(text: string): readonly ServiceName[] {
  if (text.trim() === 'all') return serviceNames;
  const wanted = text.split(',').map((name) => parseServiceName(name.trim()));
  return serviceNames.filter((name) => wanted.includes(name));
}

/** @throws PymcpError `input.name-invalid` */
export function parseServiceName(text: string): ServiceName {
  if (isServiceName(text)) return text;
  const near = nearestName(text, serviceNames);
  throw new PymcpError(
    'input.name-invalid',
    `there is no service ${JSON.stringify(showStart(text, 80))}`,
    `${near === null ? 'known are' : `did you mean ${near}? Known are`} ${serviceNames.join(', ')}, and all`,
  );
}
