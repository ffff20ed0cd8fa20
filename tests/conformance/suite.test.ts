// The official conformance suite, which others wrote, over the real gateway: with fixtures, all that each revision requires of a
// server; as it is shipped, all of it that needs no fixture.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Client } from '@modelcontextprotocol/client';
import { openServedGateway, type ServedGateway } from '../support/served-gateway.js';
import { openFixtures } from './fixtures/fixtures-service.js';
import { beyond, requirements, revisions } from './required-scenarios.js';
import { addToken } from './support/add-token.js';
import { complaintsOf } from './support/complaints.js';
import { toolsOrThrow } from './support/installed-tools.js';
import { requiredBySuite, runSuite, type SuiteRun } from './support/run-suite.js';
import { serveOverHttp } from './support/served.js';

const tools = toolsOrThrow();

for (const revision of revisions) {
  const required = requirements[revision];
  const asked = [...required, ...beyond[revision]];

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

    for (const { scenario } of asked)
      it(`passes ${scenario}`, () => {
        assert.equal(complaintsOf(run, scenario).join('\n'), '');
      });
  });

  describe(`the shipped server, ${revision}`, () => {
    let gateway: ServedGateway;
    let client: Client;
    let run: SuiteRun;

    before(async () => {
      gateway = await openServedGateway();
      client = await gateway.connect('2026-07-28');
      await leaveFile(client);
      const proxy = await addToken(gateway.url, gateway.token);
      run = await runSuite(tools, `${proxy.url}/mcp`, revision);
      await proxy.close();
    });

    after(async () => {
      await client.close();
      await gateway.stop();
    });

    it('is seen to fail where it cannot pass, so that a pass means something', () => {
      for (const scenario of ['tools-call-simple-text', 'prompts-get-simple', 'no-such-scenario'])
        assert.notDeepEqual(complaintsOf(run, scenario), []);
    });

    it('has nothing of what scenarios are left out for', async () => {
      const offered = await listOffers(client);
      const left = asked.flatMap(({ scenario, needs }) => needs.map((need) => ({ scenario, need })));
      assert.deepEqual(
        left.filter(({ need }) => offered.includes(need)),
        [],
      );
    });

    it('takes no argument as a header too, since nothing here compares the two', async () => {
      const { tools: listed } = await client.listTools();
      assert.doesNotMatch(JSON.stringify(listed), /x-mcp-header/);
    });

    for (const { scenario, needs, checks } of asked)
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

/** In a session: without it there is no resource to list or to read. */
async function leaveFile(client: Client): Promise<void> {
  const made = await client.callTool({ name: 'create_session', arguments: {} });
  const { session } = made.structuredContent as { readonly session: { readonly session_id: string } };
  const code = 'open("kept.txt", "w").write("kept")';
  await client.callTool({ name: 'run_python', arguments: { code, session_id: session.session_id } });
}

/** What a server has, in the words of the needs. */
async function listOffers(client: Client): Promise<string[]> {
  const { tools: known } = await client.listTools();
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  return [
    ...Object.keys(client.getServerCapabilities() ?? {}).map((name) => `capability ${name}`),
    ...known.map(({ name }) => `tool ${name}`),
    ...prompts.map(({ name }) => `prompt ${name}`),
    ...resources.map(({ uri }) => `resource ${uri}`),
    ...resourceTemplates.map(({ uriTemplate }) => `resource ${uriTemplate}`),
  ];
}
