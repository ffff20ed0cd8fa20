// net.none: from a host to the addresses that may be dialled. Every answer is judged, and one bad one refuses all: a name that leads
// to the internet and to this machine at once is made for that (DNS rebinding).
import { type CanonicalHost, readAddress } from '../policy/canonical-host.js';
import type { EgressNetwork } from './egress-network.js';

declare const checked: unique symbol;
/** Was judged, and is dialled as it stands: no name is resolved a second time. */
export type CheckedAddress = string & { readonly [checked]: true };

export type Resolution =
  | { readonly kind: 'resolved'; readonly addresses: readonly CheckedAddress[] }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Of an answer, what is tried. */
const mostAddresses = 16;
const lookupMs = 10_000;

export async function resolveHost(network: EgressNetwork, host: CanonicalHost): Promise<Resolution> {
  let answers: readonly string[];
  try {
    answers = host.kind === 'address' ? [host.text] : await withinTime(network.lookup(host.text));
  } catch (error) {
    return { kind: 'failed', why: `the name cannot be resolved (${codeOf(error)})` };
  }
  if (answers.length === 0) return { kind: 'failed', why: 'the name has no address' };
  return checkAll(network, answers);
}

function checkAll(network: EgressNetwork, answers: readonly string[]): Resolution {
  const addresses: CheckedAddress[] = [];
  for (const answer of answers) {
    const reading = readAddress(answer);
    if (reading.kind === 'refused')
      return { kind: 'refused', why: `its address ${shown(answer)} ${reading.why}` };
    const why = network.whyRefused(reading.text);
    if (why !== null)
      return { kind: 'refused', why: `its address ${reading.text} may not be reached: ${why}` };
    addresses.push(reading.text as CheckedAddress);
  }
  return { kind: 'resolved', addresses: addresses.slice(0, mostAddresses) };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEOUT' }));
    }, lookupMs);
    stop = () => {
      clearTimeout(timer);
    };
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop();
  }
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 60));

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
}
