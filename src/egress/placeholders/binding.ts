// Which secret goes where: the hosts, the methods and paths where those count, and the places of a request. Data.
import type { SecretName } from '../../core/names.js';
import type { EgressRule } from '../policy/rule.js';

export const secretPlaces = ['headers', 'query', 'body'] as const;
export type SecretPlace = (typeof secretPlaces)[number];

/** As a person has written it. */
export interface SecretUse {
  readonly name: SecretName;
  /** Whom it may be sent to; that the run may reach them at all is for its policy to say. */
  readonly hosts: readonly EgressRule[];
  readonly places: readonly SecretPlace[];
  /** The headers that it may stand in, in lower case; null: every one. */
  readonly headers: readonly string[] | null;
}

export interface SecretBinding extends SecretUse {
  /** Null: nobody has given one. */
  readonly value: string | null;
}
