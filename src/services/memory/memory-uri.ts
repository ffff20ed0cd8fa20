// The address by which a client reads a memory, and is told that it has changed.

export const memoryUri = 'pymcp://memory/graph';
