/** Maps with at most `limit` at work; answers in the order of the items. The first failure rejects. */
export async function mapTogether<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  const hands = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const [index, item] of waiting) results.set(index, await work(item));
  });
  await Promise.all(hands);
  return items.map((_item, index) => results.get(index)!);
}
