// What there is to know about an MCP client: where its settings lie, how an entry looks, and how its file is edited. One
// file per client in clients/; clients.test.ts holds them all to the same contract.
import type { Entry, EntryFormat } from './entry-format.js';
import type { ServerCommand } from './server-command.js';
import type { Surroundings } from './surroundings.js';

export interface Client {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  /** Where the client's own documentation says all this. */
  readonly source: string;
  /** The places that the client reads for a user, in its order of preference. */
  readonly userFiles: (surroundings: Surroundings) => readonly Candidate[];
  /** Below the folder of a project, with slashes; null where the client has none. */
  readonly projectFile: string | null;
  readonly format: EntryFormat;
  /** What the client puts the folder of the project for in an argument; null where it does not. */
  readonly projectVariable: string | null;
  /** Whether it puts something else for `$NAME` or `${…}` in arguments, so that no path may hold such text. */
  readonly expandsVariables: boolean;
  /** The entry that starts a server. */
  readonly toStdioEntry: (command: ServerCommand, name: string) => Entry;
  readonly http: HttpSupport;
}

export interface Candidate {
  readonly path: string;
  /** The client's own folder: where it exists, the client is on this machine. Null where the file lies in the home itself. */
  readonly folder: string | null;
}

export type HttpSupport =
  | {
      readonly kind: 'supported';
      /** secret.uncommitted: the token comes from the environment or a prompt, so that no file holds it. */
      readonly toEntry: (url: string, name: string) => Entry;
      /** Where the person puts the token. */
      readonly tokenHint: string;
    }
  | { readonly kind: 'unsupported'; readonly why: string };

/** The environment variable that clients take the token from. */
export const tokenVariable = 'PYMCP_TOKEN';
