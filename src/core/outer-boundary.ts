// What the outermost wall around a run may be. Pure data.

/**
 * `jail`: namespaces of its own, always. `container`: where a container's engine permits none, the container that the gateway is
 * in; a person has to say so.
 */
export const outerBoundaries = ['jail', 'container'] as const;
export type OuterBoundary = (typeof outerBoundaries)[number];
