// net.none: what the network of a run is: nothing, or a list of rules, of which one must permit what is asked for.
import { isWhole, leadsTo, permits, type EgressRule, type EgressTarget, type EgressUse } from './rule.js';
import { showHost } from './canonical-host.js';
import { whyNotPublic } from './special-addresses.js';

export interface EgressPolicy {
  /** None: no network. */
  readonly rules: readonly EgressRule[];
}

export const noNetwork: EgressPolicy = { rules: [] };

export type Judgement =
  | { readonly kind: 'permitted'; readonly rule: EgressRule }
  | {
      readonly kind: 'denied';
      readonly why: string;
      /** What to do about it, for the person whose configuration it is. */
      readonly hint: string;
    };

/** Nothing but TLS is to be met there; a plain request is a way around what TLS is for. */
const tlsPort = 443;

export function judge({ rules }: EgressPolicy, target: EgressTarget, use: EgressUse): Judgement {
  const near = rules.filter((rule) => leadsTo(rule, target));
  const rule = near.find((one) => permits(one, use) && !isPlainOnTls(one, target, use));
  if (rule !== undefined) return { kind: 'permitted', rule };
  return { kind: 'denied', ...explain(rules, near, target, use) };
}

/** `any` where there is the choice: a rule that asks for less is there to be used. */
export function judgeTunnel(policy: EgressPolicy, target: EgressTarget): Judgement {
  const any = judge(policy, target, { kind: 'tunnel', tunnel: 'any' });
  return any.kind === 'permitted' ? any : judge(policy, target, { kind: 'tunnel', tunnel: 'tls' });
}

/**
 * The rule by which the proxy ends the TLS of a tunnel and judges each request in it; null where the tunnel is to be judged as it is.
 * @param isBound whether a secret goes to that host
 */
export function findEndingRule(
  { rules }: EgressPolicy,
  target: EgressTarget,
  isBound: boolean,
): EgressRule | null {
  const near = rules.filter((rule) => leadsTo(rule, target));
  // Where a whole tunnel is permitted, methods and paths of other rules forbid nothing.
  return isBound || !near.some(isWhole) ? (near[0] ?? null) : null;
}

/** Whether there may be TLS that is ended, whatever is asked for. */
export function endsTls({ rules }: EgressPolicy): boolean {
  return !rules.every(isWhole);
}

function isPlainOnTls(rule: EgressRule, { port }: EgressTarget, use: EgressUse): boolean {
  return use.kind === 'request' && use.over === 'plain' && port === tlsPort && rule.tunnel !== 'any';
}

type Explanation = Omit<Judgement & { kind: 'denied' }, 'kind'>;

function explain(
  rules: readonly EgressRule[],
  near: readonly EgressRule[],
  target: EgressTarget,
  use: EgressUse,
): Explanation {
  const special = target.host.kind === 'address' ? whyNotPublic(target.host.text) : null;
  if (special !== null) return { why: `this address may not be reached: ${special}`, hint: publicOnly };
  if (rules.length === 0) return { why: 'this run has no network', hint: addRule(target) };
  if (near.length === 0) {
    const otherPorts = rules.some((rule) => rule.ports.some((port) => leadsTo(rule, { ...target, port })));
    return {
      why: otherPorts
        ? `no rule of this run names port ${target.port} of this host`
        : 'no rule of this run names this host',
      hint: addRule(target),
    };
  }
  if (use.kind === 'request' && use.over === 'plain' && target.port === tlsPort)
    return {
      why: `a request without TLS to port ${target.port}`,
      hint: 'ask for https:// instead of http://',
    };
  if (use.kind === 'request')
    return {
      why: `no rule for this host permits ${use.method} ${use.path.slice(0, 200)}`,
      hint: `add the method and the path to the rule for ${showHost(target.host)}`,
    };
  return {
    why: 'the tunnel does not begin with TLS',
    hint: `speak TLS there, or give the rule "tunnel": "any"`,
  };
}

/** For what no rule may name. */
export const publicOnly =
  'the network of a run is the public internet alone: put what is needed into the workspace, or on a public host';

const addRule = ({ host, port }: EgressTarget): string =>
  `add to the network policy: {"host": ${JSON.stringify(showHost(host))}, "ports": [${port}]}`;
