import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from '../bubblewrap/installation.test-support.js';
import { toVesselPlan, type VesselFacts } from './vessel-plan.js';

const facts: VesselFacts = {
  gateway: 7,
  root: '/run/gw-1/root',
  limits: { scratchBytes: 100, scratchInodes: 10 },
  workspace: null,
  packages: null,
  covers: [],
  view: '/run/gw-1/run-1/view',
  program: ['/usr/bin/runsc', 'run'],
  environment: {},
};

describe('toVesselPlan', () => {
  it('names the skeleton of its root, and its scratch folders', () => {
    const plan = JSON.parse(toVesselPlan(facts).toString()) as Record<string, unknown>;
    assert.equal(plan['root'], '/run/gw-1/root');
    assert.deepEqual(plan['scratch'], { tmp: '1777', shm: '1777', home: '700' });
    assert.equal(plan['workspace'], null);
  });

  it('keeps every bit of the number of the workspace that was checked', () => {
    const placed = { ...workspaceOf('/home/alice/p', 'writable'), what: 'workspace', place: '/p' } as const;
    const plan = JSON.parse(toVesselPlan({ ...facts, workspace: placed }).toString()) as {
      workspace: { source: string; inode: string; access: string };
    };
    assert.equal(plan.workspace.source, '/p');
    assert.equal(plan.workspace.inode, String(placed.inode));
    assert.equal(plan.workspace.access, 'writable');
  });
});
