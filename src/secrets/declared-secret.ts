// Which secrets a project has: what uses each, where to get it, and when it is needed. Those that the configuration names are
// added to the two that this program knows, or replace what is said of them.
import type { SecretSettings } from '../config/secret-settings.js';
import { parseSecretName, type SecretName } from '../core/names.js';

/** Where else a value can be had: `op://…`, or a program that prints it. Never a value. */
export type SecretReference =
  | { readonly kind: '1password'; readonly address: string }
  | { readonly kind: 'command'; readonly command: readonly string[] };

export interface DeclaredSecret {
  readonly name: SecretName;
  /** For people: no period. */
  readonly usedBy: string;
  /** Where to get one: an address, or a few words. */
  readonly from: string;
  readonly isRequired: boolean;
  /** Who cannot do without it, of what is enabled: `the service github`, `the network of the programs`. */
  readonly neededBy: readonly string[];
  readonly reference: SecretReference | null;
  /** `gh auth token` gives one. */
  readonly isGitHubToken: boolean;
}

interface Known extends Pick<DeclaredSecret, 'usedBy' | 'from' | 'isGitHubToken'> {
  readonly name: string;
  /** The services that cannot do without it. */
  readonly neededBy: readonly string[];
}

const known: readonly Known[] = [
  {
    name: 'GH_PAT',
    usedBy: 'the GitHub service',
    from: 'https://github.com/settings/personal-access-tokens/new',
    isGitHubToken: true,
    neededBy: ['github'],
  },
  {
    name: 'ANTHROPIC_API_KEY',
    usedBy: 'the written explanation of an analysis',
    from: 'https://console.anthropic.com/settings/keys',
    isGitHubToken: false,
    neededBy: ['explanations'],
  },
];

const onePassword = /^op:\/\/\S+$/;

/** Whether a text says where the value is, in place of the value. */
export function parseReference(text: string): SecretReference | null {
  return onePassword.test(text) ? { kind: '1password', address: text } : null;
}

/**
 * @param services those that are enabled
 * @param bound names of those that programs may use at hosts
 * @throws PymcpError `input.name-invalid`
 */
export function declareSecrets(
  services: readonly string[],
  settings: ReadonlyMap<string, SecretSettings>,
  bound: readonly string[] = [],
): readonly DeclaredSecret[] {
  const own = known.map(({ name, ...rest }) => {
    const neededBy = rest.neededBy.filter((service) => services.includes(service)).map(toService);
    return {
      ...rest,
      name: parseSecretName(name),
      neededBy,
      isRequired: neededBy.length > 0,
      reference: null,
    };
  });
  const names = [...new Set([...settings.keys(), ...bound])];
  const more = names.filter((name) => !known.some((one) => one.name === name));
  return [...own, ...more.map(toBare)]
    .map((secret) => refine(secret, settings.get(secret.name) ?? {}))
    .map((secret) => (bound.includes(secret.name) ? toBound(secret) : secret));
}

const toService = (name: string): string => `the service ${name}`;

/** Programs hold a placeholder of it, which is good for nothing without a value. */
const toBound = (secret: DeclaredSecret): DeclaredSecret => ({
  ...secret,
  isRequired: true,
  neededBy: [...secret.neededBy, 'the network of the programs'],
});

const toBare = (name: string): DeclaredSecret => ({
  name: parseSecretName(name),
  usedBy: 'what your configuration names it for',
  from: 'whoever issues it',
  isRequired: false,
  neededBy: [],
  reference: null,
  isGitHubToken: false,
});

function refine(
  secret: DeclaredSecret,
  { usedBy, from, required, reference }: SecretSettings,
): DeclaredSecret {
  return {
    ...secret,
    usedBy: usedBy ?? secret.usedBy,
    from: from ?? secret.from,
    isRequired: required ?? secret.isRequired,
    reference: reference === undefined ? secret.reference : toReference(reference),
  };
}

function toReference(reference: string | readonly string[]): SecretReference | null {
  return typeof reference === 'string' ? parseReference(reference) : { kind: 'command', command: reference };
}
