import { expect, test } from 'vitest';
import { notificationHref } from './notification-href.ts';

test.each([
  [{ songId: null, target: {} }, '/projects/p'],
  [{ songId: 's', target: {} }, '/songs/s'],
  [{ songId: 's', target: { versionId: 'v' } }, '/songs/s?v=v'],
  [{ songId: 's', target: { versionId: 'v', commentId: 'c' } }, '/songs/s?v=v&c=c'],
  [{ songId: 's', target: { requestId: 'r' } }, '/requests#request-r'],
  [{ songId: 's', target: { blindTestId: 'b' } }, '/songs/s?blind=b'],
])('%j leads to %s', (notification, href) => {
  expect(notificationHref({ projectId: 'p', ...notification })).toBe(href);
});
