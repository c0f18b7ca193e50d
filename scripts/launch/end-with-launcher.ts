/**
 * Loaded into web, worker and seed (`node --import`) by the launcher: when the launcher is killed and cannot stop them, they stop
 * themselves, instead of holding the port and the database until the machine is restarted.
 */
if (process.channel !== undefined && process.env['SWEETSPOT_LAUNCHER'] === String(process.ppid)) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref(); // Waiting for this alone keeps no process alive.
}
