// The stage as whoever attacks has it: its servers on loopback, and what the gateway is told of them. It stands in the process that
// judges, and not in the gateway that is attacked.
import { openStageServers, type StageServers } from '../../host/stage-servers.js';
import { nowMs } from '../../host/clock.js';
import {
  issueAuthority,
  issueForHost,
  makeKeys,
  type Period,
} from '../../egress/authority/issue-certificate.js';
import type { CanonicalHost } from '../../egress/policy/canonical-host.js';
import { impostor, site } from './stage-plan.js';
import { StageSite, stageNames } from './stage-site.js';

export const stageVariable = 'STAGE_OF_VERIFY';

/** For the gateway: where the wires of its network end. No secret is in it. */
export interface StageWires {
  /** `address:port` to a port of loopback. */
  readonly routes: Readonly<Record<string, number>>;
  /** Where everything else leads: to a server that nobody should reach. */
  readonly elsewhere: number;
  /** Whom the gateway trusts there, as PEM. */
  readonly root: string;
}

export class Stage {
  /** For the environment of the gateway. */
  readonly wires: string;
  readonly #sites: readonly StageSite[];
  readonly #servers: readonly StageServers[];

  private constructor(wires: StageWires, sites: readonly StageSite[], servers: readonly StageServers[]) {
    this.wires = JSON.stringify(wires);
    this.#sites = sites;
    this.#servers = servers;
  }

  /** The caller closes it. @param secret that one host of it knows @param elsewhere a port of loopback that nobody should reach */
  static async open(secret: string, elsewhere: number): Promise<Stage> {
    const trusted = makeCertificate(stageNames.site);
    const untrusted = makeCertificate(stageNames.impostor);
    const sites = [new StageSite('site', secret), new StageSite('impostor', secret)] as const;
    const trustedServers = await openStageServers(trusted, sites[0].answer);
    const untrustedServers = await openStageServers(untrusted, sites[1].answer);
    const routes = {
      [`${site}:80`]: trustedServers.plain,
      [`${site}:443`]: trustedServers.secured,
      [`${impostor}:443`]: untrustedServers.secured,
    };
    return new Stage({ routes, elsewhere, root: trusted.authority }, sites, [
      trustedServers,
      untrustedServers,
    ]);
  }

  /** What has arrived at its hosts and should not have; told once. */
  problems(): string[] {
    return this.#sites.flatMap((one) => one.takeProblems());
  }

  close(): void {
    for (const server of this.#servers) server.close();
  }
}

const dayMs = 86_400_000;

/** Signed by an authority that was made for it, and dies with it. */
function makeCertificate(names: readonly string[]): {
  readonly key: string;
  readonly cert: string;
  readonly authority: string;
} {
  const period: Period = { fromMs: nowMs() - dayMs, untilMs: nowMs() + dayMs };
  const issuer = { name: 'the stage of pymcp verify', keys: makeKeys() };
  const keys = makeKeys();
  return {
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: issueForHost(
      issuer,
      names.map((text): CanonicalHost => ({ kind: 'name', text })),
      keys.publicKey,
      period,
    ),
    authority: issueAuthority(issuer, period),
  };
}
