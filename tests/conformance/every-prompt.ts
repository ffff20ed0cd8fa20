// Every prompt of the shipped server, with arguments for it.
import type { Fields } from './every-tool.js';

export interface FilledPrompt {
  readonly prompt: string;
  /** @param id of a session */
  readonly args: (id: string) => Readonly<Record<string, string>>;
}

export const everyPrompt: readonly FilledPrompt[] = [
  {
    prompt: 'analyze_algorithm',
    args: (id) => ({ code: `def count(n: int) -> int: return sum(range(n))  # ${id}`, budget_s: '1' }),
  },
  { prompt: 'explain_error', args: (id) => ({ code: '1 / 0', session_id: id }) },
  { prompt: 'plot_data', args: (id) => ({ source: 'kept.txt', session_id: id }) },
  { prompt: 'explore_data', args: (id) => ({ source: 'kept.txt', session_id: id }) },
];

/** What the model would be told. */
export function textOf(filled: Fields): string {
  const [message] = filled['messages'] as readonly { readonly content: { readonly text: string } }[];
  return message?.content.text ?? '';
}
