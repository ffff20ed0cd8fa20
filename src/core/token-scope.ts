// What a token opens. Pure.
import { showStart } from './show-start.js';
import { PymcpError } from './errors.js';
import { nearestName } from './nearest-name.js';
import { serviceNames, type ServiceName } from './service-names.js';

/** What a request needs. */
export type NeededScope = ServiceName | 'metrics';
/** `all` stands for every service, those of later versions too; the figures of /metrics are no service. */
export type TokenScope = NeededScope | 'all';

export const tokenScopes: readonly TokenScope[] = [...serviceNames, 'all', 'metrics'];

export function isTokenScope(text: unknown): text is TokenScope {
  return tokenScopes.some((scope) => scope === text);
}

/** Names with commas between; each once, in the order of the table. @throws PymcpError `input.name-invalid` */
export function parseTokenScopes(text: string): readonly TokenScope[] {
  const wanted = text.split(',').map((name) => parseTokenScope(name.trim()));
  return tokenScopes.filter((scope) => wanted.includes(scope));
}

function parseTokenScope(text: string): TokenScope {
  if (isTokenScope(text)) return text;
  const near = nearestName(text, tokenScopes);
  throw new PymcpError(
    'input.name-invalid',
    `there is no scope ${JSON.stringify(showStart(text, 80))}`,
    `${near === null ? 'known are' : `did you mean ${near}? Known are`} ${tokenScopes.join(', ')}`,
  );
}
