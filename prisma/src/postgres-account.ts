import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { EmbeddedServerError } from './embedded-server-error.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** How to run the programs of PostgreSQL here. */
export type PostgresAccount = {
  binaries: PostgresBinaries;
  /** Put before a program and its arguments. */
  prefix: string[];
  /** For `spawn`; empty when `prefix` changes the user itself, or when it need not be changed. */
  identity: { uid?: number; gid?: number };
  /** Owner of the cluster; `undefined` means whoever runs this. */
  owner: Owner | undefined;
};

type Owner = { uid: number; gid: number };

/** From util-linux: the server ends when the launcher is killed. */
const endWithLauncher = ['setpriv', '--pdeathsig', 'INT'];

/** Where root's copy of the programs goes when the checkout lies where only root may go. */
const copiesDirectory = '/var/lib/sweetspot';

/**
 * PostgreSQL refuses to run as root, so root starts it as the user `postgres`, which is made when the system has none.
 *
 * That user must reach two places. Below root's home it can reach neither: the programs are copied once to
 * `/var/lib/sweetspot`, because they look at themselves with `access(2)`, which ignores capabilities; and the server keeps
 * the one capability to pass through directories (CAP_DAC_READ_SEARCH) on its way to the cluster.
 *
 * @param directory the directory that holds the cluster.
 * @throws EmbeddedServerError when root has no such user, cannot make one, or it cannot reach the places.
 */
export function findPostgresAccount(binaries: PostgresBinaries, directory: string): PostgresAccount {
  const canEndWithLauncher = succeeds([...endWithLauncher, 'true']);
  if (process.platform === 'win32' || userInfo().uid !== 0) {
    return { binaries, prefix: canEndWithLauncher ? endWithLauncher : [], identity: {}, owner: undefined };
  }

  const owner = findClusterOwner(join(directory, 'cluster')) ?? findUser() ?? makeUser();
  if (!succeeds([binaries.postgres, '--version'], owner)) binaries = copyForUser(binaries);
  if (!canEndWithLauncher && succeeds(['ls', '-d', `${directory}/.`], owner)) {
    return { binaries, prefix: [], identity: owner, owner };
  }
  const become = [...endWithLauncher, `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const pass = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  for (const prefix of [become, [...become, ...pass]]) {
    if (succeeds([...prefix, 'ls', '-d', `${directory}/.`])) return { binaries, prefix, identity: {}, owner };
  }
  throw new EmbeddedServerError(
    `Started by root, the embedded PostgreSQL runs as the user postgres, which cannot reach ${directory}; move the checkout out of root's home, start it as an ordinary user, or set DATABASE_URL.`,
  );
}

function succeeds([command = '', ...args]: string[], identity: Partial<Owner> = {}): boolean {
  return spawnSync(command, args, { stdio: 'ignore', ...identity }).status === 0;
}

/** PostgreSQL serves only files of its own user, so a cluster made by an ordinary user is served as that user. */
function findClusterOwner(cluster: string): Owner | undefined {
  if (!existsSync(cluster)) return undefined;
  const { uid, gid } = statSync(cluster);
  return uid > 0 ? { uid, gid } : undefined;
}

function findUser(): Owner | undefined {
  const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return status === 0 ? Number.parseInt(stdout, 10) : 0;
  });
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}

function makeUser(): Owner {
  const { stderr } = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
    encoding: 'utf8',
  });
  const made = findUser();
  if (made !== undefined) return made;
  throw new EmbeddedServerError(
    `Started by root, the embedded PostgreSQL needs a user named postgres, and it could not be made (${stderr?.trim() || 'useradd is missing'}); start as an ordinary user, or set DATABASE_URL.`,
  );
}

/** @returns the same programs at a place every user can reach. */
function copyForUser(binaries: PostgresBinaries): PostgresBinaries {
  const copy = join(copiesDirectory, `postgres-${binaries.version}`);
  if (!existsSync(copy)) {
    const fresh = `${copy}.${process.pid}`;
    mkdirSync(copiesDirectory, { recursive: true, mode: 0o755 });
    cpSync(dirname(dirname(binaries.postgres)), fresh, { recursive: true, verbatimSymlinks: true });
    if (existsSync(copy)) rmSync(fresh, { recursive: true });
    else renameSync(fresh, copy);
  }
  const at = (program: string) => join(copy, 'bin', basename(program));
  return { ...binaries, initdb: at(binaries.initdb), postgres: at(binaries.postgres) };
}
