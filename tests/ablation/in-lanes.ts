// Two at a time, in order: as many as the machines have processors that the tests are made for.

const lanes = 2;

export async function inLanes<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const run = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, run));
}

/** Begins with all of them, and gives what becomes of each: whoever waits for one sees it as soon as it is there. */
export function beginInLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): ReadonlyMap<Item, Promise<Result>> {
  const found = new Map<Item, Promise<Result>>();
  const begin = new Map<Item, () => Promise<Result>>();
  for (const item of items) {
    let settle: (result: Promise<Result>) => void = () => undefined;
    const result = new Promise<Result>((resolve) => {
      settle = resolve;
    });
    // Its failure is for whoever waits for it.
    result.catch(() => undefined);
    found.set(item, result);
    begin.set(item, () => {
      const working = work(item);
      settle(working);
      return working;
    });
  }
  void inLanes(items, async (item) => {
    await begin
      .get(item)?.()
      .catch(() => undefined);
  });
  return found;
}
