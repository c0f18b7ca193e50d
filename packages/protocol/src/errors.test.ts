import { describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';
import { AppError, httpStatus, notFound } from './errors.ts';

describe('AppError', () => {
  it('keeps the sentence apart from what is for the log', () => {
    const cause = new Error('ENOSPC');
    const error = new AppError('storage_full', 'There is no room left.', { detail: '/data', cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: 'storage_full', message: 'There is no room left.', detail: '/data', cause });
    expect(`${error}`).toBe('AppError: There is no room left.');
    expect(new AppError('internal', 'Oh.').detail).toBeUndefined();
  });

  it('has a status of failure for every code', () => {
    for (const code of errorCodes) expect(httpStatus(code)).toBeGreaterThanOrEqual(400);
    expect(httpStatus('not_found')).toBe(404);
    expect(httpStatus('too_many')).toBe(429);
  });

  it('does not say whether a thing is missing or forbidden', () => {
    expect(notFound('This song')).toMatchObject({
      code: 'not_found',
      message: 'This song does not exist, or you were not invited to it.',
    });
  });
});
