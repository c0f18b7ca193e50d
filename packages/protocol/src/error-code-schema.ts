import { z } from 'zod';
import { errorCodes } from './error-codes.ts';

export const errorCodeSchema = z.enum(errorCodes);
