// What an address of the gateway stands for. As it is written: nothing is decoded or normalised, so that there is one
// spelling of each and no other.
import { showStart } from '../../core/show-start.js';
import { hideTokens } from '../../tokens/token-text.js';
import type { McpService } from '../mcp-service.js';
import type { Refusal } from './refusal.js';

export type Route =
  | { readonly kind: 'mcp'; readonly name: string; readonly service: McpService | null }
  | { readonly kind: 'health' }
  | { readonly kind: 'metrics' };

export type Routed =
  { readonly kind: 'route'; readonly route: Route } | { readonly kind: 'refused'; readonly refusal: Refusal };

export function findRoute(method: string, url: string, services: readonly McpService[]): Routed {
  const [path = ''] = url.split('?');
  const route = toRoute(path, services);
  if (route === null) return refused(notFound(path, services));
  const allowed = route.kind === 'mcp' ? ['POST', 'GET', 'DELETE'] : ['GET', 'HEAD'];
  return allowed.includes(method) ? { kind: 'route', route } : refused(notAllowed(method, allowed));
}

function toRoute(path: string, services: readonly McpService[]): Route | null {
  if (path === '/health') return { kind: 'health' };
  if (path === '/metrics') return { kind: 'metrics' };
  if (path === '/mcp') return { kind: 'mcp', name: '', service: null };
  const service = services.find(({ name }) => path === `/mcp/${name}`);
  return service === undefined ? null : { kind: 'mcp', name: service.name, service };
}

const refused = (refusal: Refusal): Routed => ({ kind: 'refused', refusal });

function notFound(path: string, services: readonly McpService[]): Refusal {
  const known = ['/mcp', ...services.map(({ name }) => `/mcp/${name}`), '/health', '/metrics'];
  return {
    reason: 'not-found',
    status: 404,
    message: `there is nothing at ${JSON.stringify(showStart(hideTokens(path), 80))}`,
    hint: `there are ${known.join(', ')}; which services there are is chosen with --services`,
  };
}

function notAllowed(method: string, allowed: readonly string[]): Refusal {
  return {
    reason: 'method',
    status: 405,
    message: `the method ${method} has no meaning here`,
    hint: `use ${allowed.join(', ')}`,
    headers: { allow: allowed.join(', ') },
  };
}
