// One template and the sandboxes that come out of it.
import { randomBytes } from 'node:crypto';
import { PymcpError } from '../../../core/errors.js';
import type { LimitLevels } from '../../../core/isolation.js';
import type { JailLimits } from '../../../core/limits.js';
import { Underway } from '../../../core/underway.js';
import { startTimer } from '../../../host/clock.js';
import { kernelVersion } from '../../../host/process-identity.js';
import type { Sandbox, Template } from '../../backend-contract.js';
import type { CgroupLeaf, CgroupTree } from '../../cgroup/contract.js';
import { GuestChannel } from '../../channel/guest-channel.js';
import { isSameSurvey } from '../../workspace/is-same-survey.js';
import { listUnmasked } from '../../workspace/list-unmasked.js';
import { lookAgain } from '../../workspace/look-again.js';
import type { Survey } from '../../workspace/survey-workspace.js';
import type { WorkspaceGuard } from '../../workspace/workspace-guard.js';
import { BubblewrapSandbox, type SandboxParts } from './bubblewrap-sandbox.js';
import type { WorkspaceView } from './custody.js';
import { Family } from './family.js';
import { agentPid, type Fork } from './fork.js';
import { toLayerError } from './layer-hints.js';
import { countsProcessesPerNamespace } from './limit-levels.js';
import type { Ground, Plot } from './ground.js';
import type { Connections, Rendezvous } from './rendezvous.js';
import { toLaunchPlan } from './template-plan.js';
import type { TemplateProcess } from './template-process.js';

/** What `openBubblewrapTemplate` has set up. */
export interface TemplateParts {
  /** Among the templates of its engine. */
  readonly number: number;
  readonly process: TemplateProcess;
  /** Of the template itself. */
  readonly leaf: CgroupLeaf | null;
  readonly rendezvous: Rendezvous;
  /** null where no cgroup is to be had. */
  readonly cgroups: CgroupTree | null;
  /** null where no workspace is shown. */
  readonly guard: WorkspaceGuard | null;
  readonly levels: LimitLevels;
  readonly seccompInstructions: number;
  readonly hostUid: number;
  readonly ground: Ground;
  /** Each sandbox has a relay beside its reaper. */
  readonly hasNetwork: boolean;
  /** Removes what the parts themselves do not. */
  readonly dispose: () => Promise<void>;
}

/** For connections that wait to be accepted to be so. */
const lastWordsMs = 1_000;
const birthTimeoutMs = 20_000;

export class BubblewrapTemplate implements Template {
  readonly levels: LimitLevels;
  readonly #parts: TemplateParts;
  /** Births, and what they have brought forth until it has ended: both use what is disposed of. */
  readonly #underway = new Underway();
  #launched = 0;
  #closed: Promise<void> | null = null;

  constructor(parts: TemplateParts) {
    this.#parts = parts;
    this.levels = parts.levels;
  }

  get isGone(): boolean {
    return this.#parts.process.isGone;
  }

  launch(limits: JailLimits): Promise<Sandbox> {
    return lookAgain(async () => {
      this.#refuseIfGone();
      const sandbox = await this.#underway.add(this.#survey(limits));
      void this.#underway.add(sandbox.ended);
      return sandbox;
    });
  }

  async #survey(limits: JailLimits): Promise<Sandbox> {
    const survey = (await this.#parts.guard?.survey()) ?? null;
    return this.#launch(limits, survey);
  }

  async #launch(limits: JailLimits, survey: Survey | null): Promise<Sandbox> {
    const { number, process, rendezvous, cgroups, guard, hasNetwork, ground } = this.#parts;
    const covers = survey === null ? [] : (guard?.planCovers(survey) ?? []);
    const id = (this.#launched += 1);
    const token = randomBytes(16).toString('hex');
    const openLeaf =
      cgroups === null
        ? null
        : (name: string, wanted: Partial<JailLimits>): Promise<CgroupLeaf> =>
            cgroups.openLeaf(`t${number}-${name}`, wanted);
    // They are among the processes, and not the program's.
    const ownProcesses = hasNetwork ? 2 : 1;
    const leaf = (await openLeaf?.(`run-${id}`, { ...limits, pids: limits.pids + ownProcesses })) ?? null;
    let plot: Plot | null = null;
    let family: Family | null = null;
    try {
      plot = await ground.prepare(id, limits);
      // It may have been closed meanwhile: then there is nothing to fork from.
      this.#refuseIfGone();
      const connected = rendezvous.expect(token);
      const plan = toLaunchPlan(limits, {
        id,
        token,
        joinFiles: leaf?.joinFiles ?? [],
        memoryHeld: this.levels.memory.level === 'enforced',
        processesCountedPerNamespace: countsProcessesPerNamespace(kernelVersion()),
        covers,
        ownProcesses,
      });
      const fork = process.fork({ ...plan, ...plot.plan });
      family = new Family({ fork, process, rendezvous, openLeaf, hasNetwork, plot });
      const connections = await this.#firstOf(connected, fork);
      const workspace = viewOf(guard, survey);
      return await this.#waitUntilReady(connections, { family, leaf, limits, workspace, plot });
    } catch (error) {
      rendezvous.forget(token);
      await family?.end();
      // The reason of the refusal counts; a group that stays is taken with the tree.
      await leaf?.remove().catch(() => undefined);
      await plot?.clear().catch(() => undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { process, leaf, rendezvous, guard, dispose } = this.#parts;
    await process.stop();
    await this.#underway.settled();
    await rendezvous.close();
    // What stays is taken with the tree.
    await leaf?.remove().catch(() => undefined);
    await guard?.close();
    await dispose();
  }

  async #firstOf(connected: Promise<Connections>, fork: Fork): Promise<Connections> {
    const late = startTimer(birthTimeoutMs);
    const first = await Promise.race([
      connected,
      fork.ended.then(() => 'ended' as const),
      late.passed.then(() => 'late' as const),
    ]);
    late.stop();
    if (typeof first === 'object') return first;
    if (fork.unborn !== null) throw toLayerError(fork.unborn.layer, fork.unborn.reason);
    // Whoever closed it waits for this, and nobody for the reason.
    if (this.#closed !== null) this.#refuseIfGone();
    if (first === 'late' && fork.init === null) throw this.#endUnresponsive();
    // What it said before it ended is in the sockets: the end, which comes by another way, must not overtake the reason.
    const lastWords = startTimer(lastWordsMs);
    const said = first === 'late' ? null : await Promise.race([connected, lastWords.passed.then(() => null)]);
    lastWords.stop();
    if (said !== null) return said;
    this.#refuseIfGone();
    throw toLayerError(
      'channel',
      first === 'late' ? 'it did not report in time' : this.#parts.process.lastWords,
    );
  }

  async #waitUntilReady(
    connections: Connections,
    birth: Pick<SandboxParts, 'family' | 'leaf' | 'limits' | 'workspace'> & { readonly plot: Plot },
  ): Promise<Sandbox> {
    const { seccompInstructions, hostUid, ground } = this.#parts;
    const channel = new GuestChannel(connections.control);
    const timeUp = setTimeout(() => {
      channel.close();
    }, birthTimeoutMs);
    const event = await channel.receive();
    clearTimeout(timeUp);
    if (event.type !== 'ready') {
      for (const socket of Object.values(connections)) (socket as Connections['control']).destroy();
      if (event.type === 'refused') throw toLayerError(event.layer, event.reason);
      this.#refuseIfGone();
      throw toLayerError('harness', `the sandbox ended before it was ready (${event.type})`);
    }
    return new BubblewrapSandbox({
      ...birth,
      member: 0,
      pid: agentPid,
      channel,
      stdout: connections.stdout,
      stderr: connections.stderr,
      levels: this.levels,
      isolation: {
        ...ground.isolation,
        seccompInstructions,
        landlockAbi: event.landlockAbi,
        hostUid,
      },
    });
  }

  /** It does not even fork: what is in it cannot be reached or ended one by one, and whoever asks next needs another. */
  #endUnresponsive(): PymcpError {
    this.#parts.process.kill();
    return new PymcpError(
      'jail.lost',
      'the template process did not answer in time and was ended; nothing was run',
      'run it again; a new template is started',
    );
  }

  #refuseIfGone(): void {
    const { process } = this.#parts;
    if (!process.isGone && this.#closed === null) return;
    const words = process.lastWords === '' ? '' : `: ${process.lastWords}`;
    throw new PymcpError(
      'jail.lost',
      `the template process is gone${words}`,
      'run it again; a new template is started',
    );
  }
}

/** path.protected: the masks are those of the birth; what was there before a run is what the last look found. */
export function viewOf(guard: WorkspaceGuard | null, born: Survey | null): WorkspaceView {
  const nothing = (): Promise<readonly string[]> => Promise.resolve([]);
  if (guard === null || born === null)
    return { isCurrent: () => Promise.resolve(true), findUnmasked: nothing, findCreated: nothing };
  let last = born;
  return {
    async isCurrent(pace) {
      const now = await guard.survey(pace);
      if (!isSameSurvey(born, now)) return false;
      last = now;
      return true;
    },
    findUnmasked: async () => listUnmasked(born, await guard.survey()),
    findCreated: () => guard.findCreated(last),
  };
}
