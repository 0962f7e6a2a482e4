import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { staykey } from '../support/staykey.ts';

/** Every command of src/commands, each on a program of its own. */
const allCommands = async (): Promise<Command[]> => {
  const programs: Command[] = [];
  for (const file of await readdir('src/commands')) {
    const exported = (await import(`../../src/commands/${file.slice(0, -3)}.ts`)) as Record<string, unknown>;
    for (const [name, add] of Object.entries(exported)) {
      if (!/^add[A-Z]/.test(name)) continue;
      const program = new Command('staykey');
      (add as (program: Command) => void)(program);
      programs.push(program);
    }
  }
  return programs.flatMap(({ commands }) => commands);
};

const leavesOf = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

const helpOf = (command: Command): string => {
  let help = '';
  command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
  return help;
};

test.concurrent('every command has help that ends on examples of itself', async () => {
  for (const command of (await allCommands()).flatMap(leavesOf)) {
    const [, examples] = helpOf(command).split('\nExamples:\n');
    expect(examples, pathOf(command)).toContain(pathOf(command));
    expect(command.description(), pathOf(command)).not.toBe('');
  }
});

test.concurrent('every command is on the list, and docs/cli.md has a section for it', async () => {
  const { stdout, stderr, exitCode } = await staykey(['--help']);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const listed = [...(stdout.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(
    ([, name]) => name,
  );
  const commands = await allCommands();
  expect(listed.filter((name) => name !== 'help' && name !== 'staykey').sort()).toEqual(
    commands.map((command) => command.name()).sort(),
  );
  const page = readFileSync('docs/cli.md', 'utf8');
  for (const command of commands.flatMap(leavesOf)) {
    expect(page).toMatch(new RegExp(`^### .*\`${pathOf(command).replace('staykey ', '')}\\b`, 'm'));
  }
});

test.concurrent('a mistyped command is refused, with the one that may be meant', async () => {
  const answer = await staykey(['lst']);
  expect(answer).toMatchObject({ exitCode: 2, stdout: '' });
  expect(answer.stderr).toContain('Did you mean list?');
  expect(await staykey([])).toMatchObject({ exitCode: 2, stdout: '' });
});

// Ten seconds of trying to connect, beside which the others run.
test.concurrent('Temporal that is not there is a fault with its address', async () => {
  const answer = await staykey(['list'], { TEMPORAL_ADDRESS: '127.0.0.1:9' });
  expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
  expect(answer.stderr).toMatch(/^Temporal can't be reached at 127\.0\.0\.1:9: /);
});

const onOldNode = (script: string) =>
  execa(process.execPath, ['--no-experimental-strip-types', script, 'queries'], { reject: false });

test.concurrent('a Node that runs no TypeScript hands over to the one in node_modules', async () => {
  const { exitCode, stdout } = await onOldNode('bin/staykey.js');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('staykey list --attention');
});

test.concurrent('without any such Node the command says which one it needs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'staykey-bin-'));
  try {
    await cp('bin', join(folder, 'bin'), { recursive: true });
    await cp('package.json', join(folder, 'package.json'));
    const { exitCode, stderr } = await onOldNode(join(folder, 'bin/staykey.js'));
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `staykey: needs Node 22.18 or newer, which run TypeScript; this is ${process.version}. Run npm ci, which brings one, or update Node.`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
