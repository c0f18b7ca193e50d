/**
 * Names the behaviour of the engine. Two renders of one recipe and one input under the same version have the same bits;
 * it is part of every render's cache key and must change whenever any output bit can.
 */
export const engineVersion = 'sweetspot-dsp-9';
