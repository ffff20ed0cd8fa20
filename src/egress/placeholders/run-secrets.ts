// secret.unseen: the secrets of one run: the placeholders that its programs hold, and what becomes of each where it is met. One rule for
// all places: over TLS that the proxy has ended, to a host that the secret is bound to, where its binding says; else it is refused.
import { type EgressTarget, leadsTo, permits, type RequestUse } from '../policy/rule.js';
import type { SecretName } from '../../core/names.js';
import type { SecretBinding, SecretPlace } from './binding.js';
import type { Answer, KnownPlaceholder } from './placeholder-stream.js';
import { makePlaceholder } from './placeholder-text.js';
import { whyUnusable } from './why-unusable.js';

/** A request that a placeholder was met in. */
export interface MetIn {
  readonly target: EgressTarget;
  readonly use: RequestUse;
  /** The secrets that were put into it so far, for the audit log. */
  readonly used: Set<SecretName>;
}

/** Where in a request. @param header its name, where it is the value of one */
export interface Spot {
  readonly place: SecretPlace;
  readonly header?: string;
}

/** How a value is written where it goes; null: it cannot be. */
export type Spelling = (value: string) => Buffer | null;

interface HeldSecret {
  readonly binding: SecretBinding;
  readonly placeholder: string;
}

export class RunSecrets {
  readonly #secrets: readonly HeldSecret[];

  constructor(bindings: readonly SecretBinding[]) {
    this.#secrets = bindings.map((binding) => ({ binding, placeholder: makePlaceholder(binding.name) }));
  }

  /** For the run's programs: each placeholder under the name of its secret. */
  get environment(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#secrets.map(({ binding, placeholder }) => [binding.name, placeholder]));
  }

  /** What may come back, and is masked. */
  listValues(): readonly { readonly name: SecretBinding['name']; readonly value: string }[] {
    return this.#secrets.flatMap(({ binding: { name, value } }) =>
      value === null || whyUnusable(value) !== null ? [] : [{ name, value }],
    );
  }

  /** Whether any secret goes to that host, by whatever method or path. */
  isBound(target: EgressTarget): boolean {
    return this.#secrets.some(({ binding }) => binding.hosts.some((rule) => leadsTo(rule, target)));
  }

  /** Whether a body with that is to be read as a whole: one of them may be swapped in it. */
  maySwap(met: MetIn, place: SecretPlace): boolean {
    return this.#secrets.some(({ binding }) => whyNotSwapped(binding, met, { place }) === null);
  }

  /** All placeholders, and what each is answered with in that spot. */
  answersFor(met: MetIn, spot: Spot, spell: Spelling): readonly KnownPlaceholder[] {
    return this.#secrets.map(({ binding, placeholder }) => ({
      text: placeholder,
      answer: () => toAnswer(binding, met, spot, spell),
    }));
  }

  /** Where none may be at all: a path, the name of a header. */
  refusalsFor(where: string): readonly KnownPlaceholder[] {
    return this.#secrets.map(({ binding: { name }, placeholder }) => ({
      text: placeholder,
      answer: () => ({
        kind: 'refuse',
        why: `the placeholder of ${name} stands in ${where}`,
        hint: 'send it in the value of a header, such as Authorization',
      }),
    }));
  }
}

function toAnswer(binding: SecretBinding, met: MetIn, spot: Spot, spell: Spelling): Answer {
  const refusal = whyNotSwapped(binding, met, spot);
  if (refusal !== null) return { kind: 'refuse', ...refusal };
  const bytes = spell(binding.value ?? '');
  if (bytes !== null) {
    met.used.add(binding.name);
    return { kind: 'swap', bytes };
  }
  return {
    kind: 'refuse',
    why: `the value of ${binding.name} has characters that cannot stand there`,
    hint: 'look at the value of the secret: headers take ASCII',
  };
}

function whyNotSwapped(
  { name, hosts, places, headers, value }: SecretBinding,
  { target, use }: MetIn,
  { place, header }: Spot,
): { readonly why: string; readonly hint: string } | null {
  const near = hosts.filter((rule) => leadsTo(rule, target));
  if (near.length === 0)
    return {
      why: `the placeholder of ${name} was sent to a host that this secret is not for`,
      hint: 'send it to the hosts that the secret is bound to, or bind the secret to this one',
    };
  if (use.over === 'plain')
    return { why: `the placeholder of ${name} was sent without TLS`, hint: 'ask for https:// instead' };
  if (!near.some((rule) => permits(rule, use)))
    return {
      why: `the placeholder of ${name} is not for ${use.method} of this path`,
      hint: 'leave the secret out here, or bind it to this method and path',
    };
  if (!places.includes(place))
    return {
      why: `the placeholder of ${name} stands in the ${place} of the request, and its binding does not say so`,
      hint: `send it in ${places.join(' or ')}, or add "${place}" to "in" of the binding`,
    };
  if (headers !== null && header !== undefined && !headers.includes(header.toLowerCase()))
    return {
      why: `the placeholder of ${name} stands in a header that its binding does not name`,
      hint: `send it in ${headers.join(' or ')}, or add the header to "headers" of the binding`,
    };
  const unusable = whyUnusable(value);
  return unusable === null ? null : { why: `${name} ${unusable}`, hint: `set it: pymcp secrets set ${name}` };
}
