import { id3Tag } from './id3-tag.ts';
import { spliceFile } from './splice-file.ts';
import type { TagsAndPicture } from './tag-fields.ts';

/** Writes an MP3 anew with an ID3v2.4 tag in front of its frames. */
export function tagMp3(fromPath: string, toPath: string, content: TagsAndPicture): void {
  spliceFile(fromPath, toPath, [id3Tag(content), { from: 0 }]);
}
