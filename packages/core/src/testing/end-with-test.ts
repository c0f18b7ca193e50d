/** Loaded before a program that a test starts, see `start-program.ts`: without the test there is no use for it. */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref(); // Waiting for this alone keeps no process alive.
