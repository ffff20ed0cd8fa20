// What the templates of one gateway share: who the guests are outside, and the control groups with the total.
// limit.memory limit.cpu: one tree for all of them, so that the total is over all.
import { chooseGuestIdentity, type Identity } from '../../../host/process-identity.js';
import { fileExists } from '../../../host/cgroup-fs.js';
import type { Engine, EngineOptions, SandboxPolicy, Template } from '../../backend-contract.js';
import { type CgroupAttempt, openCgroupTree } from '../../cgroup/open-cgroup-tree.js';
import type { EngineShare } from './engine-share.js';
import { openBubblewrapTemplate } from './open-template.js';

type Open = typeof openBubblewrapTemplate;

export class BubblewrapEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #open: Open;
  readonly #templates = new Set<Template>();
  #opened = 0;
  #guest: Identity | null = null;
  #cgroups: Promise<CgroupAttempt> | null = null;
  #closed: Promise<void> | null = null;

  constructor(options: EngineOptions, open: Open = openBubblewrapTemplate) {
    this.#options = options;
    this.#open = open;
  }

  async openTemplate(policy: SandboxPolicy): Promise<Template> {
    this.#guest ??= chooseGuestIdentity();
    const guest = this.#guest;
    const number = (this.#opened += 1);
    const share: EngineShare = { number, guest, openCgroups: () => this.#openCgroups(guest) };
    const template = await this.#open(policy, share, () => {
      this.#templates.delete(template);
    });
    this.#templates.add(template);
    return template;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const template of this.#templates) await template.close();
    const attempt = await this.#cgroups?.catch(() => null);
    if (attempt?.kind === 'open') await attempt.tree.close();
  }

  async #openCgroups({ uid, gid }: Identity): Promise<CgroupAttempt> {
    const before = await this.#cgroups?.catch(() => null);
    const isThere = before?.kind === 'open' && before.tree.folders.every(({ path }) => fileExists(path));
    if (!isThere) {
      // Somebody has removed the groups, which only works while nothing runs in them.
      if (before?.kind === 'open') await before.tree.close().catch(() => undefined);
      this.#cgroups = openCgroupTree({ total: this.#options.total, guestUid: uid, guestGid: gid });
    }
    return (await this.#cgroups) as CgroupAttempt;
  }
}
