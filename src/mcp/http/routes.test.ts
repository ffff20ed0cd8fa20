import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { McpService } from '../mcp-service.js';
import { findRoute } from './routes.js';

const services = ['python', 'files'].map((name) => ({ name }) as McpService);
const known = ['/mcp', '/mcp/python', '/mcp/files', '/health', '/metrics'];

describe('routes', () => {
  it('lead to one service, to all, and to what tells of the gateway', () => {
    const found = known.map((path) => findRoute(path.startsWith('/mcp') ? 'POST' : 'GET', path, services));
    assert.deepEqual(
      found.map((routed) => (routed.kind === 'route' ? routed.route.kind : null)),
      ['mcp', 'mcp', 'mcp', 'health', 'metrics'],
    );
  });

  it('have no other spelling', () => {
    const part = fc.constantFrom(
      '/',
      'mcp',
      'python',
      '.',
      '..',
      '%2e',
      'MCP',
      '\0',
      '//',
      ' ',
      'health',
      '#',
      ';',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = parts.join('');
        const routed = findRoute('POST', path, services);
        if (known.includes(path)) return;
        assert.equal(routed.kind === 'refused' ? routed.refusal.status : 200, 404, path);
      }),
    );
  });

  it('do not look at what follows the question mark', () => {
    assert.equal(findRoute('GET', '/health?token=x', services).kind, 'route');
    assert.equal(findRoute('GET', '/x?/health', services).kind, 'refused');
  });
});
