// What the service can do on GitHub, by the name of its tool.
import type { Asking, GitHubSetting } from './open-repository.js';

export interface Operation<Input, Value> {
  readonly name: string;
  readonly access: 'read' | 'write';
  /** What the token needs, as GitHub names it. */
  readonly permission: string;
  /** @throws PymcpError */
  readonly run: (setting: GitHubSetting, asking: Asking, input: Input) => Promise<Value>;
}
