import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes 40 seconds or more, longest first. Vitest goes by the size of a file where it has not seen it run, as on a
 * fresh clone; a short file with a long story would come last then, with the other workers idle. The model's stories are
 * left where they were: played first, right after the unit tests, one once ended with its run still open.
 */
const longest = [
  'test/cli/levers.test.ts',
  'test/workflows/deadlines.test.ts',
  'test/docs/pages.test.ts',
  'test/e2e/replay.test.ts',
  'test/e2e/killed-worker.test.ts',
  'test/e2e/client.test.ts',
  'test/e2e/desk.test.ts',
  'test/e2e/story.test.ts',
  'test/e2e/backup.test.ts',
  'test/e2e/killed-import.test.ts',
  'test/e2e/once.test.ts',
  'test/e2e/key-rotation.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const gone = longest.filter((file) => !existsSync(join(root, file)));
    if (gone.length > 0) throw new Error(`no test file: ${gone.join(', ')}, named as among the longest`);
    const sorted = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = longest.indexOf(relative(root, moduleId));
      return place === -1 ? longest.length : place;
    };
    // Projects keep their turns: a sort by place alone would mix them.
    const turns = [...new Set(sorted.map(({ project }) => project))];
    return turns.flatMap((turn) =>
      sorted.filter(({ project }) => project === turn).toSorted((a, b) => placeOf(a) - placeOf(b)),
    );
  }
}
