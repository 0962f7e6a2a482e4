import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest, in that order, of all projects that run together. Vitest goes by project and by the size of a file
 * where it has not seen it run, as on a fresh clone; a short file that waits for long would come last then, with the other
 * workers idle.
 */
const longest = [
  'test/workflows/deadlines.test.ts',
  'test/cli/levers.test.ts',
  'test/docs/pages.test.ts',
  'test/workflows/levers.test.ts',
  'test/cli/runs.test.ts',
  'test/workflows/faults.test.ts',
  'test/import/pace.test.ts',
  'test/commands/help.test.ts',
  'test/seam-check/seam-check.test.ts',
  'test/e2e/killed-worker.test.ts',
  'test/e2e/replay.test.ts',
  'test/e2e/story.test.ts',
  'test/e2e/backup.test.ts',
  'test/e2e/killed-import.test.ts',
  'test/e2e/key-rotation.test.ts',
  'test/e2e/once.test.ts',
  'test/e2e/live.test.ts',
  'test/e2e/desk.test.ts',
  'test/e2e/started-again.test.ts',
  'test/e2e/client.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const gone = longest.filter((file) => !existsSync(join(root, file)));
    if (gone.length > 0) throw new Error(`no test file: ${gone.join(', ')}, named as among the longest`);
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = longest.indexOf(relative(root, moduleId));
      return place === -1 ? longest.length : place;
    };
    const turnOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
    return (await super.sort(files)).toSorted((a, b) => turnOf(a) - turnOf(b) || placeOf(a) - placeOf(b));
  }
}
