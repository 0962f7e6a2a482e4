import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { maySkip, needNames, toInstall } from './needs.ts';

/**
 * Ends a run on one plain line that any CI can read: `N passed, N failed`. Before it, which tests were skipped for want of a
 * program, and what to install.
 */
export default class PlainCountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    // A file that could not even be loaded has no tests to fail.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    );
    const failed = inState('failed').length + broken.length + errors.length;
    const skipped = inState('skipped');
    for (const line of aboutSkipped(skipped)) process.stdout.write(`${line}\n`);
    if (skipped.length > 0 && !maySkip(process.env)) {
      process.stdout.write(`STAYKEY_TESTS_SKIP=never, and skipped: ${skipped.map(nameOf).join('; ')}\n`);
      process.exitCode = 1;
    }
    process.stdout.write(
      `${inState('passed').length} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}\n`,
    );
  }
}

type Skipped = Pick<TestCase, 'fullName' | 'tags'> & { module: Pick<TestModule, 'relativeModuleId'> };

/** The tests that need a program which is missing, each by its name, and one line that says what to install. */
export const aboutSkipped = (skipped: readonly Skipped[]): string[] => {
  const missing = needNames.filter((name) => skipped.some(({ tags }) => tags.includes(name)));
  if (missing.length === 0) return [];
  return [
    ...missing.flatMap((name) =>
      skipped
        .filter(({ tags }) => tags.includes(name))
        .map((test) => `Skipped, needs ${name}: ${nameOf(test)}`),
    ),
    `To run what was skipped, install ${toInstall(missing)}`,
  ];
};

const nameOf = ({ module, fullName }: Skipped): string => `${module.relativeModuleId} > ${fullName}`;
