// Opens templates with the backend that src/sandbox/choose-backend.ts says for each of them.
import type { BackendChoice } from '../core/backend-names.js';
import type { OuterBoundary } from '../core/outer-boundary.js';
import type { Engine, EngineOptions, SandboxPolicy, Template } from '../sandbox/backend-contract.js';
import type { Wish } from '../sandbox/choose-backend.js';
import { openLoneTemplate } from '../sandbox/open-lone-template.js';
import { ChosenEngine } from './chosen-engine.js';

export interface Boundary {
  /** `jail` where it is left out. */
  readonly outerBoundary?: OuterBoundary;
  /** `auto` where it is left out. */
  readonly backend?: BackendChoice;
  /** Told before anything is run with less than the strongest backend: a sentence. */
  readonly onLess?: (reason: string) => void;
}

/** The caller closes it. @throws PymcpError where a layer cannot be set up (fail.closed) */
export function openTemplate(policy: SandboxPolicy, boundary: Boundary = {}): Promise<Template> {
  return openLoneTemplate({ openEngine: (options) => openEngine(options, boundary) }, policy);
}

/** For several templates. Sets nothing up yet. The caller closes it. */
export function openEngine(options: EngineOptions, boundary: Boundary = {}): Engine {
  return new ChosenEngine({ ...options, ...toWish(boundary), onLess: boundary.onLess ?? (() => undefined) });
}

export function toWish({ outerBoundary = 'jail', backend = 'auto' }: Boundary): Wish {
  return { outerBoundary, backend };
}
