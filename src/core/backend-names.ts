// The backends by name, and what a person may ask for. Pure data.

/** The strongest first. */
export const backendNames = ['bubblewrap', 'gvisor', 'container', 'docker', 'contained'] as const;
export type BackendName = (typeof backendNames)[number];

/** Those that are asked for by name; `contained` is asked for by its outer boundary (outer-boundary.ts). */
export const namedBackends = [
  'bubblewrap',
  'gvisor',
  'container',
  'docker',
] as const satisfies readonly BackendName[];

/** `auto`: the strongest one that is usable here and can what a run asks for. */
export const backendChoices = ['auto', ...namedBackends] as const;
export type BackendChoice = (typeof backendChoices)[number];
