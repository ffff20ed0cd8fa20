// How the entry of a server is read from, put into and taken out of the text of a settings file. Every byte that is not the
// entry's stays: comments, order, indentation, line ends.
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export interface Entry {
  /** Under the name of the server. */
  readonly server: JsonObject;
  /** What the client asks its person for; VS Code alone has it. */
  readonly input?: JsonObject;
}

export interface EntryFormat {
  /** The language of a fenced block in a document. */
  readonly language: 'json' | 'toml' | 'elisp';
  /** Null where no server has this name. @throws PymcpError `client.file-malformed` */
  readonly find: (text: string, name: string) => Entry | null;
  /** Adds the entry, or puts it in the place of the one of this name. @throws PymcpError as `find`, `client.edit-unsafe` */
  readonly set: (text: string, name: string, entry: Entry) => string;
  /** Takes the entry of this name out; the same text where there is none. @throws PymcpError as `set` */
  readonly remove: (text: string, name: string) => string;
  /** Whether nothing is configured in it: such a file may as well not be there. */
  readonly isEmpty: (text: string) => boolean;
}
