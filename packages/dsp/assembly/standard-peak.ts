import { PI, cos, sin } from './math';
import { allocate } from './memory';

// Short filters that most meters in use have, four points per sample from twelve taps: the one printed in BS.1770-5
// Annex 2, whose third and fourth phases are the second and first backwards, and the Hann-windowed sinc of libebur128.

export const STANDARD_TAPS: i32 = 12;

const table: usize = memory.data<f32>([
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
  0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
  -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625,
  0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
  -0.0189208984375, 0.0330810546875, -0.0582275390625, 0.1015625, -0.2003173828125, 0.77978515625,
  0.465087890625, -0.16650390625, 0.089111328125, -0.0517578125, 0.029296875, -0.0291748046875,
  -0.00830078125, 0.014892578125, -0.026611328125, 0.047607421875, -0.102294921875, 0.97216796875,
  0.1373291015625, -0.0594482421875, 0.033203125, -0.0196533203125, 0.010986328125, 0.001708984375,
]);

const hann: usize = makeHann();

/** Phases at 0 (the sample itself, left as zeros), 1/4, 2/4 and 3/4 after the sixth tap; not normalised, as in libebur128. */
function makeHann(): usize {
  const at = allocate(<usize>(4 * STANDARD_TAPS) * 4);
  for (let phase = 1; phase < 4; phase++) {
    for (let tap = 0; tap < STANDARD_TAPS; tap++) {
      const distance = <f64>(tap - 5) - 0.25 * <f64>phase;
      const window = 0.5 + 0.5 * cos((PI * distance) / 6.0);
      store<f32>(at + (<usize>(phase * STANDARD_TAPS + tap) << 2), <f32>((window * sin(PI * distance)) / (PI * distance)));
    }
  }
  return at;
}

/** The largest magnitude that either filter gives over the twelve samples at `at`. */
export function standardPeak(at: usize): f32 {
  const printed = phasesPeak(at, table);
  return max(printed, phasesPeak(at, hann));
}

function phasesPeak(at: usize, table: usize): f32 {
  let peak: f32 = 0;
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  for (let phase: usize = 0; phase < 4; phase++) {
    const row = table + phase * 48;
    let sum = f32x4.mul(a, v128.load(row));
    sum = f32x4.add(sum, f32x4.mul(b, v128.load(row, 16)));
    sum = f32x4.add(sum, f32x4.mul(c, v128.load(row, 32)));
    const two = f32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
    peak = max(peak, abs(f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1)));
  }
  return peak;
}
