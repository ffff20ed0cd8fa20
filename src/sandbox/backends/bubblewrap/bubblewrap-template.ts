// One template and the sandboxes that come out of it.
import { randomBytes } from 'node:crypto';
import { PymcpError } from '../../../core/errors.js';
import type { LimitLevels } from '../../../core/isolation.js';
import type { Limits } from '../../../core/limits.js';
import { sleep } from '../../../host/clock.js';
import { kernelVersion } from '../../../host/process-identity.js';
import type { Sandbox, Template } from '../../backend-contract.js';
import type { CgroupTree } from '../../cgroup/contract.js';
import { GuestChannel } from '../../channel/guest-channel.js';
import type { Survey } from '../../workspace/survey-workspace.js';
import type { WorkspaceGuard } from '../../workspace/workspace-guard.js';
import { BubblewrapSandbox, type SandboxParts } from './bubblewrap-sandbox.js';
import { toLayerError } from './layer-hints.js';
import { countsProcessesPerNamespace } from './limit-levels.js';
import type { Connections, Rendezvous } from './rendezvous.js';
import { toLaunchPlan } from './template-plan.js';
import type { ForkEnd, TemplateProcess } from './template-process.js';

/** What `openBubblewrapTemplate` has set up. */
export interface TemplateParts {
  readonly process: TemplateProcess;
  readonly rendezvous: Rendezvous;
  /** null where no cgroup is to be had. */
  readonly cgroups: CgroupTree | null;
  /** null where no workspace is shown. */
  readonly guard: WorkspaceGuard | null;
  readonly levels: LimitLevels;
  readonly seccompInstructions: number;
  readonly hostUid: number;
  /** Removes what the parts themselves do not. */
  readonly dispose: () => Promise<void>;
}

/** For connections that wait to be accepted to be so. */
const lastWordsMs = 1_000;
const birthTimeoutMs = 20_000;
const mostAttempts = 5;

export class BubblewrapTemplate implements Template {
  readonly levels: LimitLevels;
  readonly #parts: TemplateParts;
  #launched = 0;
  #closed: Promise<void> | null = null;

  constructor(parts: TemplateParts) {
    this.#parts = parts;
    this.levels = parts.levels;
  }

  get isGone(): boolean {
    return this.#parts.process.isGone;
  }

  async launch(limits: Limits): Promise<Sandbox> {
    for (let attempt = 1; ; attempt += 1) {
      this.#refuseIfGone();
      try {
        const survey = (await this.#parts.guard?.survey()) ?? null;
        return await this.#launch(limits, survey);
      } catch (error) {
        // path.protected: what is to be masked has moved between the look and the mount. Look again.
        const isWorthAnother = error instanceof PymcpError && error.code === 'workspace.changed';
        if (!isWorthAnother || attempt === mostAttempts) throw error;
      }
    }
  }

  async #launch(limits: Limits, survey: Survey | null): Promise<Sandbox> {
    const { process, rendezvous, cgroups, guard } = this.#parts;
    const covers = survey === null ? [] : (guard?.planCovers(survey) ?? []);
    const id = (this.#launched += 1);
    const token = randomBytes(16).toString('hex');
    // The reaper is one of the processes, and not the program's.
    const leaf = (await cgroups?.openLeaf(`run-${id}`, { ...limits, pids: limits.pids + 1 })) ?? null;
    const connected = rendezvous.expect(token);
    const plan = toLaunchPlan(limits, {
      id,
      token,
      joinFiles: leaf?.joinFiles ?? [],
      memoryHeld: this.levels.memory.level === 'enforced',
      processesCountedPerNamespace: countsProcessesPerNamespace(kernelVersion()),
      covers,
    });
    const forked = process.fork(plan);
    const findCreated = async (): Promise<readonly string[]> =>
      survey === null ? [] : ((await guard?.findCreated(survey)) ?? []);
    try {
      const connections = await this.#firstOf(connected, forked);
      return await this.#waitUntilReady(connections, { id, forked, leaf, limits, findCreated });
    } catch (error) {
      rendezvous.forget(token);
      await process.endFork(id, forked);
      // The reason of the refusal counts; a group that stays is taken with the tree.
      await leaf?.remove().catch(() => undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { process, rendezvous, cgroups, guard, dispose } = this.#parts;
    await process.stop();
    await rendezvous.close();
    await cgroups?.close();
    await guard?.close();
    await dispose();
  }

  async #firstOf(connected: Promise<Connections>, forked: Promise<ForkEnd>): Promise<Connections> {
    const timeUp = new AbortController();
    const first = await Promise.race([
      connected,
      // What it said before it ended is in the sockets: the end, which comes by another way, must not overtake the reason.
      forked.then(() => sleep(lastWordsMs, timeUp.signal)).then(() => 'ended' as const),
      sleep(birthTimeoutMs, timeUp.signal).then(() => 'late' as const),
    ]);
    timeUp.abort();
    if (typeof first === 'object') return first;
    this.#refuseIfGone();
    throw toLayerError(
      'channel',
      first === 'late' ? 'it did not report in time' : this.#parts.process.lastWords,
    );
  }

  async #waitUntilReady(
    connections: Connections,
    birth: Pick<SandboxParts, 'id' | 'forked' | 'leaf' | 'limits' | 'findCreated'>,
  ): Promise<Sandbox> {
    const { process, seccompInstructions, hostUid } = this.#parts;
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
      process,
      channel,
      stdout: connections.stdout,
      stderr: connections.stderr,
      levels: this.levels,
      isolation: {
        backend: 'bubblewrap',
        namespaces: ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'],
        seccompInstructions,
        landlockAbi: event.landlockAbi,
        hostUid,
        scope: 'own',
      },
    });
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
