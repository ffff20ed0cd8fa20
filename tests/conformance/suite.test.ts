// The official conformance suite, which others wrote, over the real gateway: with fixtures, all that each revision requires of a
// server; as it is shipped, all of it that needs no fixture.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { toPythonMcpService } from '../../src/mcp/python-mcp-service.js';
import type { PythonService } from '../../src/services/python/python-service.js';
import { openFixtures } from './fixtures/fixtures-service.js';
import { beyond, requirements, revisions } from './required-scenarios.js';
import { complaintsOf } from './support/complaints.js';
import { toolsOrThrow } from './support/installed-tools.js';
import { openPython } from './support/open-python.js';
import { requiredBySuite, runSuite, type SuiteRun } from './support/run-suite.js';
import { type Served, serveOverHttp } from './support/served.js';

const tools = toolsOrThrow();

for (const revision of revisions) {
  const required = requirements[revision];

  describe(`the real stack with fixtures, ${revision}`, () => {
    let run: SuiteRun;

    before(async () => {
      const served = await serveOverHttp([openFixtures()]);
      try {
        run = await runSuite(tools, served.openUrl, revision);
      } finally {
        await served.close();
      }
    });

    it('is asked all that the suite requires', () => {
      assert.deepEqual(
        required.map(({ scenario }) => scenario).sort(),
        requiredBySuite(tools, revision).sort(),
      );
    });

    for (const scenario of [...required.map((one) => one.scenario), ...beyond[revision]])
      it(`passes ${scenario}`, () => {
        assert.equal(complaintsOf(run, scenario).join('\n'), '');
      });
  });

  describe(`the shipped server, ${revision}`, () => {
    let python: PythonService;
    let served: Served;
    let run: SuiteRun;

    before(async () => {
      python = openPython();
      served = await serveOverHttp([toPythonMcpService(python)]);
      run = await runSuite(tools, served.openUrl, revision);
    });

    after(async () => {
      await served.close();
      await python.close();
    });

    it('is seen to fail where it cannot pass, so that a pass means something', () => {
      for (const scenario of ['tools-call-simple-text', 'prompts-get-simple', 'no-such-scenario'])
        assert.notDeepEqual(complaintsOf(run, scenario), []);
    });

    it('has nothing of what scenarios are left out for', async () => {
      const offered = await listOffers(served.openUrl);
      const left = required.flatMap(({ scenario, needs }) => needs.map((need) => ({ scenario, need })));
      assert.deepEqual(
        left.filter(({ need }) => offered.includes(need)),
        [],
      );
    });

    for (const { scenario, needs, checks } of required)
      if (needs.length === 0 || checks !== undefined)
        it(`passes ${scenario}${checks === undefined ? '' : `, but for ${checks.length} checks`}`, () => {
          assert.equal(complaintsOf(run, scenario, checks).join('\n'), '');
        });
  });
}

describe('docs/conformance.md', () => {
  const text = readFileSync('docs/conformance.md', 'utf8');

  it('counts the scenarios as they are run here', () => {
    for (const revision of revisions) {
      const all = requirements[revision];
      const shipped = all.filter(({ needs, checks }) => needs.length === 0 || checks !== undefined);
      const row = `| ${revision} | ${all.length} of ${all.length} | ${shipped.length} of ${all.length} |`;
      assert.ok(text.includes(row), `it has no row ${row}`);
    }
  });

  it('names the versions that are installed', () => {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync('tests/conformance/tools/package.json', 'utf8'),
    ) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies }))
      assert.ok(text.includes(`| \`${name}\` | ${version} |`), `it has no row of ${name} ${version}`);
  });
});

/** What a server has, in the words of the needs. */
async function listOffers(url: string): Promise<string[]> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  try {
    const capabilities = client.getServerCapabilities() ?? {};
    const { tools: known } = await client.listTools();
    const prompts = capabilities.prompts === undefined ? [] : (await client.listPrompts()).prompts;
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    return [
      ...Object.keys(capabilities).map((name) => `capability ${name}`),
      ...known.map(({ name }) => `tool ${name}`),
      ...prompts.map(({ name }) => `prompt ${name}`),
      ...resources.map(({ uri }) => `resource ${uri}`),
      ...resourceTemplates.map(({ uriTemplate }) => `resource ${uriTemplate}`),
    ];
  } finally {
    await client.close();
  }
}
