/* The least program around libebur128 that measures a 24-bit stereo WAV of ours (80 bytes of header): integrated loudness,
 * range, true peak, and the maxima every 100 ms, as its own documentation shows. A peer for `sweetspot bench`. */
#include <ebur128.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  unsigned long rate = strtoul(argv[2], NULL, 10);
  FILE *file = fopen(argv[1], "rb");
  if (!file || fseek(file, 80, SEEK_SET) != 0) return 1;
  ebur128_state *state = ebur128_init(2, rate, EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK | EBUR128_MODE_S);
  size_t block = rate / 10;
  uint8_t *bytes = malloc(block * 6);
  float *samples = malloc(block * 2 * sizeof(float));
  double loudest = -200, range, integrated, peak, most = 0;
  for (;;) {
    size_t frames = fread(bytes, 6, block, file);
    if (frames == 0) break;
    for (size_t at = 0; at < frames * 2; at++) {
      int32_t value = (int32_t)((uint32_t)bytes[at * 3] << 8 | (uint32_t)bytes[at * 3 + 1] << 16 | (uint32_t)bytes[at * 3 + 2] << 24);
      samples[at] = (float)value / 2147483648.0f;
    }
    ebur128_add_frames_float(state, samples, frames);
    double now;
    if (ebur128_loudness_shortterm(state, &now) == EBUR128_SUCCESS && now > loudest) loudest = now;
  }
  ebur128_loudness_global(state, &integrated);
  ebur128_loudness_range(state, &range);
  for (unsigned channel = 0; channel < 2; channel++) {
    ebur128_true_peak(state, channel, &peak);
    if (peak > most) most = peak;
  }
  printf("%.2f LUFS, %.2f LU, %.2f short-term, peak %.5f\n", integrated, range, loudest, most);
  ebur128_destroy(&state);
  return 0;
}
