// The sandboxes of one policy, each started whole by an engine. There is no process that they come out of.
import { randomBytes } from 'node:crypto';
import { PymcpError } from '../../../core/errors.js';
import type { LimitLevels } from '../../../core/isolation.js';
import type { JailLimits } from '../../../core/limits.js';
import { Underway } from '../../../core/underway.js';
import { startTimer } from '../../../host/clock.js';
import type { Sandbox, SandboxPolicy, Template } from '../../backend-contract.js';
import { viewOf } from '../bubblewrap/bubblewrap-template.js';
import { toLayerError } from '../bubblewrap/layer-hints.js';
import type { ConnectionsWithLine, Rendezvous } from '../bubblewrap/rendezvous.js';
import type { SeccompFilter } from '../bubblewrap/seccomp/filter.js';
import type { CgroupLeaf, CgroupTree } from '../../cgroup/contract.js';
import { GuestChannel } from '../../channel/guest-channel.js';
import { lookAgain } from '../../workspace/look-again.js';
import type { Survey } from '../../workspace/survey-workspace.js';
import type { WorkspaceGuard } from '../../workspace/workspace-guard.js';
import { BehindOutput } from './behind-output.js';
import { ReaperLine } from './reaper-line.js';
import { toStandalonePlan } from './standalone-plan.js';
import { StandaloneSandbox } from './standalone-sandbox.js';
import type { Vessel, Wharf } from './vessel.js';

/** What open-standalone-template.ts has set up. */
export interface StandaloneTemplateParts {
  /** Among the templates of its engine. */
  readonly number: number;
  readonly policy: SandboxPolicy;
  readonly rendezvous: Rendezvous;
  readonly wharf: Wharf;
  /** null where no cgroup is to be had. */
  readonly cgroups: CgroupTree | null;
  /** null where no workspace is shown. */
  readonly guard: WorkspaceGuard | null;
  readonly levels: LimitLevels;
  readonly filter: SeccompFilter;
  readonly hostUid: number;
  /** Removes what the parts themselves do not. */
  readonly dispose: () => Promise<void>;
}

const connectTimeoutMs = 30_000;
/** It preloads before it is ready. */
const readyTimeoutMs = 120_000;
/** For connections that wait to be accepted to be so. */
const lastWordsMs = 1_000;

export class StandaloneTemplate implements Template {
  readonly levels: LimitLevels;
  /** There is nothing that could end by itself. */
  readonly isGone = false;
  readonly #parts: StandaloneTemplateParts;
  readonly #living = new Set<StandaloneSandbox>();
  readonly #births = new Underway();
  readonly #unborn = new Set<Vessel>();
  #launched = 0;
  #closed: Promise<void> | null = null;

  constructor(parts: StandaloneTemplateParts) {
    this.#parts = parts;
    this.levels = parts.levels;
  }

  launch(limits: JailLimits): Promise<Sandbox> {
    return lookAgain(() => {
      this.#refuseIfClosed();
      return this.#births.add(this.#survey(limits));
    });
  }

  async #survey(limits: JailLimits): Promise<Sandbox> {
    const survey = (await this.#parts.guard?.survey()) ?? null;
    return this.#launch(limits, survey);
  }

  async #launch(limits: JailLimits, survey: Survey | null): Promise<Sandbox> {
    const { number, policy, rendezvous, wharf, cgroups, guard, filter } = this.#parts;
    const id = (this.#launched += 1);
    const token = randomBytes(16).toString('hex');
    const covers = survey === null ? [] : (guard?.planCovers(survey) ?? []);
    const leaf =
      (await cgroups?.openLeaf(`t${number}-run-${id}`, {
        cpus: limits.cpus,
        memoryBytes: limits.memoryBytes + wharf.own.memoryBytes,
        pids: wharf.own.pids(limits.pids),
      })) ?? null;
    let vessel: Vessel | null = null;
    try {
      const connected = rendezvous.expectWithLine(token);
      const plan = toStandalonePlan(limits, {
        ...{ id, token, policy, inside: wharf.inside, seccompFilter: filter.bytes },
        memoryHeld: this.levels.memory.level === 'enforced',
      });
      this.#refuseIfClosed();
      vessel = await wharf.start({ id, limits, leaf, covers, plan });
      this.#unborn.add(vessel);
      // It may have been closed while the engine was started: then nobody else ends it.
      this.#refuseIfClosed();
      const connections = await this.#firstOf(connected, vessel);
      await vessel.withdraw('gateway');
      return await this.#waitUntilReady(connections, { vessel, leaf, limits, survey });
    } catch (error) {
      rendezvous.forget(token);
      vessel?.kill();
      await vessel?.ended;
      // The reason of the refusal counts; a group that stays is taken with the tree.
      await leaf?.endMembers().catch(() => undefined);
      await leaf?.remove().catch(() => undefined);
      await vessel?.clear().catch(() => undefined);
      throw error;
    } finally {
      if (vessel !== null) this.#unborn.delete(vessel);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { rendezvous, guard, wharf, dispose } = this.#parts;
    // First those that are being born, whose launch ends then, and those that it has handed out meanwhile.
    for (const vessel of this.#unborn) vessel.kill();
    await this.#births.settled();
    const living = [...this.#living];
    for (const sandbox of living) sandbox.kill();
    await Promise.all(living.map(({ ended }) => ended));
    await rendezvous.close();
    await guard?.close();
    await wharf.close();
    await dispose();
  }

  async #firstOf(connected: Promise<ConnectionsWithLine>, vessel: Vessel): Promise<ConnectionsWithLine> {
    const late = startTimer(connectTimeoutMs);
    const first = await Promise.race([
      connected,
      vessel.ended.then(() => 'ended' as const),
      late.passed.then(() => 'late' as const),
    ]);
    late.stop();
    if (typeof first === 'object') return first;
    const lastWords = startTimer(lastWordsMs);
    const said = first === 'late' ? null : await Promise.race([connected, lastWords.passed.then(() => null)]);
    lastWords.stop();
    if (said !== null) return said;
    this.#refuseIfClosed();
    const words = vessel.lastWords === '' ? 'it said nothing' : vessel.lastWords;
    throw new PymcpError(
      'jail.start-failed',
      `a sandbox ${first === 'late' ? 'did not report in time' : 'ended before it reported'}: ${words}; nothing was run`,
      this.#parts.wharf.toHint(words),
    );
  }

  async #waitUntilReady(
    connections: ConnectionsWithLine,
    birth: {
      readonly vessel: Vessel;
      readonly leaf: CgroupLeaf | null;
      readonly limits: JailLimits;
      readonly survey: Survey | null;
    },
  ): Promise<Sandbox> {
    const { vessel, leaf, limits, survey } = birth;
    const { filter, hostUid, wharf, guard } = this.#parts;
    const { control, stdout, stderr } = connections;
    const channel = new GuestChannel(
      wharf.tellsWhatWasRead ? control : new BehindOutput(control, [stdout, stderr]),
    );
    const line = new ReaperLine(connections.line);
    const timeUp = setTimeout(() => {
      channel.close();
    }, readyTimeoutMs);
    const event = await channel.receive();
    clearTimeout(timeUp);
    if (event.type !== 'ready' || this.#closed !== null) {
      line.close();
      for (const socket of Object.values(connections) as ConnectionsWithLine['control'][]) socket.destroy();
      this.#refuseIfClosed();
      if (event.type === 'refused') throw toRefusal(event.layer, event.reason);
      throw toLayerError('harness', `the sandbox ended before it was ready (${event.type})`);
    }
    await vessel.withdraw('rest');
    const sandbox: StandaloneSandbox = new StandaloneSandbox({
      ...{ vessel, line, channel, limits, stdout, stderr },
      leaf: leaf ?? vessel.group,
      levels: this.levels,
      isolation: {
        ...wharf.isolation,
        seccompInstructions: filter.instructions,
        landlockAbi: event.landlockAbi,
        hostUid,
      },
      workspace: viewOf(guard, survey),
      onEnded: () => this.#living.delete(sandbox),
    });
    this.#living.add(sandbox);
    return sandbox;
  }

  #refuseIfClosed(): void {
    if (this.#closed === null) return;
    throw new PymcpError('jail.lost', 'the template was closed', 'run it again; a new template is started');
  }
}

function toRefusal(layer: string, reason: string): PymcpError {
  if (layer !== 'preload') return toLayerError(layer, reason);
  return new PymcpError(
    'jail.start-failed',
    `the environment could not import what it preloads: ${reason}`,
    'install the missing packages for the interpreter, or use another environment',
  );
}
