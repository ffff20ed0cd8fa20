// Opens something in several steps: where one fails, what those before it did is undone.

export type Undo = (() => Promise<void>)[];

/** @param open pushes what undoes each step, and rejects with what its caller is told */
export async function openOrUndo<Opened>(open: (undo: Undo) => Promise<Opened>): Promise<Opened> {
  const undo: Undo = [];
  try {
    return await open(undo);
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
}
