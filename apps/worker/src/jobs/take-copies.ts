import { type LocalCopy, originalKey, type Storage } from '@sweetspot/core/storage/storage';

/** Local files of originals by their ids, all of them or none. Whoever takes them releases them. */
export async function takeCopies(
  storage: Storage,
  sources: readonly { id: string; sha256: string }[],
): Promise<Map<string, LocalCopy>> {
  const copies = new Map<string, LocalCopy>();
  try {
    for (const { id, sha256 } of sources) copies.set(id, await storage.localCopy(originalKey(sha256)));
    return copies;
  } catch (error) {
    await Promise.all([...copies.values()].map((copy) => copy.release()));
    throw error;
  }
}
