import { Command, CommanderError } from 'commander';
import type { CommandFactory } from './command.ts';
import { albumCommand } from './commands/album.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { benchCommand } from './commands/bench.ts';
import { commentsCommand } from './commands/comments.ts';
import { deliverCommand } from './commands/deliver.ts';
import { diffCommand } from './commands/diff.ts';
import { intakeCommand } from './commands/intake.ts';
import { loginCommand } from './commands/login.ts';
import { logoutCommand } from './commands/logout.ts';
import { masterCommand } from './commands/master.ts';
import { mixCommand } from './commands/mix.ts';
import { pullCommand } from './commands/pull.ts';
import { pushCommand } from './commands/push.ts';
import { verifyCommand } from './commands/verify.ts';
import { watchCommand } from './commands/watch.ts';
import { describeFailure } from './describe-failure.ts';
import { ensureEngine } from './ensure-engine.ts';
import { speakPlainly } from './plain-issues.ts';
import { type CommonOptions, Session } from './session.ts';
import type { Terminal } from './terminal.ts';

export const commands: readonly CommandFactory[] = [
  analyzeCommand,
  intakeCommand,
  mixCommand,
  masterCommand,
  albumCommand,
  deliverCommand,
  diffCommand,
  verifyCommand,
  benchCommand,
  loginCommand,
  logoutCommand,
  pushCommand,
  watchCommand,
  pullCommand,
  commentsCommand,
];

/**
 * Runs one command line (without the program's name). Answers the exit code: 0 done, 1 failed, 2 wrong usage,
 * 130 stopped by Ctrl-C.
 */
export async function runCli(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  speakPlainly();
  let exitCode = 0;
  const program = makeProgram(terminal, signal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure =
      error instanceof CommanderError
        ? { code: 'usage', message: usageSentence(error, args), exitCode: 2 }
        : describeFailure(error);
    terminal.err(`sweetspot: ${failure.message}\n`);
    if (args.includes('--json')) {
      terminal.out(`${JSON.stringify({ error: { code: failure.code, message: failure.message } }, null, 2)}\n`);
    }
    return failure.exitCode;
  }
}

function makeProgram(terminal: Terminal, signal: AbortSignal, onEnd: (exitCode: number) => void): Command {
  const program = new Command('sweetspot')
    .description(
      'Measures, mixes, masters, compares and delivers music on this machine, with the same engine as a Sweetspot ' +
        'installation. No server is needed, but for login, logout, push, watch, pull and comments.',
    )
    .usage('<command> [options]')
    .helpCommand('help [command]', 'show the manual of a command')
    .addHelpText('after', programNotes);
  for (const factory of commands) {
    program.addCommand(
      factory(async (options: CommonOptions, run) => {
        const session = new Session(terminal, signal, options);
        const cleanUp = () => session.cleanUp();
        process.once('exit', cleanUp);
        try {
          await ensureEngine(terminal);
          await run(session);
          onEnd(session.exitCode);
        } finally {
          cleanUp();
          process.off('exit', cleanUp);
        }
      }),
    );
  }
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .helpOption('-h, --help', 'show this manual')
      .showSuggestionAfterError(true)
      .configureOutput({
        writeOut: (text) => terminal.out(text),
        // What is wrong is said once, by runCli.
        writeErr: () => undefined,
        getOutHelpWidth: () => 100,
      });
  }
  return program;
}

const programNotes = `
Results go to standard output, progress and remarks to standard error. With --json every command prints exactly one
document. Files appear whole or not at all, inputs are never changed.

Exit codes:
  0  done
  1  failed; one sentence on standard error says why
  2  wrong usage
  130  stopped by Ctrl-C

Manual of a command:
  sweetspot help analyze`;

/** Commander's complaint as one sentence that says where to read more. */
function usageSentence(error: CommanderError, args: readonly string[]): string {
  const known = commands.length > 0 ? args.find((arg) => !arg.startsWith('-')) : undefined;
  if (error.code === 'commander.help')
    return 'Say what to do, for example `sweetspot analyze song.wav`; `sweetspot --help` lists the commands.';
  const [complaint = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
  const manual =
    error.code === 'commander.unknownCommand' || known === undefined ? 'sweetspot --help' : `sweetspot help ${known}`;
  const hint = suggestion.replace(/^\((.*)\)$/, ' ($1)');
  return `${complaint.replace(/\.$/, '')}${hint}; see \`${manual}\`.`;
}
