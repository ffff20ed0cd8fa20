// Who may find versions for requirements that leave them open. `auto`: uv where it is installed, else pip.

export const resolverNames = ['auto', 'uv', 'pip'] as const;
export type ResolverName = (typeof resolverNames)[number];
