// What a service offers to one caller, as data and functions: create-server.ts makes one server of the offers of several.
import type {
  CallToolResult,
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
  ServerContext,
  Tool,
} from '@modelcontextprotocol/server';

export interface OfferedTool {
  readonly name: string;
  /** As a list shows it. Made when it is asked for: a call needs no schemas. */
  readonly define: () => Tool;
  /**
   * Checks its arguments itself: what does not fit is a result that the model can read and mend. One that needs input of the
   * user first answers with what it asks for (revision 2026-07-28, "Multi Round-Trip Requests").
   */
  readonly call: (input: unknown, context: ServerContext) => Promise<CallToolResult | InputRequiredResult>;
}

/** What an argument may be: all that is known, or what begins as `typed` does. Cut and counted by whoever asks. */
export type Complete = (argument: CompletedArgument) => Promise<readonly string[]> | readonly string[];

export interface CompletedArgument {
  readonly name: string;
  readonly typed: string;
  /** The other arguments, as far as they are filled in. */
  readonly others: Readonly<Record<string, string>>;
}

/** Resources below one beginning of their addresses. No beginning is the beginning of another. */
export interface ResourceRoot {
  /** e.g. `pymcp://results/` */
  readonly prefix: string;
  readonly template: ResourceTemplateType;
  /** In the order of their addresses, at least those behind `after`. */
  readonly list: (after: string) => Iterable<Resource> | AsyncIterable<Resource>;
  /** @throws ProtocolError */
  readonly read: (uri: string) => Promise<ReadResourceResult>;
  /** The address that changes are told of by, for any address of it or of a part; null where it is no address here. */
  readonly toWhole: (uri: string) => string | null;
  /** Values for the variables of the template. */
  readonly complete: Complete;
}

export interface OfferedPrompt {
  readonly definition: Prompt;
  /** @throws PymcpError where the arguments do not fit */
  readonly fill: (
    args: Readonly<Record<string, string>>,
    context: ServerContext,
  ) => Promise<GetPromptResult> | GetPromptResult | InputRequiredResult;
  readonly complete: Complete;
}

export interface Offer {
  /** As they are now: a change of them is told by `watchChanges`. */
  readonly tools: () => readonly OfferedTool[];
  readonly resources: readonly ResourceRoot[];
  readonly prompts: readonly OfferedPrompt[];
  /** Tools that write to the client's log, as those of the official suite do; ours tell their progress. */
  readonly logs?: boolean;
}
