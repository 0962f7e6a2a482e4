/**
 * The same story on other engines. They are a package of their own, whose packages are installed when they are first needed:
 *   npm run engines -- --report docs/engines.md
 *   npm run engines:check
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { parseOptions } from './engines/options.ts';

const folder = join(import.meta.dirname, 'engines');
const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);

const isCheck = args[0] === '--check';
// Help, and a word on what is no option, before minutes of installing.
if (!isCheck) parseOptions();

await installUnlessDone();
if (isCheck) {
  await run('eslint', ['-c', join(folder, 'eslint.config.ts'), '--max-warnings', '0', folder]);
  await run('tsc', ['--noEmit', '-p', folder]);
} else {
  // DBOS 5.3 uses pg in a way that pg warns of.
  await run(process.execPath, ['--disable-warning=DeprecationWarning', join(folder, 'main.ts'), ...args]);
}

// Beside what is installed lies the lock file that it was installed from.
async function installUnlessDone(): Promise<void> {
  const wanted = await readFile(join(folder, 'package-lock.json'), 'utf8');
  const marker = join(folder, 'node_modules', '.installed-lock.json');
  if (wanted === (await readFile(marker, 'utf8').catch(() => null))) return;
  process.stderr.write('installing the engines…\n');
  // Restate's package reports its own installation; nothing here needs a script to be run.
  await run('npm', ['ci', '--prefix', folder, '--ignore-scripts']);
  await writeFile(marker, wanted);
}

async function run(command: string, more: string[]): Promise<void> {
  const { exitCode, failed } = await execa(command, more, {
    cwd: root,
    preferLocal: true,
    stdio: 'inherit',
    reject: false,
  });
  if (failed) process.exit(exitCode ?? 1);
}
