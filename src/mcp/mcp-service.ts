// What one service brings to a server: an endpoint (`/mcp/NAME`), a scope of tokens, and its tools, prompts and resources.
import type { McpServer } from '@modelcontextprotocol/server';
import type { Caller } from '../core/caller.js';

export interface McpService {
  /** Of its endpoint and of its scope. */
  readonly name: string;
  /** For the model, in a sentence or two: what it is for. */
  readonly instructions: string;
  /**
   * Adds what this caller gets to a server that is not connected yet.
   * @param hurry resolves when the client waits for no more than what is known
   */
  readonly register: (server: McpServer, caller: Caller, hurry: Promise<void>) => Promise<void>;
  /** Of a caller that has gone: nothing of it stays. */
  readonly closeCaller: (caller: Caller) => Promise<void>;
}
