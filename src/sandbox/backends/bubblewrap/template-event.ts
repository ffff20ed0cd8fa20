// What the template says, one line of JSON each (guest/pymcp_guest/template.py). It runs no guest code, so it is trusted.
import type { ForkEvent } from './fork.js';

export type TemplateEvent =
  | { readonly event: 'hello' }
  | { readonly event: 'up'; readonly landlockAbi: number; readonly preloadFailures: readonly string[] }
  | { readonly event: 'failed'; readonly layer: string; readonly reason: string }
  | ForkEvent;

/** null where the line is none of ours. */
export function parseTemplateEvent(line: string): TemplateEvent | null {
  try {
    return JSON.parse(line) as TemplateEvent;
  } catch {
    return null;
  }
}
