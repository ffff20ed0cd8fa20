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
  /** Of the services that are enabled, those that cannot do without it. */
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

/** @param services those that are enabled @throws PymcpError `input.name-invalid` */
export function declareSecrets(
  services: readonly string[],
  settings: ReadonlyMap<string, SecretSettings>,
): readonly DeclaredSecret[] {
  const own = known.map(({ name, ...rest }) => {
    const neededBy = rest.neededBy.filter((service) => services.includes(service));
    const isRequired = neededBy.length > 0;
    return { ...rest, name: parseSecretName(name), neededBy, isRequired, reference: null };
  });
  const more = [...settings.keys()].filter((name) => !known.some((one) => one.name === name));
  return [...own, ...more.map(toBare)].map((secret) => refine(secret, settings.get(secret.name) ?? {}));
}

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
