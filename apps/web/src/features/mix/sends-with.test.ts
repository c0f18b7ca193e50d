import { defaultStrip } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { sendsWith } from './sends-with.ts';

const strip = defaultStrip('stem', 'Voice');
const room = { to: 'room', levelDb: -12, position: 'pre' } as const;

test('a send appears when it is opened, keeps its place when it moves, and goes when it is closed', () => {
  expect(sendsWith(strip, 'room', -9)).toEqual([{ to: 'room', levelDb: -9, position: 'post' }]);
  expect(sendsWith({ ...strip, sends: [room] }, 'room', -6)).toEqual([{ ...room, levelDb: -6 }]);
  expect(sendsWith({ ...strip, sends: [room] }, 'room', null)).toEqual([]);
  expect(sendsWith(strip, 'room', null)).toEqual([]);
});

test('a send that is automated stays', () => {
  const automation = [{ parameter: 'sendDb' as const, to: 'room', points: [{ atSample: 0, value: -3 }] }];
  expect(sendsWith({ ...strip, sends: [room], automation }, 'room', null)).toEqual([{ ...room, levelDb: null }]);
});
