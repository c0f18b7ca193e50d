// What `npm start` and `npm test` run first: plain JavaScript for whatever Node the machine has, with nothing installed.
// It installs the pinned packages, among them the pinned Node, and hands over to that one.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.sweetspot-install');
const bin = join(modules, '.bin');
const onWindows = process.platform === 'win32';
const leastNode = [20, 19];
const spaceToInstallBytes = 3 * 1024 ** 3;
const spaceToRunBytes = 500 * 1024 ** 2;

checkNode();
const script = process.argv[2] ?? '';
if (!/^[a-z-]+$/.test(script) || !existsSync(join(root, 'scripts', `${script}.ts`))) {
  fail('Usage: node scripts/bootstrap.mjs start|test|dev|check|build|db-reset');
}
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const stamp = installStamp();
const installed = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
checkSpace(installed ? spaceToRunBytes : spaceToInstallBytes);
if (!installed) install();
handOver();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  fail(
    `Sweetspot needs Node ${leastNode.join('.')} or newer to install itself, and this is ${process.versions.node}; get one from https://nodejs.org.`,
  );
}

function checkSpace(neededBytes) {
  const { bavail, bsize } = statfsSync(root);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  const inGb = (bytes) => (bytes / 1024 ** 3).toFixed(1);
  fail(
    `The disk is full: ${root} has ${inGb(freeBytes)} GB free and Sweetspot needs ${inGb(neededBytes)} GB; free some space and start again.`,
  );
}

/** Changes with everything that decides what lies in node_modules. */
function installStamp() {
  const hash = createHash('sha256').update(`${packageManager} ${process.platform} ${process.arch}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function install() {
  console.log('Installing the packages of the lockfile …');
  const { status, error } = spawnSync('npx', ['-y', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: 'inherit',
    shell: onWindows,
    // Without a terminal to ask on, pnpm replaces an outdated node_modules only when it believes to be in CI.
    env: { ...process.env, CI: 'true' },
  });
  if (error !== undefined) fail(`npx could not be started (${error.message}); install npm, which comes with Node.`);
  if (status !== 0)
    fail(
      'The packages could not be installed; the reason is above. Mostly it is the network, or a lockfile older than package.json (pnpm install).',
    );
  mkdirSync(modules, { recursive: true });
  writeFileSync(stampFile, stamp);
}

function handOver() {
  const node = join(bin, onWindows ? 'node.exe' : 'node');
  if (!existsSync(node))
    fail(`${node} is missing although everything was installed; remove node_modules and start again.`);
  const child = spawn(node, [join(root, 'scripts', `${script}.ts`), ...process.argv.slice(3)], {
    cwd: root,
    // The channel tells the child when this process is gone.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
